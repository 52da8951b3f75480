"""Vectors of the texts of a run: paper vectors computed once where the paper adapter stays as it is."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from specter2_gui.domain.events import PapersEncoded
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.encoder.vectors import batches
from specter2_gui.training.batches import Rows, Texts, TokenIds
from specter2_gui.training.control import Control

_TOKENS = 8192
"""Padded tokens that go through the model at once; it bounds memory and does not change the vectors."""


class Embedder:
    """Gives the vectors (n, dim) of texts by their index, float32, with a gradient where the caller asks for one."""

    def __init__(self, encoder: Encoder, texts: Texts, control: Control) -> None:
        self._encoder = encoder
        self._texts = texts
        self._control = control
        self._frozen: Tensor | None = None

    def freeze_papers(self) -> Iterator[PapersEncoded]:
        """Compute the vectors of all papers once and use them from then on.

        Raises:
            CancelledError: the person ended the run in between.
        """
        total = len(self._texts.papers)
        vectors = torch.zeros(total, self._encoder.dim, device=self._encoder.device)
        done = 0
        for group in _groups(self._texts.papers):
            self._control.raise_if_requested()
            with torch.no_grad():
                vectors[group] = self._encoder.forward(Role.PAPER, _chosen(self._texts.papers, group))
            done += len(group)
            yield PapersEncoded(done, total)
        self._frozen = vectors

    def queries(self, index: Rows) -> Tensor:
        """Vectors of the queries of ``index``, in its order."""
        return self._embed(Role.QUERY, _chosen(self._texts.queries, index.tolist()))

    def papers(self, index: Rows) -> Tensor:
        """Vectors of the papers of ``index``, in its order; without a gradient once they are frozen."""
        if self._frozen is not None:
            return self._frozen.index_select(0, torch.as_tensor(index, device=self._frozen.device))
        return self._embed(Role.PAPER, _chosen(self._texts.papers, index.tolist()))

    def _embed(self, role: Role, token_ids: TokenIds) -> Tensor:
        order: list[int] = []
        parts: list[Tensor] = []
        for group in _groups(token_ids):
            self._control.raise_if_cancelled()
            parts.append(self._encoder.forward(role, _chosen(token_ids, group)))
            order += group
        back = torch.argsort(torch.as_tensor(order))
        return torch.cat(parts).index_select(0, back.to(self._encoder.device))


def _groups(token_ids: TokenIds) -> list[list[int]]:
    return batches([len(ids) for ids in token_ids], _TOKENS)


def _chosen(token_ids: TokenIds, index: Sequence[int]) -> TokenIds:
    return [token_ids[i] for i in index]
