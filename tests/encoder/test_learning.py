"""What learns and what does not: exactly the adapters asked for, no dropout anywhere, gradients that are right."""

import json
import shutil
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest
import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.encoder.hashes import tensors_sha256
from specter2_gui.encoder.library import adapter_names

BOTH = (Role.QUERY, Role.PAPER)
TEXTS = ["bees and honey", "quantum light of a galaxy", "a trial of patients with cystic fibrosis"]


def names_that_learn(encoder: Encoder) -> set[str]:
    return {name for name, each in encoder.body.model.named_parameters() if each.requires_grad}


def names_with_gradient(encoder: Encoder) -> set[str]:
    return {name for name, each in encoder.body.model.named_parameters() if each.grad is not None}


def distance_loss(encoder: Encoder) -> torch.Tensor:
    """A loss that both roles take part in, in one step."""
    queries = encoder.forward(Role.QUERY, encoder.tokenize(TEXTS))
    papers = encoder.forward(Role.PAPER, encoder.tokenize(list(reversed(TEXTS))))
    return (queries - papers).norm(dim=1).sum()


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
@pytest.mark.parametrize("roles", [(Role.QUERY,), (Role.PAPER,), BOTH])
def test_exactly_the_adapters_asked_for_learn(tiny_backbone: Backbone, kind: str, roles: Collection[Role]) -> None:
    encoder = load_encoder(tiny_backbone, Model.model_validate({"adapter": kind}), device="cpu")
    learning = encoder.trainable(roles)
    distance_loss(encoder).backward()
    expected = {name for role in roles for name in names_that_learn(encoder) if f".{role.value}_0." in name}
    assert names_that_learn(encoder) == names_with_gradient(encoder) == expected
    assert len(learning) == len(expected) > 0
    assert {id(each) for each in learning} == {
        id(each) for name, each in encoder.body.model.named_parameters() if name in expected
    }


def test_a_second_call_takes_the_first_ones_right_to_learn_away(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model(), device="cpu")
    encoder.trainable(BOTH)
    encoder.trainable([Role.QUERY])
    assert all(".query_0." in name for name in names_that_learn(encoder))


def test_nothing_learns_before_it_is_asked_to(tiny_specter2: Backbone) -> None:
    """The library freezes nothing when it loads an adapter."""
    encoder = load_encoder(tiny_specter2, Model(adapter="lora"), device="cpu")
    assert not names_that_learn(encoder)
    assert not encoder.forward(Role.QUERY, encoder.tokenize(TEXTS)).requires_grad


def test_the_published_adapter_itself_learns_on_when_its_kind_is_asked_for(tiny_specter2: Backbone) -> None:
    encoder = load_encoder(tiny_specter2, Model(), device="cpu")
    encoder.trainable([Role.QUERY])
    assert adapter_names(encoder.body.model) == ["query_0", "paper_0"]
    assert all(".query_0." in name for name in names_that_learn(encoder))


def test_another_kind_learns_on_top_of_the_published_adapter_which_stays_as_it_is(tiny_specter2: Backbone) -> None:
    encoder = load_encoder(tiny_specter2, Model(adapter="lora"), device="cpu")
    encoder.trainable([Role.QUERY])
    assert adapter_names(encoder.body.model) == ["query_0", "query_1", "paper_0", "paper_1"]
    assert all(".query_1." in name for name in names_that_learn(encoder))
    assert names_that_learn(encoder)


@pytest.mark.parametrize("kind", ["seq_bn", "lora"])
def test_the_start_on_any_backbone_is_the_backbone(tiny_backbone: Backbone, kind: str) -> None:
    """A fresh adapter of the library would change the vectors; one that begins at zero does not, to the last bit.

    The program's own forward adds in another order than the library's, so there the last bit may differ.
    """
    from transformers import AutoModel

    settings = Model.model_validate({"adapter": kind})
    encoder = load_encoder(tiny_backbone, settings, device="cpu", precision="fp32")
    bare = AutoModel.from_pretrained(tiny_backbone.folder).eval()
    for text in TEXTS:
        ids = encoder.tokenize([text])
        with torch.inference_mode():
            expected = bare(input_ids=torch.tensor(ids)).last_hidden_state[:, 0].numpy()
            for role in BOTH:
                np.testing.assert_array_equal(encoder.library_forward(role, ids).numpy(), expected)
                np.testing.assert_allclose(encoder.encode(role, [text]), expected, rtol=1e-5, atol=1e-6)


def test_the_start_of_another_kind_on_specter2_is_the_published_adapter_to_the_last_bit(
    tiny_specter2: Backbone,
) -> None:
    published = load_encoder(tiny_specter2, Model(), device="cpu")
    stacked = load_encoder(tiny_specter2, Model(adapter="lora"), device="cpu")
    for role in BOTH:
        np.testing.assert_array_equal(stacked.encode(role, TEXTS), published.encode(role, TEXTS))


def test_there_is_no_dropout_while_something_learns(tiny_backbone: Backbone) -> None:
    """The library's ``train_adapter`` would switch it on, while the model says it is in evaluation mode."""
    encoder = load_encoder(tiny_backbone, Model(), device="cpu")
    encoder.trainable(BOTH)
    ids = encoder.tokenize(TEXTS)
    assert torch.equal(encoder.forward(Role.QUERY, ids), encoder.forward(Role.QUERY, ids))


def test_the_backbone_is_the_same_after_learning_and_the_vectors_are_not(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model(), device="cpu")
    before, papers_before = encoder.encode(Role.QUERY, TEXTS), encoder.encode(Role.PAPER, TEXTS)
    optimizer = torch.optim.AdamW(encoder.trainable([Role.QUERY]), lr=1e-2)
    losses: list[float] = []
    for _ in range(8):
        loss = distance_loss(encoder)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    encoder.body.verify_unchanged()
    assert losses[-1] < losses[0]
    assert np.abs(encoder.encode(Role.QUERY, TEXTS) - before).max() > 1e-3
    np.testing.assert_array_equal(encoder.encode(Role.PAPER, TEXTS), papers_before)


@pytest.mark.parametrize("checkpointing_in_config", [False, True])
def test_gradients_of_both_roles_in_one_step_are_those_of_finite_differences(
    tmp_path: Path, tiny_specter2: Backbone, checkpointing_in_config: bool
) -> None:
    """With gradient checkpointing, two adapters in one step give wrong gradients and the right loss; so it is off."""
    folder = Path(shutil.copytree(tiny_specter2.folder, tmp_path / "base"))
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"gradient_checkpointing": checkpointing_in_config}))
    backbone = Backbone(
        "x", "x", folder, "cls", "l2", tiny_specter2.max_length, normalize=False, published=tiny_specter2.published
    )
    encoder = load_encoder(backbone, Model(), device="cpu")
    encoder.body.model.to(torch.float64)  # pyright: ignore[reportArgumentType] - narrowed to devices in the program
    learning = encoder.trainable(BOTH)
    distance_loss(encoder).backward()
    for each in (learning[0], learning[-1]):
        assert each.grad is not None
        at = int(each.grad.abs().flatten().argmax())
        found = _slope(encoder, each, at)
        assert each.grad.flatten()[at].item() == pytest.approx(found, rel=1e-2)


def _slope(encoder: Encoder, parameter: torch.nn.Parameter, at: int, step: float = 1e-2) -> float:
    """The slope of the loss along one weight, by two evaluations."""
    values: list[float] = []
    with torch.no_grad():
        for change in (step, -2 * step):
            parameter.view(-1)[at] += change
            values.append(distance_loss(encoder).item())
    return (values[0] - values[1]) / (2 * step)


def test_a_snapshot_brings_the_adapters_back_to_the_last_bit(tiny_backbone: Backbone) -> None:
    encoder = load_encoder(tiny_backbone, Model(), device="cpu")
    snapshot = encoder.snapshot(BOTH)
    before = tensors_sha256(snapshot.items())
    with torch.no_grad():
        for each in encoder.trainable(BOTH):
            each.add_(1.0)
    assert tensors_sha256(encoder.snapshot(BOTH).items()) != before
    encoder.restore(snapshot)
    assert tensors_sha256(encoder.snapshot(BOTH).items()) == before


def test_loading_leaves_the_random_numbers_of_the_program_alone(tiny_backbone: Backbone) -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    load_encoder(tiny_backbone, Model(adapter="lora"), device="cpu")
    assert torch.equal(torch.rand(3), expected)


def test_the_same_settings_give_the_same_adapters_each_time(tiny_backbone: Backbone) -> None:
    one, two = (load_encoder(tiny_backbone, Model(), device="cpu").snapshot(BOTH) for _ in range(2))
    assert tensors_sha256(one.items()) == tensors_sha256(two.items())
    query, paper = (load_encoder(tiny_backbone, Model(), device="cpu").snapshot([role]) for role in BOTH)
    assert not torch.equal(next(iter(query.values())), next(iter(paper.values())))
