"""The two ways to train, as values for the settings that make the difference between them."""

from collections.abc import Mapping
from typing import Final

from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError

Value = str | int | float

PRESETS: Final[Mapping[str, Mapping[str, Value]]] = {
    "queries-only": {
        "model.train_adapters": "query",
        "model.frozen_layers": "half",
        "train.loss": "collection_softmax",
        "train.lr": 3e-4,
        "train.batch_size": 48,
        "train.epochs": 8,
        "train.eval_steps": 10,
    },
    "queries-and-papers": {
        "model.train_adapters": "query_and_paper",
        "model.frozen_layers": "half",
        "train.loss": "collection_softmax",
        "train.lr": 5e-4,
        "train.batch_size": 48,
        "train.epochs": 2,
        "train.eval_steps": 10,
    },
}
"""By name, what each preset sets; every other setting keeps the value it has."""


def apply_preset(settings: Settings, name: str) -> Settings:
    """``settings`` with the values of the preset ``name`` in place of their own.

    Raises:
        UserError: there is no such preset.
    """
    if name not in PRESETS:
        raise UserError(
            f"'{name}' is no preset", "A preset is a named way to train", f"Write one of: {', '.join(PRESETS)}"
        )
    values = settings.model_dump()
    for key, value in PRESETS[name].items():
        section, _, field = key.partition(".")
        values[section][field] = value
    return Settings.model_validate(values)
