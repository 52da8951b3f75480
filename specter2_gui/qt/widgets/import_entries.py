"""What the list of imports shows: files that were taken, and files of which nothing was, each as three short lines."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from specter2_gui.domain.errors import UserError
from specter2_gui.project.imports import ImportRow
from specter2_gui.qt.widgets.counts import counted, writing
from specter2_gui.readers.previewing import TABLES
from specter2_gui.readers.registry import format_title


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of which nothing was taken; ``number`` tells refusals apart."""

    number: int
    name: str
    when: datetime
    error: UserError


Entry = ImportRow | Refusal
"""One line of the list."""


def key_of(entry: Entry) -> str:
    """By what an entry is found again after the list was read anew."""
    return f"refused {entry.number}" if isinstance(entry, Refusal) else f"import {entry.id}"


def when_words(moment: datetime) -> str:
    """A moment in the system's short writing and the computer's own time."""
    shown = QDateTime.fromSecsSinceEpoch(round(moment.timestamp()))
    return writing().toString(shown, QLocale.FormatType.ShortFormat)


def is_table(name: str) -> bool:
    """Whether files of the format ``name`` have columns."""
    return name in TABLES


def lines_of(entry: Entry) -> tuple[str, str, str]:
    """Name; when, and what it is; how much was in it."""
    if isinstance(entry, Refusal):
        return entry.name, when_words(entry.when), _tr("Not imported")
    numbers = [
        counted(entry.records, _tr("{n} record"), _tr("{n} records")),
        counted(entry.added, _tr("{n} added"), _tr("{n} added")),
    ]
    if entry.rejects:
        numbers.insert(1, counted(entry.rejects, _tr("{n} reject"), _tr("{n} rejects")))
    return entry.name, f"{format_title(entry.format)}, {when_words(entry.when)}", ", ".join(numbers)


def cells_of(entry: Entry) -> list[str]:
    """File, when, format, records, rejects and added, for a spreadsheet."""
    if isinstance(entry, Refusal):
        return [entry.name, when_words(entry.when), _tr("Not imported"), "", "", ""]
    numbers = (entry.records, entry.rejects, entry.added)
    return [entry.name, when_words(entry.when), format_title(entry.format), *map(str, numbers)]


def sign_of(entry: Entry) -> tuple[str, str, str]:
    """Icon, its colour, and what it means in a word."""
    if isinstance(entry, Refusal):
        return "error", "negative", _tr("not imported")
    if entry.start_marks != entry.records + entry.rejects:
        return "error", "negative", _tr("the numbers do not go together")
    if entry.rejects:
        return "warning", "warning", _tr("with rejects")
    return "success", "positive", _tr("all records were read")


def _tr(text: str) -> str:
    return QCoreApplication.translate("imports", text)
