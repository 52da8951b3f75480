import errno
from pathlib import Path

import pytest

from specter2_gui.app.troubles import trouble_in
from specter2_gui.disk.atomic import replace_folder, replacing
from specter2_gui.domain.errors import UserError


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EFBIG, "no room left"),
        (errno.EDQUOT, "no room left"),
        (errno.EACCES, "may not write"),
        (errno.EROFS, "may not write"),
        (errno.ENOTDIR, "cannot be made"),
        (errno.ENOENT, "is not there"),
        (errno.EIO, "disk failed"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence_with_the_file(code: int, words: str) -> None:
    trouble = trouble_in(OSError(code, "system words", "/some/run.json"))
    assert trouble is not None
    assert words in trouble.what
    assert "run.json" in trouble.what
    assert "system words" not in trouble.sentence


def test_a_file_that_could_not_be_written_is_named_as_the_person_knows_it(tmp_path: Path) -> None:
    met: list[Path] = [tmp_path / "my.part"]
    replace_folder(tmp_path / "best", lambda folder: met.append(folder / "query" / "0"))
    with replacing(tmp_path / "papers.ris"):
        met += [path for path in tmp_path.iterdir() if "papers" in path.name]
    for path, known in zip(met, ["my.part", "best/query/0", "papers.ris"], strict=True):
        trouble = trouble_in(OSError(errno.ENOSPC, "system words", str(path)))
        assert trouble is not None
        assert trouble.what.endswith(f"{tmp_path.name}/{known}'")


def test_a_full_graphics_card_says_what_to_make_smaller() -> None:
    import torch

    trouble = trouble_in(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 MiB"))
    assert trouble is not None
    assert "smaller batch" in trouble.how


def test_a_lost_graphics_card_says_that_the_best_is_kept() -> None:
    trouble = trouble_in(RuntimeError("CUDA error: unspecified launch failure"))
    assert trouble is not None
    assert "stopped answering" in trouble.what


def test_memory_that_is_used_up_is_told() -> None:
    trouble = trouble_in(MemoryError())
    assert trouble is not None
    assert "memory" in trouble.what


def test_an_error_for_people_stays_as_it_is() -> None:
    error = UserError("This", "That", "So")
    assert trouble_in(error) is error


def test_a_fault_of_the_program_is_no_trouble_of_the_person() -> None:
    assert trouble_in(KeyError("x")) is None
    assert trouble_in(RuntimeError("shapes do not fit")) is None
