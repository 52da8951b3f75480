"""Texts as cells of a CSV file that no spreadsheet takes for a formula."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"[\s']*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")
"""What spreadsheets evaluate: signs of a formula, also behind spaces and in their wide forms, and the control characters that can hide one."""
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def harmless_cell(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet could take it for a formula; plain numbers stay numbers."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def original_cell(cell: str) -> str:
    """The text of which :func:`harmless_cell` made ``cell``."""
    text = cell.removeprefix("'")
    return text if text != cell and harmless_cell(text) == cell else cell
