"""Connects the Search page with the models: papers, preparation, and one answer a query, the newest only."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from specter2_gui.app.searching import Hit
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.hit_words import hits_after, hits_before, plain_hits
from specter2_gui.qt.controllers.search_papers import SearchPapers
from specter2_gui.qt.controllers.search_session import DEPTH, Answer, Prepared, Ready, SearchSession, Side, Wanted
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.hit_list import HitList
from specter2_gui.qt.widgets.notices import Notifier

PREPARE, SEARCH, WORDS = "search models", "search", "search words"


class SearchingController(QObject):
    """Nothing is loaded or computed before the person searches, asks for it, or has done so before a change."""

    prepared_changed = Signal(bool)
    """Whether a query would be answered at once."""
    _progressed = Signal(int, str, int, int)
    """From the worker: number of the preparation, side, papers done, papers in all."""

    def __init__(
        self,
        panel: SearchPanel,
        background: Background,
        notify: Notifier,
        triplet_papers: Callable[[], list[Paper]],
        model_name: Callable[[], str],
        collection_papers: Callable[[], Sequence[Paper]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._background = background
        self._notify = notify
        self._model_name = model_name
        self._source = SearchPapers(panel, background, triplet_papers, collection_papers, self)
        self._session = SearchSession()
        self._run_dir: Path | None = None
        self._prepared: Prepared | None = None
        self._preparing: Wanted | None = None
        self._stop = threading.Event()
        self._number = 0
        self._asked = False
        self._connect()

    @property
    def run_dir(self) -> Path | None:
        """The run that "After" shows."""
        return self._run_dir

    def use_run(self, run_dir: Path | None) -> None:
        """Compare the run in ``run_dir`` with what it started from; None: no run, only the model as it is."""
        if run_dir == self._run_dir:
            return
        self._run_dir = run_dir
        self._panel.show_after(shown=run_dir is not None)
        self._panel.after.show_model(run_dir.name if run_dir else "")
        self._begin_anew()

    def refresh(self) -> None:
        """The papers may have changed: look, and make what was shown anew if they have."""
        self._source.refresh()

    def open_collection(self, path: Path) -> None:
        """Search in the papers of the file ``path``."""
        self._source.open_collection(path)

    def prepare(self) -> None:
        """Load the models and give every paper its vector, so that the next query is answered at once."""
        if not self._source.papers:
            self._asked = True
            self.refresh()
            return
        wanted = Wanted(self._source.papers, self._model_name(), self._run_dir)
        if self._preparing == wanted:
            return
        self._stop.set()
        self._stop = threading.Event()
        self._number += 1
        self._preparing = wanted
        self._say_loading()
        job = _Preparation(self._session, wanted, self._stop, self._number, self._progressed.emit)
        self._background.run(job.run, done=self._take_prepared, failed=self._stop_preparing, slot=PREPARE, long=True)

    def stop(self) -> None:
        """End the preparation under way; what was done of it is not kept."""
        self._background.forget(PREPARE)
        self._source.stop()
        self._stop_preparing(None)

    def search(self, query: str) -> None:
        """Answer ``query``; an answer to an earlier one that comes later is dropped."""
        self._asked = bool(query)
        if not query:
            self._background.forget(SEARCH)
            self._background.forget(WORDS)
            self._clear(self.tr("Type a query above."))
        elif not self._source.papers:
            self.refresh()
        else:
            self._background.run(
                self._session.search_words,
                query,
                self._source.papers,
                done=self._show_words,
                failed=self._refuse,
                slot=WORDS,
            )
            self._search_models(query)

    def close(self) -> None:
        """End what is under way; before the worker threads are waited for."""
        self._stop.set()
        self._background.forget(PREPARE)

    def _connect(self) -> None:
        bar = self._panel.bar
        self._source.changed.connect(self._begin_anew)
        self._source.reading.connect(self._say_reading)
        self._source.refused.connect(self._refuse)
        bar.query_asked.connect(self.search)
        bar.prepare_asked.connect(self.prepare)
        bar.stop_asked.connect(self.stop)
        self._progressed.connect(self._show_progress)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def _search_models(self, query: str) -> None:
        prepared = self._prepared
        if prepared is None or prepared.wanted != Wanted(prepared.wanted.papers, self._model_name(), self._run_dir):
            self._prepared = None
            self.prepare()
            return
        self._background.run(
            self._session.search, query, prepared, done=self._show_answer, failed=self._refuse, slot=SEARCH
        )

    def _begin_anew(self) -> None:
        """Papers or models have changed: nothing shown is true any more. Only who has searched before waits again."""
        self.stop()
        self._background.forget(SEARCH)
        self._background.forget(WORDS)
        self._prepared = None
        self.prepared_changed.emit(False)  # noqa: FBT003 - a Qt signal takes its arguments by position
        self._clear(self.tr("Type a query above."))
        query = self._panel.bar.query
        if self._source.papers and self._asked:
            self.search(query) if query else self.prepare()

    def _take_prepared(self, prepared: Prepared | None) -> None:
        self._preparing = None
        if prepared is None:
            self._say_state()
            return
        self._prepared = prepared
        self._say_state()
        sides = ((self._panel.before, prepared.before), (self._panel.after, prepared.after))
        for column, ready in sides:
            if ready is not None:
                column.show_model(self._model_words(column, ready))
                column.show_hint(ready.problem or self.tr("Type a query above."), error=bool(ready.problem))
        self.prepared_changed.emit(True)  # noqa: FBT003 - a Qt signal takes its arguments by position
        if self._panel.bar.query:
            self._search_models(self._panel.bar.query)

    def _model_words(self, column: HitList, ready: Ready) -> str:
        """The model in words; for "After" with the name of its run."""
        run = self._run_dir.name if self._run_dir is not None and column is self._panel.after else ""
        return " · ".join(part for part in (run, ready.title) if part)

    def _stop_preparing(self, error: UserError | None) -> None:
        self._stop.set()
        self._preparing = None
        self._say_state()
        if error is not None:
            self._notify(error.sentence, "error")

    def _show_answer(self, answer: Answer) -> None:
        prepared, panel = self._prepared, self._panel
        if prepared is None:
            return
        depth = min(DEPTH, len(prepared.wanted.papers))
        both = bool(answer.before and answer.after)
        if not prepared.before.problem:
            before = hits_before(answer.before, answer.after, depth) if both else plain_hits(answer.before)
            panel.before.show_hits(before, answer.query)
        if prepared.after is not None and not prepared.after.problem:
            after = hits_after(answer.before, answer.after, depth) if both else plain_hits(answer.after)
            panel.after.show_hits(after, answer.query)

    def _show_words(self, hits: tuple[Hit, ...]) -> None:
        self._panel.words.show_hits(plain_hits(hits), self._panel.bar.query)
        if not hits:
            self._panel.words.show_hint(self.tr("No paper shares a word with the query."))

    def _show_progress(self, number: int, side: Side, done: int, total: int) -> None:
        if number != self._number or self._preparing is None:
            return
        if not total:
            self._say_loading()
            return
        column = self.tr("Before") if side == "before" else self.tr("After")
        words = self.tr("{column}: papers with a vector:").replace("{column}", column)
        self._panel.bar.show_progress(words, done, total)

    def _say_loading(self) -> None:
        self._panel.bar.show_progress(self.tr("Loading the model…"), 0, 0)
        hint = self.tr("The papers get their vectors first; after that every query is answered at once.")
        for column in (self._panel.before, self._panel.after):
            if not column.hits:
                column.show_hint(hint)

    def _say_reading(self, name: str) -> None:
        self._panel.bar.show_progress(self.tr("Reading {name}…").replace("{name}", name), 0, 0)

    def _say_state(self) -> None:
        bar = self._panel.bar
        if self._prepared is not None:
            failed = self._prepared.before.problem and (self._prepared.after is None or self._prepared.after.problem)
            count = len(self._prepared.wanted.papers)
            ready = counted(
                count, self.tr("Ready: the paper has its vector."), self.tr("Ready: all {n} papers have a vector.")
            )
            words = self.tr("No model could be used; “By words” needs none.") if failed else ready
            bar.show_state(words, can_prepare=bool(failed))
        elif self._source.papers:
            words = self.tr(
                "The papers have no vectors yet. They get them with the first query, or when you press the button."
            )
            bar.show_state(words, can_prepare=True)
        else:
            bar.show_state("", can_prepare=False)

    def _clear(self, hint: str) -> None:
        for column in self._panel.columns:
            column.show_hint(hint)

    def _refuse(self, error: UserError | None) -> None:
        self._say_state()
        if error is not None:
            self._notify(error.sentence, "error")


class _Preparation:
    """One call of the session in a worker thread, with the way its progress takes to the window."""

    def __init__(
        self,
        session: SearchSession,
        wanted: Wanted,
        stop: threading.Event,
        number: int,
        emit: Callable[[int, str, int, int], None],
    ) -> None:
        self._session = session
        self._wanted = wanted
        self._stop = stop
        self._number = number
        self._emit = emit

    def run(self) -> Prepared | None:
        """Runs in the worker."""
        return self._session.prepare(self._wanted, self._stop, self._report)

    def _report(self, side: Side, done: int, total: int) -> None:
        self._emit(self._number, side, done, total)
