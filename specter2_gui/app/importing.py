"""Files into the collection: each is copied, read, cleaned, matched with what is there, and taken in one gesture or not at all."""

import stat
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from specter2_gui.app.matching import Groups, Matching, newer
from specter2_gui.app.originals import Original, keeping
from specter2_gui.app.receipt_papers import keep_known
from specter2_gui.app.receipts import Receipt, receipt_of
from specter2_gui.app.staging import Stage
from specter2_gui.app.taking_back import taken_back
from specter2_gui.app.troubles import trouble_in
from specter2_gui.disk.places import shown
from specter2_gui.domain.cleaning import cleaned, said_for_doi, storable_reject
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import RawRecord, Record, Reject
from specter2_gui.domain.texts import sentence, shortened, without_unusable
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.paper_writing import NOTES_KEPT
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.previewing import preview
from specter2_gui.readers.reading import Reading, begin_source
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

__all__ = ["FileImported", "FileRefused", "ImportEvent", "ImportOptions", "ImportProgress", "Receipt", "import_files"]

_TOLD_EVERY: Final = 250
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the file ``name`` is: of its ``size`` bytes ``read`` were read, with so many records and rejects in them."""

    name: str
    read: int
    size: int
    records: int
    rejects: int


@dataclass(frozen=True, slots=True)
class FileImported:
    """A file is in the collection."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Nothing of the file ``name`` was taken."""

    name: str
    error: UserError


ImportEvent = ImportProgress | FileImported | FileRefused
"""What an import tells: any number of progress events, then one of the others, for each file."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person decided: for tables which column holds which field, by the name of the file; others go by their header.

    ``replaces`` is the import that the file comes in the place of: it is taken back when everything has been read.
    """

    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    replaces: int | None = None


_NOTHING_DECIDED: Final = ImportOptions()


@dataclass(slots=True)
class _Notes:
    """``sentences`` about the first records that were odd though they could be read, and how many there are in all, ``noted``."""

    sentences: list[str] = field(default_factory=list[str])
    noted: int = 0
    place: str = "Line"

    def take(self, found: RawRecord, kept: Record | Reject) -> None:
        """Keep what is to be said of one record, of which ``kept`` was made."""
        note = found.note
        if found.doi and isinstance(kept, Record) and not kept.doi and (said := said_for_doi(found.doi)):
            note = f"{sentence(note) if note else ''} “{shortened(said)}” is no DOI and was left out.".lstrip()
        if note:
            self.noted += 1
            if len(self.sentences) < NOTES_KEPT:
                self.sentences.append(sentence(without_unusable(f"{self.place} {found.line:,}: {note}")))


def import_files(
    project: "Project", paths: Iterable[Path], *, options: ImportOptions = _NOTHING_DECIDED
) -> Iterator[ImportEvent]:
    """Import the files ``paths`` one after the other, each as one gesture that can be undone.

    A file that is refused leaves nothing behind and does not keep the others from being imported; neither does one during
    which the generator is closed. The files themselves are never changed; what is read is a copy of their bytes.
    """
    for path in paths:
        try:
            yield from _import_one(project, path, options)
        except (UserError, OSError) as error:
            trouble = trouble_in(error)
            if trouble is None:
                raise
            yield FileRefused(path.name, trouble)


def _import_one(project: "Project", path: Path, options: ImportOptions) -> Iterator[ImportEvent]:
    if project.read_only:
        raise UserError(
            f"The file “{path.name}” could not be imported", "This is a copy of the project that can only be read",
            "Import into the project itself when nobody else has it open",
        )  # fmt: skip
    size = _size_of(path)
    yield ImportProgress(path.name, 0, size, 0, 0)
    original = yield from _copied(path, project.place.originals, size)
    imported = False
    try:
        source = Source(original.path)
        source.name = path.name
        kind = recognise(source)
        columns = _columns(project, source, kind, options.mappings.get(path.name))
        reading = begin_source(source, kind, ReadOptions(columns))
        what = f"The file “{path.name}” could not be imported"
        with said_plainly(what, project.place.cache), Stage(project.place.cache) as stage:
            notes = yield from _staged(reading, stage)
            matching = Matching(project, stage, path.name, reading.format.name, original.sha256)
            if options.replaces is None:
                matching.settle()
            # From here on nobody may touch its papers, nor undo it before its receipt is written.
            with project.ledger.lock, _place_of(project, options.replaces):
                if not matching.holds:
                    matching.settle()
                receipt = _taken(project, reading, stage, matching.groups, original.sha256, notes)
        imported = True
    finally:
        if not imported:
            original.forget()
    yield FileImported(receipt)


def _place_of(project: "Project", replaced: int | None) -> AbstractContextManager[None]:
    return nullcontext() if replaced is None else taken_back(project, replaced)


def _columns(
    project: "Project", source: Source, kind: Format, decided: Mapping[str, str] | None
) -> Mapping[str, str] | None:
    """Which column of a table holds what: as was decided just now or for such a table before, else as it looks.

    None for what is no table.
    """
    table = preview(source, rows=0, kind=kind)
    if table is None:
        return None
    if decided is not None:
        project.imports.remember_mapping(table.header, decided)
        return decided
    return project.imports.mapping_for(table.header) or table.columns.mapping


def _copied(path: Path, folder: Path, size: int) -> Generator[ImportProgress, None, Original]:
    copying = keeping(path, folder)
    with closing(copying):
        while True:
            try:
                next(copying)
            except StopIteration as end:
                return end.value
            yield ImportProgress(path.name, 0, size, 0, 0)


def _staged(reading: Reading, stage: Stage) -> Generator[ImportProgress, None, _Notes]:
    """Read the file to its end into ``stage``; gives what is to be said of records that were odd."""
    notes = _Notes(place=reading.format.place)
    for number, found in enumerate(reading, start=1):
        if isinstance(found, RawRecord):
            kept = cleaned(found)
            stage.add(kept)
            notes.take(found, kept)
        else:
            stage.add(storable_reject(found))
        if number % _TOLD_EVERY == 0:
            yield ImportProgress(reading.source.name, reading.position, reading.size, stage.records, stage.rejects)
    stage.done()
    yield ImportProgress(reading.source.name, reading.size, reading.size, stage.records, stage.rejects)
    return notes


def _taken(project: "Project", reading: Reading, stage: Stage, groups: Groups, sha256: str, notes: _Notes) -> Receipt:
    """Take what is staged into the collection, all of it or nothing; with the ledger's lock held."""
    from specter2_gui.project.imports import ImportFacts

    facts = ImportFacts(
        name=reading.source.name,
        sha256=sha256,
        format=reading.format.name,
        encoding=reading.encoding.name,
        encoding_reason=reading.encoding.reason,
        start_marks=reading.start_marks,
        records=stage.records,
        rejects=stage.rejects,
        already_there=stage.count("there"),
        title_only=stage.title_only,
        duplicates=groups.duplicates,
        doubtful=reading.encoding.doubtful,
        mapping=dict(reading.options.mapping or {}),
        kept_edited=stage.count("kept"),
        noted=notes.noted,
        notes=tuple(notes.sentences),
        place=reading.format.place,
    )
    import_id = project.imports.add(
        facts, stage.new_papers(), stage.all_rejects(), _updates(project, stage), groups.links
    )
    keep_known(project, import_id, sha256, stage)
    return receipt_of(next(row for row in project.imports.list() if row.id == import_id))


def _updates(project: "Project", stage: Stage) -> Iterator[tuple[int, Record]]:
    """The papers to be replaced, each with its new state."""
    for paper, record in stage.updates():
        for row in project.papers.rows([paper]):
            yield paper, newer(record, row)


def _size_of(path: Path) -> int:
    """The size of the file ``path`` in bytes; what is no file to read is refused before anything is waited for."""
    name = shown(path)
    try:
        if path.is_dir():
            raise UserError(f"'{name}' is a folder", "Files are imported one by one", "Name the files in that folder")
        found = path.stat()
    except FileNotFoundError:
        raise UserError(f"There is no file '{name}'", "It may have been moved", "Check the name and folder") from None
    if not stat.S_ISREG(found.st_mode):  # reading one might never end
        raise UserError(
            f"'{name}' is no regular file", "It is a device or a pipe, which has no end to wait for",
            "Write the records into a file and import that",
        )  # fmt: skip
    return found.st_size
