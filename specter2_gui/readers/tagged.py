"""What all tagged formats share: lines that open with a tag are gathered into records, in bounded memory, without losing one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from specter2_gui.domain.records import RAW_SHOWN, Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers.source import Source, Stretch

RECORD_LIMIT: Final = 4_000_000
"""Characters of one record that are kept; the rest of a longer one is passed over, which its note says."""
INVISIBLE: Final = "\ufeff\ufffd\x00\u200b-\u200f\u202a-\u202e\u2066-\u2069"
"""Characters, for a class in a pattern, that nobody sees before a tag: marks of byte order and direction, NUL, lost letters."""

Pair = tuple[str, str]
"""A tag and its value on the same line; the tag is empty where the line goes on with the field before it."""
_SAMPLE: Final = 60
_FEW: Final = 3
_BETWEEN: Final = re.compile(
    r"[\W\d_]*$|Record #?\d+ of \d+|(?:Provider|Content|Database): |Link to the |Contact us at|Database copyright|Terms and Conditions"
)
"""What databases print between records: numbers, lines, and what Cochrane, Ovid and ProQuest add."""


def tag_set(words: str, between: str | None = None) -> frozenset[str]:
    """The tags that stand in ``words``, with spaces or ``between`` between them."""
    return frozenset(words.split(between))


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the lines of a tagged format make records.

    ``parse`` splits a line into tag and value, or gives None for a line without a tag. A tag of ``starts`` begins a record, one of ``ends`` ends
    it. Where the starting tag of a record is missing, another of ``known`` begins it; tags that are not known belong to no record then. Those of ``skipped``
    never belong to one. With ``blank_ends`` a tag after a blank line begins a record too. ``written(tag)`` is how lines with a known tag usually
    begin, all of the same width: their value follows, and they need not be parsed.
    """

    parse: Callable[[str], Pair | None]
    known: frozenset[str]
    starts: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    blank_ends: bool = False
    written: Callable[[str], str] | None = None

    def plain(self) -> Mapping[str, str]:
        """The tags that neither begin nor end a record, by how lines with them usually begin; nothing where that is not told."""
        tags = self.known - self.starts - self.ends - self.skipped
        return {self.written(tag): tag for tag in tags} if self.written else {}

    def stretches(self, source: Source) -> Iterator[Stretch]:
        """The lines of the file; where blank lines mean something, without those that only broken line ends have left."""
        return _single_spaced(source.stretches()) if self.blank_ends else source.stretches()


class Block:
    """The lines of one record; ``tagged`` if any has a tag, ``started`` and ``ended`` if the marks for that were there.

    ``values`` are those of each tag in their order. ``led_by`` counts the lines before the first tag that belong to no field.
    """

    __slots__ = ("_going_on", "_last", "cut", "ended", "led_by", "line", "raw", "size", "started", "tagged", "values")

    def __init__(self, line: int) -> None:
        self.line = line
        self.raw: list[str] = []
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        self.size = 0
        self.tagged = self.started = self.ended = self.cut = False
        self.led_by = 0
        self._last = ""
        self._going_on: dict[tuple[str, int], list[str]] = {}

    def take(self, texts: list[str], tags: list[str], width: int) -> None:
        """Take more lines, whose values begin after ``width`` characters, as far as there is room."""
        if self._has_room(texts):
            values = self.values
            for tag, text in zip(tags, texts, strict=True):
                values[tag].append(text[width:])
            self._last = tags[-1]

    def take_one(self, text: str, tag: str, value: str) -> None:
        """Take one more line with a tag, as far as there is room."""
        if self.size > RAW_SHOWN:  # near the limits; otherwise this is done once for nearly every line of a file
            self.take([text], [tag], len(text) - len(value))
            return
        self.raw.append(text)
        self.size += len(text) + 1
        self.values[tag].append(value)
        self._last = tag

    def go_on(self, text: str) -> None:
        """Take a line without a tag, as far as there is room: it goes on with the field before it."""
        if self._has_room([text]) and self.tagged:
            place = self._last, len(self.values[self._last]) - 1
            self._going_on.setdefault(place, []).append(text)
        self.led_by += not self.tagged

    def join(self) -> None:
        """Join the lines that go on with a value to it, with line ends between."""
        for (tag, place), texts in self._going_on.items():
            self.values[tag][place] = "\n".join((self.values[tag][place], *texts))
        self._going_on.clear()

    def _has_room(self, texts: list[str]) -> bool:
        if self.size <= RAW_SHOWN:
            self.raw += texts
        has_room = self.size <= RECORD_LIMIT
        self.cut |= not has_room
        self.size += sum(map(len, texts)) + len(texts)
        return has_room

    def text(self) -> str:
        """The record as it stands in the file, shortened if it is very long."""
        return shortened_raw("\n".join(self.raw))


def read_tagged(source: Source, grammar: Grammar, record: Callable[[Block], RawRecord]) -> Iterator[Found]:
    """Each record of a tagged file, made by ``record``; one without any tag is a reject."""
    for block in blocks(source, grammar):
        if block.tagged:
            block.join()
            yield record(block)
        else:
            yield Reject(
                block.line, block.text(), "No line of it begins with a tag, so its fields cannot be told apart"
            )


def blocks(source: Source, grammar: Grammar) -> Iterator[Block]:
    """The records of a file as stretches of lines.

    Lines without a tag go on with the field before them. Before the first tag of a record they are kept beside it, unless databases are known
    to print them there; without any tag before the next end mark or the end of the file they are a record that has lost its tags.
    """
    gathering = _Gathering(grammar)
    for stretch in grammar.stretches(source):
        yield from gathering.stretch(stretch)
    if gathering.block.size:
        yield gathering.block


class _Gathering:
    """The record that is being gathered, and whether the line before was blank."""

    def __init__(self, grammar: Grammar) -> None:
        self.block = Block(0)
        self._grammar = grammar
        self._plain = grammar.plain()
        self._width = len(next(iter(self._plain), ""))
        self._after_blank = False

    def stretch(self, stretch: Stretch) -> Iterator[Block]:
        """Take more lines; every record that they show to be complete."""
        first, texts, cut = stretch
        plain, width = self._plain, self._width
        usual = [plain.get(text[:width], "") for text in texts]
        usual.append("")
        place = 0
        while place < len(texts):
            if usual[place] and self.block.tagged and not self._after_blank:
                end = usual.index("", place)
                self.block.take(texts[place:end], usual[place:end], width)
                place = end
                continue
            text = texts[place]
            if not text:
                self._after_blank = self._grammar.blank_ends
            elif done := self._line(first + place, text):
                yield done
            place += 1
        self.block.cut |= cut

    def _line(self, number: int, text: str) -> Block | None:
        """Take a line that is not written as usual, or not where that is enough; the record that it shows to be complete, if any."""
        pair = self._grammar.parse(text)
        if pair is not None:
            return self._tagged(number, text, *pair)
        if text.isspace():
            self._after_blank = self._grammar.blank_ends
            return None
        self._after_blank = False
        if self.block.tagged or not _BETWEEN.match(text):
            if not self.block.size:
                self.block.line = number
            self.block.go_on(text)
        return None

    def _tagged(self, number: int, text: str, tag: str, value: str) -> Block | None:
        after_blank, self._after_blank = self._after_blank, False
        grammar, block, done = self._grammar, self.block, None
        if tag in grammar.ends:
            return self._end(text, tag, value)
        if tag in grammar.skipped or not (block.tagged or tag in grammar.known):
            return None
        begins = tag in grammar.starts
        if not block.tagged:
            block.size, block.cut = min(block.size, 1), False  # what leads it takes no room from its fields
        elif (begins and block.started) or after_blank:
            done = block
            self.block = Block(number)
            block = self.block
        if not block.size:
            block.line = number
        block.tagged = True
        block.started |= begins
        block.take_one(text, tag, value)
        return done

    def _end(self, text: str, tag: str, value: str) -> Block | None:
        done = self.block
        if not done.size:
            return None
        done.take_one(text, tag, value)
        done.ended = True
        self.block = Block(0)
        return done


def tagged_marks(source: Source, grammar: Grammar) -> int:
    """How many records begin: in each part up to an end mark or the end of the file the starting tags, or one if it has only other lines."""
    plain = grammar.plain()
    width = len(next(iter(plain), ""))
    marks = starts = tagged = loose = 0
    after_blank = False
    for text in chain.from_iterable(stretch.texts for stretch in grammar.stretches(source)):
        if tagged and not after_blank and text[:width] in plain:
            continue
        if not text or text.isspace():
            after_blank = grammar.blank_ends
            continue
        tag = (grammar.parse(text) or (None,))[0]
        if tag in grammar.ends:
            marks += max(starts, tagged, loose)
            starts = tagged = loose = 0
        elif tag is None:
            loose = loose or int(not tagged and not _BETWEEN.match(text))
        elif tag not in grammar.skipped and (tagged or tag in grammar.known):
            if after_blank:
                marks += max(starts, tagged)
                starts = 0
            starts += tag in grammar.starts
            tagged = 1
        after_blank = False
    return marks + max(starts, tagged, loose)


def _single_spaced(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """The lines without the blank one after each, where every second one is blank, as broken line ends leave them."""
    first = next(stretches, Stretch(1, [], cut=False))
    filled = [bool(text.strip()) for text in first.texts[:_SAMPLE]]
    doubled = sum(filled) > _FEW and not any(one and other for one, other in pairwise(filled))
    everything = chain((first,), stretches)
    return _without_every_second(everything) if doubled else everything


def _without_every_second(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    was_filled = False
    for first, texts, cut in stretches:
        for number, text in enumerate(texts, first):
            blank = not text or text.isspace()
            if not (blank and was_filled):
                yield Stretch(number, [text], cut)
            was_filled = not blank
