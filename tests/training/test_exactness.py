"""A step has the loss and the gradient of the plainest loop: three forwards a triplet by the library's own model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from specter2_gui.config.settings import Model, Settings
from specter2_gui.domain.distance import Distance
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.answers import Answers
from specter2_gui.training.batches import Batch, Material, batch_of, prepare
from specter2_gui.training.control import Control
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.gradients import CollectionVectors, Objective, add_gradient
from specter2_gui.training.losses import get_loss, loss_names, uses_collection
from specter2_gui.training.step_vectors import LossOptions
from tests.material import make_triplets
from tests.tiny import shake

NewEncoder = Callable[..., Encoder]
OPTIONS: dict[Distance, LossOptions] = {"l2": LossOptions("l2", 1.0, 1.0), "cosine": LossOptions("cosine", 0.2, 0.05)}
ALL = 1_000_000
"""A budget that no step of these tests fills."""


@dataclass
class Scene:
    """An encoder whose adapters are not at their start, and one step for it."""

    encoder: Encoder
    parameters: list[torch.nn.Parameter]
    material: Material
    embedder: Embedder
    batch: Batch
    both: bool

    def objective(self, loss: str, distance: Distance = "l2") -> Objective:
        found = Objective(get_loss(loss), OPTIONS[distance], Answers(self.material.groups))
        if uses_collection(loss):
            papers = np.arange(len(self.material.texts.papers))
            found.collection = CollectionVectors(papers, self.embedder.encode(Role.PAPER, papers))
        return found

    def gradients(self, loss: Tensor | None = None) -> list[Tensor]:
        if loss is not None:
            self.clear()
            loss.backward()
        found = [parameter.grad.clone() for parameter in self.parameters if parameter.grad is not None]
        assert len(found) == len(self.parameters)
        assert any(float(gradient.abs().max()) > 0 for gradient in found)
        return found

    def clear(self) -> None:
        for parameter in self.parameters:
            parameter.grad = None


def scene(new_encoder: NewEncoder, *, both: bool, adapter: str = "seq_bn", frozen: int = 0, budget: int = ALL) -> Scene:
    encoder = new_encoder(Settings(model=Model.model_validate({"adapter": adapter, "pooling": "mean"})))
    encoder.freeze_layers(frozen)
    shake(encoder.trainable([Role.QUERY, Role.PAPER]))
    roles = [Role.QUERY, Role.PAPER] if both else [Role.QUERY]
    parameters = encoder.trainable(roles)
    material = prepare(encoder, make_triplets(3, 6), make_triplets(5, 2, seed=8))
    embedder = Embedder(encoder, material.texts, Control(), budget, papers_learn=both)
    if not both:
        list(embedder.freeze_papers())
    return Scene(encoder, parameters, material, embedder, batch_of(material.groups[0]), both)


def vector(at: Scene, role: Role, text: str) -> Tensor:
    """One text alone through the library's model: (1, dim)."""
    with torch.set_grad_enabled(at.both or role is Role.QUERY):
        return at.encoder.library_forward(role, at.encoder.tokenize([text]))


def plain_loss(at: Scene, loss: str, distance: Distance) -> Tensor:
    """The loss as its words say it, triplet by triplet and pair by pair."""
    texts, rows = at.material.texts, at.batch
    triplets = [(int(rows.queries[q]), int(rows.papers[p]), int(rows.papers[n])) for q, p, n in rows.triplets.tolist()]
    far = torch.nn.functional.pairwise_distance if distance == "l2" else _cosine_distance
    if loss == "triplet_margin":

        def between(query: int, paper: int) -> Tensor:
            return far(vector(at, Role.QUERY, texts.queries[query]), vector(at, Role.PAPER, texts.papers[paper]))[0]

        margin = OPTIONS[distance].margin
        return torch.stack([(between(q, p) - between(q, n) + margin).clamp_min(0) for q, p, n in triplets]).mean()
    answers = {(q, p) for group in at.material.groups for q, p, _ in group.tolist()}
    others = range(len(texts.papers)) if uses_collection(loss) else []
    queries = {query: vector(at, Role.QUERY, texts.queries[int(query)]) for query in rows.queries.tolist()}
    papers = {paper: vector(at, Role.PAPER, texts.papers[int(paper)]) for paper in {*rows.papers.tolist(), *others}}
    constant = papers.keys() - set(rows.papers.tolist())  # beyond the step, also where papers learn
    papers |= {paper: papers[paper].detach() for paper in constant}
    losses: list[Tensor] = []
    for query, positive in sorted({(q, p) for q, p, _ in triplets}):
        kept = [paper for paper in papers if paper == positive or (query, paper) not in answers]
        scores = {paper: -far(queries[query], papers[paper])[0] / OPTIONS[distance].temperature for paper in kept}
        losses.append(torch.logsumexp(torch.stack(list(scores.values())), 0) - scores[positive])
    return torch.stack(losses).mean()


def _cosine_distance(left: Tensor, right: Tensor) -> Tensor:
    return 1 - torch.nn.functional.cosine_similarity(left, right)


def assert_close(ours: Sequence[Tensor], theirs: Sequence[Tensor], within: float) -> None:
    """Equal within a part of the largest number among all."""
    scale = max(float(each.abs().max()) for each in theirs)
    for here, there in zip(ours, theirs, strict=True):
        torch.testing.assert_close(here, there, rtol=within, atol=within * scale)


@pytest.mark.parametrize("both", [False, True], ids=["queries only", "queries and papers"])
@pytest.mark.parametrize("distance", ["l2", "cosine"])
@pytest.mark.parametrize("loss", loss_names())
def test_a_step_has_the_loss_and_the_gradient_of_three_forwards_a_triplet(
    new_encoder: NewEncoder, loss: str, distance: Distance, both: bool
) -> None:
    at = scene(new_encoder, both=both)
    assert len(at.batch.queries) + len(at.batch.papers) < 2 * len(at.batch), "texts are shared, or nothing is tried"
    objective = at.objective(loss, distance)
    at.clear()
    found = add_gradient(at.embedder, objective, at.batch)
    ours = at.gradients()
    wanted = plain_loss(at, loss, distance)
    torch.testing.assert_close(found, wanted.detach(), rtol=1e-5, atol=1e-6)
    assert_close(ours, at.gradients(wanted), 2e-5)


@pytest.mark.parametrize("both", [False, True], ids=["queries only", "queries and papers"])
@pytest.mark.parametrize(("adapter", "frozen"), [("lora", 0), ("lora", 1), ("seq_bn", 1)])
def test_it_has_them_with_each_kind_of_adapter_and_with_frozen_layers(
    new_encoder: NewEncoder, both: bool, adapter: str, frozen: int
) -> None:
    at = scene(new_encoder, both=both, adapter=adapter, frozen=frozen)
    at.clear()
    found = add_gradient(at.embedder, at.objective("triplet_margin"), at.batch)
    ours = at.gradients()
    wanted = plain_loss(at, "triplet_margin", "l2")
    torch.testing.assert_close(found, wanted.detach(), rtol=1e-5, atol=1e-6)
    assert_close(ours, at.gradients(wanted), 2e-5)


@pytest.mark.parametrize("both", [False, True], ids=["queries only", "queries and papers"])
@pytest.mark.parametrize("loss", loss_names())
def test_a_step_in_parts_has_the_loss_and_the_gradient_of_a_step_in_one(
    new_encoder: NewEncoder, loss: str, both: bool
) -> None:
    at = scene(new_encoder, both=both)
    objective = at.objective(loss)
    at.clear()
    one, in_one = add_gradient(at.embedder, objective, at.batch), at.gradients()
    at.clear()
    at.embedder.budget = 40
    assert len(at.embedder.parts(Role.PAPER, at.batch.papers)) > 3
    parts, in_parts = add_gradient(at.embedder, objective, at.batch), at.gradients()
    torch.testing.assert_close(parts, one, rtol=1e-5, atol=1e-6)
    assert_close(in_parts, in_one, 1e-5)


def doubled(at: Scene) -> None:
    """Turn the body and all adapters into fp64, where rounding can hide nothing."""
    model: Any = at.encoder.body.model
    model.double()


@pytest.mark.parametrize("both", [False, True], ids=["queries only", "queries and papers"])
@pytest.mark.parametrize("budget", [ALL, 40], ids=["in one", "in parts"])
def test_in_double_precision_nothing_but_rounding_is_left_of_the_difference(
    new_encoder: NewEncoder, monkeypatch: pytest.MonkeyPatch, both: bool, budget: int
) -> None:
    at = scene(new_encoder, both=True)
    doubled(at)
    at.both, at.embedder.papers_learn = both, both
    at.parameters = list(at.encoder.trainable([Role.QUERY, Role.PAPER] if both else [Role.QUERY]))
    at.embedder.budget = budget
    zeros = torch.zeros
    monkeypatch.setattr(torch, "zeros", lambda *size, **more: zeros(*size, **{"dtype": torch.float64, **more}))
    objective = at.objective("triplet_margin")
    at.clear()
    found, ours = add_gradient(at.embedder, objective, at.batch), at.gradients()
    wanted = plain_loss(at, "triplet_margin", "l2")
    assert found.dtype == torch.float64, "otherwise nothing is tried"
    torch.testing.assert_close(found, wanted.detach(), rtol=1e-12, atol=0)
    assert_close(ours, at.gradients(wanted), 1e-11)


def wrong_role(at: Scene, patch: pytest.MonkeyPatch) -> None:
    right = at.encoder.forward_roles
    swapped = {Role.QUERY: Role.PAPER, Role.PAPER: Role.QUERY}

    def forward(texts: Any) -> Any:
        found = right({swapped[role]: ids for role, ids in texts.items()})
        return {role: found[swapped[role]] for role in texts}

    patch.setattr(at.encoder, "forward_roles", forward)


def dropout(at: Scene, patch: pytest.MonkeyPatch) -> None:
    right = at.encoder.forward_roles
    patch.setattr(
        at.encoder, "forward_roles",
        lambda texts: {role: torch.nn.functional.dropout(each, 0.1) for role, each in right(texts).items()},
    )  # fmt: skip


def shuffled(at: Scene, patch: pytest.MonkeyPatch) -> None:
    triplets = at.batch.triplets.copy()
    triplets[[0, -1], 1] = triplets[[-1, 0], 1]
    real = at.batch
    patch.setattr(at, "batch", Batch(real.queries, real.papers, triplets))


def unsorted(at: Scene, patch: pytest.MonkeyPatch) -> None:
    """Vectors come back sorted by length instead of in the order asked for."""
    right = at.encoder.forward_roles

    def forward(texts: Any) -> Any:
        order = {role: sorted(range(len(ids)), key=lambda i, ids=ids: len(ids[i])) for role, ids in texts.items()}
        return {role: found[order[role]] for role, found in right(texts).items()}

    patch.setattr(at.encoder, "forward_roles", forward)


def stuck_paper(at: Scene, patch: pytest.MonkeyPatch) -> None:
    """The papers get no gradient."""
    right = at.encoder.forward_roles

    def forward(texts: Any) -> Any:
        return {role: each.detach() if role is Role.PAPER else each for role, each in right(texts).items()}

    patch.setattr(at.encoder, "forward_roles", forward)


@pytest.mark.parametrize("fault", [wrong_role, dropout, shuffled, unsorted, stuck_paper])
def test_a_planted_fault_is_noticed(
    new_encoder: NewEncoder, fault: Callable[[Scene, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = scene(new_encoder, both=True)
    wanted = plain_loss(at, "triplet_margin", "l2")
    theirs = at.gradients(wanted)
    fault(at, monkeypatch)
    at.clear()
    found = add_gradient(at.embedder, at.objective("triplet_margin"), at.batch)
    empty = torch.zeros(())
    ours = [empty if parameter.grad is None else parameter.grad for parameter in at.parameters]
    with pytest.raises(AssertionError):
        assert_close([found, *ours], [wanted.detach(), *theirs], 2e-5)


def test_vectors_come_in_the_order_asked_for_whatever_their_lengths(new_encoder: NewEncoder) -> None:
    at = scene(new_encoder, both=True, budget=30)
    wanted = np.array([3, 0, 7, 5, 1])
    ours = at.embedder.encode(Role.PAPER, wanted)
    with torch.no_grad():
        theirs = torch.cat([vector(at, Role.PAPER, at.material.texts.papers[int(place)]) for place in wanted])
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)


def test_parts_hold_each_text_once_and_keep_to_the_budget(new_encoder: NewEncoder) -> None:
    at = scene(new_encoder, both=True, budget=40)
    index = np.arange(len(at.material.texts.papers))
    parts = at.embedder.parts(Role.PAPER, index)
    assert sorted(place for part in parts for place in part) == index.tolist()
    assert all(at.embedder.tokens(Role.PAPER, index[part]) <= 40 or len(part) == 1 for part in parts)
    at.embedder.budget = 1
    assert len(at.embedder.parts(Role.PAPER, index)) == len(index), "a text that is longer goes alone"
