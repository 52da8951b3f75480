"""A receipt in words: the first line, what was new in the file, and what is known of its format, encoding and columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from specter2_gui.app.receipts import Receipt
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.import_entries import when_words
from specter2_gui.readers.column_names import FIELDS
from specter2_gui.readers.registry import format_title

_FIELDS: Final = {field.name: field.label for field in FIELDS}


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A receipt with what was learned since.

    ``mended`` counts its rejects that became papers, ``same_before`` is when the same bytes were imported before, and
    ``known`` says that the papers of earlier files which it counts are known one by one. ``now`` are those of its numbers
    that can be counted today.
    """

    receipt: Receipt
    when: datetime
    mended: int = 0
    same_before: datetime | None = None
    known: bool = False
    now: Mapping[str, int] = field(default_factory=dict[str, int])


def headline(receipt: Receipt) -> str:
    """The first line of a receipt."""
    found = counted(receipt.start_marks, _tr("{n} record in the file"), _tr("{n} records in the file"))
    return _tr("{0}: {1} read, {2} rejected").format(found, number(receipt.records), number(receipt.rejects))


def origin(shown: ShownReceipt) -> str:
    """What was imported, and when."""
    return _tr("{0}, imported {1}").format(format_title(shown.receipt.format), when_words(shown.when))


def news(shown: ShownReceipt) -> str:
    """What a file brought that had been imported before, in another state or as it is; empty for a first import."""
    receipt = shown.receipt
    known = receipt.already_there + receipt.updated + receipt.kept_edited
    if shown.same_before is not None:
        said = _tr("The very same file was imported before ({0}).").format(when_words(shown.same_before))
    elif known:
        said = counted(
            known,
            _tr("The collection had {n} of these records from an earlier file."),
            _tr("The collection had {n} of these records from earlier files."),
        )
    else:
        return ""
    if receipt.added or receipt.updated:
        return _tr("{0} Only what is new or changed was taken.").format(said)
    return _tr("{0} Nothing in it was new, so nothing was added.").format(said)


def encoding_words(receipt: Receipt) -> str:
    """In which encoding the file was read, and why in that one."""
    return f"{receipt.encoding}: {receipt.encoding_reason.rstrip('.')}."


def columns_words(receipt: Receipt) -> str:
    """Which column was taken for what; empty for what is no table."""
    taken = (_tr("“{0}” as {1}").format(name, _FIELDS.get(field, field)) for name, field in receipt.columns)
    return "; ".join(taken)


def _tr(text: str) -> str:
    return QCoreApplication.translate("receipt", text)
