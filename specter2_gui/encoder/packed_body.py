"""The forward of a BERT-like body over packed texts: no padding, no dropout, both roles at once, its weights frozen.

The weights are the library's, copied once per number format where they have to be; the adapters are the library's own
parameters. What it computes equals the library's forward, which stays the reference in the tests.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, cast

import torch
from torch.nn.functional import embedding, layer_norm, linear

from specter2_gui.encoder.adapter_layers import LayerAdapters
from specter2_gui.encoder.attention import Attend, choose_attention
from specter2_gui.encoder.library import AdapterModel
from specter2_gui.encoder.packing import Layout, parted
from specter2_gui.encoder.reordered import can_reorder, product, reordered

PACKED_TYPES = ("bert", "roberta", "xlm-roberta")
"""Kinds of model whose layers this forward knows."""

_PIECE = 512
"""Tokens whose inner states, four times as wide, fit into a processor's cache."""


@dataclass(frozen=True, slots=True)
class Map:
    """A linear map; ``quick`` is its weight for products that need no gradient, where there is one."""

    weight: torch.Tensor
    bias: torch.Tensor
    quick: torch.Tensor | None = None

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """``states`` (tokens, in) as (tokens, out)."""
        if self.quick is None:
            return linear(states, self.weight, self.bias)
        return product(states, self.quick, self.bias)

    def reordered(self) -> "Map":
        """The same map for products that need no gradient."""
        return replace(self, quick=reordered(self.weight))


@dataclass(frozen=True, slots=True)
class Norm:
    """A layer norm; torch computes it in fp32 inside whatever the number format of the states."""

    weight: torch.Tensor
    bias: torch.Tensor
    eps: float

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """``states`` (tokens, hidden) with mean 0 and variance 1 in each token, then stretched and moved."""
        return layer_norm(states, self.weight.shape, self.weight, self.bias, self.eps)


@dataclass(frozen=True, slots=True)
class Layer:
    """The frozen weights of one layer; ``mixed`` makes queries, keys and values in one product."""

    mixed: Map
    out: Map
    attended: Norm
    up: Map
    down: Map
    finished: Norm
    activation: Callable[[torch.Tensor], torch.Tensor]

    def reordered(self) -> "Layer":
        """The same layer for when no gradient is needed."""
        maps = {name: getattr(self, name).reordered() for name in ("mixed", "out", "up", "down")}
        return replace(self, **maps)


class PackedBody:
    """A model's own layers as functions of packed states (tokens, hidden); several threads may use it at once."""

    def __init__(self, model: AdapterModel) -> None:
        config: Any = model.config
        self._model: Any = cast("Any", model).base_model
        self._heads = int(config.num_attention_heads)
        self._pad = None if config.model_type == "bert" else int(self._model.embeddings.padding_idx)
        self._made: dict[tuple[torch.dtype, torch.device, bool], tuple[Layer, ...]] = {}
        self._making = Lock()
        self.layers = len(self._model.encoder.layer)

    @property
    def pad(self) -> int | None:
        """The id of padding if positions are counted from it, as RoBERTa does, else None."""
        return self._pad

    @property
    def own_dtype(self) -> torch.dtype:
        """The number format of the model itself."""
        return self._model.embeddings.word_embeddings.weight.dtype

    def weights(self, dtype: torch.dtype, device: torch.device) -> tuple[Layer, ...]:
        """The layers' weights in ``dtype``, made when first asked for; what is so in the model already is not copied.

        In inference mode a processor gets a copy in the order that suits it; a training, which never is, keeps none.
        """
        quick = torch.is_inference_mode_enabled() and can_reorder(dtype, device)
        with self._making:
            key = (dtype, device, quick)
            if key not in self._made:
                with torch.no_grad(), torch.inference_mode(mode=False):
                    layers = (_layer(each, dtype) for each in self._model.encoder.layer)
                    self._made[key] = tuple(layer.reordered() if quick else layer for layer in layers)
            return self._made[key]

    def begin(self, ids: torch.Tensor, positions: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
        """The states (tokens, hidden) that enter the first layer, of ``ids`` and ``positions`` (tokens).

        They are computed in the number format of the model itself: a look-up costs nothing, and needs no copy.
        """
        first = self._model.embeddings
        words = embedding(ids, first.word_embeddings.weight) + first.token_type_embeddings.weight[0]
        placed = words + embedding(positions, first.position_embeddings.weight)
        return _norm(first.LayerNorm, placed.dtype)(placed).to(dtype)

    def run(
        self,
        states: torch.Tensor,
        layout: Layout,
        adapters: Sequence[Sequence[LayerAdapters]],
        layers: range,
        *,
        first_only: bool,
    ) -> torch.Tensor:
        """The states (tokens, hidden) behind ``layers``, one stack of adapters for each section of ``layout``.

        With ``first_only`` the last of the model's layers gives the first token of each text alone, (texts, hidden).
        """
        weights = self.weights(states.dtype, states.device)
        attend = choose_attention(states.device, states.dtype)
        for number in layers:
            step = _Step(weights[number], layout, [each[number] for each in adapters], self._heads, attend)
            states = step(states, first_only=first_only and number == self.layers - 1)
        return states


@dataclass(frozen=True, slots=True)
class _Step:
    """One layer applied to one batch."""

    layer: Layer
    layout: Layout
    adapters: Sequence[LayerAdapters]
    heads: int
    attend: Attend

    def __call__(self, states: torch.Tensor, *, first_only: bool) -> torch.Tensor:
        """The states behind the layer; with ``first_only`` of the first tokens, whose keys and values are all tokens'."""
        query, key, value = self._mixed(states)
        if first_only:
            first = self.layout.first_tokens
            query, states = query.index_select(0, first), states.index_select(0, first)
        sizes = [each.texts if first_only else each.tokens for each in self.layout.sections]
        layer = self.layer
        states = layer.attended(states + layer.out(self.attend(query, key, value, self.layout).flatten(1)))
        found = self._fed_forward(states, sizes)
        return layer.finished(self._behind(found, states, sizes) + states)

    def _mixed(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Queries, keys and values of all tokens, (tokens, heads, width) each."""
        sizes = [each.tokens for each in self.layout.sections]
        parts = self.layer.mixed(states).chunk(3, dim=1)
        names = ("query", "key", "value")
        parts = [self._with_added(part, name, states, sizes) for part, name in zip(parts, names, strict=True)]
        return tuple(part.view(len(part), self.heads, -1) for part in parts)

    def _fed_forward(self, states: torch.Tensor, sizes: list[int]) -> torch.Tensor:
        """The feed-forward part; without a gradient to keep things for, a processor does it in pieces its cache can hold."""
        layer = self.layer
        changed = any(place in each.low_rank for each in self.adapters for place in ("up", "down"))
        if states.device.type == "cpu" and not changed and not torch.is_grad_enabled():
            pieces = [states[start : start + _PIECE] for start in range(0, len(states), _PIECE)]
            return torch.cat([layer.down(layer.activation(layer.up(piece))) for piece in pieces])
        inner = layer.activation(self._with_added(layer.up(states), "up", states, sizes))
        return self._with_added(layer.down(inner), "down", inner, sizes)

    def _with_added(self, found: torch.Tensor, place: Any, given: torch.Tensor, sizes: list[int]) -> torch.Tensor:
        """``found`` and what the low-rank adapters of each section add to it."""
        if not any(place in each.low_rank for each in self.adapters):
            return found
        added: list[torch.Tensor] = []
        for each, part in zip(self.adapters, parted(given, sizes), strict=True):
            own = each.added(place, part)
            added.append(found.new_zeros(len(part), found.shape[1]) if own is None else own)
        return found + (added[0] if len(added) == 1 else torch.cat(added))

    def _behind(self, found: torch.Tensor, residual: torch.Tensor, sizes: list[int]) -> torch.Tensor:
        """``found`` behind the bottlenecks of each section."""
        norm = self.layer.finished
        if len(sizes) == 1:
            return self.adapters[0].after_feed_forward(found, residual, norm)
        parts = zip(self.adapters, parted(found, sizes), parted(residual, sizes), strict=True)
        return torch.cat([each.after_feed_forward(own, rest, norm) for each, own, rest in parts])


def supports(model: AdapterModel) -> bool:
    """Whether :class:`PackedBody` knows the layers of ``model``."""
    config: Any = model.config
    return (
        config.model_type in PACKED_TYPES
        and getattr(config, "position_embedding_type", "absolute") in ("absolute", None)
        and not getattr(config, "is_decoder", False)
    )


def _layer(layer: Any, dtype: torch.dtype) -> Layer:
    own = layer.attention.self
    maps = (own.query, own.key, own.value)
    return Layer(
        mixed=Map(
            torch.cat([_as(each.weight, dtype) for each in maps]), torch.cat([_as(each.bias, dtype) for each in maps])
        ),
        out=_map(layer.attention.output.dense, dtype),
        attended=_norm(layer.attention.output.LayerNorm, dtype),
        up=_map(layer.intermediate.dense, dtype),
        down=_map(layer.output.dense, dtype),
        finished=_norm(layer.output.LayerNorm, dtype),
        activation=layer.intermediate.intermediate_act_fn,
    )


def _map(module: Any, dtype: torch.dtype) -> Map:
    return Map(_as(module.weight, dtype), _as(module.bias, dtype))


def _norm(module: Any, dtype: torch.dtype) -> Norm:
    return Norm(_as(module.weight, dtype), _as(module.bias, dtype), float(module.eps))


def _as(tensor: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """``tensor`` without a gradient in ``dtype``; the same memory if it is so already."""
    return tensor.detach().to(dtype)
