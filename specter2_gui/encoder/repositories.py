"""Which repositories of the hub make up a model, at which commit, and which of their files are wanted."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal["backbone", "adapter"]


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository of the hub; ``revision`` is a commit of 40 digits, or ``main`` for whatever is newest."""

    name: str
    revision: str
    kind: Kind


BASE = Repository("allenai/specter2_base", "3447645e1def9117997203454fa4495937bfbd83", "backbone")
PROXIMITY = Repository("allenai/specter2", "2081559630a80fc5851d8f798a05ba81e9468089", "adapter")
ADHOC_QUERY = Repository("allenai/specter2_adhoc_query", "3f4448817028388648a74349ece07af4518ec5bd", "adapter")
SPECTER2 = (BASE, PROXIMITY, ADHOC_QUERY)
"""The backbone, the adapter for papers and the adapter for short queries, as published together."""

SPECTER2_NAMES = ("specter2", *(repository.name for repository in SPECTER2))
"""What people call it; the adapters are of no use without the backbone, so each name means all three."""

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")

_WEIGHTS: dict[Kind, tuple[str, ...]] = {
    "backbone": ("model.safetensors", "pytorch_model.bin"),
    "adapter": ("adapter.safetensors", "pytorch_adapter.bin"),
}
_CONFIG: dict[Kind, str] = {"backbone": "config.json", "adapter": "adapter_config.json"}
_VOCABULARY = ("tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model")
_FURTHER = (
    *_VOCABULARY,
    "merges.txt",
    "added_tokens.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)


def adapter_repository(name: str) -> Repository:
    """The repository of the adapter ``name``: one of SPECTER2's at its pinned commit, any other at its newest."""
    return next((ours for ours in (PROXIMITY, ADHOC_QUERY) if ours.name == name), Repository(name, "main", "adapter"))


def is_hub_name(name: str) -> bool:
    """Whether ``name`` has the form ``organisation/model``."""
    return _HUB_NAME.fullmatch(name) is not None and ".." not in name and "--" not in name


def missing_files(kind: Kind, present: Collection[str]) -> tuple[str, ...]:
    """What a folder or repository with the files ``present`` lacks to be a model of ``kind``, in words."""
    needed = [(_CONFIG[kind],), _WEIGHTS[kind], *([_VOCABULARY] if kind == "backbone" else [])]
    return tuple(" or ".join(names[:2]) for names in needed if not any(name in present for name in names))


def kind_offered(offered: Collection[str]) -> Kind:
    """What a repository with the files ``offered`` is: an adapter if it describes one and no model, else a backbone."""
    return "adapter" if _CONFIG["adapter"] in offered and _CONFIG["backbone"] not in offered else "backbone"


def wanted_files(kind: Kind, offered: Collection[str]) -> tuple[str, ...]:
    """Of the file names ``offered`` by the hub those that are fetched: nothing but these is ever asked for.

    Weights come last and once: as safetensors where there are such, else as ``.bin``.
    """
    further = _FURTHER if kind == "backbone" else ()
    weights = next((name for name in _WEIGHTS[kind] if name in offered), None)
    chosen = [name for name in (_CONFIG[kind], *further) if name in offered]
    return (*chosen, weights) if weights else tuple(chosen)
