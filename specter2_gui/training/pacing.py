"""How fast a run is, what it saves, and how long it will take; counted in the steps, told about once a second."""

import time
from typing import Any

from specter2_gui.domain.events import Pace
from specter2_gui.encoder.costs import measured_peak
from specter2_gui.encoder.memory import peak_memory_mb
from specter2_gui.training.batches import Batch
from specter2_gui.training.checkpoint import Position
from specter2_gui.training.plan import Plan

_SECONDS_BETWEEN = 1.0
_TEXTS_A_TRIPLET = 3


class Pacer:
    """Counts of the steps alone, without loading and checking; go on counting after a pause."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._triplets = 0
        self._seconds = 0.0
        self._texts = 0
        self._asked = 0
        self._told_at = time.monotonic()
        self._told = (0, 0.0, 0)  # triplets, seconds and tokens at the last time
        self._begun = 0.0
        self._before = 0
        self._tokens = 0

    @property
    def triplets_per_s(self) -> float:
        """Triplets a second in the steps alone."""
        return self._triplets / self._seconds if self._seconds > 0 else 0.0

    @property
    def encodes_saved(self) -> float:
        """The share of texts, three a triplet, that needed no pass through the model."""
        return max(0.0, 1 - self._texts / self._asked) if self._asked else 0.0

    @property
    def padding_share(self) -> float:
        """The share of computed tokens that were padding."""
        return self._plan.encoder.counts.padding_share

    @property
    def memory_mb(self) -> float:
        """The most memory taken so far, in megabytes."""
        return peak_memory_mb(self._plan.embedder.device)

    def begin(self) -> None:
        """A step begins."""
        self._begun = time.monotonic()
        work = self._plan.embedder.work
        self._before = work.texts
        self._tokens -= work.tokens

    def end(self, batch: Batch) -> None:
        """It has ended."""
        work = self._plan.embedder.work
        self._seconds += time.monotonic() - self._begun
        self._triplets += len(batch)
        self._texts += work.texts - self._before
        self._tokens += work.tokens
        self._asked += _TEXTS_A_TRIPLET * len(batch)

    def waited(self, seconds: float) -> None:
        """The device needed ``seconds`` more to finish steps that had been handed to it."""
        self._seconds += seconds

    def tell(self, step: int) -> list[Pace]:
        """The pace since the last time, if that was a second ago."""
        now = time.monotonic()
        triplets, seconds, tokens = self._told
        if now - self._told_at < _SECONDS_BETWEEN or self._seconds <= seconds:
            return []
        spent = self._seconds - seconds
        tokens_per_s = (self._tokens - tokens) / spent
        left = (self._plan.steps - step) * self._seconds * self._plan.settings.train.batch_size / max(1, self._triplets)
        self._told_at, self._told = now, (self._triplets, self._seconds, self._tokens)
        return [
            Pace(
                step,
                tokens_per_s,
                (self._triplets - triplets) / spent,
                self.padding_share,
                self.encodes_saved,
                self._utilisation(tokens_per_s),
                left,
                self.memory_mb,
            )
        ]

    def _utilisation(self, tokens_per_s: float) -> float | None:
        """The share of the device's own speed: forward and backward cost the same, since the body's weights rest."""
        encoder, work = self._plan.encoder, self._plan.embedder.work
        if not encoder.fast or not work.texts:
            return None
        learning = 1 - encoder.frozen_layers / encoder.layers
        flops = 2 * learning * encoder.flops_per_token(work.tokens / work.texts)
        return tokens_per_s * flops / measured_peak(encoder.device, encoder.precision)

    def counts(self) -> dict[str, Any]:
        """What a checkpoint has to keep."""
        return {
            "triplets": self._triplets, "step_seconds": self._seconds, "texts": self._texts, "texts_asked": self._asked,
        }  # fmt: skip

    def restore(self, at: Position) -> None:
        """Count on from where a checkpoint was."""
        self._triplets, self._seconds, self._texts, self._asked = at.triplets, at.step_seconds, at.texts, at.texts_asked
        self._told = (self._triplets, self._seconds, self._tokens)
