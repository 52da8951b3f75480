"""What the small files in a model's folder say about how its vectors are made: pooling, distance, longest text."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.errors import UserError

Pooling = Literal["cls", "mean"]


LONGEST = 512
"""No text is read further than this many tokens, whatever a model allows."""

_LARGEST_FILE = 5_000_000
_NO_LIMIT = 1_000_000  # tokenizers without a limit of their own name 1e30


@dataclass(frozen=True, slots=True)
class Making:
    """How a text becomes one vector, how vectors are compared, and how many tokens of a text are read."""

    pooling: Pooling
    distance: Distance
    normalize: bool
    max_length: int

    @property
    def words(self) -> str:
        """The making in a few words for people."""
        pooled = "first token" if self.pooling == "cls" else "mean of the tokens"
        return f"{pooled}, {'L2 distance' if self.distance == 'l2' else 'cosine'}"


def making_of(folder: Path, name: str) -> Making:
    """Read how the model in ``folder``, called ``name`` in errors, was made.

    Models of sentence-transformers say it in ``modules.json``, ``1_Pooling/config.json`` and
    ``config_sentence_transformers.json``; their distance is the cosine unless they state another. Any other model
    is read as SPECTER2 is: first token, L2 distance.

    Raises:
        UserError: one of these files is damaged, or the model pools in a way that is not offered.
    """
    try:
        return _read_making(folder)
    except _Unusable as unusable:
        raise UserError(f"The model '{name}' cannot be used", unusable.why, unusable.how) from unusable


class _Unusable(Exception):  # noqa: N818 - told in the words of a UserError, with the model's name
    """Why a model cannot be used, and how to go on."""

    def __init__(self, why: str, how: str) -> None:
        self.why = why
        self.how = how
        super().__init__(why)


def _read_making(folder: Path) -> Making:
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in _read_modules(folder)]
    limit = _max_length(folder)
    if not kinds:
        return Making("cls", "l2", normalize=False, max_length=limit)
    normalize = "Normalize" in kinds
    return Making(_pooling(folder), _distance(folder, normalize=normalize), normalize, limit)


def _pooling(folder: Path) -> Pooling:
    said = _read(folder / "1_Pooling" / "config.json")
    modes = {key for key, value in said.items() if key.startswith("pooling_mode_") and value is True}
    match modes:
        case _ if modes == {"pooling_mode_mean_tokens"}:
            return "mean"
        case _ if modes == {"pooling_mode_cls_token"}:
            return "cls"
        case _:
            raise _Unusable(
                "It makes its vectors in a way that is not offered here; offered are the first token and the mean",
                "Choose another model, or SPECTER2",
            )


def _distance(folder: Path, *, normalize: bool) -> Distance:
    """The distance a sentence-transformers model states; for vectors of length 1 all of them rank alike."""
    stated = _read(folder / "config_sentence_transformers.json").get("similarity_fn_name")
    return "l2" if stated == "euclidean" and not normalize else "cosine"


def _max_length(folder: Path) -> int:
    """The least of what the model, its tokenizer and its makers allow; RoBERTa's positions begin behind the padding."""
    config = _read(folder / "config.json")
    positions = _number(config.get("max_position_embeddings"))
    if config.get("model_type") in ("roberta", "xlm-roberta") and positions < _NO_LIMIT:
        padding = config.get("pad_token_id")
        positions -= (padding if isinstance(padding, int) else 0) + 1
    tokenizer = _number(_read(folder / "tokenizer_config.json").get("model_max_length"))
    makers = _number(_read(folder / "sentence_bert_config.json").get("max_seq_length"))
    return min(LONGEST, positions, tokenizer, makers)


def _number(value: object) -> int:
    """``value`` as a limit in tokens; anything that is no sensible number is no limit."""
    return int(value) if isinstance(value, int | float) and 0 < value < _NO_LIMIT else _NO_LIMIT


def _read_modules(folder: Path) -> list[dict[str, Any]]:
    """The modules of a sentence-transformers model in their order; none for any other model."""
    read = _read_json(folder / "modules.json")
    modules = cast("list[Any]", read) if isinstance(read, list) else []
    return [cast("dict[str, Any]", module) for module in modules if isinstance(module, dict)]


def _read(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty if there is no such file."""
    read = _read_json(path)
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}


def _read_json(path: Path) -> object:
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError("too large")
        return cast("object", json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise _Unusable(
            f"Its file {path.name} is damaged or cannot be read",
            "Fetch or copy the model again, or choose another one",
        ) from error
