"""Undo behind a notice: it takes back the gesture that the notice tells of, or nothing."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.undoing import Undoing, redo_if_newest, undo_if_newest
from tests.qt.conftest import Said


class Asker:
    """Somebody who changes queries and keeps what Undo is offered for each change."""

    def __init__(self, qtbot: QtBot, project: Project, gestures: Gestures, background: Background, say: Said) -> None:
        self.qtbot, self.project, self.gestures, self.background = qtbot, project, gestures, background
        self.owner = QObject()
        self.undoing = Undoing(project, gestures, say, self.owner)
        self.made: list[tuple[int, ...]] = []

    def ask(self, work: partial[object]) -> None:
        self.gestures.ask("Changing…", work, self.keep)
        self.qtbot.waitUntil(lambda: not self.gestures.busy and not self.background.busy)

    def keep(self, _answer: object) -> None:
        self.made.append(self.gestures.made)


@pytest.fixture
def asker(qtbot: QtBot, project: Project, gestures: Gestures, background: Background, notify: Said) -> Asker:
    return Asker(qtbot, project, gestures, background, notify)


def test_a_gesture_that_changes_nothing_has_made_no_change(asker: Asker) -> None:
    asker.ask(partial(asker.project.queries.add, ["wild bees"]))
    asker.ask(partial(asker.project.queries.edit, 1, "wild  bees"))
    asker.ask(partial(asker.project.queries.delete, [77]))
    assert asker.made == [(1,), (), ()]


def test_a_change_that_somebody_else_makes_meanwhile_is_not_taken_for_ones_own(asker: Asker) -> None:
    def among_others() -> None:
        elsewhere(asker.project, "an import")
        asker.project.queries.add(["mine"])
        elsewhere(asker.project, "another import")

    asker.ask(partial(among_others))
    assert asker.made == [(2,)]
    assert undo_if_newest(asker.project, asker.made[0]) is None
    assert [row.text for row in asker.project.queries.list()] == ["an import", "mine", "another import"]


def test_several_changes_are_taken_back_together_or_not_at_all(asker: Asker) -> None:
    def twice() -> None:
        asker.project.queries.add(["one"])
        asker.project.queries.add(["two"])

    asker.project.queries.add(["before"])
    asker.ask(partial(twice))
    assert undo_if_newest(asker.project, (1, 3)) is None
    assert undo_if_newest(asker.project, asker.made[0]) == "Add 1 query"
    assert [row.text for row in asker.project.queries.list()] == ["before"]


def test_nothing_is_changed_between_the_comparison_and_the_undo(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    project = asker.project
    undo, free = project.undo, list[bool]()

    def watched() -> str | None:
        free.append(can_be_taken(project))
        return undo()

    monkeypatch.setattr(project, "undo", watched)
    asker.ask(partial(project.queries.add, ["mine"]))
    asker.ask(partial(undo_if_newest, project, asker.made[0]))
    assert free == [False]
    assert project.queries.list() == []


def test_what_was_undone_is_done_again_only_while_it_is_the_newest(asker: Asker) -> None:
    asker.ask(partial(asker.project.queries.add, ["wild bees"]))
    asker.ask(partial(asker.project.undo))
    assert redo_if_newest(asker.project, (1,)) is None
    assert redo_if_newest(asker.project, asker.made[1]) == "Add 1 query"


def elsewhere(project: Project, query: str) -> None:
    """Add ``query`` in a thread of its own and wait for it."""
    worker = threading.Thread(target=project.queries.add, args=([query],))
    worker.start()
    worker.join()


def can_be_taken(project: Project) -> bool:
    """Whether another thread could begin a change now."""
    answers: list[bool] = []

    def take() -> None:
        taken = project.ledger.lock.acquire(blocking=False)
        answers.append(taken)
        if taken:
            project.ledger.lock.release()

    worker = threading.Thread(target=take)
    worker.start()
    worker.join()
    return answers[0]
