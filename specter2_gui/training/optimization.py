"""One step of learning: gradient, its length, AdamW, and the learning rate that follows the schedule."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import Parameter

from specter2_gui.config.settings import Train
from specter2_gui.domain.errors import UserError
from specter2_gui.training.schedule import lr_factor, warmup_steps


class Optimization:
    """AdamW over the adapters' weights with warm-up, decay and clipping."""

    def __init__(self, parameters: Sequence[Parameter], train: Train, steps: int) -> None:
        self._parameters = list(parameters)
        self._clip = train.clip or math.inf
        self._optimizer = torch.optim.AdamW(self._parameters, lr=train.lr, weight_decay=train.weight_decay)
        warmup = warmup_steps(steps, train.warmup_ratio)
        self._scheduler = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda done: lr_factor(done, steps, warmup, train.schedule)
        )

    @property
    def lr(self) -> float:
        """The learning rate the next step uses."""
        return float(self._optimizer.param_groups[0]["lr"])

    def step(self, loss: Tensor) -> float:
        """Follow the gradient of ``loss`` once; gives its value.

        Raises:
            UserError: the loss or its gradient is not a finite number; the adapters are then as they were.
        """
        value = loss.item()
        if not math.isfinite(value):
            raise diverged("The loss is no longer a finite number")
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
        length = torch.nn.utils.clip_grad_norm_(self._parameters, self._clip)
        if not bool(torch.isfinite(length)):
            raise diverged("The gradient is no longer finite")
        self._optimizer.step()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
        self._scheduler.step()
        return value


def diverged(why: str, *, kept: bool = True) -> UserError:
    """The error for a run whose numbers have left the finite ones; ``kept`` if there is a best model."""
    if not kept:
        return UserError(
            "The training could not begin",
            f"{why} already before the first step",
            "Use precision fp32 or another backbone",
        )
    return UserError(
        "The training went astray and was ended; the best model until then is kept",
        why,
        "Train again with a learning rate of a tenth of this one, or with precision fp32",
    )
