import os
from pathlib import Path

import pytest

from specter2_gui.app import files
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.errors import UserError
from tests.material import make_triplets, write_triplets


def test_a_file_is_read_with_an_account_of_its_rows(tmp_path: Path) -> None:
    triplets = make_triplets(3, 2)
    report = load_triplets(write_triplets(tmp_path / "my triplets ü.json", triplets))
    assert report.triplets == tuple(triplets)
    assert (report.name, report.rejected) == ("my triplets ü.json", 0)


def test_sample_is_the_collection_that_comes_along() -> None:
    report = load_triplets("sample")
    assert report.name == "sample"
    assert report.rejected == 0
    assert len({triplet.query for triplet in report.triplets}) >= 20


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file '.*absent\.json'"):
        load_triplets(tmp_path / "absent.json")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        load_triplets(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UserError, match="is no regular file"):
        load_triplets(tmp_path / "pipe.json")


@pytest.mark.skipif(os.name == "nt", reason="this system has no devices in its folders")
def test_a_device_is_refused_and_not_read_without_end() -> None:
    with pytest.raises(UserError, match="is no regular file"):
        load_triplets("/dev/zero")


def test_a_name_the_system_does_not_allow_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_triplets("a\0b.json")


def test_a_file_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(UserError, match="too large"):
        load_triplets(write_triplets(tmp_path / "t.json", make_triplets(2, 2)))
