"""Downloading a model from the command line: asked for by ``fetch``, or SPECTER2 on its first use."""

from specter2_gui.app import models
from specter2_gui.cli.progress import Progress


def fetch(name: str) -> None:
    """Download the model ``name`` and check it; Ctrl+C ends it, and the next call goes on there.

    Raises:
        UserError: no network, no such model, or anything else that keeps it from coming.
    """
    progress = Progress()
    for far in models.fetch_model(name):
        progress.far(f"{far.done / 1e6:.0f} of {far.total / 1e6:.0f} MB ({far.file})", last=far.done == far.total)
    progress.close()


def fetch_on_first_use(name: str) -> None:
    """Download SPECTER2 if ``name`` means it and it is not here; naming it is what asks for it, and it is said.

    Other names stay on this computer: a mistyped folder can look like the name of a model on the hub.

    Raises:
        UserError: as for :func:`fetch`.
    """
    if models.to_be_fetched(name):
        Progress().say(
            "SPECTER2 is not on this computer yet. It is downloaded now, once (about 450 MB); Ctrl+C pauses."
        )
        fetch(name)
