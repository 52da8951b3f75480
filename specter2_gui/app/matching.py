"""Which records of a file are in the collection already: as they are, in an older state, or as another record's twin."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from rapidfuzz.fuzz import ratio

from specter2_gui.app.staging import Stage
from specter2_gui.domain.duplicates import joined
from specter2_gui.domain.identity import KEY, content_digest, file_family, folded, own_key, says_little, title_key
from specter2_gui.domain.records import Record

if TYPE_CHECKING:
    from specter2_gui.project.paper_rows import PaperRow
    from specter2_gui.project.project import Project

_SAME_TITLE: Final = 70.0
"""Records of one id whose titles are less alike, out of 100, are two: many files just count their records."""

_SAME_TITLE_ELSEWHERE: Final = 90.0
"""The same for files that are no earlier ones of this name and format."""

_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Groups:
    """Records that stand for one paper: ``links`` for the store, ``duplicates`` how many of the new ones repeat another.

    In a link a number from 1 is the id of a paper, and -(n + 1) the new record at place n; the first one is shown.
    """

    links: tuple[tuple[int, ...], ...]
    duplicates: int


class Matching:
    """Settles what becomes of the records in ``stage``, read from the file ``name`` of the format ``format``.

    Each paper takes one record: two equal ones in a file stay two papers, however often the file is imported. A file
    whose bytes were imported before updates nothing, since a newer one may have come after it.

    Gestures may come in between, as long as :attr:`holds` is asked, with the ledger's lock held, before the fates are used.
    """

    def __init__(self, project: "Project", stage: Stage, name: str, format: str, sha256: str) -> None:  # noqa: A002 - the receipt's word
        self._project = project
        self._papers = project.papers
        self._stage = stage
        self._family = (file_family(name), format)
        self._sha256 = sha256
        self._earlier: frozenset[int] = frozenset()
        self._seen_before = False
        self._taken: set[int] = set()
        self._changes = -1
        self.groups = Groups((), 0)

    @property
    def holds(self) -> bool:
        """Whether no paper and no import can have been touched since :meth:`settle` began.

        One gesture more can be asked what it touched; after several, papers may be among it.
        """
        project = self._project
        since = project.changes - self._changes
        return since == 0 or (since == 1 and not project.touched("papers") and not project.touched("imports"))

    def settle(self) -> None:
        """Give every record its fate, whatever it had before, and find the :attr:`groups` of the new ones.

        A record is that of a paper if it is the same to the last character as the one it came from; where a person has
        changed the paper since, whatever the field, it is kept against the record. Otherwise it is another state of the paper
        that has its id and nearly its title (in a file of another name: the title but for a slip); or, if its file gives it no id, of the paper from an earlier file of this
        name and format with the same DOI, or with the same title, year and first author.
        """
        self._begin()
        self._settle_unchanged()
        self._settle_by_id("own_key")
        self._settle_by_id("key")  # the id under which a paper leaves the collection, which may be of our making
        if self._earlier:
            self._settle_without_id("doi")
            self._settle_without_id("title_key")
        self._stage.number_arrivals()
        self.groups = self._found_groups()

    def _begin(self) -> None:
        self._changes = self._project.changes  # before anything is read
        imports = self._project.imports.list()
        self._earlier = frozenset(row.id for row in imports if (file_family(row.name), row.format) == self._family)
        self._seen_before = any(row.sha256 == self._sha256 for row in imports)
        self._taken.clear()
        self._stage.start_over()

    def _found_groups(self) -> Groups:
        """The new records that stand for the same paper as another one: the same DOI, or the same text.

        The first of each has an abstract if any of them has one.
        """
        links: list[tuple[int, ...]] = []
        duplicates = 0
        for group in joined([*self._links("doi"), *self._links("text_key")]):
            papers = [member for member in group if member > 0]
            arrivals = sorted((member for member in group if member < 0), reverse=True)
            duplicates += len(arrivals) - (not papers)
            links.append(tuple(sorted([*papers, *arrivals], key=self._is_title_only)))
        return Groups(tuple(links), duplicates)

    def _settle_unchanged(self) -> None:
        for batch in self._stage.unknown():
            there = self._free("digest", [value for _, value in batch])
            by_hand = self._told_otherwise(paper for papers in there.values() for paper in papers)
            for number, value in batch:
                if there[value]:
                    paper = there[value].pop(0)
                    self._settle_one(number, "kept" if by_hand.get(paper, value) != value else "there", paper)

    def _told_otherwise(self, papers: Iterable[int]) -> dict[int, bytes]:
        """The digests of what those of ``papers`` say now that a person changed."""
        return {row.id: content_digest(row.record) for row in self._papers.changed_by_hand(papers)}

    def _settle_by_id(self, column: Literal["own_key", "key"]) -> None:
        for batch in self._stage.undecided("own_key"):
            there = self._free(column, [value for _, value, _ in batch])
            rows = {row.id: row for row in self._papers.rows([paper for each in there.values() for paper in each])}
            for number, value, record in batch:
                self._settle_state(number, record, (rows[paper] for paper in there[value] if paper in rows))

    def _settle_without_id(self, column: Literal["doi", "title_key"]) -> None:
        known: Mapping[Any, list[PaperRow]] | None = None
        for batch in self._stage.undecided(column):
            for number, value, record in batch:
                if own_key(record):
                    continue
                if known is None:  # many files name all of their records, and then nothing has to be looked up
                    known = _by(column, self._earlier_papers())
                self._settle_state(number, record, known.get(value, ()))

    def _settle_state(self, number: int, record: Record, rows: Iterable["PaperRow"]) -> None:
        """Make ``record`` a state of the first of ``rows`` that is still free and nearly has its title."""
        for row in rows:
            if row.id not in self._taken and _is_same(record, row, earlier=row.import_id in self._earlier):
                known = self._seen_before or says_nothing_new(record, row)
                fate = "there" if known else "kept" if row.edited else "update"
                self._settle_one(number, fate, row.id)
                return

    def _settle_one(self, number: int, fate: Literal["there", "update", "kept"], paper: int) -> None:
        self._taken.add(paper)
        self._stage.settle(number, fate, paper)

    def _free(self, column: Literal["digest", "own_key", "key"], values: Sequence[Any]) -> defaultdict[Any, list[int]]:
        """The papers by the values of ``column``, without those that have their record."""
        found: defaultdict[Any, list[int]] = defaultdict(list)
        for value, paper in self._papers.matching(column, list(dict.fromkeys(values))):
            if paper not in self._taken:
                found[value].append(paper)
        return found

    def _earlier_papers(self) -> Iterator["PaperRow"]:
        ids = self._papers.of_imports(self._earlier)
        for start in range(0, len(ids), _PAGE):
            yield from (row for row in self._papers.rows(ids[start : start + _PAGE]) if row.id not in self._taken)

    def _links(self, column: Literal["doi", "text_key"]) -> Iterator[tuple[int, ...]]:
        for batch in self._stage.arrivals(column):
            there: dict[Any, int] = {}
            for value, paper in self._papers.matching(column, list(batch)):
                # One of them is enough: whether papers of the collection belong together was decided before.
                there[value] = min(paper, there.get(value, paper))
            for value, places in batch.items():
                members = [there[value]] if value in there else []
                members += [-(place + 1) for place in places]
                if len(members) > 1:
                    yield tuple(members)

    def _is_title_only(self, member: int) -> bool:
        if member > 0:
            return not any(row.abstract for row in self._papers.rows([member]))
        return self._stage.new_record(-member - 1).title_only


def says_nothing_new(record: Record, row: "PaperRow") -> bool:
    """Whether all that ``record`` says is what the paper says already; its kind is told otherwise by every format."""
    texts = ("title", "abstract", "year_text", "venue", "doi", "language", "authors", "keywords")
    return all(not getattr(record, name) or getattr(record, name) == getattr(row, name) for name in texts)


def newer(record: Record, row: "PaperRow") -> Record:
    """``record`` in the place of what the paper says, which stays where ``record`` says nothing."""
    ids = tuple(dict.fromkeys((*record.ids, *(pair for pair in row.ids if pair[0] != KEY or not own_key(record)))))
    return Record(
        title=record.title or row.title,
        abstract=record.abstract or row.abstract,
        authors=record.authors or row.authors,
        year_text=record.year_text or row.year_text,
        year=record.year if record.year_text else row.year,
        venue=record.venue or row.venue,
        doi=record.doi or row.doi,
        ids=ids,
        keywords=record.keywords or row.keywords,
        language=record.language or row.language,
        kind=record.kind or row.kind,
        line=record.line,
    )


def _is_same(record: Record, row: "PaperRow", *, earlier: bool) -> bool:
    """Whether they are states of one paper, of which both files have the id; ``earlier``: in files of one name and format.

    In other files the id may count other records, so titles have to be nearly the same and to say enough.
    """
    if record.doi and record.doi == row.doi:
        return True
    title = folded(record.title)
    alike = ratio(title, folded(row.title))
    if earlier:
        return alike >= _SAME_TITLE
    return alike >= _SAME_TITLE_ELSEWHERE and (not says_little(title) or _same_source(record, row))


def _same_source(record: Record, row: "PaperRow") -> bool:
    """Whether what else tells papers with a title such as “editorial” apart is the same."""
    source = (record.year_text, record.venue, record.authors)
    same = any(source) and source == (row.year_text, row.venue, row.authors)
    return same or says_nothing_new(record, row)


def _by(column: Literal["doi", "title_key"], rows: Iterable["PaperRow"]) -> dict[Any, list["PaperRow"]]:
    found: defaultdict[Any, list[PaperRow]] = defaultdict(list)
    for row in rows:
        key = row.doi if column == "doi" else title_key(row.record)
        if key:
            found[key].append(row)
    return dict(found)
