"""What is said about imports: while files are read, and when they are in the collection."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.app.importing import FileImported, FileRefused, ImportProgress
from specter2_gui.app.receipts import Receipt
from specter2_gui.app.taking_back import TakenBack
from specter2_gui.app.zotero_import import ItemsFetched
from specter2_gui.domain.texts import shortened
from specter2_gui.qt.controllers.importing_course import Ended, Outcome, Step
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.notices import Kind

REFUSED_SHOWN = 3
"""So many refused files a notice names."""
_REASON_SHOWN = 80
THOUSAND = 1000
"""What the whole of a file is in its bar, so that no number of bytes is too large for it."""


def headline(step: Step) -> str:
    """Which file is read."""
    if step.jobs > 1:
        return _tr("Importing {0} (file {1} of {2})").format(step.job.name, number(step.number), number(step.jobs))
    return _tr("Importing {0}").format(step.job.name)


def progress_words(step: Step) -> tuple[str, int, int]:
    """How far the file is in words, and as a part of a whole; the whole is 0 where nobody knows."""
    match step.progress:
        case ItemsFetched(read, total, _):
            words = _tr("{0} of {1} items fetched from Zotero").format(number(read), number(total))
            return words, round(THOUSAND * read / max(1, total)), THOUSAND
        case ImportProgress(_, read, size, records, rejects):
            return _read_words(read, size, records, rejects)
        case None:
            return "", 0, 0


def _read_words(read: int, size: int, records: int, rejects: int) -> tuple[str, int, int]:
    if not read:
        return _tr("Looking at the file…"), 0, 0
    found = counted(records, _tr("{n} record"), _tr("{n} records"))
    if rejects:
        found = f"{found}, {counted(rejects, _tr('{n} reject'), _tr('{n} rejects'))}"
    if read >= size:
        return _tr("{0} read; comparing them with the collection…").format(found), 0, 0
    far = _tr("{0} of {1}").format(_amount(read), _amount(size))
    return f"{far}, {found}", round(THOUSAND * read / max(1, size)), THOUSAND


def _amount(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def after_file(receipt: Receipt) -> tuple[str, Kind]:
    """What one file brought."""
    if receipt.alarm:
        return _tr("The numbers of “{0}” do not add up. Look at its receipt.").format(receipt.name), "warning"
    parts = [counted(receipt.added, _tr("{n} paper added"), _tr("{n} papers added"))]
    for count, one, many in (
        (receipt.already_there, _tr("{n} already there"), _tr("{n} already there")),
        (receipt.updated, _tr("{n} updated"), _tr("{n} updated")),
        (receipt.kept_edited, _tr("{n} kept as changed by hand"), _tr("{n} kept as changed by hand")),
        (receipt.rejects, _tr("{n} reject"), _tr("{n} rejects")),
    ):
        if count:
            parts.append(counted(count, one, many))
    words = _tr("“{0}” was imported: {1}.").format(receipt.name, ", ".join(parts))
    return words, "warning" if receipt.rejects else "success"


def after_files(events: Sequence[FileImported | FileRefused]) -> tuple[str, Kind]:
    """What several files brought together, and which ones brought nothing, and why."""
    receipts = [event.receipt for event in events if isinstance(event, FileImported)]
    refused = [event for event in events if isinstance(event, FileRefused)]
    added, rejects = sum(each.added for each in receipts), sum(each.rejects for each in receipts)
    files = counted(len(receipts), _tr("{n} file was imported"), _tr("{n} files were imported"))
    parts = [counted(added, _tr("{n} paper added"), _tr("{n} papers added"))]
    if rejects:
        parts.append(counted(rejects, _tr("{n} reject"), _tr("{n} rejects")))
    words = _tr("{0}: {1}.").format(files, ", ".join(parts)) if receipts else _tr("Nothing was imported.")
    if refused:
        words += " " + _refused_words(refused)
    alarm = any(each.alarm for each in receipts)
    return words, "warning" if rejects or refused or alarm else "success"


def _refused_words(refused: Sequence[FileRefused]) -> str:
    """The first files that were refused, each with the reason."""
    words = [
        _tr("“{0}” ({1})").format(each.name, shortened(each.error.why, _REASON_SHOWN))
        for each in refused[:REFUSED_SHOWN]
    ]
    if len(refused) > REFUSED_SHOWN:
        words.append(_tr("{0} more").format(number(len(refused) - REFUSED_SHOWN)))
    count = counted(len(refused), _tr("{n} file was not imported"), _tr("{n} files were not imported"))
    return _tr("{0}: {1}.").format(count, ", ".join(words))


def imported_in(outcomes: Sequence[Outcome]) -> frozenset[str]:
    """The keys of the entries of the imports that came of ``outcomes``."""
    receipts = (each.event.receipt for each in outcomes if isinstance(each.event, FileImported))
    return frozenset(f"import {receipt.import_id}" for receipt in receipts)


def after_cancelling(ended: Ended) -> str:
    """What is in the collection when somebody cancelled."""
    taken = sum(isinstance(each.event, FileImported) for each in ended.outcomes)
    parts = [_tr("The import was cancelled.")]
    if ended.cut:
        parts.append(_tr("Nothing of “{0}” was taken.").format(ended.cut))
    if taken:
        parts.append(counted(taken, _tr("The file before that stays."), _tr("The {n} files before that stay.")))
    return " ".join(parts)


def after_taking_back(back: TakenBack) -> str:
    """What is gone."""
    papers = counted(back.papers, _tr("{n} paper was taken out"), _tr("{n} papers were taken out"))
    words = _tr("The import of “{0}” was undone: {1}.").format(back.name, papers)
    if not back.stays:
        return words
    stays = counted(
        back.stays,
        _tr("{n} paper from before stays as this file changed it."),
        _tr("{n} papers from before stay as this file changed them."),
    )
    return f"{words} {stays}"


def counted_heading(which: str, name: str, count: int) -> str:
    """What stands over a list of papers that a receipt counts."""
    words = {
        "there": (_tr("{n} paper was there before “{0}”"), _tr("{n} papers were there before “{0}”")),
        "update": (_tr("{n} paper was updated by “{0}”"), _tr("{n} papers were updated by “{0}”")),
        "kept": (
            _tr("{n} paper was kept as changed by hand, against “{0}”"),
            _tr("{n} papers were kept as changed by hand, against “{0}”"),
        ),
        "title only": (
            _tr("{n} paper of “{0}” has a title only"),
            _tr("{n} papers of “{0}” have a title only"),
        ),
    }
    one, many = words[which]
    return counted(count, one, many).replace("{0}", name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("importing", text)
