"""Files and folders are whole or not there."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from specter2_gui.disk import atomic


def fill_with(text: str) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        (folder / "inside").mkdir()
        (folder / "inside" / "a.txt").write_text(text, encoding="utf-8")

    return fill


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_written_file_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "file.txt"
    atomic.write_text(target, "old")
    atomic.write_text(target, "née")
    assert target.read_bytes() == "née".encode()
    assert names(target.parent) == ["file.txt"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file.txt"
    atomic.write_text(target, "old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        atomic.write_text(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["file.txt"]


def test_json_refuses_what_json_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        atomic.write_json(tmp_path / "a.json", {"loss": float("nan")})
    atomic.write_json(tmp_path / "a.json", {"title": "Ökologie"})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"title": "Ökologie"}
    assert "Ö" in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_a_replaced_folder_holds_only_the_new_content(tmp_path: Path) -> None:
    target = tmp_path / "best"
    atomic.replace_folder(target, fill_with("first"))
    (target / "stray.txt").write_text("left over", encoding="utf-8")
    atomic.replace_folder(target, fill_with("second"))
    assert (target / "inside" / "a.txt").read_text(encoding="utf-8") == "second"
    assert names(target) == ["inside"]
    assert names(tmp_path) == ["best"]


def test_a_folder_that_could_not_be_filled_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "best"
    atomic.replace_folder(target, fill_with("first"))

    def fail(folder: Path) -> None:
        fill_with("half")(folder)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        atomic.replace_folder(target, fail)
    assert (target / "inside" / "a.txt").read_text(encoding="utf-8") == "first"
    assert names(tmp_path) == ["best"]


def test_an_interrupted_replacement_is_finished_later(tmp_path: Path) -> None:
    target = tmp_path / "best"
    atomic.replace_folder(target, fill_with("first"))
    target.rename(tmp_path / ".best.old")
    atomic.recover_folder(target)
    assert (target / "inside" / "a.txt").read_text(encoding="utf-8") == "first"


def test_a_crash_after_the_replacement_does_not_hinder_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "best"
    atomic.replace_folder(target, fill_with("first"))
    fill_with("older")(_made(tmp_path / ".best.old"))
    atomic.replace_folder(target, fill_with("second"))
    assert (target / "inside" / "a.txt").read_text(encoding="utf-8") == "second"
    assert names(tmp_path) == ["best"]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another form")
def test_what_is_written_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").touch()
    (tmp_path / "plain").mkdir()
    atomic.write_text(tmp_path / "file.txt", "text")
    atomic.replace_folder(tmp_path / "folder", fill_with("text"))
    assert (tmp_path / "file.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
    assert (tmp_path / "folder").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_hash_of_a_file_is_its_sha256(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert atomic.sha256_of(tmp_path / "empty").startswith("e3b0c44298fc1c14")
