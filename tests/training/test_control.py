import pytest

from specter2_gui.training.control import CancelledError, Control


def test_nothing_is_asked_for_at_first() -> None:
    control = Control()
    assert control.requested is None
    control.raise_if_cancelled()
    control.raise_if_requested()


def test_a_cancel_outweighs_a_stop() -> None:
    control = Control()
    control.stop_early()
    assert control.requested == "stop early"
    control.raise_if_cancelled()
    control.cancel()
    assert control.requested == "cancel"
    control.stop_early()
    assert control.requested == "cancel"


def test_a_cancel_leaves_the_present_work() -> None:
    control = Control()
    control.cancel()
    with pytest.raises(CancelledError):
        control.raise_if_cancelled()


def test_before_anything_is_there_to_keep_a_stop_leaves_the_work_too() -> None:
    control = Control()
    control.stop_early()
    with pytest.raises(CancelledError):
        control.raise_if_requested()


def test_a_pause_is_outweighed_by_a_stop_and_leaves_the_work_too() -> None:
    control = Control()
    control.pause()
    assert control.requested == "pause"
    control.raise_if_cancelled()
    with pytest.raises(CancelledError):
        control.raise_if_requested()
    control.stop_early()
    assert control.requested == "stop early"


def test_where_a_best_model_is_there_already_a_stop_waits_and_nothing_else_does() -> None:
    for ask, leaves in (("stop_early", False), ("pause", True), ("cancel", True)):
        control = Control()
        getattr(control, ask)()
        if leaves:
            with pytest.raises(CancelledError):
                control.raise_if_requested(keeping=True)
        else:
            control.raise_if_requested(keeping=True)
