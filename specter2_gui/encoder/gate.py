"""The only way for an adapter from a file into a model: checked whole, let in under a name of ours, or kept out whole."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import Parameter

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.adapter_config import AdapterConfig, ConfigError, parse_adapter_config
from specter2_gui.encoder.adapter_file import FileError, parse_weights, read_config, read_weights, shown
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.library import add_adapter, remove_adapter


class _WeightsError(Exception):
    """The weights are refused; the text says why as a clause for people."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An adapter that is in the model under the name ``slot``."""

    slot: str
    config: AdapterConfig
    parameters: dict[str, Parameter]


def admit(body: Body, folder: Path, slot: str, label: str, *, sha256: str | None = None) -> Admitted:
    """Let the adapter in ``folder`` into the model as ``slot``; ``label`` names it to the person.

    Its configuration must pass an allow-list; its weights must be exactly those such an adapter has in this model
    (names, shapes, floating-point, finite), and have the hash ``sha256`` when one is given. Only the adapter's own
    parameters are written, so no file can reach the backbone.

    Raises:
        UserError: the adapter is refused; the model then is what it was.
    """
    try:
        config = parse_adapter_config(
            read_config(folder), model_type=body.model.config.model_type, hidden=body.model.config.hidden_size
        )
        name, data = read_weights(folder)
        if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
            raise FileError(f"its {name} is not the file that was written: its content has changed")
        tensors = parse_weights(name, data)
        parameters = _add(body, config, tensors, slot)
    except (ConfigError, FileError, _WeightsError) as error:
        raise _refusal(label, str(error)) from error
    return Admitted(slot, config, parameters)


def _add(body: Body, config: AdapterConfig, tensors: dict[str, torch.Tensor], slot: str) -> dict[str, Parameter]:
    """Add the adapter and fill it; if its weights do not fit, take it out again."""
    parameters = add_adapter(body.model, slot, config.for_library(), seed=0)
    try:
        fitting = _fitting(parameters, tensors, body.model.base_model_prefix, slot, config.name)
        with torch.no_grad():
            for key, parameter in parameters.items():
                parameter.copy_(fitting[key])
                parameter.requires_grad = False
    except BaseException:
        remove_adapter(body.model, slot)
        raise
    return parameters


def _fitting(
    parameters: dict[str, Parameter], tensors: dict[str, torch.Tensor], prefix: str, slot: str, name: str
) -> dict[str, torch.Tensor]:
    """The file's tensors under the names of ``parameters``; nothing missing, nothing extra, each one usable.

    A file written from a model without the part for heads has no ``prefix`` before its keys.
    """
    bare = not any(key.startswith(f"{prefix}.") for key in tensors)
    found = {f"{prefix}.{key}" if bare else key: tensor for key, tensor in tensors.items()}
    wanted = {key.replace(f".{slot}.", f".{name}."): key for key in parameters}
    if missing := sorted(wanted.keys() - found.keys()):
        raise _WeightsError(f"{len(missing)} of its {len(wanted)} weights are missing (the first: {shown(missing[0])})")
    if extra := sorted(found.keys() - wanted.keys()):
        raise _WeightsError(f"it has {len(extra)} weights that are not its own (the first: {shown(extra[0])})")
    fitting: dict[str, torch.Tensor] = {}
    for key, own in wanted.items():
        tensor = found[key]
        if tensor.shape != parameters[own].shape:
            raise _WeightsError(
                f"its weight {shown(key)} has the shape {list(tensor.shape)}, and this model needs "
                f"{list(parameters[own].shape)}"
            )
        if not bool(torch.isfinite(tensor).all()):
            raise _WeightsError(f"its weight {shown(key)} holds values that are not numbers")
        fitting[own] = tensor
    return fitting


def _refusal(label: str, why: str) -> UserError:
    return UserError(
        f"The adapter '{label}' was not let in",
        why,
        "The model is unchanged; ask for a new copy of the adapter, or start from another one",
    )
