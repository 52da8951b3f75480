"""Between the Train page and the training thread: starts, pauses, resumes, follows, ends, and says what it brought."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.finetuning import new_run_dir
from specter2_gui.app.runs import RunEvents, read_events
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, RunFailed, VerdictReached
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.background import Background
from specter2_gui.qt.form_values import settings_of, sound_values
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.presets import Preset, preset_of, preset_values
from specter2_gui.qt.readiness import readiness
from specter2_gui.qt.run_progress import RunProgress
from specter2_gui.qt.training_jobs import TrainingJobs
from specter2_gui.qt.training_thread import Ended, Trainer, Work
from specter2_gui.qt.verdict_words import Verdict, verdict
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.worse_queries import worse_texts
from specter2_gui.training.control import Control

_FORM = "train/values"
_WORSE = "worse queries"


class TrainingController(QObject):
    """Follows the run at work; the triplets come from ``triplets``, together with the count of unusable rows."""

    task_changed = Signal(str, int, int)
    """Words, done and total of the training; empty words when none is at work."""
    run_ended = Signal(Path, bool)
    """A run ended or was paused; True if there is a model to search with."""
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
        background: Background,
        jobs: TrainingJobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._trainer = trainer
        self._triplets = triplets
        self._notify = notify
        self._memory = memory
        self._background = background
        self.jobs = jobs
        self._progress = RunProgress()
        self._reached: VerdictReached | None = None
        self._last_run: Path | None = None
        self._resuming: Path | None = None
        self._backbone = "auto"
        self._connect()
        panel.form.set_values(sound_values(memory.record(_FORM)))

    @property
    def settings(self) -> Settings | None:
        """What the form says; None while a field is wrong."""
        return settings_of(self._panel.form.values())[0]

    @property
    def resting(self) -> bool:
        """Whether no training is at work or about to begin."""
        return not self._trainer.running and self._resuming is None

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
        if not self.resting:
            return
        try:
            placed = self.jobs.place(settings)
            run_dir = new_run_dir(placed)
        except UserError as refusal:
            self._notify(refusal.sentence, "error")
            return
        kept = tuple(triplets)

        def work(control: Control) -> Iterator[Event]:
            return self.jobs.finetune(placed, kept, run_dir, control, rejected=rejected)

        self._begin(work, run_dir)

    def resume(self, run_dir: Path) -> None:
        """Go on with a run that was paused or broke off, after showing what it has reported so far."""
        if not self.resting:
            self._notify(self.tr("A training is at work. Pause or end it first, then resume this one."), "warning")
            return
        self._resuming = run_dir
        self._background.run(read_events, run_dir, done=self._go_on, failed=self._cannot_resume, slot="resume")

    def pause(self) -> None:
        """End after the present step, with everything kept that is needed to go on."""
        self._panel.show_ending(self.tr("Pausing after this step; everything is kept."))
        self._trainer.pause()

    def stop_early(self) -> None:
        """End after the present step and keep the best model."""
        self._panel.show_ending(self.tr("Stopping after this step; the best model is kept."))
        self._trainer.stop_early()

    def cancel(self) -> None:
        """End after the present step and throw the run away."""
        self._panel.show_ending(self.tr("Cancelling after this step; nothing of this training is kept."))
        self._trainer.cancel()

    def offer(self, run_dir: Path, found: Verdict, earlier: Sequence[Event]) -> None:
        """Show a run of an earlier day that waits to go on."""
        self._panel.begin(earlier)
        self._panel.show_verdict(found)
        self._last_run = run_dir if found.usable else None

    def _connect(self) -> None:
        panel, trainer = self._panel, self._trainer
        panel.train_asked.connect(self.start)
        panel.pause_asked.connect(self.pause)
        panel.stop_asked.connect(self.stop_early)
        panel.cancel_asked.connect(self.cancel)
        panel.try_asked.connect(self._try)
        panel.preset_chosen.connect(self._choose_preset)
        panel.settings_changed.connect(self._settings_changed)
        trainer.events_arrived.connect(self._follow)
        trainer.ended.connect(self._end)

    def _go_on(self, found: RunEvents) -> None:
        run_dir, self._resuming = self._resuming, None
        if run_dir is None or self._trainer.running:
            return
        resumed = run_dir

        def work(control: Control) -> Iterator[Event]:
            return self.jobs.resume(resumed, control)

        self._begin(work, run_dir, found.events)

    def _cannot_resume(self, error: UserError | None) -> None:
        self._resuming = None
        if error is not None:
            self._notify(error.sentence, "error")

    def _begin(self, work: Work, run_dir: Path, earlier: Sequence[Event] = ()) -> None:
        self._progress, self._reached = RunProgress(), None
        self._background.forget(_WORSE)
        self._panel.begin(earlier)
        self._panel.show_running(running=True)
        self._show_progress(0, 0, self.tr("Getting the model ready…"))
        self._trainer.start(work, run_dir)

    def _follow(self, events: list[Event]) -> None:
        self._panel.show_events(events)
        self._reached = next((event for event in events if isinstance(event, VerdictReached)), self._reached)
        progress = self._progress.after(events)
        if progress is not None:
            self._show_progress(progress.done, progress.total, progress.words)

    def _show_progress(self, done: int, total: int, words: str) -> None:
        heard = self._trainer.running and not self._panel.buttons.waiting
        self._panel.progress.show_progress(done, total, self._panel.progress.words.text() if heard else words)
        self.task_changed.emit(self.tr("Training"), done, total)

    def _end(self, ended: Ended) -> None:
        self._panel.show_running(running=False)
        self.task_changed.emit("", 0, 0)
        plan = self._progress.plan
        held_out = (plan.validation_triplets, plan.validation_queries) if plan else (0, 0)
        checks, on_card = self._panel.curves.data.evaluations, self._progress.device != "cpu"
        found = verdict(ended.event, checks, *held_out, self._reached, on_card=on_card)
        usable = found.usable and (ended.run_dir / "best").is_dir()
        self._panel.show_verdict(found)
        self._last_run = ended.run_dir if usable else None
        self._name_worse(found, ended.run_dir)
        if isinstance(ended.event, RunFailed):
            self._notify(f"{found.headline} {found.sentence}", "error", ended.event.details)
        self.run_ended.emit(ended.run_dir, usable)
        self.refresh()

    def _name_worse(self, found: Verdict, run_dir: Path) -> None:
        names = found.reached.worse_queries if found.reached else ()
        if names:
            triplets = tuple(self._triplets()[0])
            show = self._panel.verdict_card.show_worse
            self._background.run(worse_texts, names, triplets, run_dir, done=show, failed=self._unnamed, slot=_WORSE)

    def _unnamed(self, _error: UserError | None) -> None:
        """The verdict stands without them."""
        self._panel.verdict_card.show_worse(())

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
