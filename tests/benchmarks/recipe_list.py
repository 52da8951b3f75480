"""The recipes of the series: which adapters learn, with which loss and learning rate, and for how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from specter2_gui.config.settings import Settings
from specter2_gui.training.losses import loss_names

_RATES = {"query": (3e-4, 1e-3), "query_and_paper": (1e-4, 5e-4)}
_EPOCHS = {"query": 8, "query_and_paper": 2}
_BATCH = {"query": 48, "query_and_paper": 48}
MODES = {"query": "queries only", "query_and_paper": "queries and papers"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to train."""

    mode: str
    loss: str
    lr: float

    @property
    def name(self) -> str:
        """What it is called on the command line and in the cache."""
        return f"{self.mode}/{self.loss}/{self.lr:g}"

    def settings(self, data: dict[str, str], model: str, seed: int) -> Settings:
        """The settings of a run: several checks an epoch, and training to the end, so that the best of all is kept."""
        sections: dict[str, dict[str, Any]] = {
            "data": {**data, "seed": seed},
            "model": {"backbone": model, "train_adapters": self.mode, "max_length": 256},
            "train": {
                "loss": self.loss, "lr": self.lr, "epochs": _EPOCHS[self.mode], "batch_size": _BATCH[self.mode],
                "eval_steps": 10, "patience": 0,
            },
        }  # fmt: skip
        return Settings.model_validate(sections)


def recipes(patterns: Sequence[str]) -> Iterator[Recipe]:
    """Every loss in every mode at two learning rates, of those whose name fits one of ``patterns`` (none: all)."""
    for mode, rates in _RATES.items():
        for loss in loss_names():
            for lr in rates:
                recipe = Recipe(mode, loss, lr)
                if not patterns or any(fnmatch(recipe.name, pattern) for pattern in patterns):
                    yield recipe
