"""What the curves show, kept ready for drawing: raw and smoothed losses in few points, evaluations as they are."""

import math
from collections.abc import Iterable, Sequence

from specter2_gui.domain.events import (
    Evaluated,
    Event,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StepDone,
    VerdictReached,
)
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG, Measure
from specter2_gui.qt.widgets.thinned import Points, Thinned

_END = (RunFinished, RunStopped, RunFailed)


class CurveData:
    """Everything one run has reported that can be drawn; where it was resumed, what came after the checkpoint gives way."""

    def __init__(self, smoothing: float = 0.9) -> None:
        self.smoothing = smoothing
        self.steps: list[int] = []
        self.losses: list[float] = []
        self.evaluations: list[Evaluated] = []
        self.first_nan: int | None = None
        self.planned = 0
        """How many steps the run will take; 0 as long as that is not known."""
        self.ended = False
        """Nothing more will come; a paused run has not ended."""
        self.bm25: float | None = None
        """nDCG@10 of a search by words alone, where it was measured."""
        self._raw = Thinned()
        self._smooth = Thinned()
        self._average = 0.0

    def add(self, events: Iterable[Event]) -> bool:
        """Take in what happened; True if there is something new to draw."""
        changed = False
        for event in events:
            if isinstance(event, StepDone):
                self._add_step(event.step, event.loss)
            elif isinstance(event, Evaluated):
                self._add_evaluation(event)
            elif isinstance(event, RunStarted):
                self._begin(event)
            elif isinstance(event, VerdictReached):
                self.bm25 = event.systems.get("bm25", {}).get(NDCG.key)
            elif isinstance(event, _END):
                self.ended = True
            else:
                continue
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

    @property
    def measure(self) -> Measure:
        """What the lower curve shows: the measure that chooses the best model."""
        return NDCG if any(NDCG.of(one) is not None for one in self.evaluations) else ACCURACY

    def measured(self, measure: Measure | None = None) -> Points:
        """The evaluations by ``measure`` (its own if none is named), as it is shown; never smoothed."""
        wanted = measure or self.measure
        values = [(float(one.step), wanted.of(one)) for one in self.evaluations]
        return [x for x, y in values if y is not None], [y for _x, y in values if y is not None]

    @property
    def baseline(self) -> Evaluated | None:
        """The evaluation of the untouched model."""
        return next((one for one in self.evaluations if one.step == 0), None)

    @property
    def best(self) -> Evaluated | None:
        """The newest evaluation that no earlier one surpasses."""
        return next((one for one in reversed(self.evaluations) if one.best), None)

    def best_point(self, measure: Measure | None = None) -> Points:
        """Where the best model lies in the lower curve."""
        value = (measure or self.measure).of(self.best) if self.best else None
        return ([], []) if self.best is None or value is None else ([float(self.best.step)], [value])

    @property
    def span(self) -> int:
        """The last step to leave room for: the last one that is planned, or was taken if no more will come."""
        taken = max([*self.steps[-1:], *(one.step for one in self.evaluations[-1:])], default=0)
        return taken if self.ended and taken else max(self.planned, taken)

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
        judged = sorted({name for one in self.evaluations for name in one.figures or ()})
        lines = [",".join(("step", "training_loss", "held_out_loss", "triplet_accuracy", *judged))]
        for step in sorted({*checks, *losses}):
            check = checks.get(step)
            held = [repr(check.loss), repr(check.triplet_accuracy)] if check else ["", ""]
            figures = (check.figures or {}) if check else {}
            cells = (*held, *(repr(figures[name]) if name in figures else "" for name in judged))
            lines.append(",".join((str(step), str(losses.get(step, "")), *cells)))
        return "\n".join(lines) + "\n"

    def _begin(self, plan: RunStarted) -> None:
        self.planned, self.ended = plan.steps, False
        if plan.resumed_from:
            self._go_back_to(plan.resumed_from)

    def _go_back_to(self, step: int) -> None:
        """Steps that are taken a second time are drawn once."""
        kept = [(at, loss) for at, loss in zip(self.steps, self.losses, strict=True) if at <= step]
        self.evaluations = [one for one in self.evaluations if one.step <= step]
        if self.first_nan is not None and self.first_nan > step:
            self.first_nan = None
        self.steps, self.losses, self._raw, self._smooth, self._average = [], [], Thinned(), Thinned(), 0.0
        for at, loss in kept:
            self._add_step(at, loss)

    def _add_step(self, step: int, loss: float) -> None:
        if not math.isfinite(loss):
            self.first_nan = self.first_nan or step
            return
        self.steps.append(step)
        self.losses.append(loss)
        self._raw.add(step, loss)
        self._smooth.add(step, self._averaged(len(self.steps), loss))

    def _add_evaluation(self, check: Evaluated) -> None:
        if self.evaluations and self.evaluations[-1].step == check.step:
            self.evaluations.pop()  # a resumed run may look again at the step it goes on from
        self.evaluations.append(check)

    def _averaged(self, number: int, loss: float) -> float:
        self._average = self.smoothing * self._average + (1 - self.smoothing) * loss
        return self._average / (1 - self.smoothing**number)


def _nearest(steps: Sequence[float], x: float) -> int | None:
    return min(range(len(steps)), key=lambda position: abs(steps[position] - x)) if steps else None
