import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder import vector_cache, vector_file
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.encoder.vector_cache import cache_file, cached_encode, encoding, trim, vectors_folder
from specter2_gui.encoder.vector_file import VectorFile, digest_of
from tests.material import make_papers
from tests.tiny import shake

TEXTS = [f"{paper.title} {paper.abstract}" for paper in make_papers(12)]


class _EndedError(Exception):
    """The person ended the work."""


@pytest.fixture(scope="module")
def encoder(tiny_specter2: Backbone) -> Encoder:
    torch.set_num_threads(1)
    return load_encoder(tiny_specter2, Model(), device="cpu")


@pytest.fixture
def encoded(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that really go through the model."""
    texts: list[str] = []
    encode = encoder.encode

    def noted(role: Role, part: Sequence[str], **more: Callable[[int, int], None] | None) -> NDArray[np.float32]:
        texts.extend(part)
        return encode(role, part, on_progress=more.get("on_progress"))

    monkeypatch.setattr(encoder, "encode", noted)
    return texts


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few texts are written at a time, and none waits for a lock."""
    monkeypatch.setattr(vector_cache, "_CHARACTERS_AT_ONCE", {"cpu": 200})
    monkeypatch.setattr(vector_file, "_LOCK_S", 0.0)


def rows_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM vectors").fetchone()[0]


def test_what_is_read_back_is_what_was_encoded_bit_for_bit(encoder: Encoder, encoded: list[str]) -> None:
    first = cached_encode(encoder, Role.PAPER, TEXTS)
    assert sorted(encoded) == sorted(TEXTS)
    encoded.clear()
    again = cached_encode(encoder, Role.PAPER, TEXTS)
    assert encoded == []
    assert again.dtype == np.float32
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(again, encoder.encode(Role.PAPER, TEXTS), rtol=0, atol=1e-5)
    assert vectors_folder().is_dir()


def test_only_texts_that_are_new_are_encoded_and_progress_counts_the_others(
    encoder: Encoder, encoded: list[str]
) -> None:
    old = cached_encode(encoder, Role.PAPER, TEXTS[:5])
    encoded.clear()
    told: list[tuple[int, int]] = []
    found = cached_encode(
        encoder, Role.PAPER, [*TEXTS[3:], TEXTS[3]], on_progress=lambda done, total: told.append((done, total))
    )
    assert sorted(encoded) == sorted(TEXTS[5:])
    np.testing.assert_array_equal(found[[0, 1, -1]], old[[3, 4, 3]])
    assert told[0] == (2, 9)
    assert told[-1] == (9, 9)


@pytest.mark.usefixtures("small_parts")
def test_work_that_is_ended_goes_on_where_it_was(encoder: Encoder, encoded: list[str]) -> None:
    work = encoding(encoder, Role.PAPER, TEXTS)
    done, total = next(work), next(work)
    work.close()
    assert 0 < done[0] < total[0] < len(TEXTS)
    assert rows_in(cache_file(encoder, Role.PAPER)) == total[0]
    encoded.clear()
    cached_encode(encoder, Role.PAPER, TEXTS)
    assert len(encoded) == len(TEXTS) - total[0]


@pytest.mark.usefixtures("small_parts")
def test_a_person_can_end_the_work_between_two_batches(encoder: Encoder) -> None:
    calls: list[int] = []

    def stop() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise _EndedError

    with pytest.raises(_EndedError):
        cached_encode(encoder, Role.PAPER, TEXTS, stop=stop)
    assert 0 < rows_in(cache_file(encoder, Role.PAPER)) < len(TEXTS)


def test_each_thing_that_decides_vectors_has_a_file_of_its_own(
    encoder: Encoder, tiny_backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {cache_file(encoder, role) for role in Role}
    other = load_encoder(tiny_backbone, Model(), device="cpu")
    files.add(cache_file(other, Role.PAPER))
    shake(other.trainable([Role.PAPER]))
    files.add(cache_file(other, Role.PAPER))
    monkeypatch.setattr(other, "precision", "bf16")
    files.add(cache_file(other, Role.PAPER))
    monkeypatch.setattr(other, "device", torch.device("cuda"))
    files.add(cache_file(other, Role.PAPER))
    monkeypatch.setattr(vector_cache, "_FORMAT", 2)
    files.add(cache_file(other, Role.PAPER))
    assert len(files) == 7


def test_an_adapter_that_has_learned_never_meets_vectors_of_before(tiny_backbone: Backbone) -> None:
    learner = load_encoder(tiny_backbone, Model(), device="cpu")
    before = cached_encode(learner, Role.PAPER, TEXTS)
    shake(learner.trainable([Role.PAPER]))
    after = cached_encode(learner, Role.PAPER, TEXTS)
    np.testing.assert_allclose(after, learner.encode(Role.PAPER, TEXTS), rtol=0, atol=1e-5)
    assert np.abs(after - before).max() > 1e-3


def test_no_texts_need_no_file(encoder: Encoder, tmp_path: Path) -> None:
    assert cached_encode(encoder, Role.PAPER, [], tmp_path / "none").shape == (0, encoder.dim)
    assert not (tmp_path / "none").exists()


def test_half_a_character_is_refused_by_the_number_of_its_text(encoder: Encoder) -> None:
    with pytest.raises(UserError, match="Text 2 cannot be read"):
        cached_encode(encoder, Role.PAPER, ["bees", "half \ud800", "rivers"])


@pytest.mark.parametrize("content", [b"no database at all" * 500, "cut", "other table"])
def test_a_damaged_file_is_said_and_made_anew(encoder: Encoder, encoded: list[str], content: bytes | str) -> None:
    expected = cached_encode(encoder, Role.PAPER, TEXTS)
    path = cache_file(encoder, Role.PAPER)
    if content == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif content == "other table":
        path.unlink()
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE vectors (something)")
    else:
        assert isinstance(content, bytes)
        path.write_bytes(content)
    told: list[str] = []
    found = cached_encode(encoder, Role.PAPER, TEXTS, warn=told.append)
    np.testing.assert_array_equal(found, expected)
    assert len(told) == 1
    assert "damaged" in told[0]
    cached_encode(encoder, Role.PAPER, TEXTS, warn=told.append)
    encoded.clear()
    np.testing.assert_array_equal(cached_encode(encoder, Role.PAPER, TEXTS, warn=told.append), expected)
    assert encoded == []
    assert len(told) == 1


@pytest.mark.parametrize(
    "change",
    ["vector = substr(vector, 5)", "vector = zeroblob(length(vector))", "vector = 'words'", "sum = sum + 1"],
)
def test_a_vector_that_is_not_what_was_written_is_encoded_again(
    encoder: Encoder, encoded: list[str], change: str
) -> None:
    expected = cached_encode(encoder, Role.PAPER, TEXTS)
    with closing(sqlite3.connect(cache_file(encoder, Role.PAPER))) as database:
        statement = f"UPDATE vectors SET {change} WHERE text_sha256 = ?"  # noqa: S608 - the words of this test
        database.execute(statement, [digest_of(TEXTS[4])])
        database.commit()
    encoded.clear()
    found = cached_encode(encoder, Role.PAPER, TEXTS)
    assert encoded == [TEXTS[4]]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)
    encoded.clear()
    np.testing.assert_array_equal(cached_encode(encoder, Role.PAPER, TEXTS), found)
    assert encoded == []


def test_a_vector_that_is_no_number_is_never_read(tmp_path: Path) -> None:
    with closing(VectorFile(tmp_path / "x.vectors", 4)) as file:
        file.write([digest_of("a"), digest_of("b")], np.array([[np.nan] * 4, [1.0] * 4], np.float32))
        assert list(file.read([digest_of("a"), digest_of("b")])) == [digest_of("b")]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("begin", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
def test_a_file_that_another_program_holds_does_not_end_the_work(encoder: Encoder, begin: str) -> None:
    cached_encode(encoder, Role.PAPER, TEXTS[:2])
    told: list[str] = []
    with closing(sqlite3.connect(cache_file(encoder, Role.PAPER), isolation_level=None)) as database:
        database.execute(begin)
        found = cached_encode(encoder, Role.PAPER, TEXTS, warn=told.append)
    np.testing.assert_allclose(found, encoder.encode(Role.PAPER, TEXTS), rtol=0, atol=1e-5)
    assert len(told) == 1
    assert "another program holds the file" in told[0]


def test_a_folder_that_cannot_be_made_does_not_end_the_work(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    told: list[str] = []
    found = cached_encode(encoder, Role.PAPER, TEXTS, tmp_path / "in the way" / "vectors", warn=told.append)
    np.testing.assert_allclose(found, encoder.encode(Role.PAPER, TEXTS), rtol=0, atol=1e-5)
    assert len(told) == 1
    assert "read-only" in told[0]


@pytest.mark.usefixtures("small_parts")
def test_a_full_disk_does_not_end_the_work(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    write = VectorFile.write

    def full(file: VectorFile, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        calls.append(1)
        if len(calls) == 2:
            raise sqlite3.OperationalError("database or disk is full")
        return write(file, digests, vectors)

    monkeypatch.setattr(VectorFile, "write", full)
    told: list[str] = []
    found = cached_encode(encoder, Role.PAPER, TEXTS, warn=told.append)
    assert len(calls) == 2, "the file is left alone from then on"
    np.testing.assert_allclose(found, encoder.encode(Role.PAPER, TEXTS), rtol=0, atol=1e-5)
    assert len(told) == 1


def test_where_another_program_was_quicker_its_vectors_are_taken(tmp_path: Path) -> None:
    one, other = np.ones((2, 4), np.float32), np.full((2, 4), 2, np.float32)
    keys = [digest_of(text) for text in ("a", "b", "c")]
    with (
        closing(VectorFile(tmp_path / "x.vectors", 4)) as first,
        closing(VectorFile(tmp_path / "x.vectors", 4)) as late,
    ):
        assert late.read(keys) == {}
        np.testing.assert_array_equal(first.write(keys[:2], one), one)
        np.testing.assert_array_equal(late.write(keys[1:], other), [one[1], other[1]])
        assert first.read(keys).keys() == set(keys)


def test_two_programs_may_write_at_once(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
import numpy as np
from specter2_gui.encoder.vector_file import VectorFile, digest_of
file = VectorFile(Path(sys.argv[1]), 4)
for start in range(0, 200, 5):
    texts = [f"text {number}" for number in range(start, start + 10)]
    file.write([digest_of(text) for text in texts], np.full((10, 4), float(sys.argv[2]), np.float32))
file.close()
"""
    path = tmp_path / "x.vectors"
    work = [subprocess.Popen([sys.executable, "-c", program, str(path), number]) for number in ("1", "2")]
    assert [each.wait() for each in work] == [0, 0]
    with closing(VectorFile(path, 4)) as file:
        found = file.read([digest_of(f"text {number}") for number in range(205)])
    assert len(found) == 205
    assert all(len(set(vector.tolist())) == 1 for vector in found.values()), "each vector is of one program alone"


def make_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for age in range(4):
        path = folder / f"{age}.vectors"
        with closing(VectorFile(path, 256)) as file:
            file.write([digest_of(str(row)) for row in range(50)], np.ones((50, 256), np.float32))
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
        files.append(path)
    return files


def test_files_that_were_not_used_for_the_longest_time_go_first(tmp_path: Path) -> None:
    files = make_files(tmp_path)
    size = files[0].stat().st_size
    trim(tmp_path, 4 * size)
    assert all(path.exists() for path in files)
    trim(tmp_path, 2 * size)
    assert [path.exists() for path in files] == [True, True, False, False]
    trim(tmp_path, 0, keep=files[1])
    assert [path.exists() for path in files] == [False, True, False, False]


def test_using_a_file_makes_it_young_and_trims_the_others(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_files(tmp_path)
    cached_encode(encoder, Role.PAPER, TEXTS, tmp_path)
    own = cache_file(encoder, Role.PAPER, tmp_path)
    os.utime(own, (1, 1))
    monkeypatch.setattr(vector_cache, "MOST_BYTES", 0)
    cached_encode(encoder, Role.PAPER, TEXTS, tmp_path)
    assert not any(path.exists() for path in files)
    assert own.stat().st_mtime > 1_000_000


def test_a_file_in_use_and_what_is_no_vectors_stay(tmp_path: Path) -> None:
    files = make_files(tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "1.vectors-journal").write_bytes(b"")
    with closing(sqlite3.connect(files[0], isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        trim(tmp_path, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.vectors", "notes.txt"]
