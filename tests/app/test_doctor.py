"""What the doctor reports: complete, true, and without the name of the person's home folder."""

import json
import os
import sys
from pathlib import Path

import pytest

import specter2_gui
from specter2_gui.app import doctor, models
from specter2_gui.disk.fault_log import write_fault


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))


def test_the_report_names_versions_device_models_and_places() -> None:
    facts = dict(doctor.report())
    assert facts["specter2_gui"] == specter2_gui.__version__
    assert facts["Python"].startswith(".".join(map(str, sys.version_info[:3])))
    assert {"Qt for Python", "PyTorch", "transformers", "adapters", "huggingface_hub"} <= set(facts)
    assert "not installed" not in [facts["PyTorch"], facts["transformers"], facts["adapters"]]
    assert facts["Device"]
    assert facts["Model specter2"] == "SPECTER2: not on this computer (450 MB)"
    assert "GB free" in facts["Model cache"]
    assert "GB free" in facts["Runs and workspace"]
    assert facts["Default settings"].endswith("specter2_conf.yaml")
    assert facts["Log"].endswith("(nothing written yet)")
    assert json.dumps(facts)


def test_the_home_folder_is_not_spelt_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    facts = dict(doctor.report())
    for name in ("Model cache", "Runs and workspace", "Log"):
        assert facts[name].startswith("~")
        assert tmp_path.name not in facts[name]


def test_a_log_that_exists_is_named() -> None:
    file = write_fault("something")
    assert dict(doctor.report())["Log"] == str(file)


def test_switched_off_downloads_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "1")
    assert dict(doctor.report())["Downloads"] == "switched off by the environment"


def test_a_disk_that_is_gone_is_reported_and_not_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "exists", lambda _: False)  # pyright: ignore[reportUnknownArgumentType] - the argument does not matter
    assert doctor._room(Path("Z:/hub")) == "its disk is not there"


def test_a_folder_that_no_system_could_make_is_reported_and_not_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").touch()
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "letter.txt" / "below"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / ("long" * 100)))
    facts = dict(doctor.report())
    assert "cannot be made" in facts["Runs and workspace"]
    assert "letter.txt' is no folder" in facts["Runs and workspace"]
    assert "GB free" in facts["Model cache"]
    assert facts["Models"] == "the model cache cannot be looked at"
    assert "nothing written yet" in facts["Log"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_nobody_may_write_to_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert doctor._room(tmp_path / "runs").endswith("but you may not write there")


def test_the_models_of_the_report_are_those_of_the_window() -> None:
    assert [status.name for status in models.model_statuses()] == ["specter2", "starter"]
