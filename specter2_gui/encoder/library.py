"""The one typed edge to ``transformers`` and ``adapters``: what is used of them, quietly and without a way out."""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import RLock
from typing import Any, Literal, Protocol, cast

import torch
import transformers
from adapters import AutoAdapterModel, LoRAConfig, SeqBnConfig
from adapters.composition import Stack
from adapters.context import AdapterSetup
from torch.nn import Parameter

Kind = Literal["seq_bn", "lora"]
"""The kinds of adapter on offer; the others of the library lose weights or exactness when saved and read again."""

transformers.logging.set_verbosity_error()  # what matters of its remarks is checked here and said in plain words


_making = RLock()
"""Held while a model or an adapter is made: the library then makes every module of the whole program without weights,
also those that another thread makes meanwhile."""


class Tokenizer(Protocol):
    """What is used of a tokenizer."""

    sep_token: str | None
    pad_token_id: int | None
    is_fast: bool
    all_special_tokens: list[str]

    def __call__(self, text: Sequence[str], **options: Any) -> Mapping[str, list[list[int]]]:
        """The token ids of texts."""
        ...

    def __len__(self) -> int: ...
    def get_vocab(self) -> dict[str, int]:
        """Every token and its id."""
        ...

    def save_pretrained(self, save_directory: str) -> object:
        """Write the tokenizer's files."""
        ...


class Config(Protocol):
    """What is used of a model's configuration."""

    model_type: str
    hidden_size: int
    name_or_path: str


class Output(Protocol):
    """What is used of a model's answer."""

    last_hidden_state: torch.Tensor


class Bare(Protocol):
    """The model below any head: token ids in, hidden states out."""

    def __call__(self, *, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Output:
        """The hidden states of a padded batch."""
        ...


class AdapterModel(Protocol):
    """What is used of the library's model with adapters."""

    config: Config
    base_model: Bare
    base_model_prefix: str

    def add_adapter(self, adapter_name: str, config: Mapping[str, Any]) -> None:
        """Add an adapter with first weights."""
        ...

    def delete_adapter(self, adapter_name: str) -> None:
        """Take an adapter out."""
        ...

    def save_adapter(self, save_directory: str, adapter_name: str, *, with_head: bool, use_safetensors: bool) -> None:
        """Write an adapter's configuration and weights."""
        ...

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Every parameter with its name, each once."""
        ...

    def eval(self) -> object:
        """Switch dropout off."""
        ...

    def requires_grad_(self, *, requires_grad: bool) -> object:
        """Let every parameter learn, or none."""
        ...

    def to(self, device: torch.device) -> object:
        """Move all weights."""
        ...

    def gradient_checkpointing_disable(self) -> None:
        """Keep what the gradients need instead of computing it twice."""
        ...


def load_model(folder: Path) -> tuple[AdapterModel, dict[str, list[str]]]:
    """The model in ``folder`` in fp32 on the processor, and the library's account of missing and unexpected weights.

    Only local files are read, none of them as code. Whatever the library raises passes through.
    """
    read = cast("Callable[..., Any]", AutoAdapterModel.from_pretrained)  # pyright: ignore[reportUnknownMemberType] - untyped
    with _making, warnings.catch_warnings():
        # An old note in a configuration; checkpointing is switched off after loading anyway.
        warnings.filterwarnings("ignore", message="Passing `gradient_checkpointing`")
        loaded = read(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            weights_only=True,
            output_loading_info=True,
            dtype=torch.float32,
        )
    model, info = cast("tuple[AdapterModel, dict[str, list[str]]]", loaded)
    return model, info


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in ``folder``; whatever the library raises passes through."""
    read = cast("Callable[..., Any]", transformers.AutoTokenizer.from_pretrained)  # pyright: ignore[reportUnknownMemberType] - untyped
    loaded = read(str(folder), local_files_only=True, trust_remote_code=False, use_fast=True)
    return cast("Tokenizer", loaded)


def adapter_names(model: AdapterModel) -> list[str]:
    """The names of the adapters in ``model``."""
    return list(cast("Any", model).adapters_config.adapters)


def add_adapter(model: AdapterModel, name: str, config: Mapping[str, Any], seed: int) -> dict[str, Parameter]:
    """Add an adapter whose first weights are drawn from ``seed``; its parameters by their names in the model.

    The random numbers of the program stay where they were. ``model`` must be on the processor.
    """
    with _making, cast("Any", torch.random).fork_rng(devices=[]):
        cast("Any", torch).manual_seed(seed)
        model.add_adapter(name, config=config)
    return adapter_parameters(model, name)


def adapter_parameters(model: AdapterModel, name: str) -> dict[str, Parameter]:
    """The parameters of the adapter ``name`` by their names in the model; ``name`` is one of the program's own."""
    return {key: parameter for key, parameter in model.named_parameters() if f".{name}." in key}


def remove_adapter(model: AdapterModel, name: str) -> None:
    """Take the adapter ``name`` out of ``model``, and its configuration too unless another adapter shares it."""
    known = cast("Any", model).adapters_config
    config = known.adapters.get(name)
    model.delete_adapter(name)
    if config is not None and config not in known.adapters.values():
        known.config_map.pop(config, None)


def using(names: Sequence[str]) -> AbstractContextManager[object]:
    """Within it, this thread's forwards go through the stack of adapters ``names``, and no other thread's do."""
    return AdapterSetup(cast("Any", Stack)(*names))


def seq_bn(**options: Any) -> Mapping[str, Any]:
    """The configuration of a bottleneck adapter as published with SPECTER2, with ``options`` changed."""
    return cast("Mapping[str, Any]", SeqBnConfig(**options))


def lora(**options: Any) -> Mapping[str, Any]:
    """The configuration of a low-rank adapter, with ``options`` changed."""
    return cast("Mapping[str, Any]", LoRAConfig(**options))
