"""Files on their way to an import: tables whose columns are unsure wait until a person has looked at them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.previewing import TablePreview, preview_table
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_course import FileJob
from specter2_gui.qt.widgets.import_view import ImportView


@dataclass(frozen=True, slots=True)
class _Looked:
    """Files that can be imported as they are, and tables a person has to look at first."""

    ready: tuple[FileJob, ...]
    tables: tuple[tuple[Path, TablePreview], ...]


class Tables(QObject):
    """Asks about one table at a time; nothing of a table is read before that was answered."""

    ready = Signal(list)
    """The :class:`FileJob` of each file that can be imported now."""
    asked = Signal()
    """A table is shown, and wants to be seen."""

    def __init__(
        self, view: ImportView, project: Project, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._background = background
        self._waiting: deque[tuple[Path, TablePreview]] = deque()
        view.mapping.decided.connect(self._decide)
        view.mapping.skipped.connect(self._skip)
        view.waiting.look_asked.connect(self.ask)

    def look(self, paths: Sequence[Path], *, always: bool = False) -> None:
        """Look at ``paths`` and say which are ready; ``always`` asks about every table among them."""
        self._background.run(_looked, self._project, tuple(paths), always, done=self._sort)

    def ask(self) -> None:
        """Ask about the table that has waited longest."""
        self._view.waiting.show_waiting(0)
        if self._waiting:
            self._view.show_mapping(self._waiting[0][1], len(self._waiting) - 1)
        else:
            self._view.show_overview()

    def _sort(self, looked: _Looked) -> None:
        asked = self._view.page == "mapping"
        self._waiting.extend(looked.tables)
        if looked.ready:
            self.ready.emit(list(looked.ready))
        if not looked.tables or asked:
            return
        if self._view.page == "rejects" and self._view.rejects.has_draft:
            self._view.waiting.show_waiting(len(self._waiting))  # what is being written stays where it is
        else:
            self.ask()
        self.asked.emit()

    def _decide(self, mapping: dict[str, str]) -> None:
        path, _ = self._waiting.popleft()
        self.ask()
        self.ready.emit([FileJob(path, mapping)])

    def _skip(self) -> None:
        self._waiting.popleft()
        self.ask()


def _looked(project: Project, paths: Sequence[Path], always: bool) -> _Looked:
    """Runs in a worker thread. What cannot be read is told by the import."""
    ready: list[FileJob] = []
    tables: list[tuple[Path, TablePreview]] = []
    for path in paths:
        table = _table_in(project, path)
        if table is not None and (always or table.unsure):
            tables.append((path, table))
        else:
            ready.append(FileJob(path))
    return _Looked(tuple(ready), tuple(tables))


def _table_in(project: Project, path: Path) -> TablePreview | None:
    if not path.is_file():
        return None
    try:
        return preview_table(project, path)
    except UserError:
        return None
