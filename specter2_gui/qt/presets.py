"""The ways to train that a person can choose with one click."""

from collections.abc import Mapping
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from specter2_gui.config.settings import Settings
from specter2_gui.qt.form_values import flat

Preset = Literal["queries", "both", "custom"]

_NOT_JUDGED = ("data.triplets", "model.backbone", "train.output_dir", "train.device", "train.precision", "data.seed")
"""Settings about the place and the computer: they do not make a preset a custom one."""


def preset_values(preset: Preset) -> dict[str, Any]:
    """The settings a preset stands for; ``custom`` stands for none."""
    if preset == "custom":
        return {}
    values = {key: value for key, value in flat(Settings()).items() if key not in _NOT_JUDGED}
    return values | {"model.train_adapters": "query" if preset == "queries" else "query_and_paper"}


def preset_of(values: Mapping[str, Any]) -> Preset:
    """The preset that ``values`` are, or ``custom``."""
    for preset in ("queries", "both"):
        wanted = preset_values(preset)
        if all(values.get(key, value) == value for key, value in wanted.items()):
            return preset
    return "custom"


def preset_words(preset: Preset) -> tuple[str, str]:
    """The name of a preset and what it means."""
    words = {
        "queries": (_tr("Queries only"), _tr("Minutes. The papers keep their vectors.")),
        "both": (_tr("Queries and papers"), _tr("Thorough and slower. All papers are read again afterwards.")),
        "custom": (_tr("Custom"), _tr("Your own settings, below.")),
    }
    return words[preset]


def _tr(text: str) -> str:
    return QCoreApplication.translate("presets", text)
