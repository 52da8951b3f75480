"""What the Curate page says when triplets were loaded or saved."""

from PySide6.QtCore import QCoreApplication

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.notices import Kind


def after_loading(report: TripletReport, replaced: int) -> tuple[str, Kind]:
    """How many triplets of a file can be used, how many cannot, and what became of those that were there before."""
    sentences = [_usable(report)]
    if report.rejected:
        sentences.append(counted(report.rejected, _tr("{n} has a problem."), _tr("{n} have a problem.")))
    sentences += report.notes
    if replaced:
        sentences.append(
            counted(
                replaced,
                _tr("They took the place of {n} triplet; Undo brings it back."),
                _tr("They took the place of {n} triplets; Undo brings them back."),
            )
        )
    return " ".join(sentences), "warning" if report.rejected else "success"


def nothing_usable(report: TripletReport) -> UserError:
    """A file whose rows would all be useless in the place of the triplets that are there."""
    first = report.problems[0].text if report.problems else _tr("It holds no rows")
    return UserError(
        counted(
            report.total,
            _tr("The one row of “{file}” cannot be used, so your triplets were kept"),
            _tr("None of the {n} rows of “{file}” can be used, so your triplets were kept"),
        ).replace("{file}", report.name),
        first,
        _tr("Mend the file and load it again, or choose “Add triplets from a file” to mend its rows in the table"),
    )


def after_saving(name: str, saved: int, left_out: int) -> str:
    """How many triplets were written into the file ``name``, and how many were not."""
    words = counted(saved, _tr("{n} triplet was saved in “{file}”."), _tr("{n} triplets were saved in “{file}”."))
    if left_out:
        words += " " + counted(
            left_out, _tr("{n} with a problem was left out."), _tr("{n} with a problem were left out.")
        )
    return words.replace("{file}", name)


def _usable(report: TripletReport) -> str:
    good = len(report.triplets)
    if not report.rejected:
        return counted(good, _tr("{n} triplet was loaded."), _tr("All {n} triplets can be used."))
    words = counted(report.total, _tr("{good} of {n} triplet can be used."), _tr("{good} of {n} triplets can be used."))
    return words.replace("{good}", number(good))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Curating", text)
