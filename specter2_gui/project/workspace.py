"""The librarian's triplets: every gesture is saved at once, and can be undone even after a restart or a crash."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.texts import counted, shortened
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.domain.triplets import Triplet, papers_of
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.triplet_rows import (
    ALL_ROWS,
    APPEND,
    DELETE,
    REPLACE,
    SOME_ROWS,
    KeptTriplet,
    Origin,
    StoredTriplet,
    kept_triplet,
    storable_texts,
    texts_of,
    values_of_report,
)
from specter2_gui.project.validity import Alone, Judge, judge_set

__all__ = ["Origin", "StoredTriplet", "Workspace"]


class Workspace:
    """The triplets of an open file; usable from any thread, one call at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._rows = {row.id: row for row in map(kept_triplet, ledger.read(ALL_ROWS))}
        self._judge = Judge()
        self._alone: dict[int, Alone] = {}
        self._shown: tuple[StoredTriplet, ...] | None = None
        self._generation = 0
        ledger.watch(self._refresh)

    @classmethod
    def open(cls, path: Path) -> "Workspace":
        """Open the workspace file ``path``, which belongs to no project, for this process alone.

        A new one is made if it is not there.

        Raises:
            UserError: it is in use, damaged, of a newer version or another program, or may not be written.
        """
        ledger = Ledger.open(path)
        try:
            return cls(ledger)
        except BaseException:
            ledger.close()
            raise

    def close(self) -> None:
        """Let others open the file; nothing has to be saved."""
        self._ledger.close()

    @property
    def generation(self) -> int:
        """Counts the changes since the workspace was opened: where it is the same, so are the rows."""
        return self._generation

    def rows(self) -> tuple[StoredTriplet, ...]:
        """All rows, oldest first, each with its problems; a row brought back by undo stands where it stood."""
        with self._ledger.lock:
            if self._shown is None:
                problems = judge_set(map(self._judged_alone, self._rows.values()))
                self._shown = tuple(row.shown(found) for row, found in zip(self._rows.values(), problems, strict=True))
            return self._shown

    def valid_triplets(self) -> tuple[Triplet, ...]:
        """The triplets without problems, in the order of the rows."""
        return tuple(row.triplet for row in self.rows() if not row.problems)

    def queries(self) -> list[str]:
        """The distinct queries of the valid triplets, in order of first appearance."""
        return list(dict.fromkeys(triplet.query for triplet in self.valid_triplets()))

    def papers(self) -> list[Paper]:
        """The distinct papers of the valid triplets, in order of first appearance."""
        return papers_of(self.valid_triplets())

    def add(self, triplet: Triplet, origin: Origin = "clicked") -> int:
        """Append ``triplet`` and return its id.

        Raises:
            UserError: a text cannot be stored, or the disk refused; nothing is changed.
        """
        return self._append("Add triplet", (*storable_texts(triplet), origin, "", 0, "[]"))

    def load(self, report: TripletReport, *, replace: bool = False) -> int:
        """Append all rows of a file that was read, good and bad, as one gesture, and return how many.

        With ``replace`` the same gesture deletes the rows that were there before.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        label = f"Load {counted(report.total, 'row', 'rows')} from {shortened(report.name)}"
        with self._ledger.lock:
            gone = [(row,) for row in self._rows] if replace else []
            with self._ledger.gesture(label, rows=len(gone) + len(report.rows)) as connection:
                connection.executemany(DELETE, gone)
                connection.executemany(APPEND, values_of_report(report, self._judge))
        return len(report.rows)

    def load_new(self, report: TripletReport) -> tuple[tuple[int, StoredTriplet], ...]:
        """Append the rows of a file that are not here yet, as one gesture, and return them with their row in the file.

        A row without problems is here if one with the same texts is; one with problems if it came from the same row of a
        file of the same name with the same texts.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            texts = {texts_of(row.triplet) for row in self._rows.values()}
            places = {(row.source, row.row, texts_of(row.triplet)) for row in self._rows.values()}
            # The whole file is judged, for what is wrong with a row may be another row that is here already.
            new = [
                (row.row, values)
                for row, values in zip(report.rows, values_of_report(report, self._judge), strict=True)
                if ((report.name, row.row, row.fields) not in places if row.problems else row.fields not in texts)
            ]
            if not new:
                return ()
            label = f"Load {counted(len(new), 'row', 'rows')} from {shortened(report.name)}"
            with self._ledger.gesture(label, rows=len(new)) as connection:
                connection.executemany(APPEND, [values for _, values in new])
            # They are the last ones, in the order of the file.
            return tuple(zip((row for row, _ in new), self.rows()[-len(new) :], strict=True))

    def edit(self, id: int, triplet: Triplet) -> None:  # noqa: A002 - the name of the field it chooses by
        """Put ``triplet`` in place of the one with ``id``.

        The same texts again are no change, unless the row had problems in its file: it then stands as it is.

        Raises:
            UserError: that row is gone, a text cannot be stored, or the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            if id not in self._rows:
                why = "It was deleted, or the gesture that made it was undone"
                raise UserError("The triplet could not be changed", why, "Choose a row that is in the table")
            texts = storable_texts(triplet)
            old = self._rows[id]
            if Triplet(*texts) == old.triplet and not old.from_file:
                return
            with self._ledger.gesture("Edit triplet") as connection:
                connection.execute(REPLACE, (*texts, id))

    def delete(self, ids: Iterable[int]) -> int:
        """Delete the rows with ``ids``, as one gesture, and return how many; ids that are gone do not count.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            there = [row for row in dict.fromkeys(ids) if row in self._rows]
            return self._delete(f"Delete {counted(len(there), 'triplet', 'triplets')}", there)

    def clear(self) -> int:
        """Delete all rows, as one gesture, and return how many.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            return self._delete(f"Clear {counted(len(self._rows), 'triplet', 'triplets')}", list(self._rows))

    @property
    def undo_label(self) -> str | None:
        """The gesture that would be undone, or None."""
        return self._ledger.undo_label

    @property
    def redo_label(self) -> str | None:
        """The gesture that would be done again, or None."""
        return self._ledger.redo_label

    def undo(self) -> str | None:
        """Undo the newest gesture, of whichever store, and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self._ledger.undo()

    def redo(self) -> str | None:
        """Do the gesture again that was undone last and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self._ledger.redo()

    def _append(self, label: str, row: tuple[Any, ...]) -> int:
        with self._ledger.lock:
            with self._ledger.gesture(label) as connection:
                connection.execute(APPEND, row)
            return self._ledger.touched("triplets")[0]

    def _delete(self, label: str, ids: list[int]) -> int:
        if ids:
            with self._ledger.gesture(label, rows=len(ids)) as connection:
                connection.executemany(DELETE, [(row,) for row in ids])
        return len(ids)

    def _refresh(self) -> None:
        """Take over the rows that the latest gesture, undo or redo touched.

        Only these: reading and judging a large set whole would be felt at every gesture.
        """
        touched = self._ledger.touched("triplets")
        if touched:
            found = self._ledger.read(SOME_ROWS, [json.dumps(touched)])
            for number in touched:
                self._alone.pop(number, None)
            gone = set(touched)
            kept = {number: row for number, row in self._rows.items() if number not in gone}
            kept |= {row.id: row for row in map(kept_triplet, found)}
            self._rows = dict(sorted(kept.items()))
            self._shown = None
            self._generation += 1

    def _judged_alone(self, row: KeptTriplet) -> Alone:
        if row.id not in self._alone:
            self._alone[row.id] = self._judge.alone(texts_of(row.triplet), row.from_file)
        return self._alone[row.id]
