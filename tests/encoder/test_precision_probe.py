"""When 'auto' computes in bf16: where a trial shows it to be faster and the vectors stay close, and nowhere else."""

from pathlib import Path

import pytest
import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder import precision_probe
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.costs import forward_flops, measured_peak
from specter2_gui.encoder.encoder import Encoder, load_encoder, load_trained

TEXTS = ["bees and honey", "a trial of patients with cystic fibrosis"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that is fast at bf16, and bodies of any width worth it."""
    monkeypatch.setattr(precision_probe, "bf16_is_faster", lambda _: True)
    monkeypatch.setattr(precision_probe, "NARROWEST", 1)


@pytest.mark.usefixtures("quick")
def test_auto_takes_bf16_where_it_is_faster_and_close(tiny_specter2: Backbone, tmp_path: Path) -> None:
    encoder = load_encoder(tiny_specter2, Model(), device="cpu")
    assert encoder.precision == "bf16"
    asked = load_encoder(tiny_specter2, Model(), device="cpu", precision="bf16")
    assert (encoder.encode(Role.QUERY, TEXTS) == asked.encode(Role.QUERY, TEXTS)).all()
    encoder.save(tmp_path, {})
    assert load_trained(tmp_path, device="cpu", backbone=tiny_specter2).precision == "bf16"


@pytest.mark.usefixtures("quick")
def test_auto_stays_with_fp32_where_bf16_is_too_far_off(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision_probe, "CLOSE", 1.1)
    encoder = load_encoder(tiny_specter2, Model(), device="cpu")
    assert encoder.precision == "fp32"
    exact = load_encoder(tiny_specter2, Model(), device="cpu", precision="fp32")
    assert (encoder.encode(Role.QUERY, TEXTS) == exact.encode(Role.QUERY, TEXTS)).all()


@pytest.mark.usefixtures("quick")
def test_vectors_that_are_not_numbers_are_not_close(tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    forward = Encoder.forward

    def spoilt(self: Encoder, role: Role, ids: list[list[int]]) -> torch.Tensor:
        return forward(self, role, ids) * (float("nan") if self.precision == "bf16" else 1.0)

    monkeypatch.setattr(Encoder, "forward", spoilt)
    assert load_encoder(tiny_specter2, Model(), device="cpu").precision == "fp32"


def test_a_narrow_body_is_computed_in_fp32_without_a_trial(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(precision_probe, "bf16_is_faster", never)
    assert load_encoder(tiny_specter2, Model(), device="cpu").precision == "fp32"


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_what_is_asked_for_is_done_without_a_trial(
    tiny_specter2: Backbone, monkeypatch: pytest.MonkeyPatch, precision: str
) -> None:
    monkeypatch.setattr(precision_probe, "NARROWEST", 1)
    monkeypatch.setattr(precision_probe, "bf16_is_faster", lambda _: precision == "fp32")
    assert load_encoder(tiny_specter2, Model(), device="cpu", precision=precision).precision == precision


def test_the_trial_is_made_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[torch.dtype] = []
    monkeypatch.setattr(precision_probe, "_seconds", lambda dtype, _: tried.append(dtype) or 1.0)
    precision_probe.bf16_is_faster.cache_clear()
    for _ in range(3):
        precision_probe.bf16_is_faster(torch.device("cpu"))
    assert tried == [torch.float32, torch.bfloat16]
    precision_probe.bf16_is_faster.cache_clear()


def test_the_costs_of_bert_base_are_those_of_the_book() -> None:
    """12 layers of 768: 85 million weights in its linear maps, 2 operations for each of them, and attention."""
    whole = forward_flops(layers=12, hidden=768, inner=3072, tokens=512, first_only=False)
    assert whole == 2 * 12 * (4 * 768 * 768 + 2 * 768 * 3072) + 12 * 4 * 512 * 768
    alone = forward_flops(layers=12, hidden=768, inner=3072, tokens=1, first_only=True)
    assert alone == forward_flops(layers=12, hidden=768, inner=3072, tokens=1, first_only=False)
    assert forward_flops(layers=12, hidden=768, inner=3072, tokens=512, first_only=True) < whole


def test_an_encoder_tells_the_costs_of_its_own_body(tiny_specter2: Backbone) -> None:
    encoder = load_encoder(tiny_specter2, Model(pooling="mean"), device="cpu")
    assert encoder.flops_per_token(10) == forward_flops(layers=2, hidden=32, inner=64, tokens=10, first_only=False)


def test_the_peak_of_a_device_is_measured_once_and_is_a_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    from specter2_gui.encoder import costs

    monkeypatch.setitem(costs._SIZES, "cpu", 64)
    measured_peak.cache_clear()
    speed = measured_peak(torch.device("cpu"), "fp32")
    assert speed > 1e6
    assert measured_peak(torch.device("cpu"), "fp32") == speed
    measured_peak.cache_clear()
