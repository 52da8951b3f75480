"""Weights laid out for the processor give the vectors of the library, and follow adapters that have changed."""

import numpy as np
import pytest
import torch
from torch.nn.functional import linear

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.encoder.packed_body import PackedBody
from specter2_gui.encoder.reordered import can_reorder, product, reordered
from tests.encoder.oracle import shaken_encoder
from tests.tiny import shake

CPU = torch.device("cpu")
FP32 = 1e-5
TEXTS = ["bee", "honey of the river bee", "water rain sea river", "bee " * 90, "rain"]

pytestmark = pytest.mark.skipif(
    not can_reorder(torch.float32, CPU), reason="this processor, or this torch, has no kernels for reordered weights"
)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("tokens", [1, 7, 600])
def test_a_product_equals_the_plain_one(dtype: torch.dtype, tokens: int) -> None:
    if not can_reorder(dtype, CPU):
        pytest.skip("this processor has no kernels for bf16")
    generator = torch.Generator().manual_seed(tokens)
    states, weight, bias = (
        torch.randn(*shape, generator=generator).to(dtype) for shape in ((tokens, 48), (64, 48), (64,))
    )
    found = product(states, reordered(weight), bias)
    expected = linear(states.double(), weight.double(), bias.double())
    tolerance = FP32 if dtype == torch.float32 else torch.finfo(dtype).eps
    torch.testing.assert_close(found.double(), expected, rtol=tolerance, atol=tolerance * float(expected.abs().max()))


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_encoding_equals_the_librarys_forward(tiny_specter2: Backbone, kind: str, pooling: str) -> None:
    encoder = shaken_encoder(tiny_specter2, kind, pooling, dtype="float32")
    assert apart(encoder) < FP32


def test_an_adapter_that_has_never_learned_is_left_out_until_it_has(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model.model_validate({"query_adapter": "zero"}), device="cpu")
    assert apart(encoder) < FP32
    before = encoder.encode(Role.QUERY, TEXTS)
    shake(encoder.trainable([Role.QUERY]), by=0.3)
    assert np.abs(encoder.encode(Role.QUERY, TEXTS) - before).max() > 0.01
    assert apart(encoder) < FP32


def test_only_encoding_has_them_so_a_training_needs_no_more_memory(tiny_specter2: Backbone) -> None:
    body = PackedBody(load_encoder(tiny_specter2, Model(), device="cpu").body.model)
    with torch.no_grad():
        assert body.weights(torch.float32, CPU)[0].up.quick is None
    with torch.inference_mode():
        assert body.weights(torch.float32, CPU)[0].up.quick is not None
    assert body.weights(torch.float32, CPU)[0].up.quick is None


@pytest.mark.parametrize("missing", ["machine", "kernels"])
def test_without_kernels_the_weights_are_used_as_they_lie(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "machine":
        monkeypatch.setattr("specter2_gui.encoder.reordered.platform.machine", lambda: "riscv64")
    else:
        monkeypatch.setattr("specter2_gui.encoder.reordered._REORDER", "_of_no_version")
    assert not can_reorder(torch.float32, CPU)
    assert apart(shaken_encoder(tiny_specter2, dtype="float32")) < FP32


def apart(encoder: Encoder) -> float:
    """How far the vectors of queries are from the library's, which knows neither trick."""
    found = encoder.encode(Role.QUERY, TEXTS)
    with torch.inference_mode():
        expected = encoder.library_forward(Role.QUERY, encoder.tokenize(TEXTS)).numpy()
    return float(np.abs(found - expected).max() / np.abs(expected).max())
