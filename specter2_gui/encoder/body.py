"""Loading a backbone from a folder: its model, its tokenizer and the hash that tells it from every other."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pickle import PickleError
from typing import Any, cast

import torch
from safetensors import SafetensorError

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.hashes import json_sha256, tensors_sha256
from specter2_gui.encoder.library import AdapterModel, Tokenizer, load_model, load_tokenizer

MODEL_TYPES = ("albert", "bert", "distilbert", "electra", "roberta", "xlm-roberta")
"""Encoders that read a text from both sides, as BERT does, and that the library can give adapters."""

_WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
_HEADS = ("cls.", "lm_head.", "vocab_", "classifier.", "predictions.", "discriminator_", "generator_")
"""Beginnings of weights that sit on top of a backbone and are no part of it."""

_NOT_USED = (".pooler.", "position_ids")
_DAMAGE = (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, SafetensorError, PickleError)
"""What the library raises on files that are no model."""


@dataclass(frozen=True, slots=True)
class Body:
    """A backbone in memory, frozen and in evaluation mode, without adapters until the gate lets some in."""

    backbone: Backbone
    model: AdapterModel
    tokenizer: Tokenizer
    sha256: str
    vocabulary_sha256: str
    names: frozenset[str]
    max_length: int

    def verify_unchanged(self) -> None:
        """Hash the backbone again; a difference would be a fault of the program, never of a file.

        Raises:
            RuntimeError: the weights are no longer those that were loaded.
        """
        if self.sha256 != tensors_sha256(_own_weights(self.model, self.names)):
            raise RuntimeError("the backbone's weights changed while adapters were loaded")


def load_body(backbone: Backbone) -> Body:
    """The model and tokenizer in ``backbone.folder``, in fp32 on the processor, with nothing missing and nothing extra.

    The hash is taken over the weights as fp32, so that the ``.bin`` and the ``.safetensors`` form of one model agree;
    the pooler is left out because no vector passes through it and some models come without one.

    Raises:
        UserError: the folder, its configuration, weights or tokenizer are missing, damaged or of a kind not supported.
    """
    _check_folder(backbone)
    tokenizer = _load_tokenizer(backbone)
    try:
        model, info = load_model(backbone.folder)
    except _DAMAGE as error:
        raise _damaged(
            backbone, "its weights cannot be read as those of the model that its configuration describes"
        ) from error
    _check_complete(backbone, info)
    model.eval()
    model.requires_grad_(requires_grad=False)
    model.gradient_checkpointing_disable()  # with two adapters in one step it gives wrong gradients without a word
    names = frozenset(name for name, _ in model.named_parameters() if not any(part in name for part in _NOT_USED))
    weights = list(_own_weights(model, names))
    if not all(bool(torch.isfinite(weight).all()) for _, weight in weights):
        raise _damaged(backbone, "some of its weights are not numbers")
    vocabulary = {"tokens": tokenizer.get_vocab(), "special": tokenizer.all_special_tokens}
    limit = _longest(model, tokenizer, backbone.max_length)
    return Body(backbone, model, tokenizer, tensors_sha256(weights), json_sha256(vocabulary), names, limit)


def _own_weights(model: AdapterModel, names: frozenset[str]) -> Iterable[tuple[str, torch.Tensor]]:
    return ((name, weight) for name, weight in model.named_parameters() if name in names)


def _check_folder(backbone: Backbone) -> None:
    """Refuse a folder that has no readable configuration of a supported model, or no weights."""
    config = _read_config(backbone)
    kind = config.get("model_type")
    if kind not in MODEL_TYPES:
        raise UserError(
            f"The model '{backbone.title}' is of a kind that cannot be used here ({kind or 'it names none'})",
            f"adapters are supported for models of the kinds {', '.join(MODEL_TYPES)}",
            "Choose SPECTER2, the starter, or another model of one of these kinds",
        )
    carried: Any = config.get("adapters")
    if isinstance(carried, dict) and cast("dict[str, Any]", carried).get("adapters"):
        raise _damaged(backbone, "its configuration already carries adapters of its own, which nobody has checked")
    if not any((backbone.folder / name).is_file() for name in _WEIGHTS):
        raise _damaged(backbone, f"there is neither {_WEIGHTS[0]} nor {_WEIGHTS[2]} in its folder")


def _read_config(backbone: Backbone) -> dict[str, Any]:
    try:
        config: Any = json.loads((backbone.folder / "config.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise _damaged(backbone, "there is no readable config.json in its folder") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(backbone, "its config.json is damaged") from error
    if not isinstance(config, dict):
        raise _damaged(backbone, "its config.json is damaged")
    return cast("dict[str, Any]", config)


def _load_tokenizer(backbone: Backbone) -> Tokenizer:
    try:
        tokenizer = load_tokenizer(backbone.folder)
    except (*_DAMAGE, ImportError) as error:
        raise _damaged(backbone, "its tokenizer, which cuts texts into tokens, is missing or damaged") from error
    if not tokenizer.is_fast or tokenizer.sep_token is None or tokenizer.pad_token_id is None or len(tokenizer) < 1:
        raise _damaged(backbone, "its tokenizer lacks what is needed to join title and abstract")
    return tokenizer


def _check_complete(backbone: Backbone, info: dict[str, list[str]]) -> None:
    """Refuse a model some of whose weights would be random, or that has weights its configuration does not know."""
    missing = [key for key in info["missing_keys"] if not any(part in key for part in _NOT_USED)]
    extra = [
        key
        for key in info["unexpected_keys"]
        if not key.startswith(_HEADS) and not any(part in f".{key}" for part in _NOT_USED)
    ]
    if missing:
        raise _damaged(backbone, f"{len(missing)} of its weights are missing (the first: {missing[0]})")
    if extra:
        raise _damaged(backbone, f"it has {len(extra)} weights that do not belong to it (the first: {extra[0]})")


def _longest(model: AdapterModel, tokenizer: Tokenizer, wanted: int) -> int:
    """The most tokens the model can read: RoBERTa's positions begin behind its padding token, BERT's at 0."""
    positions = int(getattr(model.config, "max_position_embeddings", wanted))
    if model.config.model_type in ("roberta", "xlm-roberta"):
        positions -= (tokenizer.pad_token_id or 0) + 1
    return min(wanted, positions)


def _damaged(backbone: Backbone, why: str) -> UserError:
    return UserError(
        f"The model '{backbone.title}' cannot be loaded",
        why,
        "Fetch or copy the model again, or choose another one",
    )
