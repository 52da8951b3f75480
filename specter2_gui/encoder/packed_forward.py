"""Token ids in, vectors out, for queries and papers in one forward of the packed body."""

from collections.abc import Mapping, Sequence
from typing import Literal

import torch

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.adapter_layers import LayerAdapters, read_adapters
from specter2_gui.encoder.attention import slack_of
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.device import Precision
from specter2_gui.encoder.packed_body import PackedBody
from specter2_gui.encoder.packing import Layout, TokenIds, lay_out, on_device, pack, parted, positions
from specter2_gui.encoder.starts import RoleAdapters
from specter2_gui.encoder.vectors import pooled_packed


class PackedForward:
    """The packed body of an encoder with the adapters of each role; its parts are the encoder's own, not copies."""

    def __init__(
        self,
        body: Body,
        roles: Mapping[Role, RoleAdapters],
        *,
        pooling: Literal["cls", "mean"],
        device: torch.device,
        precision: Precision,
    ) -> None:
        self._body = PackedBody(body.model)
        self._adapters: dict[Role, list[LayerAdapters]] = {
            role: read_adapters(body.model, each.slots) for role, each in roles.items()
        }
        self._pooling: Literal["cls", "mean"] = pooling
        self._unit = body.backbone.normalize
        self._device = device
        self._low = precision == "bf16"

    def use_precision(self, precision: Precision) -> None:
        """Compute in ``precision`` from now on."""
        self._low = precision == "bf16"

    @property
    def layers(self) -> int:
        """How many layers the body has."""
        return self._body.layers

    def vectors(self, texts: Mapping[Role, Sequence[TokenIds]]) -> dict[Role, torch.Tensor]:
        """Vectors (texts, dim) of each role's texts in their order; no role and no text is empty."""
        layout = self._laid_out(texts)
        states = self._begin(texts, layout)
        return self._end(states, layout, list(texts), 0)

    def lower(self, texts: Mapping[Role, Sequence[TokenIds]], layers: int) -> dict[Role, list[torch.Tensor]]:
        """The states (tokens, hidden) of each text behind the first ``layers`` layers, without gradient."""
        layout = self._laid_out(texts)
        with torch.no_grad():
            states = self._begin(texts, layout)
            states = self._through(states, layout, list(texts), range(layers))
            found = parted(states, layout.lengths)
        placed = dict(zip(layout.order, found, strict=True))
        in_order = iter([placed[number] for number in range(len(found))])
        return {role: [next(in_order) for _ in each] for role, each in texts.items()}

    def upper(self, states: Mapping[Role, Sequence[torch.Tensor]], layers: int) -> dict[Role, torch.Tensor]:
        """Vectors (texts, dim) from the states behind the first ``layers`` layers, as :meth:`lower` gives them."""
        layout = self._laid_out(states)
        flat = [each for group in states.values() for each in group]
        packed = torch.cat([flat[number] for number in layout.order])
        return self._end(packed, layout, list(states), layers)

    def _laid_out(self, texts: Mapping[Role, Sequence[TokenIds] | Sequence[torch.Tensor]]) -> Layout:
        lengths = [[len(each) for each in group] for group in texts.values()]
        return lay_out(lengths, self._device, slack=slack_of(self._device))

    def _begin(self, texts: Mapping[Role, Sequence[TokenIds]], layout: Layout) -> torch.Tensor:
        ids = pack([each for group in texts.values() for each in group], layout)
        places = positions(ids, layout.lengths, self._body.pad)
        dtype = torch.bfloat16 if self._low else self._body.own_dtype
        return self._body.begin(on_device(ids, self._device), on_device(places, self._device), dtype)

    def _through(self, states: torch.Tensor, layout: Layout, roles: Sequence[Role], layers: range) -> torch.Tensor:
        adapters = [self._adapters[role] for role in roles]
        return self._body.run(states, layout, adapters, layers, first_only=self._pooling == "cls")

    def _end(self, states: torch.Tensor, layout: Layout, roles: Sequence[Role], start: int) -> dict[Role, torch.Tensor]:
        states = self._through(states, layout, roles, range(start, self.layers))
        vectors = pooled_packed(states, layout, self._pooling, self._unit)
        return dict(zip(roles, parted(vectors, [each.texts for each in layout.sections]), strict=True))
