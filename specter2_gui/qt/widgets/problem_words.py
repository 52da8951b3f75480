"""The problems of a row in words for the pane that shows this very row, and which fields they concern."""

import re

from PySide6.QtCore import QCoreApplication

_PREFIX = re.compile(r"Row \d+(?:, (?P<field>[a-z_]+))?: ", re.DOTALL)


def field_of(problem: str) -> str:
    """The name of the field that ``problem`` is about; empty when it is about the whole row."""
    found = _PREFIX.match(problem)
    return (found["field"] or "") if found else ""


def told(problem: str) -> str:
    """``problem`` without "Row 5, negative_title: ", which the pane need not say, but with the field in words."""
    field = field_of(problem)
    text = _PREFIX.sub("", problem, count=1)
    name = _field_words().get(field, "")
    return f"{name}: {text}" if name else text[:1].upper() + text[1:]


def _field_words() -> dict[str, str]:
    return {
        "query": _tr("Query"),
        "positive_title": _tr("Positive paper"),
        "positive_abstract": _tr("Abstract of the positive paper"),
        "negative_title": _tr("Negative paper"),
        "negative_abstract": _tr("Abstract of the negative paper"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Problems", text)
