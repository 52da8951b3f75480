"""A project goes into one zip file and comes out of it the same; nothing else comes out of a zip file."""

import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.project.archive import open_archive, write_archive
from specter2_gui.project.archive_names import belongs, is_safe
from specter2_gui.project.project import Project
from tests.project.projects import content, everything_in, fill

ORIGINAL = b"TY  - JOUR\nER  - \n"
NAME = f"originals/{sha256(ORIGINAL).hexdigest()}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with an imported file, a training and things that can be made anew; closed."""
    folder = tmp_path / "Bees"
    with Project.open(folder) as project:
        fill(project)
        project.back_up()
    files = {NAME: ORIGINAL, "runs/2026-1/run.json": b"{}", "runs/2026-1/best/query/adapter.safetensors": b"weights"}
    rest = {"cache/search.sqlite": b"c", "runs/2026-1/checkpoint/state.json": b"s", "letter.txt": b"l"}
    for name, data in (files | rest).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def packed(folder: Path, tmp_path: Path) -> Path:
    with Project.open(folder) as project:
        return write_archive(project, tmp_path / "out" / "Bees.zip")


def test_a_project_comes_out_of_its_zip_file_as_it_went_in(folder: Path, packed: Path, tmp_path: Path) -> None:
    assert [path.name for path in packed.parent.iterdir()] == ["Bees.zip"]
    new = open_archive(packed, tmp_path / "Wasps")
    found = everything_in(new)
    assert found.pop("project.sqlite")
    assert found == {
        NAME: ORIGINAL,
        "runs/2026-1/run.json": b"{}",
        "runs/2026-1/best/query/adapter.safetensors": b"weights",
    }
    with Project.open(folder) as old, Project.open(new) as project:
        assert content(project) == content(old)
        assert project.undo() == "Add to judgements"


def test_a_project_that_is_open_can_be_packed_and_goes_on(folder: Path, tmp_path: Path) -> None:
    with Project.open(folder) as project:
        write_archive(project, tmp_path / "Bees.zip")
        project.workspace.clear()
        write_archive(project, tmp_path / "Bees.zip")
    with Project.open(open_archive(tmp_path / "Bees.zip", tmp_path / "Wasps")) as project:
        assert project.undo() == "Clear 41 triplets"


def refused(packed: Path, target: Path) -> UserError:
    """The refusal, after which nothing may be there that was not there before."""
    target.parent.mkdir(exist_ok=True)
    before = everything_in(target.parent)
    with pytest.raises(UserError) as found:
        open_archive(packed, target)
    assert everything_in(target.parent) == before
    assert [path for path in target.parent.iterdir() if path.name.endswith(".part")] == []
    assert found.value.what == f"The project in {packed.name} could not be opened"
    return found.value


def with_member(packed: Path, name: str, change: Callable[[zipfile.ZipInfo], object] = lambda _: None) -> None:
    """Add a file called ``name`` to the zip file."""
    with zipfile.ZipFile(packed, "a") as archive:
        member = zipfile.ZipInfo("placeholder")
        member.external_attr = 0o100644 << 16
        member.filename = name
        change(member)
        archive.writestr(member, b"mischief")


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "runs/a/best/../../../../evil", "/etc/passwd", "C:/evil", "runs/a/best/C:evil", "..\\evil",
        "runs/a/best/x\\..\\evil", "runs/a/best/nul", "runs/a/best/COM1.txt", "runs/con/run.json", "runs/a/best/x ",
        "runs/a/best/x.", "runs/a/best/\u202egpj.exe", "runs/./best/x", "runs//best/x", "letter.txt", "project.sqlite-journal",
        "in-use.json", "cache/search.sqlite", "originals/../project.sqlite", "originals/letter", "runs/a/best/" + "x" * 300,
        "runs/a/best/" + "d/" * 30 + "x", "runs/a/checkpoint/state.json", "backups/2026.sqlite",
    ],
)  # fmt: skip
def test_a_name_that_no_project_writes_is_refused(packed: Path, tmp_path: Path, name: str) -> None:
    with_member(packed, name)
    assert refused(packed, tmp_path / "inner" / "Wasps").why.startswith("It holds “")


def test_names_of_devices_are_refused_wherever_they_stand() -> None:
    for name in ("con", "CON.txt", "aux.a.b", "Lpt9", "COM¹", "prn ", "nul .txt"):
        assert not is_safe(f"a/{name}/b"), name
    for name in ("console", "com", "com10", "lpt", "auxiliary.json", "Bücher & Co"):
        assert is_safe(f"a/{name}/b"), name
    assert belongs("project.sqlite")
    assert not belongs("project.sqlite\n")


def test_a_link_is_refused(packed: Path, tmp_path: Path) -> None:
    with_member(
        packed, "runs/a/best/link", lambda member: setattr(member, "external_attr", (stat.S_IFLNK | 0o777) << 16)
    )
    assert "a link or a device" in refused(packed, tmp_path / "inner" / "Wasps").why


def test_two_files_of_one_name_are_refused(packed: Path, tmp_path: Path) -> None:
    with_member(packed, "runs/a/best/one")
    with_member(packed, "runs/a/best/ONE")
    assert "a file twice" in refused(packed, tmp_path / "inner" / "Wasps").why


def test_a_zip_file_that_another_system_added_to_is_opened(packed: Path, tmp_path: Path) -> None:
    with_member(packed, "__MACOSX/._project.sqlite")
    with_member(packed, ".DS_Store")
    with_member(packed, "runs/")
    assert not (open_archive(packed, tmp_path / "Wasps") / "__MACOSX").exists()


def test_what_does_not_fit_on_the_disk_is_refused_before_it_is_unpacked(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 << 20))
    refusal = refused(packed, tmp_path / "inner" / "Wasps")
    assert refusal.why.endswith("0.0 GB are free")


def test_a_file_larger_than_announced_is_refused(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("runs/a/best/bomb", bytes(50_000_000))
    data = packed.read_bytes()
    size = (50_000_000).to_bytes(4, "little")
    packed.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    refused(packed, tmp_path / "inner" / "Wasps")


def test_an_imported_file_that_is_not_what_its_name_says_is_refused(packed: Path, tmp_path: Path) -> None:
    with_member(packed, "originals/" + "0" * 64)
    assert "not what its name says" in refused(packed, tmp_path / "inner" / "Wasps").why


def test_a_project_with_a_trigger_of_somebody_else_is_refused(packed: Path, tmp_path: Path) -> None:
    database = tmp_path / "project.sqlite"
    with zipfile.ZipFile(packed) as archive:
        database.write_bytes(archive.read("project.sqlite"))
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON triplets BEGIN DELETE FROM triplets; END")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(database, "project.sqlite")
    assert "other parts" in refused(packed, tmp_path / "inner" / "Wasps").why


@pytest.mark.parametrize("way", ["empty", "letter", "cut", "flipped", "no project", "foreign project", "not there"])
def test_what_is_no_whole_zip_file_of_a_project_is_refused(packed: Path, tmp_path: Path, way: str) -> None:
    data = packed.read_bytes()
    match way:
        case "empty":
            packed.write_bytes(b"")
        case "letter":
            packed.write_bytes(b"Dear Sir or Madam\n" * 50)
        case "cut":
            packed.write_bytes(data[: len(data) // 2])
        case "flipped":
            packed.write_bytes(data[:500] + bytes([data[500] ^ 0xFF]) + data[501:])
        case "not there":
            packed.unlink()
        case _:
            foreign = tmp_path / "foreign"
            with closing(sqlite3.connect(foreign)) as connection:
                connection.execute("CREATE TABLE customers (name TEXT)")
            with zipfile.ZipFile(packed, "w") as archive:
                archive.write(foreign, "project.sqlite" if way == "foreign project" else NAME)
    refused(packed, tmp_path / "inner" / "Wasps")


def test_a_folder_with_something_in_it_is_not_unpacked_into(packed: Path, folder: Path) -> None:
    before = everything_in(folder)
    with pytest.raises(UserError, match="is there already and not empty"):
        open_archive(packed, folder)
    assert everything_in(folder) == before
