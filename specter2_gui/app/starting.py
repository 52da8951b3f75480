"""Encoders to begin with: the one a training starts from, and the starting point of a run that was made before."""

from typing import TYPE_CHECKING

from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone, find_backbone
from specter2_gui.training.run_record import RunRecord

if TYPE_CHECKING:  # loads torch, which takes seconds and must not delay the window
    from specter2_gui.encoder.encoder import Encoder


def load_start(backbone: Backbone, settings: Settings) -> "Encoder":
    """``backbone`` with the adapters ``settings`` start from, on the device they name.

    Raises:
        UserError: an adapter or the device is refused.
    """
    from specter2_gui.encoder.encoder import load_encoder  # torch takes seconds to load

    train = settings.train
    return load_encoder(
        backbone, settings.model, device=train.device, precision=train.precision, distance=train.distance
    )


def load_base(record: RunRecord, device: str = "auto") -> "Encoder":
    """What the run of ``record`` started from, proven by the hashes written down before its first step.

    Raises:
        UserError: its record is too old or damaged, or the model or an adapter is gone or is not the same any more.
    """
    facts = record.facts
    try:
        settings = Settings.model_validate(record.settings)
        name, before = str(facts["backbone"]), dict(facts["adapters"]["before"])
    except (ValueError, KeyError, TypeError):
        raise _unknown_start(record, "Its record does not say what it started from") from None
    # Both sides of a comparison compute on one device and in its own best precision, whatever the training used.
    train = settings.train.model_copy(update={"device": device, "precision": "auto"})
    encoder = load_start(find_backbone(name), settings.model_copy(update={"train": train}))
    if {str(role): encoder.role_hash(role) for role in Role} != before:
        raise _unknown_start(record, "The model or the adapters it started from have changed on this computer since")
    return encoder


def _unknown_start(record: RunRecord, why: str) -> UserError:
    return UserError(
        f"The starting point of the run '{record.name}' cannot be shown beside its result",
        why,
        "Search with the run alone, or train again",
    )
