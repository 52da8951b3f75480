"""Where the program keeps what is not part of a project, and where its own resources lie."""

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "SPECTER2_GUI_HOME"
"""Environment variable that moves everything the program writes for itself into one folder."""


def home() -> Path:
    """The folder for runs, the workspace and the log; created by whoever writes to it first."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("specter2_gui", appauthor=False)


def resources() -> Path:
    """The folder with the default settings and the sample collection: inside the wheel, or beside the checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def shown(path: Path) -> str:
    """``path`` as people are shown it: the home folder, which holds their name, as ``~``."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere, or an account without a home folder
        return str(path)
