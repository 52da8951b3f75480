"""Texts of several lengths laid end to end without padding, and where each of them lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

TokenIds = Sequence[int] | NDArray[np.integer]
"""The token ids of one text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Texts that lie side by side and are attended to in one call, as a block of ``texts`` times ``longest``.

    Where they are of several lengths, ``places`` (int64, tokens) says where in the block each token goes; else None.
    """

    texts: int
    longest: int
    tokens: int
    places: torch.Tensor | None


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a batch that belongs to one role: how many texts and tokens."""

    texts: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the texts of a batch lie: role after role, within a role the longest first.

    ``starts`` (int32, texts + 1) are the places of the first tokens and the end; ``order`` (texts) names the text that
    lies at each place, counted through the roles as they were given; ``back`` (int64) is the way back: text ``j`` of
    the caller lies at ``back[j]``.
    """

    lengths: tuple[int, ...]
    runs: tuple[Run, ...]
    sections: tuple[Section, ...]
    order: NDArray[np.int64]
    starts: torch.Tensor
    back: torch.Tensor

    @property
    def longest(self) -> int:
        """The length of the longest text."""
        return max(self.lengths)

    @property
    def tokens(self) -> int:
        """All tokens together; there are no others."""
        return sum(self.lengths)

    @property
    def first_tokens(self) -> torch.Tensor:
        """The places (int64) of the first tokens of the texts."""
        return self.starts[:-1].long()

    @property
    def text_of_token(self) -> torch.Tensor:
        """For each token the place (int64) of its text."""
        places = torch.arange(len(self.lengths), device=self.starts.device)
        counts = self.starts.diff().long()
        return torch.repeat_interleave(places, counts, output_size=self.tokens)


def lay_out(lengths: Sequence[Sequence[int]], device: torch.device, *, slack: float = 0.0) -> Layout:
    """Lay out texts of the given lengths, one sequence of lengths for each role; no text is empty.

    ``slack`` is the share of padding that a run may need when it is made a block: 0 keeps only texts of one length
    together.
    """
    counts = [len(each) for each in lengths]
    firsts = np.cumsum([0, *counts[:-1]], dtype=np.int64)
    arrays = [np.asarray(each, dtype=np.int64) for each in lengths]
    orders = [np.argsort(-each, kind="stable") for each in arrays]
    order = np.concatenate([own + int(first) for first, own in zip(firsts, orders, strict=True)])
    ordered = np.concatenate([each[own] for each, own in zip(arrays, orders, strict=True)])
    found = tuple(cast("list[int]", ordered.tolist()))
    starts = np.zeros(len(found) + 1, dtype=np.int32)
    np.cumsum(found, out=starts[1:])
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return Layout(
        lengths=found,
        runs=tuple(_run(each, device) for each in _alike(found, slack)),
        sections=tuple(Section(len(each), sum(each)) for each in lengths),
        order=order,
        starts=on_device(starts, device),
        back=on_device(back, device),
    )


def pack(token_ids: Sequence[TokenIds], layout: Layout) -> NDArray[np.int64]:
    """The ids of all texts, end to end in the order of ``layout``; ``token_ids`` come in the order of the caller."""
    return np.concatenate([np.asarray(token_ids[i], dtype=np.int64) for i in layout.order.astype(int)])


def positions(ids: NDArray[np.int64], lengths: Sequence[int], pad: int | None) -> NDArray[np.int64]:
    """The position of each token in its text.

    BERT (``pad`` is None) counts from 0. RoBERTa counts from behind the id of its padding, and leaves tokens that are
    padding themselves uncounted, at that id, wherever they stand (transformers, ``create_position_ids_from_input_ids``).
    """
    counted = np.ones_like(ids) if pad is None else (ids != pad).astype(np.int64)
    through = np.cumsum(counted)
    before = np.concatenate([[0], through[np.cumsum(lengths)[:-1] - 1]])
    within = through - np.repeat(before, lengths)
    return within - 1 if pad is None else within * counted + pad


def on_device(array: NDArray[np.generic], device: torch.device) -> torch.Tensor:
    """``array`` on ``device``; the processor does not wait for a graphics card to take it."""
    tensor = torch.from_numpy(array)  # pyright: ignore[reportUnknownMemberType] - torch leaves it untyped
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor.to(device)


def parted(states: torch.Tensor, sizes: Sequence[int]) -> tuple[torch.Tensor, ...]:
    """``states`` in parts of ``sizes`` along the first dimension; torch leaves its own function for it untyped."""
    return cast("tuple[torch.Tensor, ...]", states.split(list(sizes)))  # pyright: ignore[reportUnknownMemberType] - untyped


def _run(lengths: Sequence[int], device: torch.device) -> Run:
    longest, tokens = max(lengths), sum(lengths)
    if tokens == longest * len(lengths):
        return Run(len(lengths), longest, tokens, None)
    there = np.arange(longest) < np.asarray(lengths)[:, None]
    return Run(len(lengths), longest, tokens, on_device(np.flatnonzero(there), device))


def _alike(lengths: Sequence[int], slack: float) -> Iterator[list[int]]:
    """Neighbours as long as the padding of their block stays within ``slack`` of the tokens in it."""
    held: list[int] = []
    for length in lengths:
        block = max([*held[:1], length]) * (len(held) + 1)
        if held and (length > held[0] or block > (1 + slack) * (sum(held) + length)):
            yield held
            held = []
        held.append(length)
    if held:
        yield held
