"""The models behind the Search page, used in worker threads: loaded when they are wanted, dropped when others are."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from specter2_gui.app.searching import Hit, SearchEngine
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.search.bm25 import BM25

Side = Literal["before", "after"]
OnProgress = Callable[[Side, int, int], None]
"""Told the side whose papers get their vectors, how many have one, and how many there are (0: the model is loading)."""

DEPTH = 100
"""How many places of each ranking are compared; a paper beyond them counts as not found."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is made with: a model by name, or the run of a folder with what it started from."""

    papers: tuple[Paper, ...]
    model: str
    run_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """What became of one side: the model's title, or the reason why it cannot be used."""

    title: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both sides; ``after`` is None where no run was chosen."""

    wanted: Wanted
    before: Ready
    after: Ready | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The first :data:`DEPTH` hits of each side that could be asked."""

    query: str
    before: tuple[Hit, ...] = ()
    after: tuple[Hit, ...] = ()


class _Stopped(Exception):  # noqa: N818 - no error: the way out of an encoder that reports its progress
    """The person, or another choice of theirs, ended the preparation."""


class SearchSession:
    """Holds at most one model a side. Every method may be called from a worker thread and waits its turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engines: dict[Side, SearchEngine] = {}
        self._opened: dict[Side, str | Path] = {}
        self._words: tuple[tuple[Paper, ...], BM25] | None = None
        self._words_lock = threading.Lock()

    def prepare(self, wanted: Wanted, stop: threading.Event, on_progress: OnProgress) -> Prepared | None:
        """Load the models and give every paper its vector; None when ``stop`` was set meanwhile."""
        with self._lock:
            try:
                before = self._prepare_side("before", wanted, stop, on_progress)
                after = self._prepare_side("after", wanted, stop, on_progress) if wanted.run_dir else None
            except _Stopped:
                return None
            if after is None:
                self._drop("after")
            return Prepared(wanted, before, after)

    def search(self, query: str, prepared: Prepared) -> Answer:
        """The hits of both sides for ``query``.

        Raises:
            UserError: the query cannot be searched for.
        """
        k = min(DEPTH, len(prepared.wanted.papers))
        with self._lock:
            found = {side: engine.search(query, k) for side, engine in self._engines.items()}
        return Answer(query, found.get("before", ()), found.get("after", ()))

    def search_words(self, query: str, papers: tuple[Paper, ...]) -> tuple[Hit, ...]:
        """The papers that share words with ``query``, by BM25; needs no model."""
        with self._words_lock:
            if self._words is None or self._words[0] is not papers:
                self._close_words()
                self._words = (papers, BM25(papers))
            found = self._words[1].search(query, min(DEPTH, len(papers)))
        by_id = {paper.id: paper for paper in papers}
        return tuple(
            Hit(rank, name, by_id[name].title, by_id[name].abstract, score)
            for rank, (name, score) in enumerate(found, start=1)
        )

    def close(self) -> None:
        """Forget the models and the index; waits for the call that is using them."""
        with self._lock:
            for side in tuple(self._engines):
                self._drop(side)
        with self._words_lock:
            self._close_words()

    def _prepare_side(self, side: Side, wanted: Wanted, stop: threading.Event, on_progress: OnProgress) -> Ready:
        def report(done: int, total: int) -> None:
            if stop.is_set():
                raise _Stopped
            on_progress(side, done, total)

        report(0, 0)
        try:
            engine = self._open(side, wanted)
            report(0, 0)
            engine.index(wanted.papers, report)
        except UserError as error:
            self._drop(side)
            return Ready(problem=error.sentence)
        except _Stopped:
            self._drop(side)
            raise
        return Ready(engine.title)

    def _open(self, side: Side, wanted: Wanted) -> SearchEngine:
        key = wanted.run_dir if wanted.run_dir is not None else wanted.model
        if self._opened.get(side) != key:
            self._drop(side)
            if wanted.run_dir is None:
                self._engines[side] = SearchEngine.open(wanted.model)
            elif side == "before":
                self._engines[side] = SearchEngine.open_base(wanted.run_dir)
            else:
                self._engines[side] = SearchEngine.open(wanted.run_dir)
            self._opened[side] = key
        return self._engines[side]

    def _drop(self, side: Side) -> None:
        self._engines.pop(side, None)
        self._opened.pop(side, None)

    def _close_words(self) -> None:
        if self._words is not None:
            self._words[1].close()
            self._words = None
