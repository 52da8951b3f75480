"""Records out of an XML file that may be damaged: each one's text is found by its marks and parsed by itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from specter2_gui.domain.records import RAW_SHOWN, Reject, shortened_raw
from specter2_gui.readers.text_window import RECORD_LIMIT, TextWindow
from specter2_gui.readers.xml_repair import WRAPPER, repaired, with_prefixes, without_forbidden

_LONGEST_TAG: Final = 200
"""Characters of a start or end mark that may be cut off at the end of what has been read."""
_NAMED: Final = r"(?:[\w.-]{1,60}:)?([\w.-]{1,60})"
_STARTS: Final = re.compile(rf"{_NAMED}[ \t\r\n/>]")
_ENDS: Final = re.compile(rf"/{_NAMED}[ \t\r\n]{{0,60}}>")
_NAME_BEGINS: Final = re.compile(r"[^\W\d]")
_ELEMENT: Final = re.compile(r"<[^\W\d]")
_DECLARATION: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_FAULTS: Final = {
    "mismatched tag": "a tag is closed that is not open, or in another order",
    "not well-formed": "a sign such as & or < stands where it may not",
    "undefined entity": "a name between & and ; is not known",
    "unclosed token": "a tag is not finished",
    "no element found": "it ends too early",
    "duplicate attribute": "a tag says the same thing twice",
    "unbound prefix": "a name has a prefix that is not declared",
    "junk after document element": "something stands behind its end",
}
"""By the beginning of expat's words: what they mean."""
_LATIN_1: Final = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "us-ascii", "ascii"}


class Block(NamedTuple):
    """The text of one record: ``line`` is where it starts; ``problem`` says in a sentence why it is not whole, or is empty."""

    line: int
    text: str
    problem: str = ""


class Parsed(NamedTuple):
    """A record's tree, its tags without name spaces, and a sentence if its text had to be mended."""

    block: Block
    root: Element
    note: str


def declared(head: bytes) -> str | None:
    """The encoding that an XML declaration names; Latin-1 means Windows-1252, as on the web."""
    found = _DECLARATION.search(head)
    name = found[1].decode("ascii") if found else None
    return "windows-1252" if name and name.lower() in _LATIN_1 else name


def count_marks(pieces: Iterable[str], names: Iterable[str]) -> int:
    """How many elements called ``names``, with or without a prefix, begin in the text, also those of which only the end tag is whole."""
    counting = _Counting(frozenset(names))
    rest = ""
    for piece in pieces:
        _, *parts = (rest + piece).split("<")
        for part in parts[:-1]:
            counting.tag(part)
        rest = "<" + parts[-1][:_LONGEST_TAG] if parts else ""
    counting.tag(rest[1:])
    return counting.count


@dataclass(slots=True)
class _Counting:
    """Follows the tags of a text; ``unended`` starts had no end before the next one, ``other`` tags stand behind the last record."""

    names: frozenset[str]
    count: int = 0
    inside: bool = False
    alone: bool = False
    unended: int = 0
    other: bool = False

    def tag(self, part: str) -> None:
        """Take what stands between one ``<`` and the next."""
        if (start := _STARTS.match(part)) and start[1] in self.names:
            self.unended = self.unended + 1 if self.inside and not self.alone else 0
            self.count += 1
            self.inside, self.other = True, False
            self.alone = _ALONE.match(f"<{part}") is not None
        elif (end := _ENDS.match(part)) and end[1] in self.names:
            self._end()
        elif _NAME_BEGINS.match(part):
            self.other = True

    def _end(self) -> None:
        if not self.inside and self.unended:
            self.unended -= 1
        elif not self.inside:
            self.count += self.other
        self.inside = self.other = False


def records(pieces: Iterable[str], names: Iterable[str]) -> Iterator[Parsed | Reject]:
    """Every element called one of ``names``, in the order of the file; what is damaged becomes a reject and ends nothing else."""
    for block in blocks(pieces, names):
        yield parsed(block)


def blocks(pieces: Iterable[str], names: Iterable[str], *, broken_starts: bool = True) -> Iterator[Block]:
    """The text of each element called one of ``names``: from its start tag to its end tag, or to the next start tag if none comes before.

    With ``broken_starts`` also what stands before an end tag to which no start tag belongs, if there are elements in it. Where elements of
    these names stand within one another, the end tags of the outer ones do belong to something.
    """
    either = "|".join(map(re.escape, names))
    start = re.compile(rf"<(?:[\w.-]{{1,60}}:)?(?:{either})(?=[ \t\n/>])")
    stop = re.compile(rf"(?P<end></(?:[\w.-]{{1,60}}:)?(?:{either})[ \t\n]{{0,60}}>)|{start.pattern}")
    window, unended, last_is_whole = TextWindow(pieces), 0, True
    while found := _find(window, stop if broken_starts else start):
        if found.ends:
            if not unended and found.has_elements:
                yield Block(found.line, found.passed, "The tag that begins this record is damaged")
            unended = max(unended - 1, 0)
            continue
        unended = 0 if last_is_whole else unended
        block = _block(window, stop)
        last_is_whole = not block.problem
        unended += not last_is_whole
        yield block


def parsed(block: Block) -> Parsed | Reject:
    """The tree of one record, mended where that leaves no doubt; otherwise a reject that says what is wrong with it."""
    if block.problem:
        return Reject(block.line, shortened_raw(block.text), block.problem)
    text = without_forbidden(block.text)
    note = "" if text == block.text else "Control characters were taken out"
    try:
        return Parsed(block, _tree(text), note)
    except (ParseError, DefusedXmlException) as error:
        reason = _fault_words(error, block.line)
    try:
        return Parsed(block, _tree(repaired(text)), "The XML was not valid and has been mended: please look it over")
    except (ParseError, DefusedXmlException):
        return Reject(block.line, shortened_raw(block.text), f"The XML of this record is damaged{reason}")


def _fault_words(error: Exception, line: int) -> str:
    """What the reader of XML has found in the record that begins in ``line``, for the person who mends it."""
    if not isinstance(error, ParseError):
        return ": it declares names of its own, which are never followed"
    message = str(error)
    words = next((words for begin, words in _FAULTS.items() if message.startswith(begin)), "it is not well-formed")
    return f" in line {line + error.position[0] - 1:,}: {words}"


def _tree(text: str) -> Element:
    root: Element = fromstring(with_prefixes(text), forbid_dtd=True)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root[0] if root.tag == WRAPPER else root


class _Found(NamedTuple):
    """The next tag: whether it ``ends`` something, and the beginning of what was passed on the way to it, that end tag included."""

    ends: bool
    line: int
    passed: str
    has_elements: bool


def _find(window: TextWindow, tag: re.Pattern[str]) -> _Found | None:
    """Move the window to the next start tag, or behind the next end tag."""
    line, passed, has_elements = window.line, "", False

    def advance(distance: int) -> None:
        nonlocal passed, has_elements
        has_elements = has_elements or _ELEMENT.search(window.text, window.at, window.at + distance + 1) is not None
        text = window.advance(distance)
        passed += text[: RAW_SHOWN + 1 - len(passed)]

    while not (found := tag.search(window.text, window.at)):
        advance(max(len(window.text) - window.at - _LONGEST_TAG, 0))
        if not window.more():
            return None
    ends = found.lastgroup == "end"
    advance(found.start() - window.at)
    if ends:
        passed += window.advance(found.end() - found.start())
    return _Found(ends, line, passed.strip(), has_elements)


def _block(window: TextWindow, stop: re.Pattern[str]) -> Block:
    """The record that starts where the window stands."""
    line, looked = window.line, 1
    while not (found := stop.search(window.text, window.at + looked)):
        looked = max(len(window.text) - window.at - _LONGEST_TAG, 1)
        if looked > RECORD_LIMIT:
            return Block(
                line, window.advance(looked)[: RAW_SHOWN + 1], f"It is longer than {RECORD_LIMIT:,} characters"
            )
        if not window.more():
            return _unended(line, window.advance(len(window.text) - window.at), "The file ends before this record does")
    if found.lastgroup == "end":
        return Block(line, window.advance(found.end() - window.at))
    return _unended(line, window.advance(found.start() - window.at), "It has no end: the next record begins before")


def _unended(line: int, text: str, problem: str) -> Block:
    """A record without an end tag, which is whole if its start tag is all there is of it."""
    alone = _ALONE.match(text)
    return Block(line, alone[0]) if alone else Block(line, text, problem)


_ALONE: Final = re.compile(r"""<[^<>"']*+(?:"[^<"]*+"[^<>"']*+|'[^<']*+'[^<>"']*+)*+(?<=/)>""")
