import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.domain.errors import UserError
from specter2_gui.training.checkpoint import (
    Checkpoint,
    Position,
    load_checkpoint,
    random_state,
    restore_random,
    save_checkpoint,
)
from specter2_gui.training.resume_step import resume_step


def a_checkpoint(step: int = 3, weight: float = 0.5) -> Checkpoint:
    return Checkpoint(
        Position(step=step, epoch=2, in_epoch=1, first_similarity=0.25, told=True),
        weights={"layer.a": torch.full((2, 3), weight), "layer.b": torch.zeros(())},
        best={"layer.a": torch.ones(2, 3)},
        optimizer={"0/exp_avg": torch.randn(4, generator=torch.Generator().manual_seed(1)).double()},
        random={"cpu": torch.Generator().manual_seed(2).get_state()},
        collection={},
        checks={"best": {"loss": 0.1}},
        record={"status": "running", "model": "é"},
    )


def assert_same(found: Checkpoint | None, wanted: Checkpoint) -> None:
    assert found is not None
    assert (found.position, found.checks, found.record) == (wanted.position, wanted.checks, wanted.record)
    for part in ("weights", "best", "optimizer", "random", "collection"):
        mine, theirs = getattr(found, part), getattr(wanted, part)
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert mine[name].dtype == theirs[name].dtype
            assert torch.equal(mine[name], theirs[name])


def test_what_is_saved_is_loaded_to_the_last_bit(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, a_checkpoint())
    assert_same(load_checkpoint(tmp_path), a_checkpoint())
    assert resume_step(tmp_path) == 3


def test_a_run_that_had_not_come_so_far_has_none(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path) is None
    assert resume_step(tmp_path) == 0


def test_tensors_that_are_views_of_others_are_saved_as_they_look(tmp_path: Path) -> None:
    base = torch.arange(12.0).view(3, 4)
    seen = Checkpoint(Position(), {"a": base.T, "b": base[1]}, {}, {}, {}, {})
    save_checkpoint(tmp_path, seen)
    assert_same(load_checkpoint(tmp_path), seen)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_written_and_the_checkpoint_before_stays(tmp_path: Path, broken: float) -> None:
    save_checkpoint(tmp_path, a_checkpoint())
    with pytest.raises(ValueError, match="finite"):
        save_checkpoint(tmp_path, a_checkpoint(step=4, weight=broken))
    assert_same(load_checkpoint(tmp_path), a_checkpoint())


def test_a_check_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, a_checkpoint())
    bad = Checkpoint(Position(step=9), {}, {}, {}, {}, {}, checks={"best": {"loss": float("nan")}})
    with pytest.raises(ValueError, match="JSON"):
        save_checkpoint(tmp_path, bad)
    assert resume_step(tmp_path) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))


def change(**values: Any) -> Callable[[Path], None]:
    def work(file: Path) -> None:
        state = json.loads(file.read_bytes())
        file.write_text(json.dumps(state | values), encoding="utf-8")

    return work


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("state.safetensors", cut),
        ("state.safetensors", flip),
        ("state.safetensors", Path.unlink),
        ("state.safetensors", lambda file: file.write_bytes(b"")),
        ("state.json", cut),
        ("state.json", Path.unlink),
        ("state.json", lambda file: file.write_bytes(b"[]")),
        ("state.json", lambda file: file.write_bytes(b"[" * 100_000)),
        ("state.json", change(format="specter2_gui checkpoint 0")),
        ("state.json", change(position={"moon": 1})),
        ("state.json", change(position={"step": "three"})),
        ("state.json", change(position={"step": -3})),
        ("state.json", change(checks=None)),
    ],
)
def test_a_damaged_checkpoint_is_refused_in_words(tmp_path: Path, name: str, damage: Callable[[Path], object]) -> None:
    run = tmp_path / "2025-01-01-1"
    save_checkpoint(run, a_checkpoint())
    damage(run / "checkpoint" / name)
    with pytest.raises(UserError, match=r"'2025-01-01-1' cannot be resumed.*damaged.*Train again"):
        load_checkpoint(run)


def test_a_step_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, a_checkpoint())
    for content in (b"{", b"[]", b'{"position": {"step": "3"}}', b'{"position": {"step": -1}}', b"[" * 100_000):
        (tmp_path / "checkpoint" / "state.json").write_bytes(content)
        assert resume_step(tmp_path) == 0


def test_a_checkpoint_that_a_crash_left_aside_is_found_again(tmp_path: Path) -> None:
    """The moment between the two renames: the old one is aside, the new one not there."""
    save_checkpoint(tmp_path, a_checkpoint())
    (tmp_path / "checkpoint").rename(tmp_path / ".checkpoint.old")
    assert_same(load_checkpoint(tmp_path), a_checkpoint())


def test_random_numbers_go_on_where_they_were() -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(4)
        torch.rand(3)
        state = random_state()
        wanted = torch.rand(5)
        torch.rand(7)
        restore_random(state)
        assert torch.equal(torch.rand(5), wanted)
