"""Between the Train page and the training thread: starts, follows, ends, and says what it brought."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.finetuning import finetune, new_run_dir
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, PapersEncoded, RunFailed, RunStarted, StepDone
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.form_values import settings_of, sound_values
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.presets import Preset, preset_of, preset_values
from specter2_gui.qt.readiness import readiness
from specter2_gui.qt.training_thread import Ended, Trainer
from specter2_gui.qt.verdict_words import duration, verdict
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.training.control import Control

_FORM = "train/values"


class TrainingController(QObject):
    """Holds the plan of the run at work; the triplets come from ``triplets``, together with the count of unusable rows."""

    task_changed = Signal(str, int, int)
    """Words, done and total of the training; empty words when none is at work."""
    run_ended = Signal(Path, bool)
    """A run ended; True if there is a model to search with."""
    try_asked = Signal(Path)
    backbone_changed = Signal(str)
    """The settings name another model."""

    def __init__(
        self,
        panel: TrainPanel,
        trainer: Trainer,
        triplets: Callable[[], tuple[Sequence[Triplet], int]],
        notify: Notifier,
        memory: Memory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._trainer = trainer
        self._triplets = triplets
        self._notify = notify
        self._memory = memory
        self._plan: RunStarted | None = None
        self._batch = 1
        self._last_run: Path | None = None
        self._backbone = "auto"
        self._connect()
        panel.form.set_values(sound_values(memory.record(_FORM)))

    @property
    def settings(self) -> Settings | None:
        """What the form says; None while a field is wrong."""
        return settings_of(self._panel.form.values())[0]

    def refresh(self) -> None:
        """The triplets have changed: judge them anew."""
        settings = self.settings or Settings()
        triplets, rejected = self._triplets()
        state = readiness(triplets, rejected, settings.data.validation_share, settings.data.seed)
        self._panel.show_readiness(state)

    def use_backbone(self, name: str) -> None:
        """Train with this model from now on."""
        self._panel.form.set_values({"model.backbone": name})

    def start(self) -> None:
        """Train with what the form says, on the triplets as they are now."""
        settings, problems = settings_of(self._panel.form.values())
        if settings is None:
            self._panel.form_fold.fold_out(out=True)
            self._notify(next(iter(problems.values())), "warning")
            return
        triplets, rejected = self._triplets()
        if self._trainer.running:
            return
        try:
            run_dir = new_run_dir(settings)
        except UserError as refusal:
            self._notify(refusal.sentence, "error")
            return
        self._begin(settings, tuple(triplets), rejected, run_dir)

    def stop_early(self) -> None:
        """End after the present step and keep the best model."""
        self._panel.show_ending(self.tr("Stopping after this step; the best model is kept."))
        self._trainer.stop_early()

    def cancel(self) -> None:
        """End after the present step and throw the run away."""
        self._panel.show_ending(self.tr("Cancelling after this step; nothing of this training is kept."))
        self._trainer.cancel()

    def _connect(self) -> None:
        panel, trainer = self._panel, self._trainer
        panel.train_asked.connect(self.start)
        panel.stop_asked.connect(self.stop_early)
        panel.cancel_asked.connect(self.cancel)
        panel.try_asked.connect(self._try)
        panel.preset_chosen.connect(self._choose_preset)
        panel.settings_changed.connect(self._settings_changed)
        trainer.events_arrived.connect(self._follow)
        trainer.ended.connect(self._end)

    def _begin(self, settings: Settings, triplets: tuple[Triplet, ...], rejected: int, run_dir: Path) -> None:
        def work(control: Control) -> Iterator[Event]:
            return finetune(settings, triplets, run_dir, control, rejected=rejected)

        self._plan = None
        self._batch = settings.train.batch_size
        self._panel.curves.clear()
        self._panel.log.clear()
        self._panel.show_running(running=True)
        self._show_progress(0, 0, self.tr("Getting the model ready…"))
        self._trainer.start(work, run_dir)

    def _follow(self, events: list[Event]) -> None:
        self._panel.show_events(events)
        for event in events:
            if isinstance(event, RunStarted):
                self._plan = event
                self._panel.curves.expect(event.steps)
        newest = next((event for event in reversed(events) if isinstance(event, StepDone | PapersEncoded)), None)
        if isinstance(newest, PapersEncoded):
            words = self.tr("Reading papers: {0} of {1}").format(number(newest.done), number(newest.total))
            self._show_progress(newest.done, newest.total, words)
        elif isinstance(newest, StepDone) and self._plan is not None:
            self._show_progress(newest.step, self._plan.steps, self._pace(newest, self._plan))

    def _pace(self, step: StepDone, plan: RunStarted) -> str:
        seconds = max(step.seconds, 1e-6)
        left = (plan.steps - step.step) * seconds / step.step
        return self.tr("Step {0} of {1}   |   {2} triplets a second   |   about {3} left").format(
            number(step.step),
            number(plan.steps),
            self._panel.locale().toString(min(step.step * self._batch / seconds, 1e6), "f", 1),
            duration(left),
        )

    def _show_progress(self, done: int, total: int, words: str) -> None:
        ending = not self._panel.stop_button.isEnabled()
        self._panel.progress.show_progress(done, total, self._panel.progress.words.text() if ending else words)
        self.task_changed.emit(self.tr("Training"), done, total)

    def _end(self, ended: Ended) -> None:
        self._panel.show_running(running=False)
        self._panel.progress.rest()
        self.task_changed.emit("", 0, 0)
        held_out = (self._plan.validation_triplets, self._plan.validation_queries) if self._plan else (0, 0)
        found = verdict(ended.event, self._panel.curves.data.evaluations, *held_out)
        self._panel.show_verdict(found)
        usable = found.usable and (ended.run_dir / "best").is_dir()
        self._last_run = ended.run_dir if usable else None
        if isinstance(ended.event, RunFailed):
            self._notify(f"{found.headline} {found.sentence}", "error", ended.event.details)
        self.run_ended.emit(ended.run_dir, usable)
        self.refresh()

    def _try(self) -> None:
        if self._last_run is not None:
            self.try_asked.emit(self._last_run)

    def _choose_preset(self, preset: Preset) -> None:
        self._panel.form.set_values(preset_values(preset))
        self._panel.show_preset(preset)

    def _settings_changed(self) -> None:
        values = self._panel.form.values()
        settings, problems = settings_of(values)
        self._panel.form.mark_invalid(problems)
        self._panel.show_preset(preset_of(values))
        self._memory.remember(_FORM, values)
        if settings is not None and settings.model.backbone != self._backbone:
            self._backbone = settings.model.backbone
            self.backbone_changed.emit(self._backbone)
        self.refresh()
