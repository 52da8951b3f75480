"""The encoder: texts in, vectors out, through the backbone and the adapters of the text's role."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import Parameter

from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper, Role, paper_text
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.catalogue import Distance, Pooling
from specter2_gui.encoder.device import Precision
from specter2_gui.encoder.hashes import json_sha256, tensors_sha256
from specter2_gui.encoder.library import using
from specter2_gui.encoder.manifest import BackboneNote, Manifest, write_manifest
from specter2_gui.encoder.saving import save_parts
from specter2_gui.encoder.starts import RoleAdapters
from specter2_gui.encoder.vectors import batches, padded, pooled

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
        self.title = _title(body, roles)
        self.body = body
        self.roles = dict(roles)
        # A call with another longest text than the last changes the tokenizer and fails in a second thread. Here all
        # calls agree on it, so this is a precaution; it is cheap beside the model.
        self._tokenizing = Lock()
        body.model.to(device)

    def texts_of(self, papers: Sequence[Paper]) -> list[str]:
        """The text of each paper: title and abstract joined by the tokenizer's separator, or the title alone."""
        separator = self.body.tokenizer.sep_token or ""
        return [paper_text(paper.title, paper.abstract, separator) for paper in papers]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, at most ``max_length`` of them, with the special tokens at both ends.

        Raises:
            UserError: a text holds half a character (a lone surrogate).
        """
        for number, text in enumerate(texts, start=1):
            _check_characters(number, text)
        ids: list[list[int]] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            with self._tokenizing:
                found = self.body.tokenizer(
                    list(texts[start : start + _TEXTS_AT_ONCE]),
                    truncation=True,
                    max_length=self.max_length,
                    padding=False,
                    return_attention_mask=False,
                    return_token_type_ids=False,
                )
            ids.extend(found["input_ids"])
        return ids

    def forward(self, role: Role, token_ids: Sequence[Sequence[int]]) -> torch.Tensor:
        """Vectors of tokenized texts, fp32 of shape ``(len(token_ids), dim)`` on ``device``, with gradient.

        The texts are padded to the longest of them; which adapters they pass is decided for this call and this
        thread alone.
        """
        if not token_ids:
            return torch.zeros(0, self.dim, device=self.device)
        ids, mask = padded(token_ids, self.body.tokenizer.pad_token_id or 0)
        ids, mask = ids.to(self.device, non_blocking=True), mask.to(self.device, non_blocking=True)
        low = self.precision == "bf16"
        # Each weight is used once, so a cache of casts would gain nothing; it is shared by threads and could mix them.
        autocast = torch.autocast(self.device.type, torch.bfloat16, enabled=low, cache_enabled=False)
        with autocast, using(self.roles[role].slots):
            hidden = self.body.model.base_model(input_ids=ids, attention_mask=mask).last_hidden_state
        return pooled(hidden, mask, self.pooling, self.backbone.normalize)

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
        for start in range(0, len(distinct), _TEXTS_AT_ONCE):
            token_ids = self.tokenize(distinct[start : start + _TEXTS_AT_ONCE])
            done = start
            for batch in batches([len(ids) for ids in token_ids], budget):
                found = self._encode_batch(role, [token_ids[index] for index in batch])
                vectors[[start + index for index in batch]] = found
                done += len(batch)
                if on_progress is not None:
                    on_progress(done, len(distinct))
        if not np.isfinite(vectors).all():
            raise _no_numbers(self.title)
        return vectors[[place[text] for text in texts]]

    def trainable(self, roles: Collection[Role]) -> list[Parameter]:
        """The parameters that learn: the last adapter of each of ``roles``; everything else is frozen from now on.

        The body stays in evaluation mode. Call it before building an optimizer; the order is that of the names.
        """
        self.body.model.requires_grad_(requires_grad=False)
        self.body.model.eval()
        learning = [parameter for _, parameter in sorted(self._learning(roles).items())]
        for parameter in learning:
            parameter.requires_grad = True
        return learning

    def snapshot(self, roles: Collection[Role]) -> dict[str, torch.Tensor]:
        """A copy, on the processor, of the tensors :meth:`trainable` gives for ``roles``, by name."""
        return {name: parameter.detach().to("cpu", copy=True) for name, parameter in self._learning(roles).items()}

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
        stack = [adapter for adapter in self.roles[role].stack if not _changes_nothing(adapter.parameters)]
        return json_sha256(
            {
                "backbone": self.backbone_hash,
                "vocabulary": self.body.vocabulary_sha256,
                "adapters": [
                    [each.config.kind, dict(each.config.options), _weights_sha256(each.parameters, each.slot)]
                    for each in stack
                ],
                "pooling": self.pooling,
                "normalize": self.backbone.normalize,
                "max_length": self.max_length,
            }
        )

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

    def _learning(self, roles: Collection[Role]) -> dict[str, Parameter]:
        return {name: each for role in roles for name, each in self.roles[role].stack[-1].parameters.items()}

    def _encode_batch(self, role: Role, token_ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Vectors of one batch; where the graphics card has too little memory, of its halves one after the other."""
        try:
            with torch.inference_mode():
                return self.forward(role, token_ids).cpu().numpy()
        except torch.OutOfMemoryError as error:
            if len(token_ids) == 1:
                raise _no_memory() from error
        half = len(token_ids) // 2
        parts = (self._encode_batch(role, token_ids[:half]), self._encode_batch(role, token_ids[half:]))
        return np.concatenate(parts)


def _title(body: Body, roles: Mapping[Role, RoleAdapters]) -> str:
    origins = {role: adapters.origin for role, adapters in roles.items()}
    query, paper = origins[Role.QUERY], origins[Role.PAPER]
    if query != paper:
        return f"{body.backbone.title}, query adapter {query}, paper adapter {paper}"
    words = {"new": "untrained", "published": "with its published adapters", "tuned": "tuned"}
    return f"{body.backbone.title}, {words.get(query, f'adapters {query}')}"


def _changes_nothing(parameters: Mapping[str, Parameter]) -> bool:
    """Whether an adapter adds exactly zero: all that leads out of its bottleneck is zero."""
    last = [each for name, each in parameters.items() if ".adapter_up." in name or name.endswith(".lora_B")]
    return bool(last) and not any(bool(each.detach().any()) for each in last)


def _weights_sha256(parameters: Mapping[str, Parameter], slot: str) -> str:
    return tensors_sha256((name.replace(f".{slot}.", ".adapter."), each) for name, each in parameters.items())


def _check_characters(number: int, text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UserError(
            f"Text {number} cannot be read by the model",
            f"at character {error.start + 1} it holds half a character (a lone surrogate)",
            "Delete that character and type it again",
        ) from error


def _no_numbers(title: str) -> UserError:
    return UserError(
        f"The model '{title}' gave no usable vectors",
        "some of the values it computed are not numbers",
        "Use another model or run; if it was trained here, train again with a smaller learning rate",
    )


def _no_memory() -> UserError:
    return UserError(
        "The graphics card has too little memory",
        "not even a single text fits",
        "Close other programs that use the graphics card, or choose 'cpu' as device",
    )
