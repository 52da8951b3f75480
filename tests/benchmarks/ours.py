"""Our side of a training as a program of its own: ``python -m tests.benchmarks.ours JOB.json`` prints one JSON object."""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specter2_gui.app.finetuning import finetune
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.config.load import apply_overrides
from specter2_gui.config.presets import apply_preset
from specter2_gui.config.settings import Settings
from specter2_gui.training.control import Control
from tests.benchmarks.material import SEED, SHARE
from tests.benchmarks.turns import Program, show, threads_only
from tests.benchmarks.watching import Watched, watch


@dataclass(frozen=True, slots=True)
class Training:
    """A training to measure: the preset for queries and papers to its end, one check before and one after.

    Unless ``frozen_layers`` says otherwise the adapters of every layer learn, and unless ``loss`` does it is the triplet
    margin, as in the peers; the preset itself may leave some layers as they are and take another loss.
    """

    triplets: Path
    model: Path
    precision: str = "fp32"
    max_length: int = 256
    batch: int = 48
    epochs: int = 1
    device: str = "auto"
    frozen_layers: str = "0"
    loss: str = "triplet_margin"

    def settings(self) -> Settings:
        """The settings of the run."""
        changes = {
            "data.triplets": self.triplets, "data.validation_share": SHARE, "data.seed": SEED,
            "model.backbone": self.model, "model.max_length": self.max_length, "model.frozen_layers": self.frozen_layers,
            "train.batch_size": self.batch, "train.epochs": self.epochs, "train.eval_steps": 1_000_000,
            "train.patience": 0, "train.precision": self.precision, "train.device": self.device, "train.loss": self.loss,
        }  # fmt: skip
        preset = apply_preset(Settings(), "queries-and-papers")
        return apply_overrides(preset, [f"{key}={value}" for key, value in changes.items()])


def training_program(training: Training, job: Path, threads: int, name: str = "ours") -> Program:
    """``training`` as a program; its settings are written to the file ``job``."""
    job.write_text(
        json.dumps({"settings": training.settings().model_dump(mode="json"), "threads": threads}), encoding="utf-8"
    )
    return Program(
        name, [sys.executable, "-m", "tests.benchmarks.ours", str(job)], threads_only(threads, job.parent / "home")
    )


def measured(settings: Settings, run_dir: Path) -> dict[str, Any]:
    """Train as ``settings`` say and tell speed, time by kind of event, and memory on a graphics card."""
    import torch

    triplets = load_triplets(settings.data.triplets).triplets
    watched = watch(finetune(settings, triplets, run_dir, Control()))
    return told(watched) | {
        "device": "cuda" if torch.cuda.is_available() else "cpu",
        "cuda_peak_mb": round(torch.cuda.max_memory_allocated() / 2**20) if torch.cuda.is_available() else None,
    }


def told(watched: Watched) -> dict[str, Any]:
    """The figures of a watched run as plain values."""
    own = watched.finished.triplets_per_s if watched.finished else 0.0
    return {
        "triplets_per_s": watched.triplets_per_s,
        "own_triplets_per_s": own,
        "triplets": watched.triplets,
        "count": watched.triplets,
        "steps": watched.steps,
        "step_seconds": watched.step_seconds,
        "after_loading": watched.after_loading,
        "seconds": watched.seconds,
        "spent": dict(watched.spent),
    }


def main(job: Path) -> None:
    """Do what the file ``job`` says."""
    import torch

    wanted = json.loads(job.read_text(encoding="utf-8"))
    torch.set_num_threads(wanted["threads"])
    with tempfile.TemporaryDirectory() as folder:
        show(measured(Settings.model_validate(wanted["settings"]), Path(folder) / "run"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
