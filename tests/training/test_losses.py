import subprocess
import sys

import pytest
import torch

from specter2_gui.domain.errors import UserError
from specter2_gui.training.distances import row_distances
from specter2_gui.training.losses import get_loss, loss_names
from specter2_gui.training.losses.triplet_margin import triplet_margin


def vectors() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    query, positive, negative = (torch.randn(7, 5, generator=generator) for _ in range(3))
    return query, positive, negative


def test_with_l2_it_is_the_triplet_margin_loss_of_torch() -> None:
    query, positive, negative = (vector.requires_grad_() for vector in vectors())
    ours = triplet_margin(query, positive, negative, 1.3, "l2")
    ours.backward()
    gradients = [vector.grad for vector in (query, positive, negative)]
    same = [vector.detach().clone().requires_grad_() for vector in (query, positive, negative)]
    theirs = torch.nn.TripletMarginLoss(margin=1.3)(*same)
    theirs.backward()
    torch.testing.assert_close(ours, theirs, rtol=0, atol=0)
    for gradient, vector in zip(gradients, same, strict=True):
        torch.testing.assert_close(gradient, vector.grad)


def test_with_cosine_the_length_of_a_vector_does_not_matter() -> None:
    query, positive, negative = vectors()
    expected = torch.stack(
        [
            (
                1 - torch.dot(q, p) / (q.norm() * p.norm()) - (1 - torch.dot(q, n) / (q.norm() * n.norm())) + 0.2
            ).clamp_min(0)
            for q, p, n in zip(query, positive, negative, strict=True)
        ]
    ).mean()
    torch.testing.assert_close(triplet_margin(query * 7, positive, negative * 0.1, 0.2, "cosine"), expected)


def test_a_negative_far_enough_away_costs_nothing() -> None:
    query, positive, negative = torch.zeros(1, 2), torch.zeros(1, 2), torch.full((1, 2), 50.0)
    assert triplet_margin(query, positive, negative, 1.0, "l2").item() == 0


def test_equal_vectors_have_a_finite_gradient() -> None:
    query = torch.ones(2, 3, requires_grad=True)
    triplet_margin(query, torch.ones(2, 3), torch.ones(2, 3), 1.0, "l2").backward()
    assert query.grad is not None
    assert bool(torch.isfinite(query.grad).all())


def test_the_cosine_distance_goes_from_nought_to_two() -> None:
    there = torch.tensor([[1.0, 0.0]])
    assert row_distances(there, there, "cosine").item() == pytest.approx(0)
    assert row_distances(there, -there, "cosine").item() == pytest.approx(2)


def test_every_loss_on_the_list_can_be_had_and_gives_one_number() -> None:
    for name in loss_names():
        assert get_loss(name)(*vectors(), margin=1.0, distance="l2").shape == ()


def test_an_unknown_loss_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(UserError) as refused:
        get_loss("triplet_magrin")
    assert "triplet_magrin" in refused.value.what
    assert "triplet_margin" in refused.value.how


def test_the_names_are_known_without_loading_torch() -> None:
    program = (
        "import sys; from specter2_gui.training.losses import loss_names; "
        "from specter2_gui.training import control, run_folder; "
        "assert loss_names(); assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
