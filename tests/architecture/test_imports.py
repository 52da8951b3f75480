"""What importing the window costs: in a fresh interpreter no heavy package may come along."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "adapters", "tokenizers", "huggingface_hub", "safetensors", "requests")


@pytest.mark.parametrize("module", ["specter2_gui.qt.main", "specter2_gui.qt.window", "specter2_gui.qt.session"])
def test_the_window_is_imported_without_any_model_library(module: str) -> None:
    program = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []


def test_the_main_module_does_not_import_qt_before_its_libraries_are_settled() -> None:
    program = "import sys, specter2_gui.qt.main; print([name for name in sys.modules if name.startswith('PySide6')])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100)
    assert answer.stdout.strip() == "[]", answer.stderr


def test_the_check_would_notice_a_heavy_import() -> None:
    program = f"import sys, safetensors; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100)
    assert "safetensors" in answer.stdout.split()
