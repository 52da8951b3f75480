"""Keeps cache/search.sqlite up to date with the project, change by change."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from specter2_gui.project.entries import GROUPED, HIDDEN, TITLE_ONLY, Entries, author_key, sort_key
from specter2_gui.project.failures import DamagedError, said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.names import Names
from specter2_gui.project.paper_rows import PaperRow, rows_of
from specter2_gui.project.search_file import SearchFile, Words

_STEP: Final = 1000  # changes: short enough for other calls to come in between
_LONG_LIST: Final = 1000
_WHAT: Final = "The search index could not be used"
_LAST_YEAR: Final = 9999

_CHANGED: Final = "SELECT place, paper FROM unindexed WHERE place > ? ORDER BY place LIMIT ?"
_LATEST: Final = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'unindexed'), 0)"
_FIRST_LISTED: Final = """
SELECT coalesce(
    (SELECT min(place) FROM unindexed), 1 + (SELECT seq FROM sqlite_sequence WHERE name = 'unindexed'), 1
)
"""

_Answer = TypeVar("_Answer")


class SearchIndex:
    """The open search file of a project; usable from any thread, one call at a time.

    The project lists the papers that change (by triggers, so undo and redo do it too), and :meth:`catch_up` takes them
    over. A step is one transaction that notes how far it came: whenever it ends, it goes on from there. A file that is
    damaged, missing, or of another state of the project is made anew.
    """

    def __init__(self, ledger: Ledger, place: ProjectFolder) -> None:
        self._ledger = ledger
        self._path = place.cache / "search.sqlite"
        self._opened: SearchFile | None = None

    def close(self) -> None:
        """Let others open the file; the next call opens it again."""
        with self._ledger.lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    @property
    def entries(self) -> Entries:
        """What is known of all papers at once, as of the latest :meth:`catch_up`."""
        return self.ask(lambda file: file.entries)

    @property
    def names(self) -> Names:
        """The names that the entries number."""
        return self.ask(lambda file: file.names)

    def catch_up(self) -> Iterator[int]:
        """Take over what has changed; gives after each step how many changes are left.

        Other calls may come in between, and the rest may be left for later.

        Raises:
            UserError: the disk refused; what was taken over before stays.
        """
        while True:
            with self._ledger.lock:
                left = self.ask(self._step)
            if left is None:
                return
            yield left

    def ask(self, question: Callable[[SearchFile], _Answer]) -> _Answer:
        """What ``question`` finds out; if the file turns out to be damaged, it is asked of an empty one.

        Raises:
            UserError: the disk refused.
        """
        with self._ledger.lock, said_plainly(_WHAT, self._path):
            try:
                with said_plainly(_WHAT, self._path):
                    return question(self._file())
            except DamagedError:
                self._begin_anew(self._file())
                return question(self._file())

    def _file(self) -> SearchFile:
        if self._opened is None:
            self._opened = SearchFile(self._path)
            if not self._goes_on_from(self._opened) or _is_mostly_dead(self._opened):
                self._begin_anew(self._opened)
        return self._opened

    def _goes_on_from(self, file: SearchFile) -> bool:
        """Whether the project's list of changes holds all that ``file`` lacks, and ``file`` nothing from a lost future."""
        [(mark,)] = self._ledger.read("SELECT mark FROM indexed")
        return (
            mark != "" and mark == file.mark and self._number(_FIRST_LISTED) - 1 <= file.place <= self._number(_LATEST)
        )

    def _begin_anew(self, file: SearchFile) -> None:
        """List all papers as changed, and let an empty file go on from there."""
        mark = secrets.token_hex(8)
        with self._ledger.database.transaction() as connection:
            connection.execute("DELETE FROM unindexed")
            place = self._number(_LATEST)
            connection.execute("INSERT INTO unindexed (paper) SELECT id FROM papers ORDER BY id")
            connection.execute("UPDATE indexed SET mark = ?", [mark])
        file.begin_anew(mark, place)

    def _step(self, file: SearchFile) -> int | None:
        """Take over some changes, and say how many are left, or None if there was nothing to do."""
        changed = self._ledger.read(_CHANGED, [file.place, _STEP])
        if not changed:
            return None
        touched = sorted({int(paper) for _, paper in changed})
        papers = rows_of(self._ledger, touched)
        with file.batch():
            docs = file.docs(map(_words, papers))
            rows = [_entry(paper, doc, file.names) for paper, doc in zip(papers, docs, strict=True)]
            file.put(touched, rows, place=int(changed[-1][0]))
        left = self._number(_LATEST) - file.place
        if not left and self._number("SELECT count(*) FROM unindexed") > _LONG_LIST:
            with self._ledger.database.transaction() as connection:
                connection.execute("DELETE FROM unindexed")
        return left

    def _number(self, statement: str) -> int:
        return int(self._ledger.read(statement)[0][0])


def _is_mostly_dead(file: SearchFile) -> bool:
    """Whether so many texts are no paper's any longer that making the index anew is worth it."""
    return file.dead() > 10_000 + len(file.entries.field("id"))


def _words(paper: PaperRow) -> Words:
    ids = " ".join(value for _, value in paper.ids)
    others = (*paper.authors, paper.year_text, paper.venue, paper.doi, paper.key, ids, *paper.keywords)
    return Words(paper.id, paper.title, paper.abstract, "\n".join(filter(None, others)))


def _entry(paper: PaperRow, doc: int, names: Names) -> tuple[Any, ...]:
    """The fields of an entry, in their order."""
    flags = TITLE_ONLY * paper.title_only + HIDDEN * paper.hidden + GROUPED * (paper.group is not None)
    year = min(max(paper.year or 0, 0), _LAST_YEAR)
    numbers = (names.number(paper.venue), names.number(paper.language), names.number(paper.kind))
    return paper.id, doc, year, paper.import_id, *numbers, flags, sort_key(paper.title), author_key(paper.authors)
