"""Files damaged at random, and the check that no reader crashes on one, hangs on one or loses a record of it unsaid."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import RAW_SHOWN, Found, RawRecord, Reject
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source
from tests.readers.samples import SAMPLES

Random = random.Random
Mutation = Callable[[bytes, Random], bytes]

TOKENS: tuple[bytes, ...] = (
    *(
        b"\0",
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\r\n",
        b"\x1a",
        b"\x1d",
        b"\x1e",
        b"\x1f",
        b"\x85",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x81\x8d",
    ),
    *(
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        "\u202e\u200f".encode(),
        "e\u0301\u0327".encode() * 20,
        "\u2028\u2029".encode(),
        "\U0001f600".encode(),
    ),
    *(
        b"TY  - ",
        b"ER  - \n",
        b"TI  - ",
        b"\nER\n",
        b"\nPT J\n",
        b"PMID- ",
        b"%0 ",
        b"\n%0\n",
        b"<1>\n",
        b"RT x",
        b"------",
        b"\n\n\n",
    ),
    *(
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"&lol;",
        b"&#0;",
        b"&#xD800;",
        b"&#99999999;",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<?",
        b"</record>",
        b"<record>",
    ),
    *(
        b'<!DOCTYPE a [<!ENTITY a "a"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b"<a>" * 300,
        b"<a b='" * 40,
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b"\\u",
        b'"\\ud800"',
        b"NaN",
        b"1e999",
        b"-",
        b"9" * 400,
        b"{" * 3000,
        b"[" * 3000,
        b"null",
        b"@article{",
        b"@string{",
    ),
    *(
        b",",
        b";",
        b"\t",
        b'""',
        b"'",
        b"#",
        b"=",
        b"%",
        b"\\'",
        b"$" * 50,
        b"10.1234/x",
        b"a" * 5000,
        b" " * 5000,
        b"\n " * 500,
        b";" * 3000,
        b"(" * 3000,
    ),
)
"""Bytes that mean something to one of the readers."""


def _slice(data: bytes, by: Random) -> tuple[int, int]:
    start = by.randrange(len(data) + 1)
    return start, min(len(data), start + by.choice((1, 2, 5, 20, 100, 1000)))


def _drop(data: bytes, by: Random) -> bytes:
    start, end = _slice(data, by)
    return data[:start] + data[end:]


def _repeat(data: bytes, by: Random) -> bytes:
    start, end = _slice(data, by)
    return data[:end] + data[start:end] * by.choice((1, 1, 2, 20)) + data[end:]


def _move(data: bytes, by: Random) -> bytes:
    start, end = _slice(data, by)
    rest = data[:start] + data[end:]
    place = by.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def _flip(data: bytes, by: Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(by.choice((1, 1, 3, 10))):
        changed[by.randrange(len(changed))] ^= 1 << by.randrange(8)
    return bytes(changed)


def _token(data: bytes, by: Random) -> bytes:
    place = by.randrange(len(data) + 1)
    return data[:place] + by.choice(TOKENS) + data[place:]


def _noise(data: bytes, by: Random) -> bytes:
    place = by.randrange(len(data) + 1)
    return data[:place] + by.randbytes(by.choice((1, 3, 30, 300))) + data[place:]


def _cut(data: bytes, by: Random) -> bytes:
    return data[: by.randrange(len(data) + 1)]


def _behead(data: bytes, by: Random) -> bytes:
    return data[by.randrange(len(data) + 1) :]


def _shuffle_lines(data: bytes, by: Random) -> bytes:
    lines = data.split(b"\n")
    first = by.randrange(len(lines))
    part = lines[first : first + 6]
    by.shuffle(part)
    lines[first : first + 6] = part
    return b"\n".join(lines)


def _lose_lines(data: bytes, by: Random) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if by.random() > 0.1)


def _ends(data: bytes, by: Random) -> bytes:
    return data.replace(b"\n", by.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\n", b" ", b"", "\u2028".encode())))


def _spaces(data: bytes, by: Random) -> bytes:
    return data.replace(
        *by.choice(((b"  - ", b" - "), (b"  ", b" "), (b" ", b"\t"), (b" ", b"  "), (b" ", b""), (b"- ", b"-")))
    )


def _case(data: bytes, by: Random) -> bytes:
    return by.choice((data.lower, data.upper, data.swapcase))()


def _encode(data: bytes, by: Random) -> bytes:
    codec = by.choice(
        (
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "utf-32-be",
            "cp1252",
            "latin-1",
            "utf-8-sig",
            "utf-7",
            "gbk",
            "cp037",
        )
    )
    return data.decode("utf-8", "replace").encode(codec, "replace")


def _twice_encoded(data: bytes, by: Random) -> bytes:  # noqa: ARG001 - the shape of a mutation
    return data.decode("latin-1").encode()


def _two_files(data: bytes, by: Random) -> bytes:
    return data + by.choice(list(SAMPLES.values()))


MUTATIONS: tuple[Mutation, ...] = (
    *(_drop, _repeat, _move, _flip, _token, _noise, _cut, _behead, _shuffle_lines, _lose_lines),
    *(_ends, _spaces, _case, _encode, _twice_encoded, _two_files),
)
_ZIP = b"PK\x03\x04"
_INSIDE = 0.8
_OFTEN: tuple[Mutation, ...] = (
    _drop,
    _repeat,
    _move,
    _flip,
    _token,
    _token,
    _token,
    _noise,
    _shuffle_lines,
    _lose_lines,
)


def mutated(data: bytes, by: Random) -> bytes:
    """``data`` after one to four damages; of a zip archive mostly a file inside is damaged, since little is left of a broken archive."""
    if data.startswith(_ZIP) and by.random() < _INSIDE:
        return _mutated_inside(data, by)
    for _ in range(by.choice((1, 1, 2, 3, 4))):
        data = by.choice(by.choice((MUTATIONS, _OFTEN)))(data, by)
    return data


def _mutated_inside(data: bytes, by: Random) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(changed, "w") as other:
        names = archive.namelist()
        damaged = by.choice([name for name in names if "sheet" in name.lower()] + [by.choice(names)])
        for name in names:
            content = archive.read(name)
            other.writestr(name, mutated(content, by) if name == damaged else content)
    return changed.getvalue()


@dataclass(frozen=True)
class Fared:
    """How a reader got on with a file: ``found`` is None where it was refused as a whole, in words."""

    found: list[Found] | None
    seconds: float

    @property
    def shown(self) -> str:
        """All that a person can see of the file afterwards."""
        return "\n".join(map(str, self.found or ()))


def fare(kind: Format, data: bytes) -> Fared:
    """Read ``data`` as ``kind`` and check what holds for every file.

    Raises:
        AssertionError: records were lost uncounted, or something of the wrong kind came out.
    """
    source = Source.of_bytes(data, "file")
    begun = time.process_time()
    try:
        source.declare(kind.declared(source.head()))
        marks = kind.start_marks(source)
        found = list(kind.read(source, ReadOptions()))
    except UserError:
        return Fared(None, time.process_time() - begun)
    seconds = time.process_time() - begun
    assert marks == len(found), f"{marks} records begin, {len(found)} were read or rejected"
    for one in found:
        _check(one)
    return Fared(found, seconds)


def _check(one: Found) -> None:
    assert one.line >= 1
    assert len(one.raw) <= RAW_SHOWN + 10
    if isinstance(one, Reject):
        assert one.reason.strip()
        return
    assert isinstance(one, RawRecord)
    kept = cleaned(one)
    assert isinstance(kept, Reject) or kept.title or kept.abstract


def recognised(data: bytes) -> Format | None:
    """The format that the file is taken for; None where it is refused in words."""
    try:
        return recognise(Source.of_bytes(data, "file"))
    except UserError:
        return None
