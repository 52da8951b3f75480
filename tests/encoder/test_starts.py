"""Where a role begins: the published adapter, none, a folder, a run, or the hub's cache; never anything else unsaid."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import load_encoder
from specter2_gui.encoder.library import adapter_names
from tests.tiny import make_published_adapter, make_tiny_backbone, shake

TEXTS = ["bees and honey", "quantum light of a galaxy"]


def test_the_title_says_what_each_role_begins_with(tiny_backbone: Backbone, tiny_specter2: Backbone) -> None:
    def title(backbone: Backbone, **model: str) -> str:
        return load_encoder(backbone, Model.model_validate(model), device="cpu").title

    folder = tiny_specter2.published[Role.PAPER]
    assert title(tiny_backbone) == "Tiny, untrained"
    assert title(tiny_specter2) == "Tiny SPECTER2, with its published adapters"
    mixed = title(tiny_specter2, query_adapter="zero", paper_adapter=str(folder))
    assert mixed == "Tiny SPECTER2, query adapter new, paper adapter from proximity"


def test_zero_leaves_the_published_adapter_out(tiny_specter2: Backbone) -> None:
    zero = load_encoder(tiny_specter2, Model(query_adapter="zero"), device="cpu")
    bare = load_encoder(replace(tiny_specter2, published={}), Model(), device="cpu")
    np.testing.assert_array_equal(zero.encode(Role.QUERY, TEXTS), bare.encode(Role.QUERY, TEXTS))
    assert np.abs(zero.encode(Role.PAPER, TEXTS) - bare.encode(Role.PAPER, TEXTS)).max() > 1e-2


def test_a_folder_can_be_the_start(tiny_specter2: Backbone) -> None:
    asked = Model(query_adapter=str(tiny_specter2.published[Role.PAPER]))
    encoder = load_encoder(tiny_specter2, asked, device="cpu")
    np.testing.assert_array_equal(encoder.encode(Role.QUERY, TEXTS), encoder.encode(Role.PAPER, TEXTS))


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
def test_an_earlier_run_can_be_the_start_and_learns_on(tiny_specter2: Backbone, tmp_path: Path, kind: str) -> None:
    first = load_encoder(tiny_specter2, Model.model_validate({"adapter": kind}), device="cpu")
    shake(first.trainable([Role.QUERY]))
    best = tmp_path / "run-1" / "best"
    best.mkdir(parents=True)
    first.save(best, {})
    asked = {"adapter": kind, "query_adapter": str(best.parent)}
    second = load_encoder(tiny_specter2, Model.model_validate(asked), device="cpu")
    np.testing.assert_array_equal(second.encode(Role.QUERY, TEXTS), first.encode(Role.QUERY, TEXTS))
    assert len(adapter_names(second.body.model)) == len(adapter_names(first.body.model))
    assert "query adapter from run-1," in second.title
    named = Model.model_validate({"adapter": kind, "query_adapter": str(best)})
    assert load_encoder(tiny_specter2, named, device="cpu").title == second.title


def test_kinds_that_change_from_run_to_run_pile_up_only_so_far(tiny_specter2: Backbone, tmp_path: Path) -> None:
    start = "auto"
    for number, kind in enumerate(("seq_bn", "lora", "seq_bn"), start=1):
        asked = Model.model_validate({"adapter": kind, "query_adapter": start})
        encoder = load_encoder(tiny_specter2, asked, device="cpu")
        assert len(encoder.roles[Role.QUERY].stack) == number
        start = str(tmp_path / f"run-{number}")
        Path(start).mkdir()
        encoder.save(Path(start), {})
    load_encoder(tiny_specter2, Model(adapter="seq_bn", query_adapter=start), device="cpu")
    with pytest.raises(UserError, match=r"second low-rank adapter.*undo"):
        load_encoder(tiny_specter2, Model(adapter="lora", query_adapter=start), device="cpu")


def test_an_earlier_run_on_another_backbone_is_refused(tiny_backbone: Backbone, tmp_path: Path) -> None:
    other = make_tiny_backbone(tmp_path / "other", seed=3)
    (tmp_path / "best").mkdir()
    load_encoder(other, Model(), device="cpu").save(tmp_path / "best", {})
    with pytest.raises(UserError, match="belong to another model"):
        load_encoder(tiny_backbone, Model(query_adapter=str(tmp_path / "best")), device="cpu")


def test_a_hub_name_is_looked_for_in_the_cache_only(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network_guard: list[str]
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    asked = Model(query_adapter="someone/adapter")
    with pytest.raises(UserError, match="'someone/adapter' is not on this computer"):
        load_encoder(tiny_backbone, asked, device="cpu")
    assert not network_guard
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--someone--adapter"
    make_published_adapter(repository / "snapshots" / commit, tiny_backbone)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    assert "from someone/adapter" in load_encoder(tiny_backbone, asked, device="cpu").title


@pytest.mark.parametrize("asked", ["nowhere", "../nowhere", "someone/../else"])
def test_a_start_that_does_not_exist_is_told_with_what_can_be_given(tiny_backbone: Backbone, asked: str) -> None:
    with pytest.raises(UserError) as caught:
        load_encoder(tiny_backbone, Model(paper_adapter=asked), device="cpu")
    assert asked in caught.value.what
    assert "'auto', 'zero', or a folder" in caught.value.how


def test_a_published_adapter_that_is_damaged_is_refused_and_not_replaced_by_zero(
    tiny_specter2: Backbone, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_specter2.published[Role.QUERY], tmp_path / "q"))
    (folder / "pytorch_adapter.bin").write_bytes(b"")
    broken = replace(tiny_specter2, published={**tiny_specter2.published, Role.QUERY: folder})
    with pytest.raises(UserError, match="published for the query"):
        load_encoder(broken, Model(), device="cpu")


def test_the_two_releases_of_specter2_are_not_mixed(tiny_specter2: Backbone, tmp_path: Path) -> None:
    """Same shapes, other weights: nothing in the library would tell."""
    folder = Path(shutil.copytree(tiny_specter2.published[Role.QUERY], tmp_path / "q"))
    config = json.loads((folder / "adapter_config.json").read_text())
    config["model_name"] = "allenai/specter2_aug2023refresh_base"
    (folder / "adapter_config.json").write_text(json.dumps(config))
    asked = Model(query_adapter=str(folder))
    with pytest.raises(UserError, match="August 2023"):
        load_encoder(tiny_specter2, asked, device="cpu")
    load_encoder(replace(tiny_specter2, name="allenai/specter2_aug2023refresh_base"), asked, device="cpu")
