"""Faults end up in the log as frames and class names, never with anybody's words."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.disk.fault_log import log_file
from specter2_gui.qt.faults import FaultWatch

WORDS = "somebody's query"
"""Not written where it is raised: a frame quotes that line."""


@pytest.fixture
def watch(styled: None) -> Iterator[FaultWatch]:  # noqa: ARG001 - the application has to be there first
    made = FaultWatch()
    made.start()
    yield made
    made.stop()
    made.deleteLater()


def test_an_uncaught_fault_is_told_and_logged_without_its_words(watch: FaultWatch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.faulted) as told:
        try:
            raise ValueError(WORDS)
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    assert told.args is not None
    assert WORDS in told.args[1]
    written = log_file().read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "test_faults.py" in written
    assert WORDS not in written


def test_a_fault_in_any_thread_is_told(watch: FaultWatch, qtbot: QtBot) -> None:
    def break_down() -> None:
        raise KeyError(WORDS)

    with qtbot.waitSignal(watch.faulted):
        thread = threading.Thread(target=break_down)
        thread.start()
        thread.join()
    assert WORDS not in log_file().read_text(encoding="utf-8")


def test_everything_is_given_back_at_the_end(styled: None) -> None:  # noqa: ARG001 - the application has to be there first
    before = logging.getLogger("specter2_gui").handlers[:]
    watch = FaultWatch()
    watch.start()
    watch.stop()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
    assert logging.getLogger("specter2_gui").handlers == before
    watch.deleteLater()
