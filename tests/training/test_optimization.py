import pytest
import torch

from specter2_gui.config.settings import Train
from specter2_gui.domain.errors import UserError
from specter2_gui.training.optimization import Optimization


def a_weight() -> torch.nn.Parameter:
    return torch.nn.Parameter(torch.tensor([3.0, 4.0]))


def test_it_takes_the_steps_of_adamw_with_the_planned_rates() -> None:
    ours, theirs = a_weight(), a_weight()
    train = Train(lr=0.1, warmup_ratio=0.5, clip=0, weight_decay=0.1)
    optimization = Optimization([ours], train, steps=4)
    rates: list[float] = []
    for _ in range(4):
        rates.append(optimization.lr)
        assert optimization.step((ours**2).sum()) >= 0
    reference = torch.optim.AdamW([theirs], lr=0.1, weight_decay=0.1)
    for rate in (0.05, 0.1, 0.1, 0.05):
        reference.param_groups[0]["lr"] = rate
        reference.zero_grad()
        (theirs**2).sum().backward()
        reference.step()
    assert rates == pytest.approx([0.05, 0.1, 0.1, 0.05])
    torch.testing.assert_close(ours, theirs)


def test_a_long_gradient_is_shortened_and_nought_leaves_it() -> None:
    for clip, length in ((1.0, 1.0), (0.0, 10.0)):
        weight = a_weight()
        Optimization([weight], Train(clip=clip), steps=4).step((weight**2).sum())
        assert weight.grad is not None
        assert float(weight.grad.norm()) == pytest.approx(length, rel=1e-4)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_ends_the_training_before_it_spoils_the_weights(broken: float) -> None:
    weight = a_weight()
    with pytest.raises(UserError, match=r"went astray.*best model until then is kept.*learning rate"):
        Optimization([weight], Train(), steps=4).step(weight.sum() * broken)
    assert weight.tolist() == [3.0, 4.0]


def test_a_gradient_that_is_no_number_ends_it_too() -> None:
    weight = torch.nn.Parameter(torch.tensor([0.0, 1.0]))
    with pytest.raises(UserError, match="gradient"):
        Optimization([weight], Train(), steps=4).step(weight.sqrt().sum())
    assert weight.tolist() == [0.0, 1.0]
