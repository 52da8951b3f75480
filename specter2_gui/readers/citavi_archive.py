"""The XML within a Citavi backup: a zip archive whose one file is read as it unpacks, never whole and never onto the disk."""

import codecs
import re
import struct
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.encodings import Encoding
from specter2_gui.readers.foreign_files import ZIP_MARK
from specter2_gui.readers.source import CHUNK, Source

ROOT_ELEMENT: Final = "CitaviExchangeData"
_LARGEST: Final = 1024 * 1024 * 1024
_DENSEST: Final = 200
"""Bytes that one packed byte may become; Citavi's own backups come to about 10."""
_SMALL: Final = 16 * 1024 * 1024
_MOST_FILES: Final = 1_000
_PROJECT: Final = re.compile(r"\.(?:xml|ctv\d*)\Z", re.IGNORECASE)
_HEADER_SIZE: Final = 30
_DAMAGED: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error, OverflowError)
"""What zipfile says of an archive that is not as it should be; places before its beginning are a ValueError."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def begins_project(head: bytes) -> bool:
    """Whether the first file of the archive that begins so is Citavi's XML."""
    if not head.startswith(ZIP_MARK) or len(head) < _HEADER_SIZE:
        return False
    start = _HEADER_SIZE + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    begun = head[start:]
    if int.from_bytes(head[8:10], "little"):
        try:
            begun = zlib.decompressobj(-zlib.MAX_WBITS).decompress(begun, 4096)
        except zlib.error:
            return False
    return ROOT_ELEMENT.encode() in begun[:4096].replace(b"\0", b"")


def project_text(source: Source) -> Iterator[str]:
    """The text of the project's XML in pieces, whether it is packed or not.

    Raises:
        UserError: the archive is damaged, locked with a password, or unpacks to more than any project has.
    """
    if not _is_packed(source):
        yield from source.text()
        return
    with _unpacking(source) as packed:
        chunk = packed.read(CHUNK)
        mark, encoding = _encoding_of(chunk)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        yield decoder.decode(chunk[len(mark) :])
        while chunk := packed.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def project_encoding(source: Source) -> Encoding:
    """The encoding of the project's XML, not that of the archive's bytes.

    Raises:
        UserError: as for :func:`project_text`.
    """
    if not _is_packed(source):
        return source.encoding
    with _unpacking(source) as packed:
        _, name = _encoding_of(packed.read(CHUNK))
    return Encoding(name, f"The project in the backup is in {name.upper()}, as Citavi writes it")


def _is_packed(source: Source) -> bool:
    return source.head(len(ZIP_MARK)) == ZIP_MARK


def _encoding_of(chunk: bytes) -> tuple[bytes, str]:
    return next(((mark, name) for mark, name in _MARKS if chunk.startswith(mark)), (b"", "utf-8"))


@contextmanager
def _unpacking(source: Source) -> Generator[IO[bytes]]:
    """The project within the archive while it is being read, with words for what can be wrong with either."""
    try:
        with source.open() as file, ZipFile(file) as archive, archive.open(_project(source.name, archive)) as packed:
            yield packed
    except _DAMAGED as error:
        how = "Make a new backup in Citavi, or choose File, Export, RIS there and import that file"
        raise _not_unpacked(source.name, "It is damaged or not complete", how) from error
    except RuntimeError as error:  # what zipfile says of a file that is locked
        how = "Open the project in Citavi, choose File, Export, RIS, and import that file"
        raise _not_unpacked(source.name, "It is locked with a password", how) from error


def _project(name: str, archive: ZipFile) -> ZipInfo:
    """The file in the archive that holds the project."""
    how = "Choose File, Export, RIS in Citavi and import that file"
    files = archive.infolist()
    readable = (file for file in files[:_MOST_FILES] if file.compress_type in {ZIP_STORED, ZIP_DEFLATED})
    project = next((file for file in readable if _PROJECT.search(file.filename)), None)
    if project is None:
        raise _not_unpacked(name, "There is no project in it", how)
    if project.file_size > _LARGEST or project.file_size > max(_SMALL, project.compress_size * _DENSEST):
        raise _not_unpacked(name, "It would become larger than any project is", how)
    return project


def _not_unpacked(name: str, why: str, how: str) -> UserError:
    return UserError(f"The Citavi backup “{name}” cannot be unpacked", why, how)
