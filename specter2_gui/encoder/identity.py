"""What tells one encoder from another: its name in words, and the hash of all that decides the vectors of a role."""

from collections.abc import Mapping
from typing import Any

from torch.nn import Parameter

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.hashes import json_sha256, tensors_sha256
from specter2_gui.encoder.starts import RoleAdapters


def title_of(body: Body, roles: Mapping[Role, RoleAdapters]) -> str:
    """The backbone and where the adapters come from, in words."""
    origins = {role: adapters.origin for role, adapters in roles.items()}
    query, paper = origins[Role.QUERY], origins[Role.PAPER]
    if query != paper:
        return f"{body.backbone.title}, query adapter {query}, paper adapter {paper}"
    words = {"new": "untrained", "published": "with its published adapters", "tuned": "tuned"}
    return f"{body.backbone.title}, {words.get(query, f'adapters {query}')}"


def vectors_sha256(body: Body, adapters: RoleAdapters, further: Mapping[str, Any]) -> str:
    """SHA-256 of backbone, vocabulary, ``adapters`` as they are now, and ``further`` facts that decide vectors.

    An adapter that changes nothing yet does not count, so two untrained encoders of one backbone agree.
    """
    stack = [adapter for adapter in adapters.stack if not _changes_nothing(adapter.parameters)]
    return json_sha256(
        {
            "backbone": body.sha256,
            "vocabulary": body.vocabulary_sha256,
            "adapters": [
                [each.config.kind, dict(each.config.options), _weights_sha256(each.parameters, each.slot)]
                for each in stack
            ],
            **further,
        }
    )


def _changes_nothing(parameters: Mapping[str, Parameter]) -> bool:
    """Whether an adapter adds exactly zero: all that leads out of its bottleneck is zero."""
    last = [each for name, each in parameters.items() if ".adapter_up." in name or name.endswith(".lora_B")]
    return bool(last) and not any(bool(each.detach().any()) for each in last)


def _weights_sha256(parameters: Mapping[str, Parameter], slot: str) -> str:
    return tensors_sha256((name.replace(f".{slot}.", ".adapter."), each) for name, each in parameters.items())
