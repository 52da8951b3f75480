"""Long tasks: shown in the status line with what can be asked of them, and ended before the program ends."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from specter2_gui.qt.background import Background, stopping
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.elided_button import ElidedButton
from specter2_gui.qt.widgets.task_bar import TaskBar


class Person:
    """Keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def cancel(self) -> None:
        self.asked.append("cancel")

    def pause(self) -> None:
        self.asked.append("pause")


def bar_of(tasks: Tasks, qtbot: QtBot) -> TaskBar:
    bar = TaskBar()
    qtbot.addWidget(bar)
    tasks.changed.connect(bar.show_tasks)
    bar.cancel_asked.connect(tasks.cancel)
    bar.pause_asked.connect(tasks.pause)
    return bar


def test_a_task_is_shown_while_it_is_at_work_and_only_then(tasks: Tasks, qtbot: QtBot) -> None:
    bar = bar_of(tasks, qtbot)
    task = tasks.begin("import", "Importing thesis.ris", "import")
    task.report("", 30, 120)
    entry = bar.entries[0]
    assert not bar.isHidden()
    assert entry.words.text() == "Importing thesis.ris"
    assert (entry.bar.value(), entry.bar.maximum()) == (30, 120)
    assert entry.pause.isHidden()
    task.end()
    task.end()
    assert bar.isHidden()


def test_a_task_is_paused_and_cancelled_from_the_status_line(tasks: Tasks, qtbot: QtBot) -> None:
    bar, person = bar_of(tasks, qtbot), Person()
    tasks.begin("embedding", "Preparing papers", "model", cancel=person.cancel, pause=person.pause)
    qtbot.mouseClick(bar.entries[0].pause, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.entries[0].cancel, Qt.MouseButton.LeftButton)
    assert person.asked == ["pause", "cancel"]
    assert bar.entries[0].pause.accessibleName() == "Pause: Preparing papers"


def test_tasks_that_find_no_room_are_counted_and_named(tasks: Tasks, qtbot: QtBot) -> None:
    bar = bar_of(tasks, qtbot)
    for name in ("one", "two", "three"):
        tasks.begin(name, f"Task {name}", "import")
    assert [entry.words.text() for entry in bar.entries] == ["Task two", "Task three"]
    assert bar.more.text() == "and 1 more"
    assert bar.more.toolTip() == "Task one"


def test_the_time_that_is_left_follows_from_the_pace(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 101.0, 110.0))
    monkeypatch.setattr("specter2_gui.qt.tasks.time.monotonic", lambda: next(clock))
    task = tasks.begin("import", "Importing", "import")
    task.report("", 10, 100)
    task.report("", 12, 100)
    assert task.facts.seconds_left is None, "one second says nothing yet"
    task.report("", 30, 100)
    assert task.facts.seconds_left == pytest.approx(10 / 20 * 70)


def test_a_task_of_the_same_name_takes_the_place_of_the_one_before(tasks: Tasks) -> None:
    first = tasks.begin("archive", "Saving a.zip", "save")
    tasks.begin("archive", "Saving b.zip", "save")
    first.end()
    assert [task.words for task in tasks.facts] == ["Saving b.zip"]


def test_at_the_end_tasks_are_paused_or_else_cancelled(tasks: Tasks) -> None:
    pausable, other = Person(), Person()
    tasks.begin("embedding", "Preparing", "model", cancel=pausable.cancel, pause=pausable.pause)
    tasks.begin("import", "Importing", "import", cancel=other.cancel)
    tasks.stop_all()
    assert (pausable.asked, other.asked) == (["pause"], ["cancel"])


def test_a_training_is_one_of_the_tasks(tasks: Tasks) -> None:
    tasks.show_training("Training", 3, 10)
    assert [(task.words, task.page, task.done) for task in tasks.facts] == [("Training", "train", 3)]
    tasks.show_training("", 0, 0)
    assert tasks.facts == ()


def test_a_stopped_generator_is_closed_before_its_next_value(background: Background, qtbot: QtBot) -> None:
    stop, closed, seen = threading.Event(), threading.Event(), list[int]()

    def count() -> Iterator[int]:
        try:
            for number in range(1_000_000):
                seen.append(number)
                if number == 3:
                    stop.set()
                yield number
        finally:
            closed.set()

    ended: list[bool] = []
    background.follow(stopping(stop, count), each=seen.copy().append, done=lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))
    assert closed.is_set()
    assert seen == [0, 1, 2, 3]


def test_long_tasks_keep_no_short_job_waiting(background: Background, qtbot: QtBot) -> None:
    gate, answers, numbers = threading.Event(), list[str](), list[int]()

    def wait() -> Iterator[int]:
        gate.wait(20)
        yield 1

    for _ in range(4):
        background.follow(wait, each=numbers.append, done=numbers.copy)
    background.run(str, "answered", done=answers.append)
    qtbot.waitUntil(lambda: answers == ["answered"])
    gate.set()
    qtbot.waitUntil(lambda: background.busy == 0)


@pytest.mark.parametrize("words", ["Training", "Importing thesis.ris", "Preparing papers for searching, 2 min left"])
def test_words_are_whole_where_there_is_room_and_shortened_where_there_is_none(qtbot: QtBot, words: str) -> None:
    button = ElidedButton()
    qtbot.addWidget(button)
    button.setText(words)
    button.resize(button.sizeHint())
    button.show()
    assert QToolButton.text(button) == words
    button.resize(button.minimumSizeHint())
    assert (QToolButton.text(button) == words) == (len(words) <= 8)
    assert button.text() == words
