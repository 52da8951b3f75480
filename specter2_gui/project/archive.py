"""A project as one zip file: written for a colleague or a shelf, and opened into a new folder."""

import hashlib
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from specter2_gui.disk.atomic import replace_folder, sync_folder
from specter2_gui.domain.errors import UserError
from specter2_gui.project.archive_names import belongs, is_litter, is_safe
from specter2_gui.project.copying import copy_database
from specter2_gui.project.database import keep_no_copy, open_database
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.project import Project
from specter2_gui.project.schema import MIGRATIONS

MOST_FILES: Final = 100_000
_CHUNK: Final = 1 << 20
_SPARE: Final = 64 << 20  # bytes of the disk that unpacking leaves free
_ENCRYPTED: Final = 0x1
_OF_A_RUN: Final = ("run.json", "settings.yaml", "events.jsonl")


def write_archive(project: Project, target: Path) -> Path:
    """Write everything of ``project`` that cannot be made anew into the zip file ``target``, whole or not at all.

    That is the database, the imported files, and of each training its record and its best adapters. Gives ``target``.

    Raises:
        DamagedError: the project's file is damaged.
        UserError: the disk refused; what was at ``target`` is still there.
    """
    what = f"The project “{project.name}” could not be written to {target.name}"
    with said_plainly(what, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            part, database = Path(folder) / "part.zip", Path(folder) / "project.sqlite"
            with project.ledger.lock:
                copy_database(project.ledger.database.connection, database, lambda copy: check_whole(copy, what))
            _pack(project.place, database, part)
            part.replace(target)
        sync_folder(target.parent)
    return target


def _pack(place: ProjectFolder, database: Path, part: Path) -> None:
    with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(database, "project.sqlite")
        for path in _kept_files(place):
            name = path.relative_to(place.path).as_posix()
            if belongs(name):
                archive.write(path, name)


def _kept_files(place: ProjectFolder) -> Iterator[Path]:
    if place.originals.is_dir():
        yield from sorted(path for path in place.originals.iterdir() if path.is_file() and not path.is_symlink())
    for run in sorted(place.runs.iterdir()) if place.runs.is_dir() else ():
        yield from (run / name for name in _OF_A_RUN if (run / name).is_file())
        yield from sorted(path for path in (run / "best").rglob("*") if path.is_file() and not path.is_symlink())


def open_archive(source: Path, folder: Path) -> Path:
    """Unpack the zip file ``source`` of a project into ``folder``, which must not be there or be empty; gives ``folder``.

    Nothing is written outside of it, and nothing stays if anything is refused. The database is checked whole.

    Raises:
        DamagedError: the zip file or the database in it is damaged.
        UserError: it is no project's zip file, holds something that no project writes, is too large for the disk, or
            the folder is taken.
    """
    what = f"The project in {source.name} could not be opened"
    with said_plainly(what, folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(
                what, f"“{folder.name}” is there already and not empty", "Choose another name for the folder"
            )
        if not source.is_file():
            raise UserError(what, "There is no such file", "Choose a zip file that this program wrote")
        try:
            with zipfile.ZipFile(source) as archive:
                members = _checked_members(archive, source, folder, what)
                replace_folder(folder, lambda new: _unpack(archive, members, new, what))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            why = "It is no zip file, or it is damaged or not complete"
            raise UserError(what, why, "Copy or load it once more, or ask for a new one") from error
    return folder


def _checked_members(archive: zipfile.ZipFile, source: Path, folder: Path, what: str) -> list[zipfile.ZipInfo]:
    """The files to unpack, after looking at every name and size in the list of contents."""
    members = [member for member in archive.infolist() if not is_litter(member.filename)]
    for member in members:
        if reason := _objection(member):
            raise UserError(what, f"It holds “{_printable(member.filename)}”: {reason}", _ASK)
    names = [member.filename.casefold() for member in members]
    if "project.sqlite" not in names:
        raise UserError(what, "There is no project in this zip file", "Choose a zip file that this program wrote")
    if len(set(names)) < len(names) or len(names) > MOST_FILES:
        raise UserError(what, "It holds a file twice, or far too many files", _ASK)
    if sum(member.compress_size for member in members) > source.stat().st_size:
        raise UserError(what, "Its list of contents does not fit its size", _ASK)
    _check_room(sum(member.file_size for member in members), folder, what)
    return members


_ASK: Final = "Nothing was unpacked; ask whoever gave it to you for a new one"


def _objection(member: zipfile.ZipInfo) -> str:
    """Why this file may not be unpacked; "" if it may."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "a link or a device, and no file"
    if member.flag_bits & _ENCRYPTED:
        return "it needs a password"
    if not is_safe(member.filename):
        return "a name that could lead out of the folder or means another file"
    return "" if belongs(member.filename) else "no file of a project"


def _check_room(size: int, folder: Path, what: str) -> None:
    near = next(parent for parent in (folder, *folder.absolute().parents) if parent.is_dir())
    free = shutil.disk_usage(near).free - _SPARE
    if size > free:
        why = f"It needs {size / 1e9:,.1f} GB, and {max(free, 0) / 1e9:,.1f} GB are free"
        raise UserError(what, why, "Free some space, or choose a folder on another disk")


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], new: Path, what: str) -> None:
    for member in members:
        _unpack_one(archive, member, new / member.filename, what)
    database = ProjectFolder(new).database
    open_database(
        database,
        MIGRATIONS,
        what=what,
        examine=lambda connection: check_whole(connection, what),
        keep_copy=keep_no_copy,
    ).close()


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, what: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    written, digest = 0, hashlib.sha256()
    with archive.open(member) as source, target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > member.file_size:
                raise UserError(what, f"“{member.filename}” is larger than the zip file says", _ASK)
            digest.update(chunk)
            file.write(chunk)
    if member.filename.startswith("originals/") and digest.hexdigest() != target.name:
        raise UserError(what, "One of its imported files is not what its name says", _ASK)


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in name[:80])
