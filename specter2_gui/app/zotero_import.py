"""The library of a running Zotero into the collection, with a receipt like that of a file."""

import re
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from specter2_gui.app.importing import FileImported, FileRefused, ImportEvent, ImportProgress, import_files
from specter2_gui.app.receipts import Receipt
from specter2_gui.domain.errors import UserError
from specter2_gui.readers.zotero import OWN_LIBRARY, PORT, ItemsFetched, Library, libraries, save_library

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

__all__ = [
    "OWN_LIBRARY", "PORT", "FileImported", "FileRefused", "ImportProgress", "ItemsFetched", "Library", "Receipt",
    "import_library", "libraries",
]  # fmt: skip

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME: Final = 80


def import_library(
    project: "Project", library: Library = OWN_LIBRARY, *, port: int = PORT
) -> Generator[ItemsFetched | ImportEvent]:
    """Fetch ``library`` from the Zotero on this computer and import it as one gesture that can be undone.

    First it tells what was fetched, then what :func:`import_files <specter2_gui.app.importing.import_files>` tells of a
    file. What was imported before is recognised by Zotero's own keys: done again, it adds and updates. Closed before
    its end, it changes nothing. :func:`libraries` tells which ones there are.

    Raises:
        UserError: Zotero is not running, does not allow it, or holds no papers, or the disk refused; nothing is changed.
    """
    project.place.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zotero-", dir=project.place.cache) as folder:
        path = Path(folder) / f"Zotero {_as_name(library.name)}.json"
        saved = 0
        for fetched in save_library(path, library=library, port=port):
            saved = fetched.saved
            yield fetched
        if not saved:
            why = "It holds no items, or attachments and notes only"
            raise UserError(f"Zotero's library “{library.name}” was not imported", why, "Choose another library")
        yield from import_files(project, [path])


def _as_name(text: str) -> str:
    """``text`` as a part of the name of a file, on any system."""
    return _FORBIDDEN.sub("_", text)[:_LONGEST_NAME].strip(" .") or "library"
