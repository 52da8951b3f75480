"""Noticing that all vectors run together, which a falling loss alone does not show."""

from typing import Any

from specter2_gui.domain.events import Warned
from specter2_gui.training.checking import Check
from specter2_gui.training.checkpoint import Position

_STEPS_AT_MARGIN = 20
_NEAR_MARGIN = 1e-3  # of the margin
_ALIKE = 0.98
_EQUAL = 0.9999  # above this a rise is rounding
_SENTENCE = (
    "The model has begun to give nearly the same vector to every text{why}. The best model so far is kept; "
    "a lower learning rate or fewer epochs usually help."
)


class CollapseWatch:
    """Tells once when the loss sits at the margin for many steps, or the held-out vectors have become alike."""

    def __init__(self, margin: float | None) -> None:
        """``margin`` is the loss at which all distances are equal, or None for a loss without such a value."""
        self._margin = margin
        self._at_margin = 0
        self._baseline: float | None = None
        self._told = False

    def after_step(self, step: int, loss: float) -> list[Warned]:
        """A warning, if the loss has now been the margin for twenty steps: both distances are equal everywhere."""
        if self._margin is None:
            return []
        self._at_margin = self._at_margin + 1 if abs(loss - self._margin) < _NEAR_MARGIN * self._margin else 0
        return self._tell(step, "") if self._at_margin >= _STEPS_AT_MARGIN else []

    def after_check(self, step: int, check: Check) -> list[Warned]:
        """A warning, if the vectors are alike now and were clearly less so before the first step.

        Some backbones (SPECTER2 among them) give similar vectors from the start, so only a rise is a sign: what was
        missing to a cosine of 1 has to have halved.
        """
        if self._baseline is None:
            self._baseline = check.similarity
            return []
        risen = 1 - check.similarity < (1 - self._baseline) / 2 and self._baseline < _EQUAL
        alike = check.similarity > _ALIKE and risen
        return self._tell(step, f" (mean similarity {check.similarity:.3f})") if alike else []

    def state(self) -> dict[str, Any]:
        """What a checkpoint has to keep."""
        return {"at_margin": self._at_margin, "first_similarity": self._baseline, "told": self._told}

    def restore(self, at: Position) -> None:
        """Watch on from where a checkpoint was."""
        self._at_margin, self._baseline, self._told = at.at_margin, at.first_similarity, at.told

    def _tell(self, step: int, why: str) -> list[Warned]:
        if self._told:
            return []
        self._told = True
        return [Warned(_SENTENCE.format(why=why), step)]
