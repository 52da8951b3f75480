"""The program's own forward gives the vectors and the gradients of the library, whatever the adapters and the batch."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder import attention, packed_body, packed_forward, starts
from specter2_gui.encoder.adapter_layers import LayerAdapters
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.encoder.packed_forward import PackedForward
from specter2_gui.encoder.packing import Layout
from specter2_gui.encoder.starts import RoleAdapters
from tests.encoder.oracle import (
    BOTH,
    MAX_LENGTH,
    by_library,
    difference,
    faults,
    gradients,
    ragged,
    shaken_encoder,
    to_dtype,
)
from tests.tiny import shake

EXACT = 1e-12
"""In fp64; what is left is the order of additions."""

FP32 = 1e-5


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
@pytest.mark.parametrize(("pooling", "unit"), [("cls", False), ("mean", False), ("mean", True)])
def test_vectors_and_gradients_equal_the_librarys_in_fp64(
    tiny_specter2: Backbone, kind: str, pooling: str, unit: bool
) -> None:
    """With ``lora`` the published bottleneck lies below it, so this is a stack as well."""
    encoder = shaken_encoder(tiny_specter2, kind, pooling, unit=unit)
    assert encoder.fast
    encoder.trainable(BOTH)
    vectors, gradient = faults(encoder, ragged())
    assert vectors < EXACT
    assert gradient < EXACT


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
def test_vectors_and_gradients_equal_the_librarys_in_fp32(tiny_specter2: Backbone, kind: str) -> None:
    encoder = shaken_encoder(tiny_specter2, kind, dtype="float32")
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < FP32


@pytest.mark.parametrize("kinds", [["seq_bn", "lora"] * 2, ["lora", "seq_bn"] * 2], ids="-".join)
def test_stacks_of_four_equal_the_librarys(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: list[str]
) -> None:
    """Also those with two low-rank adapters, which are no longer made but may lie on a disk."""
    monkeypatch.setattr(starts, "_check_low_rank", lambda *_: None)
    encoder = _piled_up(tiny_backbone, tmp_path, kinds)
    assert len(encoder.roles[Role.QUERY].stack) == 4
    to_dtype(encoder, torch.float64)
    shake([each for adapter in encoder.roles[Role.QUERY].stack for each in adapter.parameters.values()], by=0.3)
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < EXACT


def _piled_up(backbone: Backbone, folder: Path, kinds: list[str]) -> Encoder:
    start = "auto"
    for number, kind in enumerate(kinds[:-1]):
        asked = Model.model_validate({"adapter": kind, "query_adapter": start})
        start = str(folder / str(number))
        Path(start).mkdir()
        load_encoder(backbone, asked, device="cpu", precision="fp32").save(Path(start), {})
    asked = Model.model_validate({"adapter": kinds[-1], "query_adapter": start})
    return load_encoder(backbone, asked, device="cpu", precision="fp32")


@pytest.mark.parametrize(
    "options",
    [
        {"attn_matrices": ["q", "k", "v"], "r": 4, "alpha": 8},
        {"attn_matrices": ["k"], "intermediate_lora": True, "output_lora": True},
        {"selfattn_lora": False, "output_lora": True},
    ],
)
def test_every_place_of_a_low_rank_adapter_equals_the_librarys(
    tiny_backbone: Backbone, monkeypatch: pytest.MonkeyPatch, options: dict[str, object]
) -> None:
    from specter2_gui.encoder import starts
    from specter2_gui.encoder.adapter_config import AdapterConfig

    monkeypatch.setattr(starts, "new_config", lambda kind: AdapterConfig(kind, options))
    encoder = shaken_encoder(tiny_backbone, "lora")
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < EXACT


@pytest.mark.parametrize("options", [{"reduction_factor": 3, "non_linearity": "gelu", "scaling": 0.5}])
def test_a_bottleneck_with_options_of_its_own_equals_the_librarys(
    tiny_backbone: Backbone, monkeypatch: pytest.MonkeyPatch, options: dict[str, object]
) -> None:
    from specter2_gui.encoder import starts
    from specter2_gui.encoder.adapter_config import AdapterConfig

    monkeypatch.setattr(starts, "new_config", lambda kind: AdapterConfig(kind, options))
    encoder = shaken_encoder(tiny_backbone)
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < EXACT


@pytest.mark.parametrize("kind", ["roberta", "xlm-roberta"])
def test_robertas_positions_equal_the_librarys_even_with_padding_inside_a_text(tmp_path: Path, kind: str) -> None:
    encoder = shaken_encoder(_roberta(tmp_path, kind))
    assert encoder.fast
    encoder.trainable(BOTH)
    ids = ragged({Role.QUERY: (1, 9, 30), Role.PAPER: (120, 7)})
    ids[Role.QUERY][1][4] = encoder.body.tokenizer.pad_token_id or 0
    assert max(faults(encoder, ids)) < EXACT


def _roberta(folder: Path, kind: str) -> Backbone:
    from transformers import AutoConfig, AutoModel

    from tests.tiny import make_tiny_backbone

    backbone = make_tiny_backbone(folder)
    sizes = {"vocab_size": 400, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
    sizes |= {"intermediate_size": 64, "max_position_embeddings": MAX_LENGTH, "pad_token_id": 0, "type_vocab_size": 1}
    AutoModel.from_config(AutoConfig.for_model(kind, **sizes)).save_pretrained(folder)
    return backbone


def test_a_model_of_another_kind_goes_the_librarys_way(tmp_path: Path) -> None:
    from transformers import DistilBertConfig, DistilBertModel

    from tests.tiny import make_tiny_backbone

    backbone = make_tiny_backbone(tmp_path)
    config = DistilBertConfig(
        vocab_size=400, dim=32, n_layers=2, n_heads=4, hidden_dim=64, max_position_embeddings=MAX_LENGTH
    )
    DistilBertModel(config).save_pretrained(tmp_path)
    encoder = load_encoder(backbone, Model(), device="cpu")
    assert not encoder.fast
    ids = ragged()
    assert difference(encoder.forward_roles(ids), by_library(encoder, ids)) == 0
    assert encoder.counts.padded_tokens > 0
    assert encoder.encode(Role.PAPER, ["bees", "bees and honey"]).shape == (2, encoder.dim)


def test_both_roles_in_one_forward_equal_two(tiny_specter2: Backbone) -> None:
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)
    ids = ragged()
    together = encoder.forward_roles(ids)
    apart = {role: encoder.forward(role, texts) for role, texts in ids.items()}
    assert difference(together, apart) < EXACT
    assert difference(gradients(encoder, together), gradients(encoder, apart)) < EXACT


def test_a_role_without_texts_gets_no_vectors_and_disturbs_nothing(tiny_specter2: Backbone) -> None:
    encoder = shaken_encoder(tiny_specter2)
    ids = ragged()
    found = encoder.forward_roles({Role.QUERY: [], Role.PAPER: ids[Role.PAPER]})
    assert found[Role.QUERY].shape == (0, encoder.dim)
    assert torch.equal(found[Role.PAPER], encoder.forward(Role.PAPER, ids[Role.PAPER]))
    assert encoder.forward_roles({}) == {}


@settings(max_examples=15, deadline=None)
@given(lengths=st.lists(st.integers(1, MAX_LENGTH), min_size=1, max_size=9), seed=st.integers(0, 99))
def test_any_batch_equals_its_texts_one_by_one(shaken: Encoder, lengths: list[int], seed: int) -> None:
    texts = ragged({Role.PAPER: lengths}, seed)[Role.PAPER]
    with torch.no_grad():
        alone = torch.cat([shaken.forward(Role.PAPER, [text]) for text in texts])
        assert difference({0: shaken.forward(Role.PAPER, texts)}, {0: alone}) < EXACT


@pytest.fixture(scope="module")
def shaken(tiny_specter2: Backbone) -> Encoder:
    return shaken_encoder(tiny_specter2)


def test_without_a_gradient_the_vectors_are_the_same_although_the_work_is_cut_up(
    shaken: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_body, "_PIECE", 7)
    with torch.no_grad():
        assert difference(shaken.forward_roles(ragged()), by_library(shaken, ragged())) < EXACT


def test_arrays_of_ids_do_as_well_as_lists(shaken: Encoder) -> None:
    ids = ragged()[Role.PAPER]
    arrays = [np.asarray(text, dtype=np.uint16) for text in ids]
    assert torch.equal(shaken.forward(Role.PAPER, arrays), shaken.forward(Role.PAPER, ids))


def test_adapters_that_were_changed_in_place_count_at_once(tiny_specter2: Backbone) -> None:
    encoder, ids = shaken_encoder(tiny_specter2), ragged()
    before = encoder.forward_roles(ids)
    shake(encoder.trainable([Role.QUERY]), by=0.1)
    after = encoder.forward_roles(ids)
    assert not torch.allclose(after[Role.QUERY], before[Role.QUERY], atol=1e-2)
    assert torch.equal(after[Role.PAPER], before[Role.PAPER])
    assert difference(after, by_library(encoder, ids)) < EXACT


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_bf16_stays_close_to_fp32_and_gives_fp32_vectors_and_gradients(tiny_specter2: Backbone, pooling: str) -> None:
    encoder = shaken_encoder(tiny_specter2, pooling=pooling, dtype="float32")
    ids = ragged()
    exact = torch.cat(list(encoder.forward_roles(ids).values())).detach()
    encoder.use_precision("bf16")
    encoder.trainable(BOTH)
    found = encoder.forward_roles(ids)
    low = torch.cat(list(found.values()))
    assert low.dtype == torch.float32
    low = low.detach()
    assert not torch.equal(low, exact)
    assert float(torch.cosine_similarity(low, exact, dim=1).min()) > 0.999
    assert {each.dtype for each in gradients(encoder, found).values()} == {torch.float32}


def test_the_same_batch_gives_the_same_bits_each_time(tiny_specter2: Backbone) -> None:
    for precision in ("fp32", "bf16"):
        encoder = shaken_encoder(tiny_specter2, dtype="float32")
        encoder.use_precision(precision)
        encoder.trainable(BOTH)
        first, second = (encoder.forward_roles(ragged()) for _ in range(2))
        assert difference(first, second) == 0
        assert difference(gradients(encoder, first), gradients(encoder, second)) == 0


def test_what_was_computed_is_counted_and_nothing_is_padded(tiny_specter2: Backbone) -> None:
    encoder = load_encoder(tiny_specter2, Model(), device="cpu")
    before = encoder.counts
    encoder.forward_roles(ragged({Role.QUERY: (3, 5), Role.PAPER: (100,)}))
    made = encoder.counts - before
    assert (made.texts, made.tokens, made.padded_tokens, made.padding_share) == (3, 108, 0, 0.0)
    encoder.library_forward(Role.QUERY, ragged({Role.QUERY: (3, 5)})[Role.QUERY])
    made = encoder.counts - before
    assert (made.texts, made.tokens, made.padded_tokens) == (5, 116, 2)


# What follows plants a fault and sees the comparison above find it.


def test_the_comparison_finds_adapters_of_the_wrong_role(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swapped(model: object, slots: list[str]) -> list[LayerAdapters]:
        other = {"query_0": "paper_0", "paper_0": "query_0"}
        return read_adapters(model, [other[slot] for slot in slots])  # pyright: ignore[reportArgumentType] - stands for a model

    from specter2_gui.encoder.adapter_layers import read_adapters

    monkeypatch.setattr(packed_forward, "read_adapters", swapped)
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)
    assert min(faults(encoder, ragged())) > 1e-2


def test_the_comparison_finds_roles_that_are_shifted_by_one_token(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = shaken_encoder(tiny_specter2, pooling="mean")
    encoder.trainable(BOTH)
    parted = packed_body.parted

    def shifted(states: torch.Tensor, sizes: list[int]) -> tuple[torch.Tensor, ...]:
        return parted(states, [sizes[0] - 1, sizes[1] + 1] if len(sizes) == 2 else sizes)

    monkeypatch.setattr(packed_body, "parted", shifted)
    assert min(faults(encoder, ragged())) > 1e-6


def test_the_comparison_finds_dropout_left_on(tiny_specter2: Backbone) -> None:
    """The library's ``train()`` switches it on; the program's own forward has none at all."""
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)
    before = encoder.forward_roles(ragged())
    encoder.body.model.train()  # pyright: ignore[reportAttributeAccessIssue] - the program has no use for it
    assert difference(encoder.forward_roles(ragged()), before) == 0
    assert min(faults(encoder, ragged())) > 1e-2


@pytest.mark.parametrize("by", [-1, 1])
def test_the_comparison_finds_texts_that_begin_one_token_off(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch, by: int
) -> None:
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)

    def shifted(self: Layout) -> torch.Tensor:
        return (self.starts[:-1].long() + by).clamp(0, self.tokens - 1)

    monkeypatch.setattr(Layout, "first_tokens", property(shifted))
    assert min(faults(encoder, ragged())) > 1e-2


def test_the_comparison_finds_attention_across_the_border_of_two_texts(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)
    in_runs = attention.attend_in_runs

    def leaking(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, layout: Layout) -> torch.Tensor:
        return in_runs(query, key.roll(1, 0), value.roll(1, 0), layout)

    monkeypatch.setattr(packed_body, "choose_attention", lambda *_: leaking)
    assert min(faults(encoder, ragged())) > 1e-6


def test_the_comparison_finds_vectors_given_back_in_another_order(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)
    pooled_packed = packed_forward.pooled_packed
    monkeypatch.setattr(packed_forward, "pooled_packed", lambda *given: pooled_packed(*given).roll(1, 0))
    assert min(faults(encoder, ragged())) > 1e-2


def test_an_adapter_that_begins_at_zero_changes_no_bit(tiny_backbone: Backbone) -> None:
    bare = {role: RoleAdapters((), "none") for role in BOTH}
    for kind in ("seq_bn", "lora"):
        encoder = load_encoder(tiny_backbone, Model.model_validate({"adapter": kind}), device="cpu", precision="fp32")
        without = PackedForward(encoder.body, bare, pooling="cls", device=encoder.device, precision="fp32")
        ids = ragged()
        assert difference(encoder.forward_roles(ids), without.vectors(ids)) == 0


def test_a_long_queue_of_random_batches_stays_equal(shaken: Encoder) -> None:
    chance = random.Random(1)  # noqa: S311 - content, not a secret
    with torch.no_grad():
        for seed in range(5):
            lengths = {role: [chance.randint(1, MAX_LENGTH) for _ in range(chance.randint(1, 6))] for role in BOTH}
            ids = ragged(lengths, seed)
            assert difference(shaken.forward_roles(ids), by_library(shaken, ids)) < EXACT
