"""A project: one folder with a collection, what was judged in it, and the trainings made from it."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from specter2_gui.project.backups import Backup, make_backup
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.imports import Imports
from specter2_gui.project.judgements import Judgements
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.opening import close_ledger, open_ledger, told_of_project
from specter2_gui.project.papers import Papers
from specter2_gui.project.queries import Queries
from specter2_gui.project.workspace import Workspace


class Project:
    """An open project; usable from any thread, one call at a time. Nothing has to be saved: every gesture is at once.

    ``warnings`` are sentences to show the person who opened it.
    """

    def __init__(
        self,
        place: ProjectFolder,
        ledger: Ledger,
        warnings: tuple[str, ...] = (),
        release: Callable[[], object] | None = None,
    ) -> None:
        self.place = place
        self.ledger = ledger
        self.warnings = warnings
        self.workspace = Workspace(ledger)
        self.papers = Papers(ledger, place)
        self.imports = Imports(ledger)
        self.queries = Queries(ledger)
        self.judgements = Judgements(ledger)
        self._closed = False
        self._release = release or ledger.close

    @classmethod
    def open(cls, folder: Path) -> "Project":
        """Open the project in ``folder`` for this process alone; an absent or empty folder becomes a new one.

        The whole file is checked if the project was not closed the last time. A backup is made before a file of an
        earlier version is changed, and before the first change of a day.

        Raises:
            InUseError: another window has it open; the words say whose. :func:`open_to_read` reads a copy.
            DamagedError: its file is damaged, missing or empty; :func:`restore` and :func:`salvage` help.
            UserError: the folder is none for a project, the file belongs to another program or a newer version, or it
                may not be written. In each case the file is what it was.
        """
        place = ProjectFolder(folder.absolute())
        with told_of_project(place):
            ledger, warnings = open_ledger(place)
            try:
                return cls(place, ledger, warnings, lambda: close_ledger(place, ledger))
            except BaseException:
                ledger.close()
                raise

    @property
    def folder(self) -> Path:
        """The folder it lies in."""
        return self.place.path

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.place.name

    @property
    def read_only(self) -> bool:
        """Whether this is a copy that can only be read."""
        return self.ledger.read_only

    @property
    def changes(self) -> int:
        """How many gestures, undos and redos the project has seen; where it is the same, so is all that was kept."""
        return self.ledger.changes

    @property
    def undo_label(self) -> str | None:
        """The gesture that would be undone, or None."""
        return self.ledger.undo_label

    @property
    def redo_label(self) -> str | None:
        """The gesture that would be done again, or None."""
        return self.ledger.redo_label

    def undo(self) -> str | None:
        """Undo the newest gesture, of whatever kind, and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self.ledger.undo()

    def redo(self) -> str | None:
        """Do the gesture again that was undone last and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self.ledger.redo()

    def touched(self, table: str) -> list[int]:
        """The ids in ``table`` of the rows that the latest gesture, undo or redo made, changed or took."""
        return self.ledger.touched(table)

    def back_up(self, reason: str = "asked") -> Backup:
        """Make a checked backup now.

        Raises:
            UserError: the disk refused, or the file turned out to be damaged; the earlier backups are still there.
        """
        with self.ledger.lock:
            return make_backup(self.place, self.ledger.database.connection, reason)

    def close(self) -> None:
        """Let others open it; may be called again."""
        with self.ledger.lock:
            if not self._closed:
                self._closed = True
                self.papers.close()
                self._release()

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
