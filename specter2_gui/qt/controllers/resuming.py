"""Runs that can go on: offered on the Train page after a pause or a failure, and when the window opens again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from specter2_gui.app.runs import RunEvents, RunRecord, read_events, read_run
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import RunFailed, RunPaused
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.training import TrainingController
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.training_thread import Ended, Trainer
from specter2_gui.qt.verdict_words import interrupted, paused, resume_words
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.training.resume_step import resume_step

_SLOT = "resumable run"


class ResumingController(QObject):
    """Knows which run the button "Resume" of the Train page means."""

    def __init__(
        self,
        panel: TrainPanel,
        trainer: Trainer,
        training: TrainingController,
        background: Background,
        notify: Notifier,
        show_page: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._trainer = trainer
        self._training = training
        self._background = background
        self._notify = notify
        self._show_page = show_page
        self._run: Path | None = None
        self._waiting: RunRecord | None = None
        self._looked = False
        panel.resume_asked.connect(self._resume)
        trainer.ended.connect(self._ended)

    def runs_listed(self, runs: Sequence[RunRecord]) -> None:
        """The runs of the folder, newest first; the first time the newest is offered if it can go on."""
        if self._looked:
            return
        self._looked = True
        newest = next(iter(runs), None)
        if newest is None or newest.status not in ("paused", "interrupted") or not newest.resumable:
            return
        self._waiting = newest
        self._background.run(_read, newest.folder, done=self._offer, failed=self._offer_nothing, slot=_SLOT)

    def resume(self, run_dir: Path) -> None:
        """Go on with the run in ``run_dir`` on the Train page."""
        self._show_page()
        self._training.resume(run_dir)

    def _resume(self) -> None:
        if self._run is not None:
            self._training.resume(self._run)

    def _offer(self, found: tuple[RunEvents, int]) -> None:
        run, self._waiting = self._waiting, None
        if run is None or self._panel.verdict_card.isVisibleTo(self._panel) or not self._training.resting:
            return
        self._run = run.folder
        events, step = found
        on_card = str(run.facts.get("device", "cpu")) != "cpu"
        offered = (
            paused(run.steps, usable=run.usable, on_card=on_card)
            if run.status == "paused"
            else interrupted(run.steps, usable=run.usable)
        )
        self._training.offer(run.folder, replace(offered, resume=resume_words(step)), events.events)
        said = self.tr("The training “{0}” can go on where it was.").format(run.name)
        self._notify(said, "info", action=(self.tr("Show it"), self._show_page))

    def _offer_nothing(self, _error: UserError | None) -> None:
        """A run whose events cannot be read is listed on the Runs page with its problem."""
        self._waiting = None

    def _ended(self, ended: Ended) -> None:
        self._run = ended.run_dir if isinstance(ended.event, RunPaused) else None
        if isinstance(ended.event, RunFailed):
            self._background.run(
                _resumable_step, ended.run_dir, done=self._failed, failed=self._offer_nothing, slot=_SLOT
            )

    def _failed(self, found: tuple[Path, int] | None) -> None:
        if found is not None and self._training.resting:
            self._run, step = found
            self._panel.verdict_card.offer_resume(resume_words(step))


def _read(run_dir: Path) -> tuple[RunEvents, int]:
    return read_events(run_dir), resume_step(run_dir)


def _resumable_step(run_dir: Path) -> tuple[Path, int] | None:
    """The run and the step it would go on from, if it can."""
    return (run_dir, resume_step(run_dir)) if read_run(run_dir).resumable else None
