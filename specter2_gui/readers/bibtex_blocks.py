"""One block of a BibTeX file, such as ``@article{...}``, taken apart into its fields, with abbreviations put in."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bibtexparser.model import DuplicateFieldKeyBlock, Entry, Field
from bibtexparser.model import String as Abbreviation
from bibtexparser.splitter import Splitter

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of becomes a reject or a note

VALUE_LIMIT: Final = 1_000_000
"""Characters of a value that are kept; abbreviations of abbreviations can make any length from a few lines."""
ABBREVIATION_LIMIT: Final = 10_000
"""Characters of an abbreviation, and how many abbreviations a file may have."""

_HEAD: Final = re.compile(r"@\s*([\w.+:*/-]+)\s*([{(])")
_NO_KEY: Final = re.compile(r"@\w+[({](?=\s{0,100}[\w.+:-]{1,60}\s{0,100}=)")
_COMMENT_LINE: Final = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
_GOES_ON: Final = re.compile(r"\s{0,100},\s{0,100}[^\W\d][\w.+:-]{0,60}\s{0,100}=\s{0,100}[{\"\w]")
_EARLY_END: Final = "A brace too many in the middle was passed over"
_AT_LINE_START: Final = re.compile(r"\n[^\S\n]*@")
_NO_WORD: Final = re.compile(r"\W")
_STANDS_ALONE: Final = re.compile(r"[^\s#{}\",]+")
_NEXT_FIELD: Final = re.compile(r"\s*([^\W\d][\w.+:-]{0,60})\s*=\s*(?=[{\"\w])")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE_OR_BRACE: Final = re.compile(r"\\.|[{}\"]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """An entry: its type and field names in small letters; values still hold their LaTeX. ``oddities`` say what was mended."""

    kind: str
    key: str
    fields: Mapping[str, str]
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What ``@string`` blocks define; their names are the same in small and capital letters."""

    texts: dict[str, str] = field(default_factory=dict[str, str])

    def define(self, text: str) -> None:
        """Take in the ``@string`` block at the beginning of ``text``; one that cannot be read defines nothing."""
        for block in Splitter(_quiet(text)).split().strings[:1]:
            self._keep(block)

    def _keep(self, block: Abbreviation) -> None:
        if len(self.texts) < ABBREVIATION_LIMIT:
            value, _ = _value(block.value, 0, self)
            self.texts[block.key.lower()] = value[:ABBREVIATION_LIMIT]


def block_in(text: str, abbreviations: Abbreviations) -> Block | str:
    """The entry at the beginning of ``text``, or a sentence that says why it cannot be read. What follows the entry is passed over."""
    for written, odd in _readings(_quiet(text)):
        found = _entry(written)
        if found is not None:
            longer = _beyond_early_end(written, found)
            return _block(longer or found, _EARLY_END if longer else odd, abbreviations)
    return _why(text)


def _beyond_early_end(text: str, found: Entry) -> Entry | None:
    """The entry whose fields go on behind ``found``, which a brace too many has closed; None if none do."""
    end = len(found.raw or "")
    return _entry(text[: end - 1] + text[end:]) if _GOES_ON.match(text, end) else None


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """``text`` as it stands, and with what is most often missing, with words about it."""
    yield text, ""
    keyless = _NO_KEY.match(text)
    if keyless:
        text = f"{keyless[0]},{text[keyless.end() :]}"
        yield text, "It has no key"
    if "%" in text:
        text = _COMMENT_LINE.sub("", text)
        yield text, "Lines that begin with % were passed over"
    closing = ")" if text[: text.find(",") + 1].count("(") else "}"
    yield f"{text.rstrip().rstrip(',')}\n{closing}", "Its closing brace is missing"


def _block(found: Entry, odd: str, abbreviations: Abbreviations) -> Block:
    oddities = [odd]
    fields: dict[str, str] = {}
    for name, value, odd_field in _fields(found.fields, abbreviations):
        oddities.append(odd_field)
        if fields.setdefault(name, value) != value:
            fields[name] = fields[name] or value
            oddities.append(f"The field “{name}” stands there more than once; the first was taken")
    return Block(found.entry_type.lower(), found.key, fields, tuple(filter(None, dict.fromkeys(oddities))))


def _quiet(text: str) -> str:
    """``text`` whose head is written the usual way, and whose later lines do not begin with ``@``, which would end the entry."""
    head = _HEAD.match(text)
    if head:
        text = f"@{_NO_WORD.sub('', head[1])}{head[2]}{text[head.end() :]}"
    return _AT_LINE_START.sub(" @", text)


def _entry(text: str) -> Entry | None:
    for block in Splitter(text).split().blocks[:1]:
        if isinstance(block, Entry):
            return block
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
            return block.ignore_error_block
    return None


def _why(text: str) -> str:
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
    if depth > 0:
        return "A brace is opened and never closed, so it cannot be told where a field or the record ends"
    if "=" not in text:
        return "It has no fields"
    return (
        "Its fields cannot be told apart: a comma, an equals sign, a quotation mark or a brace is missing or too many"
    )


def _fields(found: Iterable[Field], abbreviations: Abbreviations) -> Iterator[tuple[str, str, str]]:
    """Name in small letters, value, and what was odd about it; a missing comma makes two fields out of one."""
    for one in found:
        name, begin, odd = one.key.lower(), 0, ""
        while True:
            value, end = _value(one.value, begin, abbreviations)
            following = _NEXT_FIELD.match(one.value, end)
            if following is None:
                behind = one.value[end:].strip()
                if behind:
                    value, odd = f"{value} {behind}", odd or f"The value of the field “{name}” lacks its braces"
                yield name, value, odd
                break
            yield name, value, odd
            name, begin = following[1].lower(), following.end()
            odd = f"A comma is missing before the field “{name}”"


def _value(written: str, place: int, abbreviations: Abbreviations) -> tuple[str, int]:
    """The text of a value such as ``{a} # name # "b"`` that begins at ``place``, and where it ends."""
    parts: list[str] = []
    size = 0
    place = _skip_spaces(written, place)
    while place < len(written):
        part, place = _part(written, place, abbreviations)
        if size < VALUE_LIMIT:
            parts.append(part)
            size += len(part)
        place = _skip_spaces(written, place)
        if not written.startswith(("#", "{", '"'), place):
            break
        if written[place] == "#":
            place = _skip_spaces(written, place + 1)
    return "".join(parts)[:VALUE_LIMIT], place


def _part(written: str, place: int, abbreviations: Abbreviations) -> tuple[str, int]:
    if written.startswith("{", place):
        end = _closing_brace(written, place)
        return written[place + 1 : end], end + 1
    if written.startswith('"', place):
        end = _closing_quote(written, place)
        return written[place + 1 : end], end + 1
    alone = _STANDS_ALONE.match(written, place)
    if alone is None:
        return "", place + 1
    return abbreviations.texts.get(alone[0].lower(), alone[0]), alone.end()


def _skip_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _closing_brace(text: str, opening: int) -> int:
    depth = 0
    for brace in _BRACE.finditer(text, opening):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return len(text)


def _closing_quote(text: str, opening: int) -> int:
    depth = 0
    for mark in _QUOTE_OR_BRACE.finditer(text, opening + 1):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0] == '"' and depth <= 0:
            return mark.start()
    return len(text)
