"""An encoder from settings, or back from the folder it was saved in; the front door of this package."""

from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.body import load_body
from specter2_gui.encoder.catalogue import Backbone, Distance, Pooling, find_backbone
from specter2_gui.encoder.device import Precision, resolve_device, resolve_precision
from specter2_gui.encoder.encoding import Encoder
from specter2_gui.encoder.manifest import read_manifest
from specter2_gui.encoder.precision_probe import choose_precision
from specter2_gui.encoder.starts import begin_role, check_same_backbone, run_model_folder, saved_role

__all__ = ["Encoder", "load_encoder", "load_trained"]


def load_encoder(
    backbone: Backbone,
    model: Model,
    *,
    device: str = "auto",
    precision: str = "auto",
    distance: Literal["auto", "l2", "cosine"] = "auto",
) -> Encoder:
    """An encoder to search with or to train, as the settings ``model`` describe it; at first as good as its start.

    Raises:
        UserError: the backbone, an adapter, the device or the precision cannot be had; each in words of its own.
    """
    where = resolve_device(device)
    how = _first_precision(precision, where)
    body = load_body(backbone)
    asked = {Role.QUERY: model.query_adapter, Role.PAPER: model.paper_adapter}
    roles = {role: begin_role(body, role, asked[role], model.adapter) for role in Role}
    body.verify_unchanged()
    encoder = Encoder(
        body,
        roles,
        pooling=backbone.pooling if model.pooling == "auto" else model.pooling,
        distance=backbone.distance if distance == "auto" else distance,
        max_length=model.max_length,
        device=where,
        precision=how,
    )
    if precision == "auto":
        choose_precision(encoder)
    return encoder


def load_trained(
    folder: Path, *, device: str = "auto", precision: str = "auto", backbone: Backbone | None = None
) -> Encoder:
    """The encoder that :meth:`Encoder.save` wrote into ``folder`` (or into ``best`` of the run folder ``folder``).

    The backbone is looked up on this computer by the name in the manifest unless one is given; its hash must be the
    one noted there, and every adapter passes the gate. Vectors are the same to the last bit on the same device.

    Raises:
        UserError: something is missing, damaged, changed since it was saved, or belongs to another backbone.
    """
    where = resolve_device(device)
    how = _first_precision(precision, where)
    folder = run_model_folder(folder)
    manifest = read_manifest(folder)
    note = manifest.backbone
    pooling, distance = cast("Pooling", note.pooling), cast("Distance", note.distance)
    found = replace(backbone or find_backbone(note.name), normalize=note.normalize)
    body = load_body(found)
    check_same_backbone(body, folder, manifest)
    roles = {role: saved_role(body, role, folder, manifest) for role in Role}
    body.verify_unchanged()
    encoder = Encoder(
        body, roles, pooling=pooling, distance=distance, max_length=note.max_length, device=where, precision=how
    )  # fmt: skip
    if precision == "auto":
        choose_precision(encoder)
    return encoder


def _first_precision(asked: str, device: torch.device) -> Precision:
    """The precision asked for; ``auto`` is decided once the model can be tried, and is fp32 until then."""
    return "fp32" if asked == "auto" else resolve_precision(asked, device)
