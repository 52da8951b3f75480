"""Where the real exports lie, and what each file of them truly holds."""

import importlib
import os
from pathlib import Path

from tests.readers.truth import Truth

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SPECTER2_GUI_DATA", ROOT.parent / "shared" / "data")) / "exports"
ABSENT = f"{FOLDER} is absent; it holds the exports of real programs"


def export_files() -> list[Path]:
    """Every file of every folder but the folders' own descriptions."""
    return sorted(path for path in FOLDER.glob("*/*") if path.name != "README.md")


def truths(folder: str) -> dict[str, Truth]:
    """The truths of one folder by file name."""
    return importlib.import_module(f"tests.readers.truth_{folder}").TRUTHS
