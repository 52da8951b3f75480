"""Records of what may be one paper, field by field: what is the same, what differs, and in which words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Final

from PySide6.QtCore import QCoreApplication
from rapidfuzz.distance import Indel

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.id_words import named_ids

_SPACED_WORD: Final = re.compile(r"\S+\s*")
_NO_LETTER: Final = re.compile(r"[\W_]+")

Piece = tuple[str, bool]
"""Some words, and whether another record does not have them."""


class Likeness(StrEnum):
    """How the records stand to one another in a field."""

    SAME = "same"
    WRITTEN = "written"
    """The same words with other capitals or punctuation."""
    DIFFERS = "differs"
    SOME = "some"
    """Not every record says something."""
    OWN = "own"
    """Each record has its own, which says nothing about whether they are one paper."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of all records: for each one its text in pieces, none where it says nothing.

    ``name`` is that of the field; where there are several rows called ``judged``, ``query`` tells them apart.
    """

    name: str
    cells: tuple[tuple[Piece, ...], ...]
    likeness: Likeness
    query: str = ""

    def text(self, column: int) -> str:
        """What the record in ``column`` says."""
        return "".join(words for words, _ in self.cells[column])


@dataclass(frozen=True, slots=True)
class Judged:
    """Records that were judged in two ways for one query: the words for each of them, by the id of the paper."""

    query: str
    words: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some records side by side, and their fields from top to bottom; fields that none of them has are left out."""

    papers: tuple[PaperRow, ...] = ()
    rows: tuple[FieldRow, ...] = ()

    def likeness_of(self, name: str) -> Likeness | None:
        """How the records stand to one another in the field ``name``; None if none of them has it."""
        return next((row.likeness for row in self.rows if row.name == name), None)

    def differing(self) -> tuple[str, ...]:
        """The names of the fields in which records say different things."""
        return tuple(row.name for row in self.rows if row.likeness is Likeness.DIFFERS and row.name != "judged")


def compare(papers: Sequence[PaperRow], judged: Sequence[Judged] = ()) -> Comparison:
    """Put ``papers`` side by side; differences are those from the first one."""
    several = len(judged) > 1
    rows = [_row("judged", [one.words.get(paper.id, "") for paper in papers], one.query * several) for one in judged]
    rows += [_row(name, [text_of(paper, name) for paper in papers]) for name in FIELDS]
    return Comparison(tuple(papers), tuple(row for row in rows if any(row.cells)))


FIELDS: Final = ("title", "authors", "year", "venue", "doi", "ids", "language", "source", "abstract")
"""The fields that are compared, from top to bottom."""


def text_of(paper: PaperRow, field: str) -> str:
    """What ``paper`` says in ``field``, on one line."""
    match field:
        case "authors":
            text = "; ".join(paper.authors)
        case "year":
            text = paper.year_text
        case "ids":
            text = ", ".join(" ".join(named) for named in named_ids(paper.ids))
        case "source":
            text = _source(paper)
        case _:
            text = str(getattr(paper, field))
    return " ".join(text.split())


def _source(paper: PaperRow) -> str:
    words = QCoreApplication.translate("Duplicates", "{file}, line {n}") if paper.line else "{file}"
    return words.replace("{file}", paper.source).replace("{n}", number(paper.line))


def _row(name: str, texts: Sequence[str], query: str = "") -> FieldRow:
    likeness = Likeness.OWN if name == "source" else _likeness(texts)
    if name == "judged":
        cells = tuple(((text, True),) for text in texts)
    elif likeness is Likeness.DIFFERS:
        cells = _marked([_SPACED_WORD.findall(text) for text in texts])
    else:
        cells = tuple(((text, False),) if text else () for text in texts)
    return FieldRow(name, cells, likeness, query)


def _likeness(texts: Sequence[str]) -> Likeness:
    if len(set(texts)) == 1:
        return Likeness.SAME
    if not all(texts):
        said = {text for text in texts if text}
        return Likeness.SOME if len(said) == 1 else Likeness.DIFFERS
    plain = {"".join(map(_plain, _SPACED_WORD.findall(text))) for text in texts}
    return Likeness.WRITTEN if len(plain) == 1 else Likeness.DIFFERS


def _plain(word: str) -> str:
    """``word`` without capitals and punctuation; a sign that stands alone stays what it is."""
    return _NO_LETTER.sub("", word.casefold()) or word.strip()


def _marked(texts: Sequence[Sequence[str]]) -> tuple[tuple[Piece, ...], ...]:
    """The words of each of ``texts`` in pieces: marked are those that the first one lacks, and in the first any other one."""
    plain = [[_plain(word) for word in text] for text in texts]
    first = [False] * len(texts[0])
    cells: list[tuple[Piece, ...]] = []
    for words, bare in zip(texts[1:], plain[1:], strict=True):
        alone = [True] * len(words)
        kept = [False] * len(first)
        for step in Indel.opcodes(plain[0], bare):
            if step.tag == "equal":
                alone[step.dest_start : step.dest_end] = [False] * (step.dest_end - step.dest_start)
                kept[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
        if words:  # a record that says nothing makes no word of the others a difference
            first = [marked or not same for marked, same in zip(first, kept, strict=True)]
        cells.append(_pieces(words, alone))
    return (_pieces(texts[0], first), *cells)


def _pieces(words: Sequence[str], marks: Sequence[bool]) -> tuple[Piece, ...]:
    """Neighbours with the same mark are one piece; the space behind marked words stands outside of them."""
    pieces: list[Piece] = []
    for mark, group in groupby(zip(words, marks, strict=True), key=itemgetter(1)):
        text = "".join(word for word, _ in group)
        bare = text.rstrip() if mark else text
        pieces += [(part, marked) for part, marked in ((bare, mark), (text[len(bare) :], False)) if part]
    return tuple(pieces)


def proposed(papers: Sequence[PaperRow]) -> int:
    """The id of the record that is best shown: one with an abstract, that is not hidden already, that came first."""
    return min(papers, key=_preference).id


def _preference(paper: PaperRow) -> tuple[bool, bool, int]:
    return (paper.title_only, paper.hidden, paper.id)
