"""What an adapter's configuration may say: an allow-list, checked before a single weight is allocated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from specter2_gui.encoder.adapter_file import shown
from specter2_gui.encoder.library import Kind, lora, seq_bn

ACTIVATIONS = frozenset({"gelu", "gelu_new", "leakyrelu", "relu", "sigmoid", "silu", "swish", "tanh"})
LARGEST_RANK = 256
LARGEST_SCALE = 1024.0

_MISSING = object()
_Check = Callable[[Any, int], bool]


class ConfigError(Exception):
    """The configuration is refused; the text says why as a clause for people."""


@dataclass(frozen=True, slots=True)
class AdapterConfig:
    """A checked configuration: ``options`` are all that may differ from the library's own defaults."""

    kind: Kind
    options: Mapping[str, Any]
    name: str = ""
    made_for: str = ""

    def for_library(self, *, zero: bool = False) -> Mapping[str, Any]:
        """The library's form of it; with ``zero`` the adapter begins as one that changes nothing."""
        if self.kind == "lora":
            return lora(**self.options, init_weights="lora")
        return seq_bn(**self.options, init_weights="mam_adapter" if zero else "bert")


def _is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _scale(value: Any, _hidden: int) -> bool:
    return _is_number(value, 1e-6, LARGEST_SCALE)


def _share(value: Any, _hidden: int) -> bool:
    return _is_number(value, 0.0, 0.95)


def _reduction(value: Any, hidden: int) -> bool:
    return _is_number(value, 1, hidden)


def _rank(value: Any, hidden: int) -> bool:
    return isinstance(value, int) and _is_number(value, 1, min(hidden, LARGEST_RANK))


def _activation(value: Any, _hidden: int) -> bool:
    return isinstance(value, str) and value.lower() in ACTIVATIONS


def _matrices(value: Any, _hidden: int) -> bool:
    return isinstance(value, list) and value in (
        ["q"],
        ["k"],
        ["v"],
        ["q", "k"],
        ["q", "v"],
        ["k", "v"],
        ["q", "k", "v"],
    )


def _yes_or_no(value: Any, _hidden: int) -> bool:
    return isinstance(value, bool)


_FREE: Mapping[Kind, Mapping[str, tuple[Any, _Check]]] = {
    "seq_bn": {
        "reduction_factor": (16, _reduction),
        "non_linearity": ("relu", _activation),
        "scaling": (1.0, _scale),
        "dropout": (0.0, _share),
    },
    "lora": {
        "r": (8, _rank),
        "alpha": (8, _scale),
        "dropout": (0.0, _share),
        "attn_matrices": (["q", "v"], _matrices),
        "selfattn_lora": (True, _yes_or_no),
        "intermediate_lora": (False, _yes_or_no),
        "output_lora": (False, _yes_or_no),
    },
}
"""Fields that may vary: the library's default and what is allowed, given the width of the model."""

_NEW: Mapping[Kind, Mapping[str, Any]] = {"seq_bn": {}, "lora": {"alpha": 16}}
"""Where a new adapter differs from the library's defaults."""

_FIXED: Mapping[Kind, Mapping[str, Any]] = {
    "seq_bn": {
        "architecture": None, "mh_adapter": False, "output_adapter": True, "original_ln_before": True,
        "original_ln_after": True, "ln_before": False, "ln_after": False, "is_parallel": False, "use_gating": False,
        "residual_before_ln": True, "adapter_residual_before_ln": False, "inv_adapter": None, "cross_adapter": False,
        "leave_out": [], "phm_layer": False, "stochastic_depth": 0.0,
    },
    "lora": {
        "architecture": "lora", "leave_out": [], "composition_mode": "add", "use_gating": False, "use_dora": False,
        "vera_d": None, "vera_b": None, "dtype": None,
    },
}  # fmt: skip
"""Fields that make an adapter what it is: any other value is another kind, which is not on offer."""

_IDLE: Mapping[Kind, frozenset[str]] = {
    "seq_bn": frozenset({
        "init_weights", "init_weights_seed", "inv_adapter_reduction_factor", "phm_dim", "factorized_phm_W",
        "shared_W_phm", "shared_phm_rule", "factorized_phm_rule", "phm_c_init", "phm_init_range", "learn_phm",
        "hypercomplex_nonlinearity", "phm_rank", "phm_bias",
    }),
    "lora": frozenset({"init_weights", "init_weights_seed"}),
}  # fmt: skip
"""Fields without a meaning once the weights are there; they are read over and never handed on."""


def new_config(kind: Kind) -> AdapterConfig:
    """The adapter that is made when there is none to start from."""
    defaults = {key: default for key, (default, _) in _FREE[kind].items()}
    return AdapterConfig(kind, {**defaults, **_NEW[kind]})


def parse_adapter_config(data: bytes, *, model_type: str, hidden: int) -> AdapterConfig:
    """The configuration in ``adapter_config.json``, checked for a model of this type and width.

    Raises:
        ConfigError: it is damaged, for another model, of a kind not on offer, or has a field or value not allowed.
    """
    whole = _object(_read(data), "it is damaged")
    name = whole.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 200:
        raise ConfigError("it does not name its adapter")
    if whole.get("model_type") != model_type or whole.get("hidden_size") != hidden:
        raise ConfigError(
            f"it was made for another model (kind {shown(whole.get('model_type'))}, width "
            f"{shown(whole.get('hidden_size'))}; this one is of kind {model_type}, width {hidden})"
        )
    fields = _object(whole.get("config"), "it does not describe its adapter")
    kind: Kind = "lora" if fields.get("architecture") == "lora" else "seq_bn"
    options = _options(kind, fields, hidden)
    if kind == "lora" and options["r"] != options["alpha"] and _scaled_wrongly(whole.get("version")):
        raise ConfigError("it was written by a version of the adapters library that scaled such adapters wrongly")
    return AdapterConfig(kind, options, name, str(whole.get("model_name") or ""))


def _options(kind: Kind, fields: Mapping[str, Any], hidden: int) -> dict[str, Any]:
    free, fixed = _FREE[kind], _FIXED[kind]
    for key in fields:
        if key not in free and key not in fixed and key not in _IDLE[kind]:
            raise ConfigError(f"its field '{shown(key)}' is not known")
    for key, needed in fixed.items():
        value = fields.get(key, _MISSING)
        if value is not _MISSING and (value != needed or type(value) is not type(needed)):
            raise ConfigError(f"it is of a kind that is not offered here ('{key}' is {shown(value)})")
    options: dict[str, Any] = {}
    for key, (default, allowed) in free.items():
        value = fields.get(key, default)
        if not allowed(value, hidden):
            raise ConfigError(f"its field '{key}' has the value {shown(value)}, which is not allowed")
        options[key] = float(value) if key == "scaling" else value
    return options


def _read(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ConfigError("it is damaged") from error


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _object(value: Any, otherwise: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(otherwise)
    return cast("dict[str, Any]", value)


def _scaled_wrongly(version: Any) -> bool:
    """Whether ``version`` is one of the library (``adapters.X.Y.Z``) before 1.1.0, which mis-scaled low-rank adapters."""
    if not isinstance(version, str) or not version.startswith("adapters."):
        return False
    numbers = [int(part) for part in version.removeprefix("adapters.").split(".")[:2] if part.isdecimal()]
    return numbers < [1, 1]
