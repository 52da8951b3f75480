"""The gate: adapters of strangers come in whole and exact, or not at all; the model is then what it was."""

import io
import json
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder import adapter_file
from specter2_gui.encoder.body import Body, load_body
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.gate import admit
from specter2_gui.encoder.hashes import tensors_sha256
from specter2_gui.encoder.library import adapter_names, using
from tests.tiny import make_published_adapter

Weights = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def body(tiny_backbone: Backbone) -> Body:
    """One model for all attacks: each must leave it as it was, so the order of the tests does not matter."""
    return load_body(tiny_backbone)


@pytest.fixture(scope="module")
def good_adapter(tiny_backbone: Backbone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_published_adapter(tmp_path_factory.mktemp("adapter") / "good", tiny_backbone)


@pytest.fixture
def adapter(good_adapter: Path, tmp_path: Path) -> Path:
    """A copy of a good adapter, to be spoiled."""
    return Path(shutil.copytree(good_adapter, tmp_path / "adapter"))


def state_of(body: Body) -> tuple[str, list[str], object]:
    """Everything a half-made adapter could leave behind: any weight, any name, any configuration."""
    model: Any = body.model
    return tensors_sha256(model.state_dict().items()), adapter_names(body.model), model.adapters_config.to_dict()


def refused(body: Body, folder: Path, **more: Any) -> UserError:
    """The refusal of ``folder``, once it is sure that the model is what it was."""
    before = state_of(body)
    with pytest.raises(UserError) as caught:
        admit(body, folder, "stranger_0", "the stranger's", **more)
    assert state_of(body) == before
    body.verify_unchanged()
    assert caught.value.what == "The adapter 'the stranger's' was not let in"
    assert "model is unchanged" in caught.value.how
    return caught.value


def rewrite(folder: Path, change: Callable[[Weights], object]) -> None:
    """Change the weights in the ``.bin`` of ``folder``."""
    path = folder / "pytorch_adapter.bin"
    weights: Weights = torch.load(path, weights_only=True)
    change(weights)
    torch.save(weights, path)


def first(weights: Weights) -> str:
    return next(iter(weights))


def test_a_published_adapter_comes_in_under_our_name_and_equals_the_library_s(
    tiny_backbone: Backbone, good_adapter: Path
) -> None:
    from adapters import AutoAdapterModel

    body = load_body(tiny_backbone)
    admitted = admit(body, good_adapter, "paper_0", "published")
    assert adapter_names(body.model) == ["paper_0"]
    body.verify_unchanged()
    oracle = AutoAdapterModel.from_pretrained(tiny_backbone.folder)
    oracle.load_adapter(str(good_adapter), load_as="oracle")
    theirs = dict(oracle.named_parameters())
    assert len(admitted.parameters) == 8
    for name, parameter in admitted.parameters.items():
        assert torch.equal(parameter, theirs[name.replace(".paper_0.", ".oracle.")])
        assert not parameter.requires_grad
    ids = torch.arange(5, 20).unsqueeze(0)
    oracle.set_active_adapters("oracle")
    with torch.inference_mode():
        expected = oracle.eval()(ids).last_hidden_state.numpy()
        with using(["paper_0"]):
            ours = body.model.base_model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.numpy()
    np.testing.assert_array_equal(ours, expected)


def test_extra_keys_cannot_overwrite_the_backbone(body: Body, adapter: Path) -> None:
    name = min(body.names)
    own = dict(body.model.named_parameters())[name]
    rewrite(adapter, lambda weights: weights.update({name: torch.zeros_like(own)}))
    assert "1 weights that are not its own" in refused(body, adapter).why


def test_the_library_alone_would_let_extra_keys_overwrite_the_backbone(tiny_backbone: Backbone, adapter: Path) -> None:
    """Why the gate is there; if this ever fails, the library has learned it."""
    from adapters import AutoAdapterModel

    model = AutoAdapterModel.from_pretrained(tiny_backbone.folder)
    name = "bert.encoder.layer.0.output.dense.weight"
    rewrite(adapter, lambda weights: weights.update({name: torch.full((32, 64), 7.0)}))
    model.load_adapter(str(adapter))
    assert (dict(model.named_parameters())[name] == 7.0).all()


def test_a_missing_key_is_refused_by_name(body: Body, adapter: Path) -> None:
    gone: list[str] = []
    rewrite(adapter, lambda weights: gone.append(weights.popitem()[0]))
    why = refused(body, adapter).why
    assert "1 of its 8 weights are missing" in why
    assert gone[0] in why


def test_a_file_without_any_matching_key_is_refused(body: Body, adapter: Path) -> None:
    torch.save({"something.else": torch.zeros(3)}, adapter / "pytorch_adapter.bin")
    assert "8 of its 8 weights are missing" in refused(body, adapter).why


def test_a_name_that_the_keys_do_not_have_is_refused(body: Body, adapter: Path) -> None:
    config = json.loads((adapter / "adapter_config.json").read_text())
    (adapter / "adapter_config.json").write_text(json.dumps(config | {"name": "../other"}))
    assert "weights are missing" in refused(body, adapter).why


def test_a_wrong_shape_is_refused_and_leaves_no_half_made_adapter(body: Body, adapter: Path) -> None:
    rewrite(adapter, lambda weights: weights.update({first(weights): torch.zeros(3, 32)}))
    assert "has the shape [3, 32], and this model needs [2, 32]" in refused(body, adapter).why


def test_a_shape_of_astronomical_size_is_refused_without_being_filled(body: Body, adapter: Path) -> None:
    huge = torch.zeros(1).expand(2**30, 2**20)
    rewrite(adapter, lambda weights: weights.update({first(weights): huge}))
    assert "has the shape [1073741824, 1048576]" in refused(body, adapter).why


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_values_that_are_not_numbers_are_refused(body: Body, adapter: Path, value: float) -> None:
    rewrite(adapter, lambda weights: weights[first(weights)].view(-1)[1:2].fill_(value))
    assert "values that are not numbers" in refused(body, adapter).why


@pytest.mark.parametrize("dtype", [torch.int64, torch.float64, torch.complex64, torch.bool])
def test_weights_that_are_no_ordinary_floats_are_refused(body: Body, adapter: Path, dtype: torch.dtype) -> None:
    rewrite(adapter, lambda weights: weights.update({first(weights): torch.zeros(2, 32).to(dtype)}))
    assert "not ordinary numbers" in refused(body, adapter).why


def test_half_precision_weights_come_in_as_fp32(tiny_backbone: Backbone, adapter: Path) -> None:
    rewrite(adapter, lambda weights: weights.update({key: each.half() for key, each in weights.items()}))
    body = load_body(tiny_backbone)
    assert {each.dtype for each in admit(body, adapter, "paper_0", "half").parameters.values()} == {torch.float32}


class _Runs:
    """An object that runs a command when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.proof),)


def test_a_pickle_that_would_run_code_is_refused_and_does_not_run(body: Body, adapter: Path, tmp_path: Path) -> None:
    torch.save({"x": _Runs(tmp_path / "it_ran")}, adapter / "pytorch_adapter.bin")
    assert "holds something other than weights" in refused(body, adapter).why
    (adapter / "pytorch_adapter.bin").write_bytes(pickle.dumps(_Runs(tmp_path / "it_ran")))
    assert "pytorch_adapter.bin is damaged" in refused(body, adapter).why
    assert not (tmp_path / "it_ran").exists()


@pytest.mark.parametrize("value", [[torch.zeros(1)], {"x": 3}, {3: torch.zeros(1)}, {}, torch.zeros(3), {"x": {}}])
def test_a_file_with_something_other_than_named_weights_is_refused(body: Body, adapter: Path, value: object) -> None:
    torch.save(value, adapter / "pytorch_adapter.bin")
    refused(body, adapter)


@pytest.mark.parametrize("keep", [0, 1, 100, 2000])
@pytest.mark.parametrize("name", ["pytorch_adapter.bin", "adapter.safetensors"])
def test_a_truncated_file_is_refused(body: Body, adapter: Path, name: str, keep: int) -> None:
    if name == "adapter.safetensors":
        save_file(torch.load(adapter / "pytorch_adapter.bin"), adapter / name)
    (adapter / name).write_bytes((adapter / name).read_bytes()[:keep])
    assert f"{name} is damaged" in refused(body, adapter).why


def test_a_file_that_unpacks_to_more_than_it_weighs_is_refused(body: Body, adapter: Path) -> None:
    source, target = adapter / "pytorch_adapter.bin", io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    source.write_bytes(target.getvalue())
    assert "is damaged" in refused(body, adapter).why


def test_a_stale_bin_beside_a_newer_safetensors_file_is_not_read(tiny_backbone: Backbone, adapter: Path) -> None:
    weights: Weights = torch.load(adapter / "pytorch_adapter.bin")
    save_file({key: torch.full_like(each, 0.25) for key, each in weights.items()}, adapter / "adapter.safetensors")
    admitted = admit(load_body(tiny_backbone), adapter, "paper_0", "both")
    assert all((each == 0.25).all() for each in admitted.parameters.values())


def test_a_damaged_safetensors_file_does_not_fall_back_to_the_bin(body: Body, adapter: Path) -> None:
    (adapter / "adapter.safetensors").write_bytes(b"nonsense")
    assert "adapter.safetensors is damaged" in refused(body, adapter).why


def test_a_tiny_reduction_factor_is_refused_before_anything_is_allocated(body: Body, adapter: Path) -> None:
    config = json.loads((adapter / "adapter_config.json").read_text())
    config["config"]["reduction_factor"] = 1e-9
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    assert "'reduction_factor' has the value 1e-09, which is not allowed" in refused(body, adapter).why


def test_a_file_that_is_not_the_one_that_was_written_is_refused(body: Body, adapter: Path) -> None:
    assert "its content has changed" in refused(body, adapter, sha256="0" * 64).why


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("name", ["pytorch_adapter.bin", "adapter_config.json"])
def test_links_are_refused(body: Body, adapter: Path, tmp_path: Path, name: str) -> None:
    moved = (adapter / name).rename(tmp_path / "elsewhere")
    (adapter / name).symlink_to(moved)
    assert f"{name} is a link to another place" in refused(body, adapter).why


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_the_hub_cache_s_own_links_are_followed(tiny_backbone: Backbone, adapter: Path, tmp_path: Path) -> None:
    repository = tmp_path / "models--someone--adapter"
    snapshot = repository / "snapshots" / "0123"
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    for number, file in enumerate(sorted(adapter.iterdir())):
        file.rename(repository / "blobs" / str(number))
        (snapshot / file.name).symlink_to(Path("../../blobs") / str(number))
    assert admit(load_body(tiny_backbone), snapshot, "paper_0", "cached").config.name == "[PRX]"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among its files")
@pytest.mark.parametrize("name", ["pytorch_adapter.bin", "adapter_config.json"])
def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(body: Body, adapter: Path, name: str) -> None:
    (adapter / name).unlink()
    os.mkfifo(adapter / name)
    assert f"{name} is no ordinary file" in refused(body, adapter).why
    (adapter / name).unlink()
    (adapter / name).mkdir()
    assert "no ordinary file" in refused(body, adapter).why


def test_files_that_are_too_large_are_refused(body: Body, adapter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter_file, "LARGEST_WEIGHTS", 2**10)
    assert "no adapter needs to be" in refused(body, adapter).why
    (adapter / "adapter_config.json").write_bytes(b" " * (adapter_file.LARGEST_CONFIG + 1))
    assert "adapter_config.json is larger than 1 MiB" in refused(body, adapter).why


def test_missing_files_are_named(body: Body, adapter: Path) -> None:
    (adapter / "pytorch_adapter.bin").unlink()
    assert "neither adapter.safetensors nor pytorch_adapter.bin" in refused(body, adapter).why
    (adapter / "adapter_config.json").unlink()
    assert "There is no adapter_config.json" in refused(body, adapter).why


def test_a_folder_that_is_not_there_is_told_and_not_asked_of_the_hub(body: Body, network_guard: list[str]) -> None:
    """The library would ask the hub for a missing relative path that looks like one of its names."""
    assert "There is no adapter_config.json" in refused(body, Path("allenai/specter2")).why
    assert not network_guard


def test_a_refused_adapter_can_be_followed_by_a_good_one_of_the_same_name(
    tiny_backbone: Backbone, adapter: Path, good_adapter: Path
) -> None:
    body = load_body(tiny_backbone)
    config = json.loads((adapter / "adapter_config.json").read_text())
    config["config"]["reduction_factor"] = 8
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    with pytest.raises(UserError):
        admit(body, adapter, "paper_0", "bad")
    admitted = admit(body, good_adapter, "paper_0", "good")
    assert {tuple(each.shape) for each in admitted.parameters.values()} == {(2, 32), (2,), (32, 2), (32,)}


def test_weights_written_by_a_model_without_a_head_come_in_too(tiny_backbone: Backbone, adapter: Path) -> None:
    weights: Weights = torch.load(adapter / "pytorch_adapter.bin")
    save_file({key.removeprefix("bert."): each for key, each in weights.items()}, adapter / "adapter.safetensors")
    admitted = admit(load_body(tiny_backbone), adapter, "paper_0", "bare")
    name = next(iter(admitted.parameters))
    saved = load_file(adapter / "adapter.safetensors")[name.removeprefix("bert.").replace("paper_0", "[PRX]")]
    assert torch.equal(admitted.parameters[name], saved)
