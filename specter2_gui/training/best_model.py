"""The best model of a run as a folder that can be passed on: adapters, tokenizer, manifest and a card to read."""

from pathlib import Path
from typing import Any

from specter2_gui.config.settings import Settings
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.encoder.manifest import adapter_folder
from specter2_gui.training.card import Described, card
from specter2_gui.training.checking import Check
from specter2_gui.training.run_files import METRIC
from specter2_gui.training.run_folder import RunFolder

CARD = "README.md"


def save_best(run: RunFolder, encoder: Encoder, settings: Settings, step: int, found: Check, baseline: Check) -> None:
    """Replace the best model of ``run`` by the present adapters of ``encoder``, whole or not at all.

    Raises:
        OSError: there is no room, or the folder cannot be written; the previous best is then still there.
    """
    hashes = {str(role): encoder.role_hash(role) for role in Role}
    extra = {
        "step": step,
        "metric": found.metric,
        "value": found.value,
        **measures(found),
        "baseline": measures(baseline),
        "settings": _portable(settings),
        **{name: run.record.get(name, 0) for name in ("triplets", "training_triplets", "validation_triplets")},
        "data_sha256": run.record.get("data_sha256", ""),
    }
    text = card(_described(encoder, hashes), extra)

    def fill(folder: Path) -> None:
        encoder.save(folder, extra)
        (folder / CARD).write_text(text, encoding="utf-8", newline="\n")

    run.save_best(fill)
    run.note(adapters={**run.record.get("adapters", {}), "after": hashes})


def measures(check: Check) -> dict[str, float]:
    """The measures of ``check`` by their names."""
    return {"loss": check.loss, METRIC: check.triplet_accuracy, **(check.figures or {})}


def _described(encoder: Encoder, hashes: dict[str, str]) -> Described:
    adapters = {
        str(role): [adapter_folder(role, position) for position in range(len(encoder.roles[role].stack))]
        for role in (Role.PAPER, Role.QUERY)
    }
    return Described(encoder.title, encoder.backbone.title, encoder.backbone_hash, hashes, adapters)


def _portable(settings: Settings) -> dict[str, Any]:
    """``settings`` without the folders of this computer, since the model may be passed on."""
    values = settings.model_dump(mode="json")
    values["data"]["triplets"] = Path(settings.data.triplets).name
    values["train"]["output_dir"] = ""
    for name in ("backbone", "query_adapter", "paper_adapter"):
        if Path(values["model"][name]).is_absolute():
            values["model"][name] = Path(values["model"][name]).name
    return values
