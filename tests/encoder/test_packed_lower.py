"""Frozen lower layers: their states are computed once, and everything after them is the same."""

import pytest
import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.encoder.lower_layers import LowerStates
from tests.encoder.oracle import BOTH, by_library, difference, gradients, ragged, shaken_encoder
from tests.tiny import make_tiny_backbone, shake

EXACT = 1e-12
LAYERS = 3


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    return make_tiny_backbone(tmp_path_factory.mktemp("deeper"), layers=LAYERS)


def _frozen(backbone: Backbone, layers: int, kind: str = "seq_bn", pooling: str = "cls") -> Encoder:
    encoder = shaken_encoder(backbone, kind, pooling)
    encoder.freeze_layers(layers)
    encoder.trainable(BOTH)
    return encoder


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
@pytest.mark.parametrize(("layers", "pooling"), [(1, "mean"), (2, "cls")])
def test_going_on_from_kept_states_equals_the_librarys_whole_forward(
    backbone: Backbone, kind: str, layers: int, pooling: str
) -> None:
    encoder = _frozen(backbone, layers, kind, pooling)
    ids = ragged()
    lower = LowerStates(encoder, ids)
    index = {Role.QUERY: [4, 0, 5, 2], Role.PAPER: [3, 1, 0]}
    wanted = {role: [ids[role][number] for number in numbers] for role, numbers in index.items()}
    for _ in range(2):  # computed, then kept
        ours, theirs = lower.forward_roles(index), by_library(encoder, wanted)
        assert difference(ours, theirs) < EXACT
        assert difference(gradients(encoder, ours), gradients(encoder, theirs)) < EXACT


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
def test_the_adapters_of_frozen_layers_do_not_learn(backbone: Backbone, kind: str) -> None:
    encoder = _frozen(backbone, 2, kind)
    learning = {name for name, each in encoder.body.model.named_parameters() if each.requires_grad}
    assert learning
    assert all(".layer.2." in name for name in learning)
    assert set(encoder.snapshot(BOTH)) == learning
    assert len(encoder.trainable(BOTH)) == len(learning)


def test_a_snapshot_from_before_freezing_can_be_put_back(backbone: Backbone) -> None:
    encoder = shaken_encoder(backbone)
    snapshot = encoder.snapshot(BOTH)
    encoder.freeze_layers(2)
    shake(encoder.trainable(BOTH))
    encoder.restore(snapshot)
    encoder.freeze_layers(0)
    assert difference(encoder.snapshot(BOTH), snapshot) == 0


def test_each_text_passes_the_frozen_layers_once(backbone: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = _frozen(backbone, 1)
    computed = _watched(encoder, monkeypatch)
    lower = LowerStates(encoder, ragged())
    lower.forward_roles({Role.QUERY: [0, 1], Role.PAPER: [2]})
    lower.forward_roles({Role.QUERY: [1, 2], Role.PAPER: [2]})
    lower.forward_roles({Role.QUERY: [2, 2], Role.PAPER: []})
    assert computed == [1, 1, 1, 1], "on a processor each by itself"


def test_what_does_not_fit_is_computed_again_and_stays_right(
    backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder, ids = _frozen(backbone, 1), ragged()
    computed = _watched(encoder, monkeypatch)
    one_text = 7 * encoder.dim * 8
    lower = LowerStates(encoder, ids, most_bytes=one_text)
    for _ in range(2):
        for number in (2, 4):
            found = lower.forward_roles({Role.QUERY: [number]})
            assert difference(found, by_library(encoder, {Role.QUERY: [ids[Role.QUERY][number]]})) < EXACT
    assert computed == [1, 1, 1], "the first text is kept, the second never is"


def _watched(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts each pass through the frozen layers has."""
    computed: list[int] = []
    whole = encoder.lower_states

    def noted(texts: dict[Role, list[list[int]]]) -> dict[Role, list[torch.Tensor]]:
        computed.append(sum(map(len, texts.values())))
        return whole(texts)

    monkeypatch.setattr(encoder, "lower_states", noted)
    return computed


def test_the_comparison_finds_a_layer_that_is_left_out(backbone: Backbone) -> None:
    encoder, ids = _frozen(backbone, 1), ragged()
    states = encoder.lower_states(ids)
    encoder.frozen_layers = 2
    assert difference(encoder.forward_states(states), by_library(encoder, ids)) > 1e-2


def test_states_have_no_gradient_and_no_padding(backbone: Backbone) -> None:
    encoder, ids = _frozen(backbone, 1), ragged()
    states = encoder.lower_states({**ids, Role.QUERY: []})
    assert states[Role.QUERY] == []
    assert [each.shape for each in states[Role.PAPER]] == [(len(text), encoder.dim) for text in ids[Role.PAPER]]
    assert not any(each.requires_grad for each in states[Role.PAPER])
    assert encoder.forward_states({Role.QUERY: []})[Role.QUERY].shape == (0, encoder.dim)


@pytest.mark.parametrize("layers", [LAYERS, LAYERS + 1])
def test_at_least_one_layer_has_to_learn(backbone: Backbone, layers: int) -> None:
    encoder = load_encoder(backbone, Model(), device="cpu")
    with pytest.raises(UserError, match="at least one has to learn") as caught:
        encoder.freeze_layers(layers)
    assert "2 or less" in caught.value.how
