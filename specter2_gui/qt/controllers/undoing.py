"""Undo behind the words of a notice or an account: it takes back what they tell of, and nothing newer in its place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from specter2_gui.project.project import Project
from specter2_gui.qt.controllers.gestures import Gestures, Then
from specter2_gui.qt.widgets.notices import Action, Notifier


class Undoing(QObject):
    """Offers to take back the gesture whose answer is being told; for the one who hears of that answer."""

    def __init__(self, project: Project, gestures: Gestures, say: Notifier, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._gestures = gestures
        self._say = say

    def offer(self, *, redo: bool = False) -> Action | None:
        """The button of a notice, or None where the gesture changed nothing; with ``redo`` it was itself an undo, which is done again."""
        made = self._gestures.made
        if not made:
            return None
        if redo:
            return self.tr("Redo"), partial(self._turn_back, made)
        return self.tr("Undo"), partial(self.undo, made)

    def undo(self, made: Sequence[int], then: Then | None = None) -> None:
        """Take back the changes after which the project's counter stood at ``made``, then tell ``then`` what was undone.

        If anything else was changed since, nothing is undone, which is said, and ``then`` is told None.
        """
        work = partial(undo_if_newest, self._project, tuple(made))
        self._gestures.ask(self.tr("Undoing…"), work, partial(self._after, then))

    def _turn_back(self, made: Sequence[int]) -> None:
        work = partial(redo_if_newest, self._project, tuple(made))
        self._gestures.ask(self.tr("Doing it again…"), work, self._after_redo)

    def _after(self, then: Then | None, label: str | None) -> None:
        if label is None:
            self._tell_newer()
        else:
            words = self.tr("Undone: {what}.").replace("{what}", label)
            self._say(words, "info", "", (self.tr("Redo"), partial(self._turn_back, self._gestures.made)))
        if then is not None:
            then(label)

    def _after_redo(self, label: str | None) -> None:
        if label is None:
            self._tell_newer()
        else:
            self._say(self.tr("Done again: {what}.").replace("{what}", label), "info")

    def _tell_newer(self) -> None:
        self._say(
            self.tr("Something else was changed since. Edit › Undo takes the changes back one by one."), "warning"
        )


def undo_if_newest(project: Project, made: Sequence[int]) -> str | None:
    """Undo the changes after which the counter stood at ``made``, and give the label of the first; else None.

    Nothing is undone unless they are the newest ones, with none of anybody else among them; nobody can change the
    project in between.

    Raises:
        UserError: the disk refused.
    """
    with project.ledger.lock:
        if not made or list(made) != list(range(project.changes - len(made) + 1, project.changes + 1)):
            return None
        return [project.undo() for _ in made][-1]


def redo_if_newest(project: Project, made: Sequence[int]) -> str | None:
    """Do again what was undone after which the counter stood at ``made``, unless anything else was changed since.

    Raises:
        UserError: the disk refused.
    """
    with project.ledger.lock:
        if not made or made[-1] != project.changes:
            return None
        return [project.redo() for _ in made][-1]
