"""The adapters of a role as the packed body applies them: the library's own parameters, read as they are now."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import torch
from torch.nn import Parameter
from torch.nn.functional import linear

from specter2_gui.encoder.library import AdapterModel

Place = Literal["query", "key", "value", "up", "down"]
"""The linear maps of a layer that a low-rank adapter can change; ``up`` and ``down`` are those of the feed-forward part."""

PLACES: tuple[Place, ...] = ("query", "key", "value", "up", "down")

_LAYER = re.compile(r"\.layer\.(\d+)\.")

Norm = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """``seq_bn`` behind the feed-forward part of a layer, as the library (adapters 1.3, ``Adapter``) computes it."""

    down: Parameter
    down_bias: Parameter
    up: Parameter
    up_bias: Parameter
    activation: Callable[[torch.Tensor], torch.Tensor]
    scaling: float

    def __call__(self, states: torch.Tensor, residual: torch.Tensor, norm: Norm) -> torch.Tensor:
        """Its own residual is taken before the layer's norm, to which ``residual`` (the layer's) is added."""
        if self._does_nothing(states.device):
            return states
        dtype = states.dtype
        inner = self.activation(linear(norm(states + residual), self.down.to(dtype), self.down_bias.to(dtype)))
        return torch.add(states, linear(inner, self.up.to(dtype), self.up_bias.to(dtype)), alpha=self.scaling)

    def _does_nothing(self, device: torch.device) -> bool:
        """Whether it has never learned; not asked where a gradient is needed, or where the answer has to be waited for.

        What is not a number in it has to come out, so it must not hide behind a zero.
        """
        if not torch.is_inference_mode_enabled() or device.type != "cpu":
            return False
        zero = not any(bool(each.any()) for each in (self.up, self.up_bias))
        return zero and all(bool(each.isfinite().all()) for each in (self.down, self.down_bias))


@dataclass(frozen=True, slots=True)
class LowRank:
    """``lora`` beside one linear map."""

    a: Parameter
    b: Parameter
    scaling: float

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """What it adds to the output of the map, given the map's input."""
        dtype = states.dtype
        return linear(linear(states, self.a.to(dtype)), self.b.to(dtype)) * self.scaling


@dataclass(frozen=True, slots=True)
class LayerAdapters:
    """What a role has in one layer."""

    bottlenecks: tuple[Bottleneck, ...]
    low_rank: Mapping[Place, tuple[LowRank, ...]]

    def added(self, place: Place, states: torch.Tensor) -> torch.Tensor | None:
        """What the low-rank adapters at ``place`` add, or None if there are none.

        Stacked ones follow one another, and the last one's output is added, as the library's ``LoRALinear`` does it.
        """
        adapters = self.low_rank.get(place, ())
        for adapter in adapters:
            states = adapter(states)
        return states if adapters else None

    def after_feed_forward(self, states: torch.Tensor, residual: torch.Tensor, norm: Norm) -> torch.Tensor:
        """The states (tokens, hidden) behind all bottlenecks; the layer's own residual and norm still follow."""
        for bottleneck in self.bottlenecks:
            states = bottleneck(states, residual, norm)
        return states


def read_adapters(model: AdapterModel, slots: Sequence[str]) -> list[LayerAdapters]:
    """Per layer the adapters ``slots`` of ``model`` in the order of the stack; nothing is copied."""
    layers: Any = cast("Any", model).base_model.encoder.layer
    return [_read_layer(layer, slots) for layer in layers]


def layer_of(name: str) -> int:
    """The layer (from 0) of the parameter ``name`` of a model; 0 where layers are not numbered."""
    found = _LAYER.search(name)
    return int(found[1]) if found else 0


def _read_layer(layer: Any, slots: Sequence[str]) -> LayerAdapters:
    attention = layer.attention.self
    maps: dict[Place, Any] = {
        "query": attention.query,
        "key": attention.key,
        "value": attention.value,
        "up": layer.intermediate.dense,
        "down": layer.output.dense,
    }
    found: dict[Place, tuple[LowRank, ...]] = {
        place: tuple(_low_rank(maps[place].loras[slot]) for slot in _in(maps[place].loras, slots)) for place in maps
    }
    bottlenecks = [_bottleneck(layer.output.adapters[slot]) for slot in _in(layer.output.adapters, slots)]
    there: dict[Place, tuple[LowRank, ...]] = {place: each for place, each in found.items() if each}
    return LayerAdapters(tuple(bottlenecks), there)


def _in(there: Any, slots: Sequence[str]) -> list[str]:
    return [slot for slot in slots if slot in there]


def _bottleneck(module: Any) -> Bottleneck:
    down, up = module.adapter_down[0], module.adapter_up
    return Bottleneck(down.weight, down.bias, up.weight, up.bias, module.non_linearity.f, float(module.scaling))


def _low_rank(module: Any) -> LowRank:
    return LowRank(module.lora_A, module.lora_B, float(module.scaling))
