"""A table that was imported already, laid out once more to be looked at: its bytes under its own name, and its columns."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from specter2_gui.app.previewing import TablePreview, preview_table
from specter2_gui.domain.errors import UserError
from specter2_gui.project.imports import ImportRow
from specter2_gui.project.project import Project

_PREFIX: Final = "again-"


def copied_table(project: Project, import_id: int) -> tuple[Path, TablePreview]:
    """A copy of the table in a folder of its own, and its preview with the columns as they were taken.

    Raises:
        UserError: the import or its file is gone, or the copy could not be written.
    """
    row = project.imports.get(import_id)
    if row is None:
        raise _impossible("The import was undone or removed", "Choose an import that is in the list")
    path = _copied(project, row)
    preview = preview_table(project, path)
    if preview is None:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise _impossible(f"“{row.name}” is no table", "Choose the import of a table")
    return path, replace(preview, mapping=dict(row.mapping), remembered=False)


def forget_copies(project: Project) -> None:
    """Remove what a crash left of copies in the cache; before any import of the project begins."""
    for prefix in (_PREFIX, "zotero-"):
        for folder in project.place.cache.glob(f"{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)


def _copied(project: Project, row: ImportRow) -> Path:
    folder = None
    try:
        project.place.cache.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=project.place.cache))
        return Path(shutil.copyfile(project.place.originals / row.sha256, folder / row.name))
    except OSError as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        why = f"The copy that the project keeps of “{row.name}” is gone, or cannot be read"
        raise _impossible(why, "Undo this import, and import the file itself again") from error


def _impossible(why: str, how: str) -> UserError:
    return UserError("The columns cannot be looked at again", why, how)
