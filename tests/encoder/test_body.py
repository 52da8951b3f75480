"""Loading backbones: either form of file, the same hash, nothing missing, and plain words for whatever is wrong."""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.body import load_body
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import load_encoder
from tests.tiny import make_tiny_backbone, shake


@pytest.fixture
def spoiled(tiny_backbone: Backbone, tmp_path: Path) -> Backbone:
    """A copy of the tiny backbone, to be spoiled."""
    return replace(tiny_backbone, folder=Path(shutil.copytree(tiny_backbone.folder, tmp_path / "backbone")))


def change_config(backbone: Backbone, **changes: Any) -> None:
    path = backbone.folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def change_weights(backbone: Backbone, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    path = backbone.folder / "model.safetensors"
    weights = load_file(path)
    change(weights)
    save_file(weights, path, metadata={"format": "pt"})


def why_not(backbone: Backbone) -> str:
    with pytest.raises(UserError) as caught:
        load_body(backbone)
    assert "Tiny" in caught.value.what
    return caught.value.why


def test_both_forms_of_one_model_have_the_same_hash_and_another_model_has_another(tmp_path: Path) -> None:
    safe, plain = make_tiny_backbone(tmp_path / "safe"), make_tiny_backbone(tmp_path / "bin", bin=True)
    other = make_tiny_backbone(tmp_path / "other", seed=1)
    assert not list(plain.folder.glob("*.safetensors"))
    assert load_body(safe).sha256 == load_body(plain).sha256 != load_body(other).sha256


def test_a_backbone_is_loaded_frozen_in_evaluation_mode_and_without_adapters(tiny_specter2: Backbone) -> None:
    model: Any = load_body(tiny_specter2).model
    assert not any(each.requires_grad for each in model.parameters())
    assert not any(module.training for module in model.modules())
    assert not model.is_gradient_checkpointing
    assert not model.adapters_config.adapters


def test_one_changed_weight_changes_the_hash(tiny_backbone: Backbone, spoiled: Backbone) -> None:
    change_weights(spoiled, lambda weights: weights["encoder.layer.1.output.dense.bias"][3].add_(1e-6))
    assert load_body(spoiled).sha256 != load_body(tiny_backbone).sha256


def test_the_pooler_counts_neither_for_the_hash_nor_for_completeness(
    tiny_backbone: Backbone, spoiled: Backbone
) -> None:
    """It would be filled with random numbers where a model comes without one, and no vector passes through it."""
    change_weights(spoiled, lambda weights: [weights.pop(key) for key in list(weights) if key.startswith("pooler")])
    assert load_body(spoiled).sha256 == load_body(tiny_backbone).sha256


def test_missing_weights_are_refused_with_the_first_of_them(spoiled: Backbone) -> None:
    """The library fills them with random numbers and goes on."""
    change_weights(spoiled, lambda weights: weights.pop("encoder.layer.1.output.dense.weight"))
    why = why_not(spoiled)
    assert "1 of its weights are missing" in why
    assert "encoder.layer.1.output.dense.weight" in why


def test_unexpected_weights_are_refused_and_heads_of_other_tasks_are_not(spoiled: Backbone) -> None:
    change_weights(spoiled, lambda weights: weights.update({"cls.predictions.bias": torch.zeros(3)}))
    load_body(spoiled)
    change_weights(spoiled, lambda weights: weights.update({"encoder.layer.2.output.dense.bias": torch.zeros(32)}))
    assert "1 weights that do not belong to it" in why_not(spoiled)


def test_weights_that_are_not_numbers_are_refused(spoiled: Backbone) -> None:
    change_weights(spoiled, lambda weights: weights["encoder.layer.0.output.dense.bias"].fill_(float("nan")))
    assert "not numbers" in why_not(spoiled)


@pytest.mark.parametrize("keep", [0, 100, 20_000])
@pytest.mark.parametrize("bin", [False, True])
def test_damaged_weights_are_refused(tmp_path: Path, keep: int, bin: bool) -> None:  # noqa: A002 - the word of the layout
    backbone = make_tiny_backbone(tmp_path / "x", bin=bin)
    path = backbone.folder / ("pytorch_model.bin" if bin else "model.safetensors")
    path.write_bytes(path.read_bytes()[:keep])
    assert "weights cannot be read" in why_not(backbone)


def test_weights_of_another_shape_than_the_configuration_s_are_refused(spoiled: Backbone) -> None:
    change_config(spoiled, vocab_size=300)
    assert "weights cannot be read" in why_not(spoiled)


class _Runs:
    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.proof),)


def test_a_bin_file_that_would_run_code_is_refused_and_does_not_run(tmp_path: Path) -> None:
    backbone = make_tiny_backbone(tmp_path / "x", bin=True)
    torch.save({"x": _Runs(tmp_path / "it_ran")}, backbone.folder / "pytorch_model.bin")
    assert "weights cannot be read" in why_not(backbone)
    assert not (tmp_path / "it_ran").exists()


def test_code_that_comes_with_a_model_is_not_run(spoiled: Backbone, tmp_path: Path) -> None:
    (spoiled.folder / "evil.py").write_text(f"import os; os.mkdir({str(tmp_path / 'it_ran')!r})")
    change_config(spoiled, auto_map={"AutoModel": "evil.Model", "AutoConfig": "evil.Config"})
    load_body(spoiled)
    assert not (tmp_path / "it_ran").exists()


@pytest.mark.parametrize(
    ("file", "word"),
    [("config.json", "config.json"), ("model.safetensors", "neither model.safetensors nor pytorch_model.bin")],
)
def test_a_missing_file_is_named(spoiled: Backbone, file: str, word: str) -> None:
    (spoiled.folder / file).unlink()
    assert word in why_not(spoiled)


def test_a_missing_or_damaged_tokenizer_is_told_as_such(spoiled: Backbone) -> None:
    for name in ("tokenizer.json", "vocab.txt"):
        (spoiled.folder / name).unlink()
    assert "Its tokenizer" in why_not(spoiled)
    (spoiled.folder / "tokenizer.json").write_text("{")
    assert "Its tokenizer" in why_not(spoiled)


@pytest.mark.parametrize("text", ["", "[]", "{", "\udcff"])
def test_a_damaged_configuration_is_told_as_such(spoiled: Backbone, text: str) -> None:
    (spoiled.folder / "config.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert "config.json is damaged" in why_not(spoiled)


@pytest.mark.parametrize("kind", ["gpt2", "t5", "deberta", "unheard_of", None])
def test_a_model_of_another_kind_is_refused_with_the_kinds_there_are(spoiled: Backbone, kind: str | None) -> None:
    change_config(spoiled, model_type=kind)
    assert "albert, bert, distilbert" in why_not(spoiled)


def test_a_configuration_that_brings_adapters_of_its_own_is_refused(spoiled: Backbone) -> None:
    change_config(spoiled, adapters={"adapters": {"x": "seq_bn"}, "config_map": {}, "fusions": {}})
    assert "already carries adapters" in why_not(spoiled)


def test_a_folder_that_is_not_there_is_told_and_not_asked_of_the_hub(
    spoiled: Backbone, network_guard: list[str]
) -> None:
    assert "config.json" in why_not(replace(spoiled, folder=Path("allenai/specter2_base")))
    assert not network_guard


@pytest.mark.parametrize("kind", ["albert", "distilbert", "electra", "roberta", "xlm-roberta"])
@pytest.mark.parametrize("adapter", ["seq_bn", "lora"])
def test_relatives_of_bert_work_from_start_to_saved_adapters(
    tiny_backbone: Backbone, tmp_path: Path, kind: str, adapter: str
) -> None:
    import numpy as np
    import transformers

    from specter2_gui.config.settings import Model
    from specter2_gui.domain.papers import Role
    from specter2_gui.encoder.encoder import load_encoder, load_trained

    folder = Path(shutil.copytree(tiny_backbone.folder, tmp_path / kind))
    names = {
        "albert": "Albert",
        "distilbert": "DistilBert",
        "electra": "Electra",
        "roberta": "Roberta",
        "xlm-roberta": "XLMRoberta",
    }
    sizes = {
        "vocab_size": 500, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": 64, "max_position_embeddings": 128, "pad_token_id": 0,
    }  # fmt: skip
    config = getattr(transformers, f"{names[kind]}Config")(**sizes)
    getattr(transformers, f"{names[kind]}Model")(config).save_pretrained(folder)
    backbone = replace(tiny_backbone, folder=folder, max_length=512)
    encoder = load_encoder(backbone, Model.model_validate({"adapter": adapter}), device="cpu")
    assert encoder.max_length == (127 if "roberta" in kind else 128)
    texts = ["a " * 500, "bees"]
    shake(encoder.trainable([Role.QUERY]))
    vectors = encoder.encode(Role.QUERY, texts)
    (tmp_path / "saved").mkdir()
    encoder.save(tmp_path / "saved", {})
    again = load_trained(tmp_path / "saved", backbone=backbone, device="cpu")
    np.testing.assert_array_equal(again.encode(Role.QUERY, texts), vectors)
    assert np.abs(again.encode(Role.PAPER, texts) - vectors).max() > 1e-3


def test_models_that_are_loaded_at_once_in_several_threads_all_have_their_weights(tiny_specter2: Backbone) -> None:
    """The library makes every module of the program without weights while it loads one."""
    together = Barrier(4)

    def load(number: int) -> bool:
        together.wait()
        encoder = load_encoder(tiny_specter2, Model(adapter="lora" if number % 2 else "seq_bn"), device="cpu")
        return all(not each.is_meta for _, each in encoder.body.model.named_parameters())

    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            assert all(threads.map(load, range(4)))
