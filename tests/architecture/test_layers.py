"""The import contracts hold, and would catch someone who breaks them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTED = {
    "a lower layer reaching up": ("specter2_gui/domain/planted.py", "from specter2_gui.config import settings\n"),
    "Qt outside the window": ("specter2_gui/app/planted.py", "import PySide6.QtCore\n"),
    "torch in the librarian's work": ("specter2_gui/project/planted.py", "import torch\n"),
    "transformers outside the encoder": ("specter2_gui/training/planted.py", "import transformers\n"),
    "neighbours that know one another": ("specter2_gui/search/planted.py", "import specter2_gui.training\n"),
    "a package outside the layers": ("specter2_gui/planted/__init__.py", '"""Nowhere."""\n'),
    "panels that know one another": (
        "specter2_gui/qt/panels/planted.py",
        "from specter2_gui.qt.panels import train\n",
    ),
}


def check_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``, which comes before any installed one."""
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    command = [sys.executable, "-c", program, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "specter2_gui", tmp_path / "specter2_gui", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_down_only() -> None:
    answer = check_contracts(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_is_caught(name: str, package_copy: Path) -> None:
    where, text = PLANTED[name]
    file = package_copy / where
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'"""Planted."""\n\n{text}', encoding="utf-8")
    if name.startswith("panels"):
        (package_copy / "specter2_gui/qt/panels/home.py").write_text(
            '"""Planted."""\n\nfrom specter2_gui.qt.panels import planted\n', encoding="utf-8"
        )
    answer = check_contracts(package_copy)
    assert answer.returncode != 0, f"{name} went unnoticed"
    assert "planted" in answer.stdout
