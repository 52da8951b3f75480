"""A file to read from the beginning as often as needed: its bytes, its encoding, its text, its lines, never all at once."""

import codecs
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.encodings import Encoding, find_encoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LINE_LIMIT: Final = 1_000_000
"""Characters of a line that are kept; the rest of a longer one is passed over."""
CHUNK: Final = 65_536
"""Bytes read at once."""


class Line(NamedTuple):
    """A line of a file without its end; ``number`` counts from 1, ``cut`` says that it was longer than :data:`LINE_LIMIT`."""

    number: int
    text: str
    cut: bool


class Stretch(NamedTuple):
    """Lines of a file that follow one another; the first has the number ``first``, and only a line alone can be ``cut``."""

    first: int
    texts: list[str]
    cut: bool


class Source:
    """The file at ``path``; each of its methods begins a new pass over it, and only one pass runs at a time.

    ``size`` and ``position`` are in bytes; the latter is how far the latest pass has come.

    Raises:
        UserError: the file is not there or cannot be read, here or in any pass.
    """

    def __init__(self, path: Path, *, data: bytes | None = None) -> None:
        self.path = path
        self.name = path.name
        self.position = 0
        self._data = data
        self._declared: str | None = None
        try:
            self.size = len(data) if data is not None else path.stat().st_size
        except OSError as error:
            raise _unreadable(self.name) from error

    @classmethod
    def of_bytes(cls, data: bytes, name: str) -> Self:
        """A source of bytes that are in memory already, with a file's ``name`` for people and recognition."""
        return cls(Path(name), data=data)

    def declare(self, encoding: str | None) -> None:
        """Say which encoding the file's own content names; it counts only where the bytes fit it and do not fit UTF-8."""
        if encoding != self._declared:
            self._declared = encoding
            self.__dict__.pop("encoding", None)

    @cached_property
    def encoding(self) -> Encoding:
        """The encoding of the text; the first use reads the whole file."""
        return find_encoding(self.chunks, self.head(), self._declared)

    def open(self) -> BinaryIO:
        """The file's bytes from the beginning, to be closed by who asked for them."""
        try:
            raw = io.BytesIO(self._data) if self._data is not None else io.FileIO(self.path)
        except OSError as error:
            raise _unreadable(self.name) from error
        return io.BufferedReader(_Watched(raw, self), CHUNK)

    def chunks(self, start: int = 0, size: int = CHUNK) -> Iterator[bytes]:
        """The file's bytes in pieces of ``size``, from the byte ``start``."""
        with self.open() as file:
            file.seek(start)
            while chunk := file.read(size):
                yield chunk

    def head(self, size: int = CHUNK) -> bytes:
        """The first ``size`` bytes."""
        with self.open() as file:
            return file.read(size)

    def text(self, size: int = CHUNK) -> Iterator[str]:
        """The file's text in pieces, line ends as they are; a byte order mark at its beginning is left out."""
        encoding = self.encoding
        return self._decoded(codecs.getincrementaldecoder(encoding.name)(encoding.errors), encoding.mark, size)

    def lines(self) -> Iterator[Line]:
        """The file's lines; CRLF, LF and CR end one, nothing else does."""
        for first, texts, cut in self.stretches():
            for number, text in enumerate(texts, first):
                yield Line(number, text, cut)

    def stretches(self) -> Iterator[Stretch]:
        """The same lines as :meth:`lines`, many at once."""
        encoding = self.encoding
        decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
        return _stretches(self._decoded(io.IncrementalNewlineDecoder(decoder, translate=True), encoding.mark, CHUNK))

    def _decoded(
        self, decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder, start: int, size: int
    ) -> Iterator[str]:
        for chunk in self.chunks(start, size):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _stretches(pieces: Iterator[str]) -> Iterator[Stretch]:
    number, begun, cut = 1, "", False
    for piece in pieces:
        if cut and "\n" not in piece:
            continue
        texts = piece.split("\n")
        texts[0] = begun if cut else begun + texts[0]
        begun = texts.pop()
        if texts and (cut or len(texts[0]) > LINE_LIMIT):
            yield Stretch(number, [texts.pop(0)[:LINE_LIMIT]], cut=True)
            number += 1
            cut = False
        if texts:
            yield Stretch(number, texts, cut=False)
            number += len(texts)
        if len(begun) > LINE_LIMIT:
            begun, cut = begun[:LINE_LIMIT], True
    if begun:
        yield Stretch(number, [begun], cut)


class _Watched(io.RawIOBase):
    """A raw file that tells its source how far it has been read, and says in words when it cannot be read on."""

    def __init__(self, raw: io.FileIO | io.BytesIO, source: Source) -> None:
        super().__init__()
        self._raw = raw
        self._source = source
        source.position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        try:
            count = self._raw.readinto(buffer)
        except OSError as error:
            raise _unreadable(self._source.name) from error
        self._source.position = self._raw.tell()
        return count

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def close(self) -> None:
        self._raw.close()
        super().close()


def _unreadable(name: str) -> UserError:
    return UserError(
        f"The file “{name}” cannot be read",
        "It is not there any more, may not be opened, or lies on a disk or drive that gives no answer",
        "Check that it still opens in another program, copy it to this computer if it lies elsewhere, and try again",
    )
