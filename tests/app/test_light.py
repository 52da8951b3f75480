import subprocess
import sys
from pathlib import Path

import pytest

import specter2_gui.app

MODULES = sorted(path.stem for path in Path(specter2_gui.app.__path__[0]).glob("[a-z]*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_app_loads_no_model_library(module: str) -> None:
    program = (
        f"import sys, specter2_gui.app.{module}; "
        "heavy = {'torch', 'transformers', 'adapters', 'PySide6'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
