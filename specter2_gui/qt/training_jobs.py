"""What the window has the program do for a training; a test can put something quicker in its place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.control import Control


class Finetune(Protocol):
    """As :func:`specter2_gui.app.finetuning.finetune`."""

    def __call__(
        self, settings: Settings, triplets: Sequence[Triplet], run_dir: Path, control: Control, *, rejected: int
    ) -> Iterator[Event]:
        """The events of the training."""
        ...


class Expected(Protocol):
    """How long a training will take, in seconds, and the most memory it needs, in megabytes."""

    @property
    def seconds(self) -> float:
        """From the first step to the last."""
        ...

    @property
    def memory_mb(self) -> float:
        """On the graphics card if it uses one."""
        ...


Resume = Callable[[Path, Control], Iterator[Event]]
"""As :func:`specter2_gui.app.finetuning.resume`."""
Estimate = Callable[[Settings, Sequence[Triplet]], Expected | None]
"""As :func:`specter2_gui.app.estimating.estimate`; may take seconds, and runs in a worker thread."""


def _as_they_are(settings: Settings) -> Settings:
    return settings


@dataclass(frozen=True)
class TrainingJobs:
    """``estimate`` is None where nothing is to be said about times; ``place`` names the folder of runs in the settings."""

    finetune: Finetune
    resume: Resume
    estimate: Estimate | None = None
    place: Callable[[Settings], Settings] = _as_they_are
