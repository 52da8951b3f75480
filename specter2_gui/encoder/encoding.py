"""The encoder: texts in, vectors out, through the backbone and the adapters of the text's role."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import Parameter

from specter2_gui.disk.places import shown
from specter2_gui.domain.papers import Paper, Role, paper_text
from specter2_gui.encoder.adapter_layers import layer_of
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.catalogue import Distance, Pooling
from specter2_gui.encoder.costs import forward_flops
from specter2_gui.encoder.counts import Counter, Counts
from specter2_gui.encoder.device import Precision
from specter2_gui.encoder.encoding_errors import no_memory, no_numbers, too_many_layers
from specter2_gui.encoder.identity import title_of, vectors_sha256
from specter2_gui.encoder.library import using
from specter2_gui.encoder.manifest import BackboneNote, Manifest, write_manifest
from specter2_gui.encoder.packed_body import supports
from specter2_gui.encoder.packed_forward import PackedForward
from specter2_gui.encoder.packing import TokenIds
from specter2_gui.encoder.saving import save_parts
from specter2_gui.encoder.starts import RoleAdapters
from specter2_gui.encoder.tokenizing import Tokenizing
from specter2_gui.encoder.vectors import batches, packed_batches, padded, pooled

Progress = Callable[[int, int], None]

_TOKENS_AT_ONCE = {"cpu": 2048, "mps": 16384, "cuda": 65536}
_TEXTS_AT_ONCE = 4096


class Encoder:
    """A backbone with adapters for queries and papers, ready on a device; several threads may use it at once.

    The body is always in evaluation mode (no dropout). ``distance`` tells how its vectors are to be compared, ``dim``
    how long they are, ``max_length`` where texts are cut, ``backbone_hash`` which backbone it is, ``title`` all in words.
    """

    def __init__(
        self,
        body: Body,
        roles: Mapping[Role, RoleAdapters],
        *,
        pooling: Pooling,
        distance: Distance,
        max_length: int,
        device: torch.device,
        precision: Precision,
    ) -> None:
        self.backbone = body.backbone
        self.backbone_hash = body.sha256
        self.dim = body.model.config.hidden_size
        self.pooling: Pooling = pooling
        self.distance: Distance = distance
        self.max_length = min(max_length, body.max_length)
        self.device = device
        self.precision: Precision = precision
        self.title = title_of(body, roles)
        self.body = body
        self.roles = dict(roles)
        self.frozen_layers = 0
        self._tokenizing = Tokenizing(body.tokenizer, self.max_length)
        self._counter = Counter()
        body.model.to(device)
        self._packed = (
            PackedForward(body, roles, pooling=pooling, device=device, precision=precision)
            if supports(body.model)
            else None
        )

    @property
    def fast(self) -> bool:
        """Whether the program's own forward is used; without it, by the library's, all is the same but slower."""
        return self._packed is not None

    @property
    def counts(self) -> Counts:
        """What has gone through the model since it was loaded; two readings give what lies between."""
        return self._counter.counts

    def use_precision(self, precision: Precision) -> None:
        """Compute in ``precision`` from now on; for whoever has just loaded this encoder."""
        self.precision = precision
        if self._packed is not None:
            self._packed.use_precision(precision)

    def flops_per_token(self, tokens_per_text: float) -> float:
        """Floating-point operations of :meth:`forward` for a token of texts so long; a backward costs up to twice that."""
        config: Any = self.body.model.config
        first_only = self.fast and self.pooling == "cls"
        return forward_flops(
            layers=config.num_hidden_layers, hidden=self.dim, inner=config.intermediate_size, tokens=tokens_per_text,
            first_only=first_only,
        )  # fmt: skip

    def texts_of(self, papers: Sequence[Paper]) -> list[str]:
        """The text of each paper: title and abstract joined by the tokenizer's separator, or the title alone."""
        separator = self.body.tokenizer.sep_token or ""
        return [paper_text(paper.title, paper.abstract, separator) for paper in papers]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, at most ``max_length`` of them, with the special tokens at both ends.

        Raises:
            UserError: a text holds half a character (a lone surrogate).
        """
        return self._tokenizing(texts)

    def forward(self, role: Role, token_ids: Sequence[TokenIds]) -> torch.Tensor:
        """Vectors of tokenized texts, fp32 of shape ``(len(token_ids), dim)`` on ``device``, with gradient.

        Which adapters they pass is decided for this call and this thread alone.
        """
        return self.forward_roles({role: token_ids})[role]

    def forward_roles(self, texts: Mapping[Role, Sequence[TokenIds]]) -> dict[Role, torch.Tensor]:
        """As :meth:`forward` for the texts of several roles, in one pass through the body where that is possible."""
        asked = {role: token_ids for role, token_ids in texts.items() if token_ids}
        if self._packed is None:
            found = {role: self.library_forward(role, token_ids) for role, token_ids in asked.items()}
        else:
            found = self._packed.vectors(asked) if asked else {}
            for token_ids in asked.values():
                self._counter.add(len(token_ids), sum(map(len, token_ids)))
        return {role: found[role] if role in found else self._nothing() for role in texts}

    def library_forward(self, role: Role, token_ids: Sequence[TokenIds]) -> torch.Tensor:
        """As :meth:`forward`, by the library's own model: the texts are padded to the longest of them.

        The way of the models that are not :attr:`fast`, and what the tests compare the other one with.
        """
        if not token_ids:
            return self._nothing()
        ids, mask = padded(token_ids, self.body.tokenizer.pad_token_id or 0)
        tokens = sum(map(len, token_ids))
        self._counter.add(len(token_ids), tokens, ids.numel() - tokens)
        ids, mask = ids.to(self.device, non_blocking=True), mask.to(self.device, non_blocking=True)
        low = self.precision == "bf16"
        # Each weight is used once, so a cache of casts would gain nothing; it is shared by threads and could mix them.
        autocast = torch.autocast(self.device.type, torch.bfloat16, enabled=low, cache_enabled=False)
        with autocast, using(self.roles[role].slots):
            hidden = self.body.model.base_model(input_ids=ids, attention_mask=mask).last_hidden_state
        return pooled(hidden, mask, self.pooling, self.backbone.normalize)

    @property
    def layers(self) -> int:
        """How many layers the body has; 0 where they cannot be told apart."""
        return self._packed.layers if self._packed else 0

    def freeze_layers(self, layers: int) -> None:
        """Let the adapters of the lowest ``layers`` layers stay as they are; call it before :meth:`trainable`.

        Raises:
            UserError: the model has not more layers than that, or it is one whose layers cannot be told apart.
        """
        if layers and (self._packed is None or layers >= self._packed.layers):
            raise too_many_layers(self.title, layers, self._packed.layers if self._packed else 0)
        self.frozen_layers = layers

    def lower_states(self, texts: Mapping[Role, Sequence[TokenIds]]) -> dict[Role, list[torch.Tensor]]:
        """The states (tokens, hidden) of each text behind the frozen layers, without gradient; they never change.

        Only for a :attr:`fast` encoder with :attr:`frozen_layers`. :meth:`forward_states` goes on from them.
        """
        asked = {role: token_ids for role, token_ids in texts.items() if token_ids}
        found = self._own_forward().lower(asked, self.frozen_layers) if asked else {}
        return {role: found.get(role, []) for role in texts}

    def forward_states(self, states: Mapping[Role, Sequence[torch.Tensor]]) -> dict[Role, torch.Tensor]:
        """What :meth:`forward_roles` gives for the texts of these :meth:`lower_states`, with gradient."""
        asked = {role: group for role, group in states.items() if group}
        for group in asked.values():
            self._counter.add(len(group), sum(map(len, group)))
        found = self._own_forward().upper(asked, self.frozen_layers) if asked else {}
        return {role: found[role] if role in found else self._nothing() for role in states}

    def encode(
        self, role: Role, texts: Sequence[str], *, batch_tokens: int | None = None, on_progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of ``texts`` in their order, float32 of shape ``(len(texts), dim)``, without gradient.

        Each distinct text is encoded once, in batches of at most ``batch_tokens`` tokens (by default what suits the
        device). ``on_progress(done, total)`` hears of distinct texts; it may raise to end the work.

        Raises:
            UserError: a text holds half a character, the model gives a vector that is not a number, or the graphics
                card has too little memory for a single text.
        """
        place = {text: index for index, text in enumerate(dict.fromkeys(texts))}
        distinct = list(place)
        vectors = np.empty((len(distinct), self.dim), dtype=np.float32)
        budget = batch_tokens or _TOKENS_AT_ONCE.get(self.device.type, _TOKENS_AT_ONCE["cpu"])
        grouped = packed_batches if self.fast else batches
        for start in range(0, len(distinct), _TEXTS_AT_ONCE):
            token_ids = self.tokenize(distinct[start : start + _TEXTS_AT_ONCE])
            done = start
            for batch in grouped([len(ids) for ids in token_ids], budget):
                found = self._encode_batch(role, [token_ids[index] for index in batch])
                vectors[[start + index for index in batch]] = found
                done += len(batch)
                if on_progress is not None:
                    on_progress(done, len(distinct))
        if not np.isfinite(vectors).all():
            raise no_numbers(self.title)
        return vectors[[place[text] for text in texts]]

    def trainable(self, roles: Collection[Role]) -> list[Parameter]:
        """The parameters that learn: the last adapter of each of ``roles``; everything else is frozen from now on.

        The body stays in evaluation mode. Call it before building an optimizer; the order is that of the names.
        """
        self.body.model.requires_grad_(requires_grad=False)
        self.body.model.eval()
        learning = [parameter for _, parameter in sorted(self._learning(roles, self.frozen_layers).items())]
        for parameter in learning:
            parameter.requires_grad = True
        return learning

    def snapshot(self, roles: Collection[Role]) -> dict[str, torch.Tensor]:
        """A copy, on the processor, of the tensors :meth:`trainable` gives for ``roles``, by name."""
        found = self._learning(roles, self.frozen_layers).items()
        return {name: parameter.detach().to("cpu", copy=True) for name, parameter in found}

    def restore(self, snapshot: Mapping[str, torch.Tensor]) -> None:
        """Put the tensors of a :meth:`snapshot` of this encoder back."""
        own = self._learning(self.roles)
        with torch.no_grad():
            for name, tensor in snapshot.items():
                own[name].copy_(tensor)

    def role_hash(self, role: Role) -> str:
        """SHA-256 of all that decides the vectors of ``role``: backbone, vocabulary, adapters, pooling, longest text.

        An adapter that changes nothing yet does not count, so two untrained encoders of one backbone agree.
        """
        further = {"pooling": self.pooling, "normalize": self.backbone.normalize, "max_length": self.max_length}
        return vectors_sha256(self.body, self.roles[role], further)

    def save(self, folder: Path, extra: Mapping[str, Any]) -> None:
        """Write adapters, tokenizer and manifest into the empty ``folder``; ``extra`` goes into the manifest.

        The caller gives a folder nobody reads yet and renames it when this has returned.
        """
        name = self.backbone.name
        note = BackboneNote(
            # A model that is a folder can only be found again by its place; the person's name in it stays out.
            name=shown(Path(name)) if Path(name).is_absolute() else name,
            title=self.backbone.title,
            sha256=self.backbone_hash,
            vocabulary_sha256=self.body.vocabulary_sha256,
            pooling=self.pooling,
            distance=self.distance,
            max_length=self.max_length,
            normalize=self.backbone.normalize,
        )
        write_manifest(folder, Manifest(note, save_parts(self.body, self.roles, folder)), extra)

    def _learning(self, roles: Collection[Role], above: int = 0) -> dict[str, Parameter]:
        """The last adapter of each of ``roles``, without the layers below ``above``."""
        own = {name: each for role in roles for name, each in self.roles[role].stack[-1].parameters.items()}
        return {name: each for name, each in own.items() if layer_of(name) >= above}

    def _nothing(self) -> torch.Tensor:
        return torch.zeros(0, self.dim, device=self.device)

    def _own_forward(self) -> PackedForward:
        if self._packed is None:
            raise ValueError("the states between layers are known for a fast encoder alone")
        return self._packed

    def _encode_batch(self, role: Role, token_ids: Sequence[TokenIds]) -> NDArray[np.float32]:
        """Vectors of one batch; where the graphics card has too little memory, of its halves one after the other."""
        try:
            with torch.inference_mode():
                return self.forward(role, token_ids).cpu().numpy()
        except torch.OutOfMemoryError as error:
            if len(token_ids) == 1:
                raise no_memory() from error
        half = len(token_ids) // 2
        parts = (self._encode_batch(role, token_ids[:half]), self._encode_batch(role, token_ids[half:]))
        return np.concatenate(parts)
