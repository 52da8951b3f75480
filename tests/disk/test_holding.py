from pathlib import Path

from specter2_gui.disk.holding import Held, is_held


def test_a_file_is_held_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / ".running"
    assert not is_held(path)
    held = Held(path)
    assert is_held(path)
    held.release()
    held.release()
    assert not is_held(path)
    assert not path.exists()


def test_a_file_left_behind_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / ".running"
    path.touch()
    assert not is_held(path)
