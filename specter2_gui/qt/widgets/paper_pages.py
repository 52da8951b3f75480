"""The pages of the table of papers that are in memory: few, the newest used, and which one is asked for next."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

from specter2_gui.qt.widgets.paper_columns import ShownPaper

PAGE: Final = 100
"""Papers of a page."""
KEPT: Final = 40
"""Pages that stay in memory."""
AT_ONCE: Final = 2
"""Pages that are asked for together: no screen shows lines of more."""


class Pages:
    """Papers by the lines of the table. What was shown before other ids came is shown until it is read anew."""

    def __init__(self) -> None:
        self.ids = array("q")
        self._papers: dict[int, ShownPaper] = {}
        self._before: dict[int, ShownPaper] = {}
        self._fresh: dict[int, None] = {}
        self._wanted: dict[int, None] = {}
        self._asked: tuple[int, ...] = ()

    def turn_to(self, ids: "array[int]") -> None:
        """From now on the lines are ``ids``; every page has to be read again."""
        self.ids = ids
        if self._papers:
            self._before, self._papers = self._papers, {}
        self._fresh.clear()
        self._wanted.clear()
        self._asked = ()

    def at(self, line: int) -> ShownPaper | None:
        """The paper in ``line`` as far as it is known; its page is wanted where it is not read yet."""
        page = line // PAGE
        if page not in self._fresh:
            self._want(page)
        number = self.ids[line]
        return self._papers.get(number) or self._before.get(number)

    @property
    def waiting(self) -> bool:
        """Whether a page is wanted and no request is under way."""
        return bool(self._wanted) and not self._asked

    def next_request(self) -> "array[int] | None":
        """The ids of the pages wanted last, if none is under way; older wishes are forgotten: they are out of sight."""
        if not self.waiting:
            return None
        self._asked = tuple(sorted(list(self._wanted)[-AT_ONCE:]))
        self._wanted.clear()
        found = array("q")
        for page in self._asked:
            found += self.ids[page * PAGE : (page + 1) * PAGE]
        return found

    def take(self, papers: Sequence[ShownPaper]) -> None:
        """The answer to the last request; papers that are gone are not in it. An answer nobody waits for is dropped."""
        if not self._asked:
            return
        self._papers.update((paper.row.id, paper) for paper in papers)
        for page in self._asked:
            self._fresh[page] = None
        self._asked = ()
        while len(self._fresh) > KEPT:
            self._drop(next(iter(self._fresh)))

    def give_up(self) -> None:
        """The last request was not answered; its pages are asked for again when they are painted again."""
        self._asked = ()

    @property
    def papers(self) -> Mapping[int, ShownPaper]:
        """The papers that were read since the ids came, by id."""
        return self._papers

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted.pop(page, None)
            self._wanted[page] = None

    def _drop(self, page: int) -> None:
        del self._fresh[page]
        for number in self.ids[page * PAGE : (page + 1) * PAGE]:
            self._papers.pop(number, None)
