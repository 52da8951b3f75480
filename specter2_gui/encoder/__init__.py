"""The only package that knows transformers, adapters and SPECTER2; importing it switches their network access off.

The libraries read their environment once, when they are first imported, so it is set here, before any of them is.
From then on nothing in this process goes to a model hub by itself; :mod:`specter2_gui.encoder.hub` alone does, with
its own connection, and only when it is called.
"""

import os

OFFLINE_VARIABLE = "SPECTER2_GUI_OFFLINE"
"""Environment variable with which a person or an administrator forbids downloads altogether (``1``)."""

_YES = {"1", "ON", "YES", "TRUE"}
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DO_NOT_TRACK": "1",
    "DISABLE_SAFETENSORS_CONVERSION": "true",
    "TOKENIZERS_PARALLELISM": "false",
}


def downloads_forbidden() -> bool:
    """Whether the person has switched downloads off, by :data:`OFFLINE_VARIABLE` or by ``HF_HUB_OFFLINE``."""
    return _is_yes(OFFLINE_VARIABLE)


def _is_yes(variable: str) -> bool:
    return os.environ.get(variable, "").upper() in _YES


def _prepare() -> None:
    """Set the environment, and keep what the person wished: a child process finds ``HF_HUB_OFFLINE=1`` from us."""
    wished = _is_yes("HF_HUB_OFFLINE") or _is_yes("TRANSFORMERS_OFFLINE")
    os.environ.setdefault(OFFLINE_VARIABLE, "1" if wished else "0")
    os.environ.update(_QUIET)


_prepare()
