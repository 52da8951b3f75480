"""Papers, queries and judgements from the bytes of their files."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.json_values import Broken, JsonNumber, JsonObject, parse
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.row_checks import kind_of
from specter2_gui.domain.texts import clean, counted, is_blank, shortened, unusable_character, without_controls

_PAPER: Final = 'Each line is one paper: {"id": "...", "title": "...", "abstract": "..."}'
_QUERY: Final = 'Each line is one query: {"id": "...", "text": "..."}'
_JUDGEMENT: Final = "Each line is one judgement: query id, paper id and a whole number as grade, with tabs between them"
_GRADE: Final = re.compile(r"([+-]?[0-9]{1,9})(?:\.0*)?")
_PAPER_NAMES: Final = frozenset({"corpus-id", "corpus_id", "paper-id", "paper_id", "doc-id", "doc_id", "docid"})
_GRADE_NAMES: Final = frozenset({"score", "relevance", "rel", "grade", "label", "judgement", "judgment"})


def read_papers(data: bytes, name: str) -> list[Paper]:
    """The papers of the JSON Lines file ``name`` in its order; ids may be numbers, an absent abstract is empty.

    Raises:
        UserError: no text, or a line, which is named with its field: no JSON object, no id, an id for the second
            time, neither title nor abstract, something else than text, half a character.
    """
    papers: list[Paper] = []
    for record in _records(data, name, _PAPER):
        paper = Paper(record.identifier, record.text("title"), record.text("abstract"))
        if not paper.title and not paper.abstract:
            raise record.error("title", "the paper has neither title nor abstract")
        papers.append(paper)
    return papers


def read_queries(data: bytes, name: str) -> list[Query]:
    """The queries of the JSON Lines file ``name`` in its order; ids may be numbers.

    Raises:
        UserError: as :func:`read_papers`; a query needs a text.
    """
    queries: list[Query] = []
    for record in _records(data, name, _QUERY):
        query = Query(record.identifier, record.text("text"))
        if not query.text:
            raise record.error("text", "the query has no text")
        queries.append(query)
    return queries


def read_qrels(data: bytes, name: str) -> Qrels:
    """The judgements of the file ``name``: query id, paper id, grade, with or without a first line of column names.

    The four columns of TREC (query id, a word without meaning, paper id, grade) are read too. Whether the ids exist
    is told by :func:`~specter2_gui.domain.judgements.check_qrels`.

    Raises:
        UserError: no text, no judgement, or a line, which is named: another number of columns, an empty id, a grade
            that is no whole number, a pair that has another grade in an earlier line.
    """
    qrels: Qrels = {}
    lines: dict[tuple[str, str], int] = {}
    for number, cells in _rows_of_cells(data, name):
        query, paper, grade = cells[0], cells[-2], _grade(cells[-1], number, name)
        if not query or not paper:
            raise _line_error(name, number, "", "an id is empty", _JUDGEMENT)
        earlier = lines.setdefault((query, paper), number)
        if qrels.setdefault(query, {}).setdefault(paper, grade) != grade:
            what = f"the same pair has another grade in line {earlier}"
            raise _line_error(name, number, "grade", what, "A paper has one grade for a query")
    if not qrels:
        raise UserError(f"The file “{name}” holds no judgements", _JUDGEMENT, "Choose another file")
    return qrels


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of a JSON Lines file."""

    file: str
    line: int
    shape: str
    fields: JsonObject

    @property
    def identifier(self) -> str:
        found = self.fields.values.get("id")
        once = "id" not in self.fields.repeated
        text = found.text if isinstance(found, JsonNumber) and once else self.text("id")
        if not text:
            raise self.error("id", "the id is missing")
        return text

    def text(self, field: str) -> str:
        """The cleaned text of ``field``; empty when it is absent, null or blank.

        A control character is read as a space, which is what it is to the model too; in an id it is refused.
        """
        value = self.fields.values.get(field)
        if field in self.fields.repeated:
            raise self.error(field, "the field stands there more than once")
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(field, f"the value is {kind_of(value)} where a text belongs")
        value = value if field == "id" else without_controls(value)
        unusable = unusable_character(value)
        if unusable is not None:
            raise self.error(field, f"the text holds {unusable}, which cannot be shown or stored")
        return "" if is_blank(value) else clean(value)

    def error(self, field: str, what: str) -> UserError:
        return _line_error(self.file, self.line, field, what, self.shape)


def _records(data: bytes, name: str, shape: str) -> Iterator[_Record]:
    """The non-empty lines of the file as records whose ids are all different."""
    lines: dict[str, int] = {}
    for number, line in _lines(data, name):
        value = parse(line)
        if isinstance(value, Broken):
            raise _line_error(name, number, "", f"it is not JSON: {value.why}", shape)
        if not isinstance(value, JsonObject):
            raise _line_error(name, number, "", f"it holds {kind_of(value)}, not an object", shape)
        record = _Record(name, number, shape, value)
        earlier = lines.setdefault(record.identifier, number)
        if earlier != number:
            what = f"the id “{shortened(record.identifier)}” is already in line {earlier}"
            raise _line_error(name, number, "id", what, "An id belongs to one line alone")
        yield record


def _rows_of_cells(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The judgements as cells, all lines with as many as the first; a first line of column names is passed over."""
    columns = 0
    for number, line in _lines(data, name):
        cells = [clean(cell) for cell in (line.split("\t") if "\t" in line else line.split())]
        first, columns = not columns, columns or len(cells)
        if columns not in (3, 4) or len(cells) != columns:
            raise _line_error(name, number, "", f"it has {counted(len(cells), 'column', 'columns')}", _JUDGEMENT)
        if first and cells[0].lower() in _PAPER_NAMES:
            raise _line_error(name, number, "", "the columns stand in another order", _JUDGEMENT)
        if not (first and cells[-1].lower() in _GRADE_NAMES):
            yield number, cells


def _grade(cell: str, number: int, name: str) -> int:
    found = _GRADE.fullmatch(cell)
    if found is None:
        raise _line_error(name, number, "grade", f"“{shortened(cell)}” is no whole number", _JUDGEMENT)
    return int(found[1])


def _lines(data: bytes, name: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, counted from 1 over all; only line ends end a line, not U+2028 in a text."""
    text = io.StringIO(decode(data, name), newline=None)
    return ((number, line) for number, line in enumerate(text, start=1) if not line.isspace())


def _line_error(name: str, line: int, field: str, what: str, why: str) -> UserError:
    place = f"“{name}”, line {line}{', ' + field if field else ''}"
    return UserError(f"{place}: {what}", why, f"Correct line {line} of the file in a text editor")
