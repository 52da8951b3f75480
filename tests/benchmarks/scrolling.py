"""What the window feels like with a large collection: the gaps in its event loop while a person scrolls, sorts and types.

``python -m tests.benchmarks.scrolling --papers 1000000`` prints one JSON object; times are milliseconds. The papers are made
up as in ``collection``; ``--project`` keeps the project for the next time, and ``--short`` leaves the abstracts out, which
fills it in a fraction of the time. A gap is the time between two beats of a timer that is due every 4 ms; ``busy_ms`` is what
the window's own thread computed in it, however busy the computer is. The table is the real one, drawn without a screen.
"""

import argparse
import gc
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.browsing import BrowsingController
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.session import make_application
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from specter2_gui.qt.widgets.paper_columns import Column
from tests.benchmarks.collection import add
from tests.benchmarks.made_papers import MadePapers
from tests.benchmarks.turns import rounded, show, tell

_BEAT_MS: Final = 4
_PATIENCE_S: Final = 120.0


class Gaps(QObject):
    """Notes the time between two beats; what is under way goes by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[float]] = {}
        self.busy: dict[str, list[float]] = {}
        self._name = ""
        self._last = time.perf_counter()
        self._spent = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def begin(self, name: str) -> None:
        """From now on the gaps are those of ``name``."""
        self.beat()
        self._name = name
        self.found.setdefault(name, [])
        self.busy.setdefault(name, [])

    def beat(self) -> None:
        """Note how long the last one was ago."""
        now, spent = time.perf_counter(), time.thread_time()
        if self._name:
            self.found[self._name].append(1000 * (now - self._last))
            self.busy[self._name].append(1000 * (spent - self._spent))
        self._last, self._spent = now, spent


class Person:
    """Uses the real browser; every method returns when the window has come to rest."""

    def __init__(self, project: Project, chosen: argparse.Namespace) -> None:
        self._dice = random.Random(chosen.seed)  # noqa: S311 - lines and words, not secrets
        self._steps: int = chosen.steps
        self._words: int = chosen.typed
        self._background = Background()
        gestures = Gestures(project, self._background, self._background)
        self.browser = PaperBrowser()
        self.browser.resize(1190, 660)
        self.gaps = Gaps()
        self.gaps.begin("opening")
        tasks = Tasks(self._background)
        self._controller = BrowsingController(
            self.browser, project, gestures, self._background, tasks, _say, self.browser
        )
        self._resets = 0
        self.browser.view.papers.modelReset.connect(self._count_reset)
        self.browser.show()
        begun = time.perf_counter()
        self.rest(lambda: bool(self.browser.view.papers.ids))
        self.opening_s = time.perf_counter() - begun

    def rest(self, ready: Callable[[], bool] | None = None) -> None:
        """Turn the event loop until nothing is at work and ``ready`` says so."""
        pause(30)
        self._until(lambda: not (self._background.busy or self._controller.counting) and (ready is None or ready()))

    def _until(self, ready: Callable[[], bool]) -> None:
        limit = time.perf_counter() + _PATIENCE_S
        while not ready():
            if time.perf_counter() > limit:
                raise TimeoutError("the window did not come to rest")
            pause(5)

    def _count_reset(self) -> None:
        self._resets += 1

    def scroll(self) -> None:
        """Page down, and drag the scroll bar through the whole table."""
        bar = self.browser.view.verticalScrollBar()
        self.gaps.begin("paging")
        for _ in range(self._steps):
            bar.setValue(bar.value() + bar.pageStep())
            pause(16)
        self.gaps.begin("dragging")
        for step in range(self._steps):
            bar.setValue(bar.maximum() * step // self._steps)
            pause(8)
        self.rest(self.is_painted)

    def is_painted(self) -> bool:
        """Whether all lines in view are read."""
        view = self.browser.view
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        return all(view.papers.is_read(line) for line in range(first, last + 1))

    def walk(self) -> None:
        """Go down line by line, as the arrow key does: the pane at the right follows."""
        self.gaps.begin("walking")
        self.browser.view.go_to(self._dice.randrange(len(self.browser.view.papers.ids) // 2))
        for _ in range(self._steps // 2):
            QTest.keyClick(self.browser.view, Qt.Key.Key_Down)
            pause(16)
        self.rest()

    def sort(self) -> None:
        """Order the table by each column, up and down."""
        for column in (Column.TITLE, Column.YEAR, Column.AUTHORS, Column.VENUE, Column.DOI):
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                self.gaps.begin("sorting")
                self.browser.view.header.setSortIndicator(column, order)
                self.rest(self.is_painted)
        self.browser.view.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.rest()

    def type(self) -> list[float]:
        """Type words of titles letter by letter; how long the first screen took after the last letter of each.

        The pause that tells a person who goes on typing from one who has ended is part of it.
        """
        field, spent = self.browser.search.field, list[float]()
        for _ in range(self._words):
            self.browser.clear()
            self.rest(self.is_painted)
            word = self._word()
            self.gaps.begin("typing")
            for letter in word:
                QTest.keyClicks(field, letter)
                pause(90)
            begun = time.perf_counter()
            self._until(lambda word=word: self.browser.search.text == word)
            self._resets = 0
            self._until(lambda: self._resets > 0 and self.is_painted())
            spent.append(time.perf_counter() - begun)
            self.rest(self.is_painted)
        self.browser.clear()
        self.rest()
        return spent

    def choose_all(self) -> None:
        """Ctrl+A, and take the choice back."""
        self.gaps.begin("choosing all")
        for _ in range(5):
            self.browser.view.selectAll()
            pause(30)
            self.browser.view.selectionModel().select(
                self.browser.view.papers.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            pause(30)

    def leave(self) -> None:
        """Close everything."""
        self.gaps.begin("")
        self.browser.close()
        self._background.close()

    def _word(self) -> str:
        view = self.browser.view
        view.go_to(self._dice.randrange(len(view.papers.ids)))
        self.rest(self.is_painted)
        paper = view.papers.paper_at(view.current_line)
        words = paper.row.title.casefold().split() if paper else []
        return self._dice.choice([word for word in words if len(word) > 3] or ["stone"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scrolling")
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--import-size", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=300, help="how often it is scrolled, each way")
    parser.add_argument("--typed", type=int, default=20, help="how many words are typed, letter by letter")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--short", action="store_true", help="papers without abstracts")
    parser.add_argument("--project", type=Path, help="a project that is kept; it is filled if it is not there yet")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        show({"benchmark": "scrolling"} | measure(chosen.project or Path(folder) / "project", chosen))


def measure(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Fill a project unless it is there, open the browser on it, and use it."""
    if not folder.exists():
        with Project.open(folder) as project:
            fill(project, chosen)
    gc.disable()  # as in the program: collected on the window's own thread, by a timer
    app = make_application()
    with Project.open(folder) as project:
        person = Person(project, chosen)
        tell(f"opened {len(person.browser.view.papers.ids):,} papers")
        for act in (person.scroll, person.walk, person.sort, person.choose_all):
            act()
            tell(f"{act.__name__}: done")
        typed = person.type()
        person.leave()
    papers = len(person.browser.view.papers.ids)
    app.closeAllWindows()
    return {
        "papers": papers,
        "opening_s": rounded(person.opening_s),
        "typed_to_painted": figures([1000 * each for each in typed]),
        "gaps_ms": {name: figures(found) for name, found in person.gaps.found.items() if found},
        "busy_ms": {name: figures(found) for name, found in person.gaps.busy.items() if found},
        "all": figures([gap for name, found in person.gaps.found.items() if name != "opening" for gap in found]),
    }


def fill(project: Project, chosen: argparse.Namespace) -> None:
    """Import the papers, import by import, and make them searchable."""
    records = MadePapers(chosen.papers, chosen.seed).records()
    for start in range(0, chosen.papers, chosen.import_size):
        page = list(islice(records, chosen.import_size))
        add(project, [replace(record, abstract="") for record in page] if chosen.short else page, start)
        tell(f"imported {start + len(page):,} papers")
    for _ in project.papers.catch_up():
        pass


def figures(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile, and the longest."""
    middle, high, higher = np.quantile(times, [0.5, 0.95, 0.99])
    return {
        "p50": rounded(float(middle)), "p95": rounded(float(high)), "p99": rounded(float(higher)), "longest": rounded(max(times)),
    }  # fmt: skip


def pause(milliseconds: int) -> None:
    """Let the window work so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _say(text: str, kind: str = "info", details: str = "", action: object = None) -> None:
    tell(" ".join(filter(None, (kind, text, details, str(action or "")))))


if __name__ == "__main__":
    main()
