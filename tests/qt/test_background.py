"""Short jobs: answered on the GUI thread, newest only, faults told."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.domain.errors import UserError
from specter2_gui.qt.background import Background


class Ear:
    def __init__(self) -> None:
        self.heard: list[object] = []
        self.errors: list[UserError | None] = []
        self.threads: list[str] = []
        self.ended = False

    def hear(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.append(threading.current_thread().name)

    def refuse(self, error: UserError | None) -> None:
        self.errors.append(error)

    def end(self) -> None:
        self.ended = True


def test_an_answer_arrives_on_the_thread_that_asked(qtbot: QtBot, background: Background) -> None:
    ear = Ear()
    background.run(threading.current_thread, done=ear.hear)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.threads == [threading.current_thread().name]
    assert ear.heard[0] is not threading.current_thread()


def test_only_the_newest_request_of_a_slot_is_answered(qtbot: QtBot, background: Background) -> None:
    ear, gate = Ear(), threading.Event()

    def slow() -> str:
        gate.wait(10)
        return "old"

    background.run(slow, done=ear.hear, slot="search")
    background.run(str, "new", done=ear.hear, slot="search")
    qtbot.waitUntil(lambda: ear.heard == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: background.busy == 0)
    assert ear.heard == ["new"]


def test_a_user_error_reaches_the_one_who_asked(qtbot: QtBot, background: Background) -> None:
    def refuse() -> str:
        raise UserError("The file is missing", "It was moved", "Choose it again")

    ear = Ear()
    background.run(refuse, done=ear.hear, failed=ear.refuse)
    qtbot.waitUntil(lambda: bool(ear.errors))
    assert ear.errors[0] is not None
    assert ear.errors[0].what == "The file is missing"


def test_a_user_error_nobody_takes_is_shown_as_a_sentence(qtbot: QtBot, background: Background) -> None:
    def refuse() -> str:
        raise UserError("The file is missing", "It was moved", "Choose it again")

    with qtbot.waitSignal(background.refused) as told:
        background.run(refuse, done=Ear().hear)
    assert told.args == ["The file is missing. It was moved. Choose it again."]


def test_a_fault_is_told_with_its_details(qtbot: QtBot, background: Background) -> None:
    def break_down() -> str:
        raise ZeroDivisionError

    ear = Ear()
    with qtbot.waitSignal(background.faulted) as told:
        background.run(break_down, done=ear.hear, failed=ear.refuse)
    assert told.args is not None
    assert "ZeroDivisionError" in told.args[1]
    assert "ZeroDivisionError" not in told.args[0]
    qtbot.waitUntil(lambda: ear.errors == [None])


def test_progress_ends_with_the_last_value_and_then_done(qtbot: QtBot, background: Background) -> None:
    def count() -> Iterator[int]:
        yield from range(1000)

    ear = Ear()
    background.follow(count, each=ear.hear, done=ear.end)
    qtbot.waitUntil(lambda: ear.ended)
    assert ear.heard[-1] == 999


def test_the_last_value_comes_before_the_end_even_if_its_message_is_late(
    qtbot: QtBot, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(act: Callable[..., object], *more: object, **settings: Any) -> None:
        if getattr(act, "__name__", "") != "deliver":  # that of the value is never delivered at all
            soon(act, *more, **settings)

    soon = background.loop.call_soon_threadsafe
    monkeypatch.setattr(background.loop, "call_soon_threadsafe", late)
    heard: list[object] = []

    def count() -> Iterator[int]:
        yield 7

    background.follow(count, each=heard.append, done=lambda: heard.append("end"))
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard == [7, "end"]


def test_closing_waits_for_work_and_drops_its_answer(qapp: QApplication) -> None:  # noqa: ARG001 - the application has to be there first
    background, ear, started = Background(), Ear(), threading.Event()

    def work() -> str:
        started.set()
        return "late"

    background.run(work, done=ear.hear)
    assert started.wait(10)
    background.close()
    assert ear.heard == []
    background.deleteLater()
