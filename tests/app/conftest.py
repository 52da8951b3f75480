"""A short real training to search and to evaluate with, made once."""

from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.app.finetuning import finetune
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import RunFinished
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training.control import Control
from tests.material import make_judged, make_triplets


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Two threads wait for one another longer than the tiny model works."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tuned_run(tiny_backbone: Backbone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run whose best model is not its start; shared, so never written to."""
    settings = Settings.model_validate(
        {
            "data": {"validation_share": 0.3, "seed": 1},
            "model": {"backbone": str(tiny_backbone.folder), "pooling": "mean", "frozen_layers": 0},
            "train": {
                "loss": "triplet_margin",
                "batch_size": 8,
                "lr": 3e-2,
                "epochs": 6,
                "eval_steps": 10,
                "device": "cpu",
            },
        }
    )
    folder = tmp_path_factory.mktemp("runs") / "2025-01-01-1"
    last = list(finetune(settings, make_triplets(20, 4), folder, Control()))[-1]
    assert isinstance(last, RunFinished)
    assert last.best_step > 0
    return folder


@pytest.fixture
def judged_data(tmp_path: Path) -> dict[str, Any]:
    """Settings that name a small collection with judged queries, some of which are those of ``make_triplets``."""
    return make_judged(tmp_path / "judged")
