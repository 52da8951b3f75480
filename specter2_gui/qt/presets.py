"""The ways to train that a person can choose with one click: their names and words; their values are the program's."""

from collections.abc import Mapping
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from specter2_gui.config.presets import PRESETS
from specter2_gui.config.settings import Settings
from specter2_gui.qt.form_values import flat

Preset = Literal["queries-only", "queries-and-papers", "custom"]
NAMED: tuple[Preset, ...] = ("queries-only", "queries-and-papers")

_NOT_JUDGED = (
    "data.triplets", "data.collection", "data.queries", "data.qrels", "data.seed",
    "model.backbone", "train.output_dir", "train.device", "train.precision",
)  # fmt: skip
"""Settings about the place, the material and the computer: they do not make a preset a custom one."""


def preset_values(preset: Preset) -> dict[str, Any]:
    """The settings a preset stands for; ``custom`` stands for none."""
    if preset == "custom":
        return {}
    values = {key: value for key, value in flat(Settings()).items() if key not in _NOT_JUDGED}
    return values | dict(PRESETS[preset])


def preset_of(values: Mapping[str, Any]) -> Preset:
    """The preset that ``values`` are, or ``custom``."""
    for preset in NAMED:
        wanted = preset_values(preset)
        if all(values.get(key, value) == value for key, value in wanted.items()):
            return preset
    return "custom"


def preset_words(preset: Preset) -> tuple[str, str]:
    """The name of a preset and what it means."""
    words = {
        "queries-only": (_tr("Queries only"), _tr("Quick. The papers keep their vectors.")),
        "queries-and-papers": (_tr("Queries and papers"), _tr("Thorough. All papers are read again afterwards.")),
        "custom": (_tr("Custom"), _tr("Your own settings, below.")),
    }
    return words[preset]


def _tr(text: str) -> str:
    return QCoreApplication.translate("presets", text)
