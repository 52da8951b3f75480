from collections.abc import Callable
from typing import Any

import pytest
import torch

from specter2_gui.domain.papers import Paper, Role
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.batch_loss import batch_loss
from specter2_gui.training.batches import batch_of, prepare
from specter2_gui.training.control import Control
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.losses import get_loss
from tests.material import make_triplets


def naive(encoder: Encoder, triplets: list[Triplet], *, both: bool) -> torch.Tensor:
    """Three forwards a triplet, one text at a time, as the plainest loop would do it."""

    def vector(role: Role, text: str) -> torch.Tensor:
        with torch.set_grad_enabled(both or role is Role.QUERY):
            return encoder.forward(role, encoder.tokenize([text]))

    losses: list[torch.Tensor] = []
    for triplet in triplets:
        positive, negative = encoder.texts_of([Paper("", *triplet.positive), Paper("", *triplet.negative)])
        rows = vector(Role.QUERY, triplet.query), vector(Role.PAPER, positive), vector(Role.PAPER, negative)
        losses.append(get_loss("triplet_margin")(*rows, margin=1.0, distance="l2"))
    return torch.stack(losses).mean()


def gradients(loss: torch.Tensor, parameters: list[Any]) -> list[torch.Tensor]:
    for parameter in parameters:
        parameter.grad = None
    loss.backward()
    found = [parameter.grad.clone() for parameter in parameters]
    assert any(float(gradient.abs().max()) > 0 for gradient in found)
    return found


@pytest.mark.parametrize("both", [False, True], ids=["queries only", "queries and papers"])
def test_a_step_has_the_loss_and_the_gradient_of_three_forwards_a_triplet(
    new_encoder: Callable[[], Encoder], both: bool
) -> None:
    encoder, triplets = new_encoder(), make_triplets(3, 6)
    parameters = list(encoder.trainable([Role.QUERY, Role.PAPER] if both else [Role.QUERY]))
    texts, (rows,) = prepare(encoder, triplets)
    embedder = Embedder(encoder, texts, Control())
    if not both:
        events = list(embedder.freeze_papers())
        assert events[-1].done == events[-1].total == len(texts.papers)
    batch = batch_of(rows)
    assert len(batch.queries) + len(batch.papers) < 2 * len(triplets), "texts are shared, or nothing is tried"
    loss = batch_loss(embedder, batch, get_loss("triplet_margin"), 1.0, "l2")
    ours = gradients(loss, parameters)
    reference = naive(encoder, triplets, both=both)
    theirs = gradients(reference, parameters)
    torch.testing.assert_close(loss, reference, rtol=1e-5, atol=1e-6)
    scale = max(float(gradient.abs().max()) for gradient in theirs)
    for here, there in zip(ours, theirs, strict=True):
        torch.testing.assert_close(here, there, rtol=1e-5, atol=1e-5 * scale)


def test_vectors_come_in_the_order_asked_for_whatever_their_lengths(new_encoder: Callable[[], Encoder]) -> None:
    encoder = new_encoder()
    texts, _ = prepare(encoder, make_triplets(5, 4))
    embedder = Embedder(encoder, texts, Control())
    wanted = [3, 0, 7, 5, 1]
    with torch.no_grad():
        import numpy as np

        ours = embedder.papers(np.array(wanted))
        theirs = torch.cat([encoder.forward(Role.PAPER, [texts.papers[index]]) for index in wanted])
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)
