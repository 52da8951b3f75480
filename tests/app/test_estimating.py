from typing import Any

import pytest
import torch

from specter2_gui.app.estimating import estimate
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.catalogue import Backbone
from tests.material import make_triplets

TRIPLETS = make_triplets(12, 4)


def settings_of(backbone: Backbone, **values: Any) -> Settings:
    train = {"device": "cpu", "precision": "fp32", "batch_size": 8, "epochs": 2} | values.pop("train", {})
    return Settings.model_validate({"model": {"backbone": str(backbone.folder), **values}, "train": train})


def test_it_tells_time_memory_and_steps_before_anything_is_trained(tiny_backbone: Backbone) -> None:
    found = estimate(settings_of(tiny_backbone), TRIPLETS)
    assert found is not None
    assert found.seconds > 0
    assert found.tokens_per_s > 0
    assert found.memory_mb > 10, "a program with a model in it"
    assert found.steps == 2 * -(-(len(TRIPLETS) - 2 * 4) // 8), "two of twelve queries are held out"


def test_twice_the_epochs_take_longer_and_folds_count_too(tiny_backbone: Backbone) -> None:
    once = estimate(settings_of(tiny_backbone), TRIPLETS)
    more = estimate(settings_of(tiny_backbone, train={"epochs": 20}), TRIPLETS)
    settings = settings_of(tiny_backbone)
    folded = estimate(settings.model_copy(update={"data": settings.data.model_copy(update={"folds": 4})}), TRIPLETS)
    assert once is not None
    assert more is not None
    assert folded is not None
    assert more.steps == 10 * once.steps
    assert folded.steps == 5 * once.steps


def test_too_little_memory_is_said_in_words(tiny_backbone: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise torch.OutOfMemoryError("no room")

    monkeypatch.setattr("specter2_gui.training.probing.add_gradient", full)
    with pytest.raises(UserError, match="graphics card has not enough memory"):
        estimate(settings_of(tiny_backbone), TRIPLETS)
