"""What was decided on the tab "Duplicates", newest last, so that Backspace there takes back nothing of another page."""

from dataclasses import dataclass

from specter2_gui.project.project import Project


@dataclass(slots=True)
class Step:
    """One decision about the pair ``pair`` (0: about a group), or that it comes later, which changes nothing.

    ``before`` and ``after`` are the project's counter of changes round it; -1 until it is done.
    """

    pair: int
    later: bool = False
    before: int = -1
    after: int = -1


class History:
    """The steps of this window; asked from the worker thread for gestures, which come one after the other."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._steps: list[Step] = []

    def add(self, step: Step) -> None:
        """Remember ``step`` as the newest one."""
        self._steps.append(step)

    def drop_unfinished(self) -> None:
        """Forget the steps that were refused."""
        self._steps = [step for step in self._steps if step.later or step.after >= 0]

    @property
    def newest(self) -> Step | None:
        """The step that would be taken back next."""
        return self._steps[-1] if self._steps else None

    def take(self) -> Step | None:
        """The newest step, which is no longer remembered."""
        return self._steps.pop() if self._steps else None

    def undo(self) -> Step | None:
        """Undo the newest step in the project; None, and nothing is undone, if anything else was changed since."""
        step = self.take()
        if step is None or step.after != self._project.changes:
            return None
        self._project.undo()
        earlier = next((one for one in reversed(self._steps) if not one.later), None)
        if earlier is not None and earlier.after == step.before:
            earlier.after = self._project.changes
        return step
