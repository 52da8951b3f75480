"""The program writes where it is told and finds its resources."""

from pathlib import Path

import pytest

from specter2_gui.disk import places


def test_the_home_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(places.HOME_VARIABLE, str(tmp_path / "mine"))
    assert places.home() == tmp_path / "mine"


def test_without_a_wish_the_home_is_the_systems_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.HOME_VARIABLE, raising=False)
    assert places.home().name == "specter2_gui"


def test_the_resources_hold_the_default_settings() -> None:
    assert (places.resources() / "conf" / "specter2_conf.yaml").is_file()
