"""Saved adapters come back to the last bit, and only to the backbone they belong to."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone, find_backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder, load_trained
from specter2_gui.encoder.library import adapter_names
from tests.tiny import make_tiny_backbone, shake

TEXTS = ["bees and honey", "quantum light of a galaxy", "a trial of patients with cystic fibrosis"]


def trained(backbone: Backbone, kind: str = "seq_bn", **model: Any) -> Encoder:
    """An encoder whose query adapter has moved away from its start."""
    encoder = load_encoder(backbone, Model.model_validate({"adapter": kind} | model), device="cpu")
    shake(encoder.trainable([Role.QUERY]))
    return encoder


def saved(encoder: Encoder, folder: Path, **extra: Any) -> Path:
    folder.mkdir(parents=True)
    encoder.save(folder, extra)
    return folder


@pytest.fixture
def best(tiny_backbone: Backbone, tmp_path: Path) -> Path:
    return saved(trained(tiny_backbone), tmp_path / "run" / "best")


def why_not(folder: Path, backbone: Backbone) -> UserError:
    with pytest.raises(UserError) as caught:
        load_trained(folder, backbone=backbone, device="cpu")
    return caught.value


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
@pytest.mark.parametrize("which", ["tiny_backbone", "tiny_specter2"])
def test_what_was_saved_encodes_the_same_to_the_last_bit(
    request: pytest.FixtureRequest, tmp_path: Path, which: str, kind: str
) -> None:
    backbone: Backbone = request.getfixturevalue(which)
    encoder = trained(backbone, kind, max_length=32)
    again = load_trained(saved(encoder, tmp_path / "best"), backbone=backbone, device="cpu")
    for role in Role:
        np.testing.assert_array_equal(again.encode(role, TEXTS), encoder.encode(role, TEXTS))
        assert again.role_hash(role) == encoder.role_hash(role)
    assert (again.max_length, again.distance, again.pooling) == (32, "l2", "cls")
    assert again.title == f"{backbone.title}, tuned"
    assert adapter_names(again.body.model) == adapter_names(encoder.body.model)


def test_the_library_itself_can_read_what_was_saved(tiny_backbone: Backbone, tmp_path: Path) -> None:
    from adapters import AutoAdapterModel

    encoder = trained(tiny_backbone)
    best = saved(encoder, tmp_path / "best")
    model = AutoAdapterModel.from_pretrained(tiny_backbone.folder)
    info: dict[str, list[str]] = {}
    model.load_adapter(str(best / "query" / "0"), use_safetensors=True, loading_info=info, set_active=True)
    assert info == {"missing_keys": [], "unexpected_keys": []}
    ids = torch.tensor(encoder.tokenize(TEXTS[:1]))
    with torch.inference_mode():
        expected = model.eval()(ids).last_hidden_state[:, 0].numpy()
    np.testing.assert_allclose(encoder.encode(Role.QUERY, TEXTS[:1]), expected, atol=1e-6)


def test_what_lies_in_the_folder(best: Path, tiny_backbone: Backbone) -> None:
    files = sorted(path.relative_to(best).as_posix() for path in best.rglob("*") if path.is_file())
    assert [name for name in files if not name.startswith("tokenizer/")] == [
        "manifest.json",
        "paper/0/adapter.safetensors",
        "paper/0/adapter_config.json",
        "query/0/adapter.safetensors",
        "query/0/adapter_config.json",
    ]
    assert "tokenizer/tokenizer.json" in files
    manifest = json.loads((best / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["backbone"]["name"] == tiny_backbone.name
    assert manifest["adapters"]["query"][0]["kind"] == "seq_bn"


def test_further_notes_go_into_the_manifest_but_cannot_replace_its_own(tiny_backbone: Backbone, tmp_path: Path) -> None:
    best = saved(trained(tiny_backbone), tmp_path / "best", step=7, format="mine")
    manifest = json.loads((best / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["step"] == 7
    assert manifest["format"] == "specter2_gui adapters 1"
    load_trained(best, backbone=tiny_backbone, device="cpu")


def test_nothing_saved_tells_where_the_model_lay_on_this_computer(tiny_backbone: Backbone, tmp_path: Path) -> None:
    best = saved(trained(replace(tiny_backbone, name="starter")), tmp_path / "best")
    for path in best.rglob("*"):
        if path.is_file():
            assert str(tiny_backbone.folder.parent).encode() not in path.read_bytes(), path


def test_the_place_of_a_model_below_the_persons_own_folder_does_not_tell_their_name(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place itself has to stay: nothing else leads to a model that is a folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "maria"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "maria"))
    folder = Path(shutil.copytree(tiny_backbone.folder, tmp_path / "maria" / "models" / "tiny"))
    best = saved(trained(find_backbone(str(folder))), tmp_path / "best")
    for path in best.rglob("*"):
        assert path.is_dir() or b"maria" not in path.read_bytes(), path
    assert load_trained(best, device="cpu").backbone.folder == folder


def test_a_run_folder_stands_for_the_best_in_it(best: Path, tiny_backbone: Backbone) -> None:
    assert load_trained(best.parent, backbone=tiny_backbone, device="cpu").title == "Tiny, tuned"


def test_the_backbone_is_found_again_by_the_name_in_the_manifest(best: Path) -> None:
    assert load_trained(best, device="cpu").title.endswith(", tuned")


def test_a_name_that_is_not_on_this_computer_is_told(tiny_backbone: Backbone, tmp_path: Path) -> None:
    best = saved(trained(replace(tiny_backbone, name="somebody/model")), tmp_path / "best")
    with pytest.raises(UserError, match="'somebody/model' is not on this computer"):
        load_trained(best, device="cpu")


def test_adapters_of_another_backbone_of_the_same_size_are_refused(best: Path, tmp_path: Path) -> None:
    """The library never asks: any backbone of that size takes them."""
    other = make_tiny_backbone(tmp_path / "other", seed=9)
    error = why_not(best, other)
    assert "belong to another model" in error.what
    assert "check sum" in error.why


def test_another_vocabulary_is_refused_although_the_weights_are_the_same(
    best: Path, tiny_backbone: Backbone, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_backbone.folder, tmp_path / "other"))
    tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    swapped = tokenizer.replace('"bees"', '"@"').replace('"galaxy"', '"bees"').replace('"@"', '"galaxy"')
    assert swapped != tokenizer
    (folder / "tokenizer.json").write_text(swapped, encoding="utf-8")
    assert "belong to another model" in why_not(best, replace(tiny_backbone, folder=folder)).what


def test_changed_weights_are_refused(best: Path, tiny_backbone: Backbone) -> None:
    path = best / "query" / "0" / "adapter.safetensors"
    weights = load_file(path)
    save_file({key: each + 1 for key, each in weights.items()}, path)
    error = why_not(best, tiny_backbone)
    assert "best/query/0" in error.what
    assert "its content has changed" in error.why


@pytest.mark.parametrize("gone", ["manifest.json", "query/0/adapter.safetensors", "paper/0/adapter_config.json"])
def test_a_missing_file_is_told(best: Path, tiny_backbone: Backbone, gone: str) -> None:
    (best / gone).unlink()
    assert gone.rpartition("/")[2] in why_not(best, tiny_backbone).why


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "another"),
        (("backbone",), {}),
        (("backbone", "sha256"), 3),
        (("backbone", "sha256"), "xyz"),
        (("backbone", "name"), ""),
        (("backbone", "pooling"), "max"),
        (("backbone", "max_length"), 10**9),
        (("backbone", "extra"), 1),
        (("adapters",), []),
        (("adapters", "query"), []),
        (("adapters", "query", 0, "folder"), "../../elsewhere"),
        (("adapters", "query", 0, "folder"), "/etc"),
        (("adapters", "query", 0, "sha256"), None),
    ],
)
def test_a_spoiled_manifest_is_refused_in_words(
    best: Path, tiny_backbone: Backbone, path: tuple[Any, ...], value: object
) -> None:
    manifest: Any = json.loads((best / "manifest.json").read_text(encoding="utf-8"))
    place = manifest
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (best / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    error = why_not(best, tiny_backbone)
    assert error.what == "The folder 'best' holds no trained model that can be used"
    assert "manifest.json" in error.why


@pytest.mark.parametrize("text", ["", "[]", "3", "[" * 100_000, "{"])
def test_a_manifest_that_is_no_manifest_is_refused_in_words(best: Path, tiny_backbone: Backbone, text: str) -> None:
    (best / "manifest.json").write_text(text, encoding="utf-8")
    assert "manifest.json is damaged" in why_not(best, tiny_backbone).why


def test_role_hashes_tell_what_decides_the_vectors(tiny_backbone: Backbone, tiny_specter2: Backbone) -> None:
    untrained, tuned = load_encoder(tiny_backbone, Model(), device="cpu"), trained(tiny_backbone)
    assert untrained.role_hash(Role.PAPER) == tuned.role_hash(Role.PAPER)
    assert untrained.role_hash(Role.QUERY) != tuned.role_hash(Role.QUERY)
    for other in (
        load_encoder(tiny_backbone, Model(max_length=16), device="cpu"),
        load_encoder(tiny_backbone, Model(pooling="mean"), device="cpu"),
        load_encoder(tiny_specter2, Model(), device="cpu"),
    ):
        assert other.role_hash(Role.PAPER) != untrained.role_hash(Role.PAPER)


def test_untrained_adapters_of_either_kind_count_for_nothing_in_a_hash(tiny_specter2: Backbone) -> None:
    one, two = (load_encoder(tiny_specter2, Model(adapter=kind), device="cpu") for kind in ("seq_bn", "lora"))
    assert one.role_hash(Role.PAPER) == two.role_hash(Role.PAPER)
    np.testing.assert_array_equal(one.encode(Role.PAPER, TEXTS), two.encode(Role.PAPER, TEXTS))
