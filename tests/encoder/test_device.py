"""Which device and precision is used, and the words when one is not there."""

import pytest
import torch

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder import precision_probe
from specter2_gui.encoder.device import resolve_device, resolve_precision

no_cuda = pytest.mark.skipif(torch.cuda.is_available(), reason="this computer has a graphics card")


@no_cuda
def test_a_graphics_card_that_is_asked_for_and_absent_is_refused_in_words() -> None:
    with pytest.raises(UserError) as caught:
        resolve_device("cuda")
    assert caught.value.what == "The device 'cuda' is not available"
    assert "finds no NVIDIA graphics card" in caught.value.why
    assert "cpu" in caught.value.how


@no_cuda
def test_auto_takes_a_device_that_is_there() -> None:
    assert resolve_device("auto").type in {"cpu", "mps"}


@pytest.mark.parametrize(("seconds", "expected"), [(1.0, "fp32"), (0.9, "fp32"), (0.5, "bf16")])
def test_auto_takes_bf16_only_where_a_trial_shows_it_to_be_faster(
    monkeypatch: pytest.MonkeyPatch, seconds: float, expected: str
) -> None:
    taken = {torch.float32: 1.0, torch.bfloat16: seconds}
    monkeypatch.setattr(precision_probe, "_seconds", lambda dtype, _: taken[dtype])
    precision_probe.bf16_is_faster.cache_clear()
    assert resolve_precision("auto", torch.device("cpu")) == expected
    precision_probe.bf16_is_faster.cache_clear()


def test_the_processor_is_always_there_and_can_be_asked_for_either_precision() -> None:
    assert resolve_device("cpu") == torch.device("cpu")
    assert resolve_precision("fp32", torch.device("cpu")) == "fp32"
    assert resolve_precision("bf16", torch.device("cpu")) == "bf16"


def test_bf16_is_refused_where_the_device_does_not_have_it() -> None:
    with pytest.raises(UserError, match="'bf16' is not available"):
        resolve_precision("bf16", torch.device("mps"))


def test_an_unknown_precision_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="auto, fp32 or bf16"):
        resolve_precision("fp8", torch.device("cpu"))
