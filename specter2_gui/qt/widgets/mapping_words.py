"""What is to be said of a mapping: what makes an import impossible, and what a person should know before it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from specter2_gui.app.previewing import CHOICES

_LABELS: Final = dict(CHOICES)
_ONE_ONLY: Final = frozenset({"title", "abstract", "year", "venue", "citation", "doi", "language"})


@dataclass(frozen=True, slots=True)
class Judged:
    """``problem`` is a sentence where the table cannot be imported so, ``notes`` are sentences about the rest."""

    problem: str
    notes: tuple[str, ...]


def judged(mapping: Mapping[str, str]) -> Judged:
    """What is to be said of ``mapping``."""
    held = Counter(mapping.values())
    if not held["title"] and not held["abstract"]:
        problem = _tr("No column is the title. Choose the column that holds the titles of the papers.")
        return Judged(problem, ())
    notes: list[str] = []
    if not held["title"]:
        notes.append(_tr("No column is the title: papers will be shown by the beginning of their abstract."))
    if not held["abstract"]:
        notes.append(_tr("No column is the abstract: the search will read the titles alone."))
    for field, label in _LABELS.items():
        if field in _ONE_ONLY and held[field] > 1:
            notes.append(
                _tr("{0} columns hold “{1}”: of each record the first that is not empty counts.").format(
                    held[field], label
                )
            )
    return Judged("", tuple(notes))


def _tr(text: str) -> str:
    return QCoreApplication.translate("mapping", text)
