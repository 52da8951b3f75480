"""What comes out of the frozen layers, computed once for each text and kept as long as there is room."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoder import Encoder

_MOST_BYTES = 2_000_000_000
"""About 3,000 papers of 400 tokens with 384 numbers each; what does not fit is computed again each time."""

_Place = tuple[Role, int]


class LowerStates:
    """The hidden states behind the frozen layers, (tokens, hidden) a text, without gradient: they never change."""

    def __init__(self, encoder: Encoder, token_ids: Mapping[Role, Sequence[Sequence[int]]]) -> None:
        self._encoder = encoder
        self._ids = token_ids
        self._kept: dict[_Place, Tensor] = {}
        self._bytes = 0

    def of(self, places: Mapping[Role, Sequence[int]]) -> dict[Role, list[Tensor]]:
        """The states of the texts at ``places`` of each role, in their order."""
        missing = {
            role: [i for i in dict.fromkeys(texts) if (role, i) not in self._kept] for role, texts in places.items()
        }
        with torch.no_grad():
            found = self._encoder.lower_states(
                {role: [self._ids[role][i] for i in texts] for role, texts in missing.items()}
            )
        fresh = {
            (role, i): state for role, texts in missing.items() for i, state in zip(texts, found[role], strict=True)
        }
        chosen = {
            role: [fresh[role, i] if (role, i) in fresh else self._kept[role, i] for i in texts]
            for role, texts in places.items()
        }
        self._keep(fresh)
        return chosen

    def _keep(self, fresh: Mapping[_Place, Tensor]) -> None:
        for place, state in fresh.items():
            size = state.numel() * state.element_size()
            if self._bytes + size <= _MOST_BYTES:
                self._kept[place] = state.clone()  # not a view that would keep the whole batch
                self._bytes += size
