"""What the curves show, kept ready for drawing: raw and smoothed losses in few points, evaluations as they are."""

import math
from collections.abc import Iterable, Sequence

from specter2_gui.domain.events import Evaluated, Event, StepDone

_LIMIT = 600
Points = tuple[list[float], list[float]]
"""x and y, equally long."""


class Thinned:
    """A series of any length in at most ``4 * limit + 1`` points: the lowest and highest of each stretch, and the last."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._width = 1
        self._filled = 0
        self._stretches: list[tuple[float, float, float, float]] = []
        self._last: tuple[float, float] | None = None

    def add(self, x: float, y: float) -> None:
        """Append a point; ``x`` must grow and ``y`` be a number."""
        self._last = (x, y)
        if self._filled == 0:
            self._stretches.append((x, y, x, y))
        else:
            self._stretches[-1] = _join(self._stretches[-1], (x, y, x, y))
        self._filled = (self._filled + 1) % self._width
        if self._filled == 0 and len(self._stretches) >= 2 * self._limit:
            pairs = zip(self._stretches[::2], self._stretches[1::2], strict=True)
            self._stretches = [_join(first, second) for first, second in pairs]
            self._width *= 2

    def points(self) -> Points:
        """The points to draw, in the order of x."""
        found: list[tuple[float, float]] = []
        for low_x, low_y, high_x, high_y in self._stretches:
            found += sorted({(low_x, low_y), (high_x, high_y)})
        if self._last is not None and (not found or found[-1] != self._last):
            found.append(self._last)
        return [x for x, _y in found], [y for _x, y in found]


class CurveData:
    """Everything one run has reported that can be drawn."""

    def __init__(self, smoothing: float = 0.9) -> None:
        self.smoothing = smoothing
        self.steps: list[int] = []
        self.losses: list[float] = []
        self.evaluations: list[Evaluated] = []
        self.first_nan: int | None = None
        self._raw = Thinned()
        self._smooth = Thinned()
        self._average = 0.0

    def add(self, events: Iterable[Event]) -> bool:
        """Take in what happened; True if there is something new to draw."""
        changed = False
        for event in events:
            if isinstance(event, StepDone):
                self._add_step(event.step, event.loss)
                changed = True
            elif isinstance(event, Evaluated):
                self.evaluations.append(event)
                changed = True
        return changed

    def smooth_by(self, smoothing: float) -> None:
        """Smooth anew: 0 shows the raw losses, 0.99 hardly moves."""
        self.smoothing = smoothing
        self._smooth, self._average = Thinned(), 0.0
        for number, (step, loss) in enumerate(zip(self.steps, self.losses, strict=True), start=1):
            self._smooth.add(step, self._averaged(number, loss))

    def raw(self) -> Points:
        """The training losses as they came, thinned."""
        return self._raw.points()

    def smooth(self) -> Points:
        """The exponential moving average of the training losses, corrected for its start at zero, thinned."""
        return self._smooth.points()

    def held_out_loss(self) -> Points:
        """The losses of the evaluations; never smoothed."""
        finite = [one for one in self.evaluations if math.isfinite(one.loss)]
        return [float(one.step) for one in finite], [one.loss for one in finite]

    def accuracy(self) -> Points:
        """The triplet accuracies of the evaluations in per cent; never smoothed."""
        return [float(one.step) for one in self.evaluations], [100 * one.triplet_accuracy for one in self.evaluations]

    @property
    def baseline(self) -> Evaluated | None:
        """The evaluation of the untouched model."""
        return next((one for one in self.evaluations if one.step == 0), None)

    @property
    def best(self) -> Evaluated | None:
        """The newest evaluation that no earlier one surpasses."""
        return next((one for one in reversed(self.evaluations) if one.best), None)

    def nearest_step(self, x: float) -> int | None:
        """The position in ``steps`` that lies nearest to ``x``."""
        return _nearest(self.steps, x)

    def nearest_evaluation(self, x: float) -> Evaluated | None:
        """The evaluation nearest to ``x``."""
        found = _nearest([one.step for one in self.evaluations], x)
        return None if found is None else self.evaluations[found]

    def table(self) -> str:
        """Everything as comma-separated values with a header; cells that have no value are empty."""
        checks = {one.step: one for one in self.evaluations}
        losses = dict(zip(self.steps, self.losses, strict=True))
        lines = ["step,training_loss,held_out_loss,triplet_accuracy"]
        for step in sorted({*checks, *losses}):
            check = checks.get(step)
            held = f"{check.loss!r},{check.triplet_accuracy!r}" if check else ","
            lines.append(f"{step},{losses.get(step, '')},{held}")
        return "\n".join(lines) + "\n"

    def _add_step(self, step: int, loss: float) -> None:
        if not math.isfinite(loss):
            self.first_nan = self.first_nan or step
            return
        self.steps.append(step)
        self.losses.append(loss)
        self._raw.add(step, loss)
        self._smooth.add(step, self._averaged(len(self.steps), loss))

    def _averaged(self, number: int, loss: float) -> float:
        self._average = self.smoothing * self._average + (1 - self.smoothing) * loss
        return self._average / (1 - self.smoothing**number)


def _join(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    low = first[:2] if first[1] <= second[1] else second[:2]
    high = first[2:] if first[3] >= second[3] else second[2:]
    return (*low, *high)


def _nearest(steps: Sequence[float], x: float) -> int | None:
    return min(range(len(steps)), key=lambda position: abs(steps[position] - x)) if steps else None
