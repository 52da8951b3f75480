"""What was decided on the tab "Duplicates", newest last, so that Backspace there takes back nothing of another page."""

from collections.abc import Sequence
from dataclasses import dataclass

from specter2_gui.project.project import Project
from specter2_gui.qt.controllers.undoing import undo_if_newest


@dataclass(slots=True, eq=False)
class Step:
    """One decision about the pair ``pair`` (0: about a group), or that it comes later, which changes nothing.

    ``waiting`` are the pairs that were to come later before that. ``made`` is where the project's counter stands
    after the change; empty until it is done, and if it changed nothing. ``earlier`` is the decision before it.
    """

    pair: int
    waiting: Sequence[int] | None = None
    made: tuple[int, ...] = ()
    earlier: "Step | None" = None

    @property
    def later(self) -> bool:
        """Whether it put the pair behind the others."""
        return self.waiting is not None


class History:
    """The steps of this window; it belongs to the GUI thread."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def add(self, step: Step) -> None:
        """Remember ``step`` as the newest one."""
        step.earlier = next((one for one in reversed(self._steps) if not one.later), None)
        self._steps.append(step)

    def drop_unfinished(self) -> None:
        """Forget the steps that were refused or changed nothing, once none is on its way any more."""
        self._steps = [step for step in self._steps if step.later or step.made]

    def take(self) -> Step | None:
        """The newest step, which is no longer remembered."""
        return self._steps.pop() if self._steps else None

    def forget(self, step: Step) -> None:
        """``step`` was taken back."""
        self._steps = [one for one in self._steps if one is not step]


def undo_step(project: Project, step: Step) -> Step | None:
    """Undo ``step`` in the project; None, and nothing is undone, if anything else was changed since.

    Runs in a worker thread, after the step itself. The project is then what it was after the step before.

    Raises:
        UserError: the disk refused.
    """
    with project.ledger.lock:
        if undo_if_newest(project, step.made) is None:
            return None
        earlier = step.earlier
        while earlier is not None and not earlier.made:
            earlier = earlier.earlier
        if earlier is not None and earlier.made[-1] == step.made[0] - 1:
            earlier.made = (project.changes,)
        return step
