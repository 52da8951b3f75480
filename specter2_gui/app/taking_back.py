"""Taking an import back: as the newest gesture with all it changed, else by deleting the papers it added."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import shortened

if TYPE_CHECKING:
    from specter2_gui.project.imports import ImportRow
    from specter2_gui.project.project import Project


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The file ``name`` whose import was taken back with so many ``papers``.

    ``undone`` says that Redo brings it back, else Undo does; ``stays`` counts the papers from before that remain as the
    file changed them.
    """

    name: str
    papers: int
    undone: bool
    stays: int = 0


def take_back(project: "Project", import_id: int) -> TakenBack:
    """Take the import back, as one gesture.

    The newest gesture is undone, which also gives updated papers their state from before; an older one is removed, and
    what it changed in papers from before stays.

    Raises:
        UserError: the import is gone, or the disk refused; nothing is changed.
    """
    with project.ledger.lock:
        row = project.imports.get(import_id)
        if row is None:
            why = "It was undone or removed before"
            raise UserError("The import could not be undone", why, "Choose an import that is in the list")
        if is_newest(project, row):
            project.undo()
            return TakenBack(row.name, row.added, undone=True)
        return TakenBack(row.name, project.imports.remove(import_id), undone=False, stays=row.updated)


@contextmanager
def taken_back(project: "Project", import_id: int) -> Generator[None]:
    """Take the import back for what the block puts in its place; where the block fails, it is there again.

    Nobody else can change the project meanwhile.

    Raises:
        UserError: the import is gone, or the disk refused; or the block failed and the import could not be brought back.
    """
    with project.ledger.lock:
        back, seen = take_back(project, import_id), project.changes
        try:
            yield
        except BaseException:
            if project.changes == seen:
                _bring_back(project, back)
            raise


def _bring_back(project: "Project", back: TakenBack) -> None:
    try:
        _ = project.redo() if back.undone else project.undo()
    except UserError as error:
        raise UserError(
            f"The papers of “{back.name}” are out of the collection: its import was undone to be done anew, and neither succeeded",
            error.why, f"When that is put right, choose {'Redo' if back.undone else 'Undo'}, which brings them back",
        ) from error  # fmt: skip


def is_newest(project: "Project", row: "ImportRow") -> bool:
    """Whether the import ``row`` is what Undo would undo: the newest import of all, and its gesture the newest one."""
    label = project.undo_label or ""
    last = max((each.id for each in project.imports.list()), default=0)
    return row.id == last and label.startswith("Import ") and label.endswith(f" from {shortened(row.name)}")
