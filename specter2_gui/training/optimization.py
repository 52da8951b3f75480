"""One step of learning: the length of the gradient, AdamW, and the learning rate that follows the schedule."""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import Parameter

from specter2_gui.config.settings import Train
from specter2_gui.domain.errors import DivergedError
from specter2_gui.training.schedule import lr_factor, warmup_steps

_MOMENTS = ("exp_avg", "exp_avg_sq", "step")


class Optimization:
    """AdamW over the adapters' weights with warm-up, decay and clipping; nothing in a step waits for the device."""

    def __init__(self, parameters: Sequence[Parameter], train: Train, steps: int) -> None:
        self._parameters = list(parameters)
        self._train = train
        self._clip = train.clip or math.inf
        self._steps = steps
        self._warmup = warmup_steps(steps, train.warmup_ratio)
        # Fused: one kernel for all tensors of the adapters, which are many and small.
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=train.lr, weight_decay=train.weight_decay, fused=_can_fuse(self._parameters)
        )

    def lr(self, done: int) -> float:
        """The learning rate of the step that follows ``done`` steps."""
        return self._train.lr * lr_factor(done, self._steps, self._warmup, self._train.schedule)

    def clear(self) -> None:
        """Forget the gradient."""
        self._optimizer.zero_grad(set_to_none=True)

    def step(self, done: int) -> Tensor:
        """Follow the gradient once, as the step after ``done`` steps; gives its length, without dimensions.

        A gradient that is not finite changes the moments to no numbers; the caller looks at the length before
        anything is kept.
        """
        length = torch.nn.utils.clip_grad_norm_(self._parameters, self._clip)
        for group in self._optimizer.param_groups:
            group["lr"] = self.lr(done)
        self._optimizer.step()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
        return length

    def state(self) -> dict[str, Tensor]:
        """The moments of every parameter by ``<number>/<name>``; empty before the first step."""
        return {
            f"{number}/{name}": self._optimizer.state[parameter][name].detach().to("cpu", copy=True)
            for number, parameter in enumerate(self._parameters)
            if parameter in self._optimizer.state
            for name in _MOMENTS
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Put the moments of :meth:`state` back.

        Raises:
            KeyError: one of them is missing.
        """
        if not state:
            return
        for number, parameter in enumerate(self._parameters):
            own: dict[str, Tensor] = self._optimizer.state[parameter]
            for name in _MOMENTS:
                own[name] = state[f"{number}/{name}"].to(parameter.device)


def _can_fuse(parameters: Sequence[Parameter]) -> bool:
    return all(parameter.device.type in ("cpu", "cuda", "mps") for parameter in parameters)


def diverged(why: str, *, kept: bool = True) -> DivergedError:
    """The error for a run whose numbers have left the finite ones; ``kept`` if there is a best model."""
    if not kept:
        return DivergedError(
            "The training could not begin",
            f"{why} already before the first step",
            "Use precision fp32 or another backbone",
        )
    return DivergedError(
        "The training went astray and was ended; the best model until then is kept",
        why,
        "Train again with a learning rate of a tenth of this one, or with precision fp32",
    )
