"""The imports of a project: what each file brought, what could not be read in it, and the way back."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.identity import content_digest
from specter2_gui.domain.records import Record, Reject, shortened_raw
from specter2_gui.domain.texts import counted, shortened, without_unusable
from specter2_gui.project import grouping
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.paper_rows import PreparedPaper
from specter2_gui.project.paper_writing import NOTES_KEPT, OtherKeys, delete_papers, insert_papers, update_papers

_INSERT: Final = """
INSERT INTO imports (
    at, added, updated, name, sha256, format, encoding, encoding_reason, doubtful, mapping, start_marks, records, rejects,
    already_there, title_only, duplicates, kept_edited, noted, notes
) VALUES (?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT: Final = """
SELECT id, at, added, updated, name, sha256, format, encoding, encoding_reason, doubtful, mapping, notes, start_marks,
records, rejects, already_there, title_only, duplicates, kept_edited, noted FROM imports
"""
_DONE: Final = "UPDATE imports SET added = ?, updated = ?, noted = ?, notes = ? WHERE id = ?"
_REJECT: Final = "INSERT INTO rejects (import_id, line, raw, reason) VALUES (?, ?, ?, ?)"
# Rejects of an import that were mended when the same bytes were imported before, and are papers still.
_MEND_AGAIN: Final = """
UPDATE rejects SET mended = before.paper FROM (
    SELECT r.line, r.raw, max(p.id) AS paper FROM rejects AS r
    JOIN imports AS i ON i.id = r.import_id JOIN papers AS p ON p.id = r.mended
    WHERE i.sha256 = ? GROUP BY r.line, r.raw
) AS before WHERE rejects.import_id = ? AND rejects.line = before.line AND rejects.raw = before.raw
"""
_MENDED_AGAIN: Final = """
UPDATE imports SET (records, rejects, already_there, title_only) = (
    SELECT records + count(*), rejects - count(*), already_there + count(*), title_only + coalesce(sum(p.abstract = ''), 0)
    FROM rejects AS r JOIN papers AS p ON p.id = r.mended WHERE r.import_id = imports.id
) WHERE id = ?
"""
_REJECTS: Final = "SELECT id, import_id, line, raw, reason, mended FROM rejects WHERE import_id = ? ORDER BY id"
_ONE_REJECT: Final = "SELECT id, import_id, line, raw, reason, mended FROM rejects WHERE id = ?"
_MENDED: Final = """
UPDATE imports SET records = records + 1, rejects = rejects - 1, added = added + ?, already_there = already_there + ?,
title_only = title_only + ? WHERE id = ?
"""
_SAME: Final = "SELECT id FROM papers WHERE digest = ? ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """What is known of a file when it has been read: ``start_marks`` is ``records`` and ``rejects`` together.

    ``already_there`` records are papers from before, ``duplicates`` of the new ones are hidden, ``kept_edited`` ones are
    told otherwise by the file than by the person who changed their papers. ``doubtful`` are texts of which the encoding
    may be wrong, ``mapping`` the columns that were taken for fields. ``notes`` are sentences about records that were odd
    though they could be read, the first of ``noted`` ones, and ``place`` is the word for what the number of a record counts.
    """

    name: str
    sha256: str
    format: str
    encoding: str
    encoding_reason: str
    start_marks: int
    records: int
    rejects: int = 0
    already_there: int = 0
    title_only: int = 0
    duplicates: int = 0
    doubtful: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    kept_edited: int = 0
    noted: int = 0
    notes: tuple[str, ...] = ()
    place: str = "Line"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import, as its receipt shows it; numbers are those of the moment, and of records mended since.

    ``when`` is in UTC. Imports of earlier versions of the program have no ``notes``, and 0 in the two last numbers.
    """

    id: int
    when: datetime
    added: int
    updated: int
    name: str
    sha256: str
    format: str
    encoding: str
    encoding_reason: str
    doubtful: tuple[str, ...]
    mapping: Mapping[str, str]
    notes: tuple[str, ...]
    start_marks: int
    records: int
    rejects: int
    already_there: int
    title_only: int
    duplicates: int
    kept_edited: int
    noted: int


@dataclass(frozen=True, slots=True)
class RejectRow:
    """What could not be read in a file: where it starts, its text, and why; ``mended`` is the paper it became, if it did."""

    id: int
    import_id: int
    line: int
    raw: str
    reason: str
    mended: int | None


class Imports:
    """All imports; usable from any thread, one call at a time. Each is one gesture, and so is each way back."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(
        self,
        facts: ImportFacts,
        records: Iterable[Record | PreparedPaper],
        rejects: Iterable[Reject] = (),
        updates: Iterable[tuple[int, Record]] = (),
        groups: Iterable[Sequence[int]] = (),
    ) -> int:
        """Keep a file that was read, all of it or nothing, and return the id of the import.

        ``records`` become papers in their order; prepared ones hold the project for a shorter time. ``updates`` are papers from before (by id) with what the file says of
        them now. A member of ``groups`` is a paper from before (its id), or -(n + 1) for the n-th of ``records``; the
        first one is shown, except that a group from before keeps the paper it shows; whoever was said to be no
        duplicate stays out. A reject that was mended when the same bytes were imported before is mended at once.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.gesture(_label(facts), rows=facts.start_marks) as connection:
            number = _insert(connection, facts)
            others = OtherKeys(facts.place)
            added = insert_papers(connection, number, records, facts.records, others)
            connection.executemany(_REJECT, (_values_of(number, reject) for reject in rejects))
            if connection.execute(_MEND_AGAIN, (facts.sha256, number)).rowcount:
                connection.execute(_MENDED_AGAIN, [number])
            updated = update_papers(connection, updates)
            for group in groups:
                members = [added[-member - 1] if member < 0 else member for member in group]
                grouping.join_unless_decided(connection, members)
            notes = json.dumps([*facts.notes, *others.sentences][:NOTES_KEPT])
            connection.execute(_DONE, (len(added), updated, facts.noted + others.number, notes, number))
        return number

    def get(self, import_id: int) -> ImportRow | None:
        """The import with this id, or None if it was undone or removed."""
        return next((_row(values) for values in self._ledger.read(f"{_SELECT} WHERE id = ?", [import_id])), None)

    def to_mend(self, reject_id: int) -> tuple[RejectRow, ImportRow]:
        """A reject that nobody has mended yet, and the import it belongs to.

        Raises:
            UserError: the reject is gone, or mended already.
        """
        with self._ledger.lock:
            for values in self._ledger.read(_ONE_REJECT, [reject_id]):
                reject = RejectRow(*values)
                file = self.get(reject.import_id)
                if file is not None and reject.mended is None:
                    return reject, file
        why = "It was mended before, or its import was undone or removed"
        raise UserError("The record could not be added", why, "Look for it among the papers")

    def rejects(self, import_id: int) -> list[RejectRow]:
        """What could not be read in the file, in its order, with what was mended since."""
        return [RejectRow(*values) for values in self._ledger.read(_REJECTS, [import_id])]

    def mend(self, reject_id: int, record: Record) -> int:
        """Add a paper from a reject that was mended by hand, and return its id.

        A paper that is there with the same record, to the last character, is taken for it; none is added then.

        Raises:
            UserError: the reject is gone or mended already, or the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            reject, _ = self.to_mend(reject_id)
            with self._ledger.gesture("Mend record") as connection:
                there = connection.execute(_SAME, [content_digest(record)]).fetchone()
                new = [] if there else [replace(record, line=reject.line)]
                [paper] = insert_papers(connection, reject.import_id, new) or there
                connection.execute("UPDATE rejects SET mended = ? WHERE id = ?", (paper, reject_id))
                counts = (len(new), 1 - len(new), record.title_only)
                connection.execute(_MENDED, (*counts, reject.import_id))
            return int(paper)

    def remove(self, import_id: int) -> int:
        """Take an import back though other gestures came after it: delete the papers it added and return how many.

        What it changed in papers from before stays as it is.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            found = self._ledger.read("SELECT id FROM papers WHERE import_id = ?", [import_id])
            papers = [int(paper) for (paper,) in found]
            name = next(
                (name for (name,) in self._ledger.read("SELECT name FROM imports WHERE id = ?", [import_id])), ""
            )
            with self._ledger.gesture(f"Remove import of {shortened(name)}", rows=len(papers)) as connection:
                delete_papers(connection, papers)
                connection.execute("DELETE FROM imports WHERE id = ?", [import_id])
            return len(papers)

    def mapping_for(self, header: Sequence[str]) -> dict[str, str] | None:
        """Which column meant which field the last time a table had this ``header``, or None."""
        found = self._ledger.read("SELECT mapping FROM mappings WHERE header = ?", [_header(header)])
        return next((dict(json.loads(mapping)) for (mapping,) in found), None)

    def remember_mapping(self, header: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Keep which column means which field in tables with this ``header``; a habit, so there is nothing to undo.

        Raises:
            UserError: the disk refused; what was remembered before stays.
        """
        values = (_header(header), json.dumps(dict(mapping)))
        with self._ledger.lock, self._ledger.database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO mappings VALUES (?, ?)", values)

    # The last one: behind it the name means this method to the annotations of the class.
    def list(self) -> list[ImportRow]:
        """All imports, the oldest first."""
        return [_row(values) for values in self._ledger.read(f"{_SELECT} ORDER BY id")]


def _label(facts: ImportFacts) -> str:
    """What an import is called: with the number of papers that it adds or changes, if there are any."""
    changed = facts.records - facts.already_there - facts.kept_edited
    what = f"{counted(changed, 'paper', 'papers')} from " if changed else ""
    return f"Import {what}{shortened(facts.name)}"


def _insert(connection: sqlite3.Connection, facts: ImportFacts) -> int:
    texts = (facts.name, facts.sha256, facts.format, facts.encoding, facts.encoding_reason)
    connection.execute(
        _INSERT,
        (
            datetime.now(UTC).isoformat(timespec="seconds"),
            *map(without_unusable, texts),
            json.dumps(facts.doubtful),
            json.dumps(dict(facts.mapping)),
            *(facts.start_marks, facts.records, facts.rejects, facts.already_there, facts.title_only, facts.duplicates),
            *(facts.kept_edited, facts.noted, json.dumps(facts.notes)),
        ),
    )
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


def _row(values: Sequence[Any]) -> ImportRow:
    number, at, added, updated, name, sha256, form, encoding, reason, doubtful, mapping, notes, *numbers = values
    return ImportRow(
        number, _moment(at), added, updated, name, sha256, form, encoding, reason, tuple(_listed(doubtful)),
        dict(_listed(mapping)), tuple(_listed(notes)), *numbers,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    """The time that ``text`` tells; an import that was lost and stood in for tells none."""
    return datetime.fromisoformat(text) if text else datetime.fromtimestamp(0, UTC)


def _listed(text: str) -> Any:
    return json.loads(text) if text else ()


def _values_of(import_id: int, reject: Reject) -> tuple[int, int, str, str]:
    return import_id, reject.line, without_unusable(shortened_raw(reject.raw)), without_unusable(reject.reason)


def _header(columns: Sequence[str]) -> str:
    """One text for all columns; JSON writes every character in ASCII, so any column name can be kept."""
    return json.dumps(list(columns))
