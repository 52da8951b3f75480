"""An encoder of its own for each training test, since a training changes it."""

from collections.abc import Callable

import pytest
import torch

from specter2_gui.config.settings import Settings
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder

NewEncoder = Callable[..., Encoder]
"""Makes a fresh encoder of the tiny SPECTER2, fp32 on the processor."""


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Two threads wait for one another longer than the tiny model works."""
    torch.set_num_threads(1)


@pytest.fixture
def new_encoder(tiny_specter2: Backbone) -> NewEncoder:
    def make(settings: Settings | None = None, backbone: Backbone = tiny_specter2) -> Encoder:
        settings = settings or Settings()
        return load_encoder(backbone, settings.model, device="cpu", precision="fp32", distance=settings.train.distance)

    return make
