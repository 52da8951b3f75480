"""Attention of packed texts: each way equals a plain one, and the graphics card's is called as torch wants it."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
import torch

from specter2_gui.domain.papers import Role
from specter2_gui.encoder import attention, packed_body, packed_forward
from specter2_gui.encoder.attention import attend_in_runs, attend_packed, choose_attention, varlen_attention
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.packing import Layout, lay_out, on_device, pack, positions
from tests.encoder.oracle import BOTH, MAX_LENGTH, faults, ragged, shaken_encoder

CPU = torch.device("cpu")
LENGTHS = [[3, 7, 7, 1], [40, 5, 40]]
EXACT = 1e-12


def plain_varlen(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    cu_seq_q: torch.Tensor,
    cu_seq_k: torch.Tensor,
    max_q: int,
    max_k: int,
) -> torch.Tensor:
    """What torch's ``varlen_attn`` computes, in plain steps on any device, refusing what the real one refuses."""
    assert cu_seq_q.dtype == cu_seq_k.dtype == torch.int32
    assert (cu_seq_q[0], cu_seq_q[-1], cu_seq_k[-1]) == (0, len(query), len(key))
    assert max_q == int(cu_seq_q.diff().max())
    assert max_k == int(cu_seq_k.diff().max())
    found: list[torch.Tensor] = []
    for text in range(len(cu_seq_q) - 1):
        asked = slice(int(cu_seq_q[text]), int(cu_seq_q[text + 1]))
        own = slice(int(cu_seq_k[text]), int(cu_seq_k[text + 1]))
        q, k, v = (each.transpose(0, 1) for each in (query[asked], key[own], value[own]))
        scores = q @ k.transpose(1, 2) / q.shape[-1] ** 0.5
        found.append((scores.softmax(-1) @ v).transpose(0, 1))
    return torch.cat(found)


@pytest.fixture
def on_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of a graphics card, with the plain steps in place of its kernel."""
    monkeypatch.setattr(packed_body, "choose_attention", lambda *_: attend_packed)
    monkeypatch.setattr(attention, "varlen_attention", lambda: plain_varlen)


def _random(layout: Layout, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    query, key, value = torch.randn(3, layout.tokens, 4, 8, generator=generator, dtype=torch.float64).to(dtype)
    return query, key, value


def _plain(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, layout: Layout) -> torch.Tensor:
    return plain_varlen(query, key, value, layout.starts, layout.starts, layout.longest, layout.longest)


@pytest.mark.parametrize("slack", [0.0, 0.5, 100.0])
def test_attention_in_runs_equals_plain_attention_whatever_is_filled_up(slack: float) -> None:
    layout = lay_out(LENGTHS, CPU, slack=slack)
    assert any(run.places is not None for run in layout.runs) == (slack > 0)
    given = _random(layout)
    torch.testing.assert_close(attend_in_runs(*given, layout), _plain(*given, layout), rtol=EXACT, atol=EXACT)


@pytest.mark.parametrize("slack", [0.0, 100.0])
@pytest.mark.parametrize("way", [attend_in_runs, attend_packed])
@pytest.mark.usefixtures("on_a_card")
def test_the_first_tokens_alone_get_what_they_get_among_all(slack: float, way: Callable[..., torch.Tensor]) -> None:
    layout = lay_out(LENGTHS, CPU, slack=slack)
    query, key, value = _random(layout)
    expected = _plain(query, key, value, layout)[layout.first_tokens]
    found = way(query[layout.first_tokens], key, value, layout)
    torch.testing.assert_close(found, expected, rtol=EXACT, atol=EXACT)


@pytest.mark.parametrize("length", [5, 127, 128])
def test_attention_in_bf16_on_a_processor_is_as_close_as_its_numbers_allow(length: int) -> None:
    layout = lay_out([[length, length, 2]], CPU)
    query, key, value = _random(layout, torch.bfloat16)
    expected = _plain(query.double(), key.double(), value.double(), layout)
    found = attend_in_runs(query, key, value, layout)
    assert found.dtype == torch.bfloat16
    torch.testing.assert_close(found.double(), expected, rtol=0.02, atol=0.02)


def test_a_graphics_card_packs_where_its_kernel_knows_the_numbers_and_everything_else_goes_in_runs() -> None:
    card = torch.device("cuda")
    assert choose_attention(card, torch.bfloat16) is attend_packed
    assert choose_attention(card, torch.float32) is attend_in_runs
    assert choose_attention(CPU, torch.bfloat16) is attend_in_runs
    assert choose_attention(torch.device("mps"), torch.bfloat16) is attend_in_runs


@pytest.mark.parametrize("first_only", [False, True])
def test_the_call_of_torchs_kernel_fits_its_signature(monkeypatch: pytest.MonkeyPatch, first_only: bool) -> None:
    signature = inspect.signature(varlen_attention())
    bound: list[inspect.BoundArguments] = []

    def called(*given: Any, **more: Any) -> torch.Tensor:
        bound.append(signature.bind(*given, **more))
        return given[0]

    monkeypatch.setattr(attention, "varlen_attention", lambda: called)
    layout = lay_out(LENGTHS, CPU)
    query, key, value = _random(layout)
    query = query[layout.first_tokens] if first_only else query
    attend_packed(query, key, value, layout)
    given = bound[0].arguments
    texts = len(layout.lengths)
    assert given["query"] is query
    assert given["key"] is key
    assert given["value"] is value
    assert given["cu_seq_q"].tolist() == (list(range(texts + 1)) if first_only else layout.starts.tolist())
    assert given["cu_seq_k"] is layout.starts
    assert (given["max_q"], given["max_k"]) == (1 if first_only else layout.longest, layout.longest)
    names = list(signature.parameters)
    assert names[:7] == ["query", "key", "value", "cu_seq_q", "cu_seq_k", "max_q", "max_k"]


@pytest.mark.usefixtures("on_a_card")
@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_the_whole_forward_on_a_card_equals_the_librarys(tiny_specter2: Backbone, pooling: str) -> None:
    encoder = shaken_encoder(tiny_specter2, pooling=pooling)
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < EXACT


@pytest.mark.parametrize("slack", [0.1, 100.0])
@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_the_whole_forward_with_texts_filled_up_for_attention_equals_the_librarys(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch, slack: float, pooling: str
) -> None:
    monkeypatch.setattr(packed_forward, "slack_of", lambda _: slack)
    encoder = shaken_encoder(tiny_specter2, pooling=pooling)
    encoder.trainable(BOTH)
    assert max(faults(encoder, ragged())) < EXACT


@pytest.mark.usefixtures("on_a_card")
def test_the_comparison_finds_borders_one_token_off(tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = shaken_encoder(tiny_specter2)
    encoder.trainable(BOTH)

    def shifted(*given: Any) -> torch.Tensor:
        moved = [each.clone() for each in given[3:5]]
        for each in moved:
            each[1:-1] += 1
        return plain_varlen(*given[:3], *moved, *(int(each.diff().max()) for each in moved))

    monkeypatch.setattr(attention, "varlen_attention", lambda: shifted)
    assert min(faults(encoder, ragged({Role.QUERY: (9, 4), Role.PAPER: (30, 12, 8)}))) > 1e-4


def test_texts_lie_role_after_role_the_longest_first_and_find_their_way_back() -> None:
    layout = lay_out([[3, 7, 7], [40, 5]], CPU)
    assert layout.lengths == (7, 7, 3, 40, 5)
    assert layout.starts.tolist() == [0, 7, 14, 17, 57, 62]
    assert layout.order.tolist() == [1, 2, 0, 3, 4]
    assert layout.back.tolist() == [2, 0, 1, 3, 4]
    assert [(each.texts, each.tokens) for each in layout.sections] == [(3, 17), (2, 45)]
    assert [(run.texts, run.longest) for run in layout.runs] == [(2, 7), (1, 3), (1, 40), (1, 5)]
    assert layout.text_of_token.bincount().tolist() == [7, 7, 3, 40, 5]
    assert layout.longest == 40
    ids = [[length] * length for length in (3, 7, 7, 40, 5)]
    assert pack(ids, layout).tolist() == [7] * 14 + [3] * 3 + [40] * 40 + [5] * 5


def test_positions_count_from_zero_in_each_text_and_robertas_leave_padding_out() -> None:
    import numpy as np

    ids = np.array([8, 1, 9, 9, 1, 8, 8])
    assert positions(ids, (3, 4), None).tolist() == [0, 1, 2, 0, 1, 2, 3]
    assert positions(ids, (3, 4), 1).tolist() == [2, 1, 3, 2, 1, 3, 4]


def test_an_array_reaches_the_device_as_it_is() -> None:
    import numpy as np

    assert on_device(np.array([1, 2], dtype=np.int32), CPU).tolist() == [1, 2]
    assert MAX_LENGTH == 128
