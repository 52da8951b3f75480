"""Vectors of the texts of a run: paper vectors kept where the paper adapter stays as it is, and counts of the work."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from specter2_gui.domain.events import PapersEncoded, Warned
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.encoder.lower_layers import LowerStates
from specter2_gui.encoder.vector_cache import encoding
from specter2_gui.training.batches import Rows, Texts
from specter2_gui.training.control import Control

Vectors = NDArray[np.float32]

_REPORTS = 100
_LEAST_TOKENS = 512


@dataclass(slots=True)
class Work:
    """What has gone through the model so far: texts and their tokens."""

    texts: int = 0
    tokens: int = 0


class Embedder:
    """Gives the vectors (n, dim) of texts by their index, float32 on the encoder's device.

    ``budget`` is the most tokens of one pass with gradient; it is halved when the graphics card has too little memory.
    """

    def __init__(self, encoder: Encoder, texts: Texts, control: Control, budget: int, *, papers_learn: bool) -> None:
        self._encoder = encoder
        self._texts = texts
        self._control = control
        self._frozen: Tensor | None = None
        self._ids = {Role.QUERY: texts.query_ids, Role.PAPER: texts.paper_ids}
        self.papers_learn = papers_learn
        self.budget = budget
        self.work = Work()
        self._halved: list[int] = []
        self._states = LowerStates(encoder, self._ids) if encoder.frozen_layers else None

    @property
    def device(self) -> torch.device:
        """Where the vectors lie."""
        return self._encoder.device

    def freeze_papers(self, leave: Callable[[], None] | None = None) -> Iterator[PapersEncoded | Warned]:
        """Compute the vectors of all papers once, or read them from the disk, and use them from then on.

        ``leave`` is called between two batches (None: leave on any request of the person); what it raises ends the
        work, and what was computed is kept on the disk.

        Raises:
            CancelledError: the person ended the run in between.
        """
        told: list[str] = []
        leave = leave or self._control.raise_if_requested

        def between_batches(_done: int, _total: int) -> None:
            leave()

        work = encoding(self._encoder, Role.PAPER, self._texts.papers, on_progress=between_batches, warn=told.append)
        vectors = yield from self._progress(work)
        yield from (Warned(text) for text in told)
        self._frozen = torch.from_numpy(vectors).to(self.device)  # pyright: ignore[reportUnknownMemberType] - untyped

    def _progress(self, work: Generator[tuple[int, int], None, Vectors]) -> Generator[PapersEncoded, None, Vectors]:
        """What ``work`` returns; tells how far it is, about a hundred times at most."""
        last = 0
        while True:
            try:
                done, total = next(work)
            except StopIteration as end:
                return end.value
            if done == total or done - last >= total / _REPORTS:
                last = done
                yield PapersEncoded(done, total)

    def encode(self, role: Role, index: Rows) -> Tensor:
        """The vectors of the texts ``index``, without gradient, in passes of at most :attr:`budget` tokens.

        Raises:
            CancelledError: the person cancelled in between.
            torch.OutOfMemoryError: as :func:`with_less_memory`.
        """
        if role is Role.PAPER and self._frozen is not None:
            return self._frozen.index_select(0, torch.as_tensor(index, device=self.device))
        return with_less_memory(self, partial(self._encode, role, index))

    def _encode(self, role: Role, index: Rows) -> Tensor:
        vectors = torch.zeros(len(index), self._encoder.dim, device=self.device)
        with torch.no_grad():
            for part in self.parts(role, index):
                self._control.raise_if_cancelled()
                vectors[part] = self.forward(role, index[part])
        return vectors

    def forward(self, role: Role, index: Rows) -> Tensor:
        """The vectors of the texts ``index`` in one pass, with gradient where the caller has switched it on."""
        return self.forward_both(index, None)[0] if role is Role.QUERY else self.forward_both(None, index)[1]

    def forward_both(self, queries: Rows | None, papers: Rows | None) -> tuple[Tensor, Tensor]:
        """The vectors of queries and papers in one pass through the body, each by the adapters of its role."""
        asked = {Role.QUERY: queries, Role.PAPER: papers}
        places: dict[Role, list[int]] = {role: index.tolist() for role, index in asked.items() if index is not None}
        self.work.texts += sum(map(len, places.values()))
        self.work.tokens += sum(len(self._ids[role][i]) for role, texts in places.items() for i in texts)
        if self._states is None:
            found = self._encoder.forward_roles({role: self._tokens_of(role, texts) for role, texts in places.items()})
        else:
            found = self._states.forward_roles(places)
        empty = torch.zeros(0, self._encoder.dim, device=self.device)
        return found.get(Role.QUERY, empty), found.get(Role.PAPER, empty)

    def _tokens_of(self, role: Role, places: Sequence[int]) -> list[list[int]]:
        return [self._ids[role][i] for i in places]

    def tokens(self, role: Role, index: Rows) -> int:
        """How many tokens the texts ``index`` have."""
        return sum(self._lengths(role, index))

    def _lengths(self, role: Role, index: Rows) -> list[int]:
        places: list[int] = index.tolist()
        return [len(self._ids[role][i]) for i in places]

    def parts(self, role: Role, index: Rows) -> list[list[int]]:
        """The places in ``index`` in groups of similar length, each of at most :attr:`budget` tokens or one text."""
        lengths = self._lengths(role, index)
        groups: list[list[int]] = []
        filled = self.budget
        for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
            if filled + lengths[place] > self.budget:
                groups.append([])
                filled = 0
            groups[-1].append(place)
            filled += lengths[place]
        return groups

    def halve(self) -> bool:
        """Take half as many tokens at once from now on; False when no less is possible."""
        if self.budget <= _LEAST_TOKENS:
            return False
        self.budget = max(_LEAST_TOKENS, self.budget // 2)
        self._halved.append(self.budget)
        return True

    def warnings(self, step: int) -> list[Warned]:
        """A sentence for each :meth:`halve` since the last time this was asked; ``step`` is the present one."""
        halved, self._halved = self._halved, []
        return [Warned(_LESS.format(tokens=tokens), step) for tokens in halved]


def with_less_memory(embedder: Embedder, work: Callable[[], Tensor]) -> Tensor:
    """What ``work`` gives; when the graphics card has too little memory for it, again with half as many tokens at once.

    :meth:`Embedder.warnings` tells of it. The result does not depend on how many tokens went at once, since the
    loss sees all vectors of the step together.

    Raises:
        torch.OutOfMemoryError: not even the fewest tokens fit.
    """
    while True:
        try:
            return work()
        except torch.OutOfMemoryError:
            if not embedder.halve():
                raise
        if embedder.device.type == "cuda":
            torch.cuda.empty_cache()


_LESS = (
    "The graphics card has too little memory, so at most {tokens} tokens go through the model at once "
    "from now on: the result is the same, it only takes longer."
)
