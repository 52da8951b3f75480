"""Reading an adapter's files as bytes: regular, of a sane size, and never as anything that could run."""

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from pickle import PickleError
from typing import Any, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors

CONFIG = "adapter_config.json"
SAFE_WEIGHTS = "adapter.safetensors"
WEIGHTS = "pytorch_adapter.bin"
LARGEST_CONFIG = 2**20
LARGEST_WEIGHTS = 2**28

_WITHOUT_WAITING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How files are opened; Windows knows the last of the three flags only, other systems the first two."""

_FLOATS = (torch.float32, torch.float16, torch.bfloat16)
_DAMAGE = (
    RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, EOFError, OverflowError,
    MemoryError, OSError, PickleError, zipfile.BadZipFile, SafetensorError,
)  # fmt: skip
"""What the two readers raise on bytes that are no weights."""


class FileError(Exception):
    """A file is refused; the text says why as a clause for people."""


def read_config(folder: Path) -> bytes:
    """The bytes of the adapter's configuration.

    Raises:
        FileError: there is none, or it is too large or no ordinary file.
    """
    return _read(folder / CONFIG, LARGEST_CONFIG)


def read_weights(folder: Path) -> tuple[str, bytes]:
    """The name and bytes of the adapter's weights: the safetensors file if there is one, whatever lies beside it.

    Raises:
        FileError: there are none, or they are too large or no ordinary file.
    """
    for name in (SAFE_WEIGHTS, WEIGHTS):
        if os.path.lexists(folder / name):
            return name, _read(folder / name, LARGEST_WEIGHTS)
    raise FileError(f"there is neither {SAFE_WEIGHTS} nor {WEIGHTS} in its folder")


def parse_weights(name: str, data: bytes) -> dict[str, torch.Tensor]:
    """The tensors in ``data``, dense fp16, bf16 or fp32 on the processor; finite or not is asked once shapes are known.

    Raises:
        FileError: the bytes are not such a file, would need code to be read, or hold something other than floats.
    """
    try:
        found: Any = load_safetensors(data) if name == SAFE_WEIGHTS else _load_bin(data)
    except _DAMAGE as error:
        raise FileError(f"its {name} is damaged, or holds something other than weights") from error
    if not isinstance(found, Mapping) or not found:
        raise FileError(f"its {name} holds no weights")
    tensors: dict[str, torch.Tensor] = {}
    for key, value in cast("Mapping[Any, Any]", found).items():
        if not isinstance(key, str) or type(value) not in (torch.Tensor, torch.nn.Parameter):
            raise FileError(f"its {name} holds something other than weights")
        tensor = cast("torch.Tensor", value).detach()
        if tensor.dtype not in _FLOATS or tensor.layout != torch.strided or tensor.device.type != "cpu":
            raise FileError(f"its {name} holds weights that are not ordinary numbers ({shown(key)})")
        tensors[key] = tensor
    return tensors


def shown(value: object) -> str:
    """A value out of a stranger's file as a few printable characters, fit for a message."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return "".join(character for character in str(value)[:60] if character.isprintable())
    return "of another form"


def _load_bin(data: bytes) -> Any:
    """Read a ``.bin`` in its zip form with the restricted unpickler; its members must be stored as they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise ValueError("compressed members")
    if sum(member.file_size for member in members) > LARGEST_WEIGHTS:
        raise ValueError("members larger than the file")
    return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)


def _read(path: Path, largest: int) -> bytes:
    """All bytes of the ordinary file ``path``; the length is bounded by reading, not by asking."""
    try:
        data = _read_ordinary(_blob_of(path) if path.is_symlink() else path, path.name, largest + 1)
    except FileNotFoundError as error:
        raise FileError(f"there is no {path.name} in its folder") from error
    except OSError as error:
        raise FileError(f"its {path.name} cannot be read") from error
    if len(data) > largest:
        raise FileError(f"its {path.name} is larger than {largest // 2**20} MiB, which no adapter needs to be")
    return data


def _read_ordinary(target: Path, name: str, most: int) -> bytes:
    """Up to ``most`` bytes of ``target`` without following a link or waiting for another program's pipe."""
    handle = os.open(target, _WITHOUT_WAITING)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileError(f"its {name} is no ordinary file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)


def _blob_of(path: Path) -> Path:
    """Where the link ``path`` leads, if it is one of the hub cache's own: from a snapshot to a blob of the same model."""
    target = path.resolve()
    snapshots = path.parent.resolve().parent
    if snapshots.name != "snapshots" or target.parent != snapshots.parent / "blobs":
        raise FileError(f"its {path.name} is a link to another place")
    return target
