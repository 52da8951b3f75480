"""Closing the window: at once when nothing waits; else the person is asked, and what is under way ends cleanly first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.widgets.question import Question
from specter2_gui.qt.window import MainWindow

_Role = QMessageBox.ButtonRole


class DraftHolder(Protocol):
    """A view in which somebody changes something that is not saved yet."""

    @property
    def has_draft(self) -> bool:
        """Whether a change waits to be saved or discarded."""
        ...

    def save(self) -> object:
        """Ask to keep it."""
        ...

    def discard(self) -> object:
        """Throw it away."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What may wait on ``page``; ``words`` say that it does."""

    page: str
    words: str
    holder: DraftHolder


class ClosingController(QObject):
    """Answers the window's question whether it may close; closes it later when what was in the way has ended."""

    def __init__(
        self,
        window: MainWindow,
        trainer: Trainer,
        gestures: Gestures,
        drafts: Sequence[Draft],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._trainer = trainer
        self._gestures = gestures
        self._drafts = drafts
        self._tasks = tasks
        self._closing = False
        self._question: Question | None = None
        window.may_close = self.may_close
        trainer.ended.connect(self._training_ended)
        gestures.busy_changed.connect(self._rested)

    @property
    def _at_work(self) -> list[str]:
        """The tasks that closing would end for good, in words; one that can be paused goes on the next time."""
        return [task.words for task in self._tasks.facts if not task.pausable and task.page != "train"]

    @property
    def _draft(self) -> Draft | None:
        """The first change that waits to be saved."""
        return next((draft for draft in self._drafts if draft.holder.has_draft), None)

    def may_close(self) -> bool:
        """False while a change is not saved or a training runs; the question is asked without blocking anything."""
        if self._question is not None:
            return False
        draft = self._draft
        if draft is not None and not self._gestures.busy:
            self._closing = False
            self._ask_about_draft(draft)
        elif self._trainer.running:
            if not self._closing:
                self._ask_about_training()
        elif self._gestures.busy:
            self._closing = True
        elif self._at_work and not self._closing:
            self._ask_about_tasks()
        else:
            return True
        return False

    def hindrance(self) -> str:
        """What has to end before another project can take the place of this one, in a sentence; empty if nothing has to."""
        draft = self._draft
        if draft is not None:
            return self.tr("{0} Save or discard the changes first.").format(draft.words)
        if self._trainer.running:
            return self.tr("A training is running. Pause or end it first.")
        if self._gestures.busy or self._at_work:
            return self.tr("Something is still at work, as the line below shows. Wait for it, or cancel it first.")
        return ""

    def _ask_about_draft(self, draft: Draft) -> None:
        self._ask(
            "draftQuestion",
            self.tr("{0} What shall happen to the changes?").format(draft.words),
            self.tr("Everything else is saved already."),
            (
                ("saveAndClose", self.tr("Save and close"), _Role.AcceptRole),
                ("discardAndClose", self.tr("Discard and close"), _Role.DestructiveRole),
                ("keepEditing", self.tr("Keep editing"), _Role.RejectRole),
            ),
        )

    def _ask_about_training(self) -> None:
        self._ask(
            "closeQuestion",
            self.tr("A training is running. What shall happen to it?"),
            self.tr(
                "Pausing keeps everything, and the training goes on when you open the window again and resume it. "
                "Stopping ends it and keeps the best model so far. Either takes a few seconds."
            ),
            (
                ("pauseAndClose", self.tr("Pause and close"), _Role.AcceptRole),
                ("stopAndClose", self.tr("Stop, keep the best and close"), _Role.AcceptRole),
                ("keepTraining", self.tr("Keep training"), _Role.RejectRole),
            ),
            enter="pauseAndClose",
        )

    def _ask_about_tasks(self) -> None:
        self._ask(
            "taskQuestion",
            self.tr("Something is still at work: {0}. Close all the same?").format(", ".join(self._at_work)),
            self.tr(
                "What is finished stays, and of a file that is being imported nothing is taken. "
                "An export, a backup or a zip file is finished first."
            ),
            (
                ("endAndClose", self.tr("Close"), _Role.AcceptRole),
                ("keepWorking", self.tr("Keep working"), _Role.RejectRole),
            ),
        )

    def _ask(
        self, name: str, title: str, more: str, answers: tuple[tuple[str, str, _Role], ...], enter: str = ""
    ) -> None:
        self._question = Question(self._window, name, title, more, answers, enter)
        self._question.answered.connect(self._answered)
        self._question.open()

    def _answered(self, answer: str) -> None:
        self._question = None
        draft = self._draft
        if draft is not None:
            self._settle(draft, answer)
        elif answer == "endAndClose":
            self._closing = True
            self._window.close()
        elif answer == "pauseAndClose":
            self._trainer.pause()
            self._close_then(self.tr("Pausing the training; the window closes as soon as everything is saved."))
        elif answer == "stopAndClose":
            self._trainer.stop_early()
            self._close_then(self.tr("Stopping the training; the window closes as soon as the best model is saved."))

    def _settle(self, draft: Draft, answer: str) -> None:
        if answer == "saveAndClose":
            self._closing = True
            draft.holder.save()
        elif answer == "discardAndClose":
            draft.holder.discard()
            self._window.close()
        else:
            self._window.show_page(draft.page)

    def _close_then(self, words: str) -> None:
        """Close as soon as the training has ended; until then say what is waited for."""
        self._closing = True
        self._window.notices.say(words)
        self._go_on()

    def _training_ended(self) -> None:
        if self._question is not None and self._question.objectName() == "closeQuestion":
            self._question.reject()
        self._go_on()

    def _rested(self, words: str) -> None:
        if not words:
            self._go_on()

    def _go_on(self) -> None:
        """Close now, if the person wants that and nothing is in the way any more."""
        if self._closing and not self._trainer.running and not self._gestures.busy:
            self._closing = False
            self._window.close()
