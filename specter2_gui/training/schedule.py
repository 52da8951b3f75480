"""The learning rate over a run: a rise in a line from zero, then a fall in a line to zero, or none."""

import math
from typing import Literal


def warmup_steps(steps: int, ratio: float) -> int:
    """How many of ``steps`` belong to the warm-up: the share rounded up, so that a warm-up asked for is never none."""
    return math.ceil(round(ratio * steps, 6))  # 0.07 of 100 is 7, not a little more


def lr_factor(done: int, steps: int, warmup: int, schedule: Literal["linear", "constant"]) -> float:
    """Share of the highest learning rate for the step that follows ``done`` steps.

    The full rate is reached with the last warm-up step; no step before the end has the rate 0, after it the rate is 0.
    """
    if done < warmup:
        return (done + 1) / warmup
    if schedule == "constant":
        return 1.0
    return max(0.0, (steps - done) / max(1, steps - warmup))
