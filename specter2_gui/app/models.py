"""Which models are on this computer, and fetching one when the person asks for it."""

import threading
from collections.abc import Iterator

from specter2_gui.encoder import downloads_forbidden, hub
from specter2_gui.encoder.catalogue import ModelStatus, known_models
from specter2_gui.encoder.hub import FetchProgress
from specter2_gui.encoder.repositories import SPECTER2_NAMES

__all__ = ["FetchProgress", "ModelStatus", "fetch_model", "hub_answers", "model_statuses", "to_be_fetched"]


def model_statuses() -> tuple[ModelStatus, ...]:
    """SPECTER2 and the starter, each with what is on this computer; nothing is asked of the network."""
    return known_models()


def to_be_fetched(name: str) -> bool:
    """Whether ``name`` means SPECTER2, it is not complete on this computer, and downloads are not switched off."""
    return name in SPECTER2_NAMES and not downloads_forbidden() and not known_models()[0].present


def fetch_model(name: str, cancel: threading.Event | None = None) -> Iterator[FetchProgress]:
    """Download the model ``name`` (``specter2`` or a hub name), verified; goes on where an earlier call stopped.

    The last progress has ``done == total``; once ``cancel`` is set the iterator ends, and what arrived is kept.

    Raises:
        UserError: no network, no such model, wrong content, disk full, or downloads are switched off.
    """
    return hub.fetch(name, cancel or threading.Event())


def hub_answers(timeout_s: float) -> bool:
    """Whether the hub can be reached: one request, to be made only when the person asks about a download."""
    return hub.hub_answers(timeout_s)
