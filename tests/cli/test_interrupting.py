"""Ctrl+C and signals, delivered to this process itself."""

import os
import signal
from pathlib import Path

import pytest

from specter2_gui.cli.interrupting import listening
from specter2_gui.training.control import Control


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_stops_then_cancels_then_ends(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "best").mkdir()
    control = Control()
    before = signal.getsignal(signal.SIGINT)
    with listening(control, tmp_path):
        press_ctrl_c()
        assert control.requested == "stop early"
        press_ctrl_c()
        assert control.requested == "cancel"
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()
    assert signal.getsignal(signal.SIGINT) is before
    said = capfd.readouterr().err
    assert "the best model so far is kept" in said
    assert "nothing will be kept" in said


def test_before_the_first_check_no_model_is_promised(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with listening(Control(), tmp_path):
        press_ctrl_c()
    said = capfd.readouterr().err
    assert "no model to keep before the first check" in said
    assert "is kept" not in said


@pytest.mark.skipif(os.name == "nt", reason="no process is told to end by a signal on Windows")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_pauses(name: str, tmp_path: Path) -> None:
    number = signal.Signals[name]
    control, before = Control(), signal.getsignal(number)
    signal.signal(number, signal.SIG_DFL)  # the tests themselves may have been started with this signal ignored
    try:
        with listening(control, tmp_path) as interruption:
            signal.raise_signal(number)
            assert control.requested == "pause"
            assert interruption.status == 128 + number
            assert signal.getsignal(number) == signal.SIG_DFL, "the second ends the program"
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)


@pytest.mark.skipif(os.name == "nt", reason="no process is told to end by a signal on Windows")
def test_a_run_that_is_ending_is_not_paused(tmp_path: Path) -> None:
    control = Control()
    with listening(control, tmp_path) as interruption:
        press_ctrl_c()
        signal.raise_signal(signal.SIGTERM)
    assert control.requested == "stop early"
    assert interruption.status == 0


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system does not tell that a terminal was closed")
def test_a_closed_terminal_that_the_caller_ignores_stays_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        control = Control()
        with listening(control, tmp_path):
            signal.raise_signal(signal.SIGHUP)
        assert control.requested is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_ctrl_c_after_a_pause_was_asked_for_stops(tmp_path: Path) -> None:
    control = Control()
    with listening(control, tmp_path):
        control.pause()
        press_ctrl_c()
    assert control.requested == "stop early"
