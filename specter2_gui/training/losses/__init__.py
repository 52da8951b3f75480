"""The losses by name; each lies in a module of its own that offers one pure function called ``loss``."""

import difflib
import importlib
from typing import TYPE_CHECKING, Protocol, cast

from specter2_gui.domain.errors import UserError

if TYPE_CHECKING:  # names are listed by front ends that must not wait for torch
    from torch import Tensor

    from specter2_gui.training.distances import Distance

_NAMES = ("triplet_margin",)
"""A new loss is one new module in this package and its name here."""


class Loss(Protocol):
    """A pure function of vectors: three tensors (n, d), row by row one triplet, to the mean loss of the n triplets."""

    def __call__(
        self, query: "Tensor", positive: "Tensor", negative: "Tensor", *, margin: float, distance: "Distance"
    ) -> "Tensor":
        """The mean loss, a tensor without dimensions; ``margin`` is in the units of ``distance``."""
        ...


def loss_names() -> tuple[str, ...]:
    """The names a person can choose from; the first is the default."""
    return _NAMES


def get_loss(name: str) -> Loss:
    """The loss called ``name``.

    Raises:
        UserError: there is none of that name; the nearest known one is named.
    """
    if name not in _NAMES:
        near = difflib.get_close_matches(name, _NAMES, n=1)
        raise UserError(
            f"There is no loss called '{name}'",
            f"Known are: {', '.join(_NAMES)}",
            f"Set train.loss to {near[0] if near else _NAMES[0]}",
        )
    return cast("Loss", importlib.import_module(f"{__name__}.{name}").loss)
