"""The losses by name; each lies in a module of its own that offers one pure function called ``loss``.

A module of this package whose name does not begin with an underscore is a loss. It opens with one sentence for the
person who chooses, and sets ``USES_COLLECTION = True`` if it needs ``step.collection``.
"""

import ast
import difflib
import importlib
import importlib.util
import pkgutil
from importlib.abc import InspectLoader
from typing import TYPE_CHECKING, cast

from specter2_gui.domain.errors import UserError

if TYPE_CHECKING:  # names are listed by front ends that must not wait for torch
    from specter2_gui.training.step_vectors import Loss

_DEFAULT = "triplet_margin"


def loss_names() -> tuple[str, ...]:
    """The names a person can choose from: the default first, then the others in alphabetical order."""
    found = {module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")}
    return (_DEFAULT, *sorted(found - {_DEFAULT}))


def get_loss(name: str) -> "Loss":
    """The loss called ``name``.

    Raises:
        UserError: there is none of that name; the nearest known one is named.
    """
    return cast("Loss", importlib.import_module(_module_of(name)).loss)


def uses_collection(name: str) -> bool:
    """Whether the loss called ``name`` compares with all papers, so that ``step.collection`` has to be there.

    Raises:
        UserError: as :func:`get_loss`.
    """
    return bool(getattr(importlib.import_module(_module_of(name)), "USES_COLLECTION", False))


def loss_words(name: str) -> str:
    """What the loss called ``name`` wants, in one sentence: the first of its module, read without running it.

    Raises:
        UserError: as :func:`get_loss`.
    """
    module = _module_of(name)
    found = importlib.util.find_spec(module)
    loader = found.loader if found else None
    source = loader.get_source(module) if isinstance(loader, InspectLoader) else None
    words = ast.get_docstring(ast.parse(source)) if source else None
    return " ".join((words or "").partition("\n\n")[0].split())


def _module_of(name: str) -> str:
    names = loss_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        raise UserError(
            f"There is no loss called '{name}'",
            f"Known are: {', '.join(names)}",
            f"Set train.loss to {near[0] if near else names[0]}",
        )
    return f"{__name__}.{name}"
