import math
import re

import pytest
import torch

from specter2_gui.config.settings import Train
from specter2_gui.training.optimization import Optimization, diverged


def a_weight() -> torch.nn.Parameter:
    return torch.nn.Parameter(torch.tensor([3.0, 4.0]))


def test_it_takes_the_steps_of_adamw_with_the_planned_rates() -> None:
    ours, theirs = a_weight(), a_weight()
    train = Train(lr=0.1, warmup_ratio=0.5, clip=0, weight_decay=0.1)
    optimization = Optimization([ours], train, steps=4)
    rates: list[float] = []
    for done in range(4):
        rates.append(optimization.lr(done))
        optimization.clear()
        (ours**2).sum().backward()
        assert float(optimization.step(done)) > 0
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
        (weight**2).sum().backward()
        assert float(Optimization([weight], Train(clip=clip), steps=4).step(0)) == pytest.approx(10.0)
        assert weight.grad is not None
        assert float(weight.grad.norm()) == pytest.approx(length, rel=1e-4)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_the_length_tells_of_a_gradient_that_is_no_number(broken: float) -> None:
    weight = a_weight()
    (weight.sum() * broken).backward()
    assert not math.isfinite(float(Optimization([weight], Train(), steps=4).step(0)))


def test_it_goes_on_from_its_state_to_the_last_bit() -> None:
    def steps(weight: torch.nn.Parameter, optimization: Optimization, numbers: range) -> None:
        for done in numbers:
            optimization.clear()
            (weight**3).sum().backward()
            optimization.step(done)

    whole, half = a_weight(), a_weight()
    steps(whole, Optimization([whole], Train(lr=0.1), steps=6), range(6))
    first = Optimization([half], Train(lr=0.1), steps=6)
    steps(half, first, range(3))
    second = Optimization([half], Train(lr=0.1), steps=6)
    second.restore(first.state())
    steps(half, second, range(3, 6))
    assert torch.equal(whole, half)


def test_the_sentence_of_a_diverged_run_says_what_is_kept_and_how_to_go_on() -> None:
    assert re.search(r"went astray.*best model until then is kept.*learning rate", diverged("why").sentence)
    assert "could not begin" in diverged("why", kept=False).sentence
