"""How long each way to train will take on this computer, worked out beside the window while its page is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.training import TrainingController
from specter2_gui.qt.event_words import memory, rough_duration
from specter2_gui.qt.form_values import settings_of
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.presets import NAMED, Preset, preset_of, preset_values
from specter2_gui.qt.training_jobs import Expected
from specter2_gui.qt.widgets.preset_choice import PRESET_ORDER

SETTLED_MS = 700
"""A person who still types is not asked about."""


class Expecting(QObject):
    """One estimate at a time, so that search never waits for it; an answer that is out of date is dropped.

    Nothing is worked out while a training has the device for itself.
    """

    def __init__(
        self,
        panel: TrainPanel,
        background: Background,
        training: TrainingController,
        triplets: Callable[[], tuple[Sequence[Triplet], int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choice = panel.presets
        self._form = panel.form
        self._background = background
        self._training = training
        self._triplets = triplets
        self._known: dict[Settings, Expected] = {}
        self._waiting: list[tuple[Preset, Settings]] = []
        self._asked: tuple[Preset, Settings, dict[Settings, Expected]] | None = None
        """What is being worked out, and where its answer belongs: with other triplets that is another table."""
        self._shown = self._ready = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._begin)
        panel.settings_changed.connect(self.refresh)
        training.run_ended.connect(self.refresh)

    def model_ready(self) -> None:
        """What computes is loaded; before that the computer has enough to do."""
        self._ready = True
        self.refresh()

    def page_shown(self, page: str) -> None:
        """Only somebody who looks at the Train page is told."""
        self._shown = page == "train"
        self.refresh()

    def triplets_changed(self) -> None:
        """What was known held for other triplets."""
        self._known = {}
        self.refresh()

    def refresh(self) -> None:
        """Settings, triplets or page have changed: say anew how long it will take, as soon as the person pauses."""
        self._waiting = []
        wanted = self._shown and self._ready and self._training.resting
        if wanted and self._training.jobs.estimate is not None:
            self._timer.start()
        else:
            self._timer.stop()

    def _begin(self) -> None:
        if not self._training.resting:
            return
        wanted = dict(self._wanted()) if self._triplets()[0] else {}
        for preset in PRESET_ORDER:
            settings = wanted.get(preset)
            if settings in self._known:
                self._show(preset, self._known[settings])
            else:
                self._choice.show_time(preset, self.tr("estimating…") if settings else "")
        self._waiting = [(preset, settings) for preset, settings in wanted.items() if settings not in self._known]
        self._next()

    def _wanted(self) -> list[tuple[Preset, Settings]]:
        """What is chosen first, then the other presets."""
        values = self._form.values()
        chosen = preset_of(values)
        presets: tuple[Preset, ...] = (chosen, *(name for name in NAMED if name != chosen))
        found: list[tuple[Preset, Settings]] = []
        for name in presets:
            settings, _problems = settings_of(values | preset_values(name))
            if settings is not None:
                found.append((name, settings))
        return found

    def _next(self) -> None:
        estimate = self._training.jobs.estimate
        if estimate is None or not self._training.resting:
            self._wait_for_nothing()
        if self._asked is not None or not self._waiting or estimate is None:
            return
        preset, settings = self._waiting.pop(0)
        self._asked = (preset, settings, self._known)
        triplets = tuple(self._triplets()[0])
        self._background.run(estimate, settings, triplets, done=self._take, failed=self._give_up, long=True)

    def _wait_for_nothing(self) -> None:
        """A training has begun meanwhile; it is over before anybody asks again."""
        for preset, _settings in self._waiting:
            self._choice.show_time(preset, "")
        self._waiting = []

    def _take(self, expected: Expected | None) -> None:
        self._answered(expected)

    def _give_up(self, _error: UserError | None) -> None:
        """Nothing is better than a guess; what is wrong will be said when the person trains."""
        self._answered(None)

    def _answered(self, expected: Expected | None) -> None:
        if self._asked is None:
            return
        preset, settings, known = self._asked
        self._asked = None
        if expected is not None:
            known[settings] = expected
        if known is self._known and not self._timer.isActive():
            if (preset, settings) in self._wanted():
                if expected is None:
                    self._choice.show_time(preset, "")
                else:
                    self._show(preset, expected)
            self._waiting = [one for one in self._waiting if one[1] not in known]
        self._next()

    def _show(self, preset: Preset, expected: Expected) -> None:
        words = rough_duration(expected.seconds)
        explanation = self.tr("On this computer and with these triplets: {0}, with {1} of memory.").format(
            words, memory(expected.memory_mb)
        )
        self._choice.show_time(preset, words, explanation)
