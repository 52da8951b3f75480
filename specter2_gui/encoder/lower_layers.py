"""States behind the frozen layers, computed once for each text of a training and kept while memory allows."""

from collections.abc import Iterable, Mapping, Sequence

import torch

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoding import Encoder
from specter2_gui.encoder.packing import TokenIds
from specter2_gui.encoder.vectors import packed_batches

MOST_BYTES = 2_000_000_000
TOKENS_AT_ONCE = 8192


class LowerStates:
    """Begins each forward of a training behind the frozen layers of ``encoder``; exact, since these never change.

    ``texts`` are the token ids of each role's texts, which are then named by their index. At most ``most_bytes`` are kept
    on the encoder's device; what does not fit is computed again each time.
    """

    def __init__(
        self, encoder: Encoder, texts: Mapping[Role, Sequence[TokenIds]], *, most_bytes: int = MOST_BYTES
    ) -> None:
        self._encoder = encoder
        self._texts = texts
        self._left = most_bytes
        self._kept: dict[tuple[Role, int], torch.Tensor] = {}

    def forward_roles(self, index: Mapping[Role, Iterable[int]]) -> dict[Role, torch.Tensor]:
        """Vectors (texts, dim) of the texts ``index`` of each role in its order, with gradient where it is switched on."""
        asked = {role: [int(number) for number in numbers] for role, numbers in index.items()}
        states = self._states([(role, number) for role, numbers in asked.items() for number in numbers])
        return self._encoder.forward_states(
            {role: [states[role, number] for number in numbers] for role, numbers in asked.items()}
        )

    def _states(self, keys: Sequence[tuple[Role, int]]) -> dict[tuple[Role, int], torch.Tensor]:
        missing = [key for key in dict.fromkeys(keys) if key not in self._kept]
        found = {key: self._kept[key] for key in keys if key in self._kept}
        for group in self._groups(missing):
            new = self._computed([missing[place] for place in group])
            found |= new
            self._keep(new)
        return found

    def _groups(self, keys: Sequence[tuple[Role, int]]) -> list[list[int]]:
        """The places of ``keys`` in groups that are computed together.

        On a processor each text is computed alone: its last digits depend on the texts that go along, which a resumed
        training meets in other company, and it is to be the same to the last bit.
        """
        if self._encoder.device.type == "cpu":
            return [[place] for place in range(len(keys))]
        return packed_batches([len(self._texts[role][number]) for role, number in keys], TOKENS_AT_ONCE)

    def _computed(self, keys: Sequence[tuple[Role, int]]) -> dict[tuple[Role, int], torch.Tensor]:
        numbers = {role: [number for other, number in keys if other is role] for role in Role}
        asked = {role: [self._texts[role][number] for number in own] for role, own in numbers.items() if own}
        states = self._encoder.lower_states(asked)
        return {
            (role, number): each for role in asked for number, each in zip(numbers[role], states[role], strict=True)
        }

    def _keep(self, new: Mapping[tuple[Role, int], torch.Tensor]) -> None:
        """All of a batch or nothing: its states share one block of memory."""
        needed = sum(each.numel() * each.element_size() for each in new.values())
        if needed <= self._left:
            self._left -= needed
            self._kept |= new
