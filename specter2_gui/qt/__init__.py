"""The window: everything that knows Qt, and nothing that knows a model."""

import os

# Libraries that serve several Qt bindings look here; without it they would pick whichever binding they find first.
os.environ["QT_API"] = "pyside6"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
