"""Files on their way to an import: tables whose columns are unsure wait until a person has looked at them."""

import shutil
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.previewing import TablePreview, preview_table
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_again import copied_table, forget_copies
from specter2_gui.qt.controllers.importing_jobs import AgainJob, FileJob
from specter2_gui.qt.widgets.import_view import ImportView


@dataclass(frozen=True, slots=True)
class Table:
    """A table to look at; ``replaces`` is the import that it comes in the place of, or None."""

    path: Path
    preview: TablePreview
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """Files that can be imported as they are, and tables a person has to look at first."""

    ready: tuple[FileJob, ...]
    tables: tuple[Table, ...]


class Tables(QObject):
    """Asks about one table at a time; nothing of a table is read before that was answered."""

    ready = Signal(list)
    """The :class:`Job` of each file that can be imported now."""
    asked = Signal()
    """A table is shown, and wants to be seen."""
    refused = Signal(object)
    """The :class:`UserError` that says why a table cannot be looked at again."""
    rested = Signal()
    """No file is looked at any more, and no table waits that is not imported yet."""

    def __init__(
        self, view: ImportView, project: Project, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._background = background
        self._waiting: deque[Table] = deque()
        self._looks = 0
        view.mapping.decided.connect(self._decide)
        view.mapping.skipped.connect(self._skip)
        view.waiting.look_asked.connect(self.ask)

        if not project.read_only:
            background.run(forget_copies, project, done=_nothing)

    @property
    def busy(self) -> bool:
        """Whether files are being looked at, or tables that are not imported yet wait for a person."""
        return self._looks > 0 or any(table.replaces is None for table in self._waiting)

    def close(self) -> None:
        """The window closes: leave no copy of a table that waits to be looked at."""
        for table in self._waiting:
            if table.replaces is not None:
                _forget(table.path)
        self._waiting.clear()

    def look(self, paths: Sequence[Path], *, always: bool = False) -> None:
        """Look at ``paths`` and say which are ready; ``always`` asks about every table among them."""
        self._looks += 1
        self._background.run(
            _looked, self._project, tuple(paths), always, done=self._end_look, failed=self._fail_look, long=True
        )

    def look_again(self, import_id: int) -> None:
        """Ask about the columns of a table that was imported already."""
        self._background.run(
            _looked_again,
            self._project,
            import_id,
            done=self._sort,
            failed=self._refuse,
            slot="columns again",
            long=True,
        )

    def ask(self) -> None:
        """Ask about the table that has waited longest."""
        self._view.waiting.show_waiting(0)
        if not self._waiting:
            self._view.go_back()
            return
        table = self._waiting[0]
        self._view.show_mapping(table.preview, len(self._waiting) - 1, again=table.replaces is not None)

    def _end_look(self, looked: _Looked) -> None:
        self._looks -= 1
        self._sort(looked)
        self._rest()

    def _fail_look(self, error: UserError | None) -> None:
        self._looks = max(0, self._looks - 1)
        self._refuse(error)
        self._rest()

    def _rest(self) -> None:
        if not self.busy:
            self.rested.emit()

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

    def _refuse(self, error: UserError | None) -> None:
        if error is not None:
            self.refused.emit(error)

    def _decide(self, mapping: dict[str, str]) -> None:
        table = self._waiting.popleft()
        self.ask()
        job = FileJob(table.path, mapping) if table.replaces is None else AgainJob(table.path, mapping, table.replaces)
        self.ready.emit([job])
        self._rest()

    def _skip(self) -> None:
        table = self._waiting.popleft()
        if table.replaces is not None:
            self._background.run(_forget, table.path, done=_nothing)
        self.ask()
        self._rest()


def _looked(project: Project, paths: Sequence[Path], always: bool) -> _Looked:
    """Runs in a worker thread. What cannot be read is told by the import."""
    ready: list[FileJob] = []
    tables: list[Table] = []
    for path in paths:
        preview = _preview_of(project, path)
        if preview is not None and (always or preview.unsure):
            tables.append(Table(path, preview))
        else:
            ready.append(FileJob(path))
    return _Looked(tuple(ready), tuple(tables))


def _looked_again(project: Project, import_id: int) -> _Looked:
    """Runs in a worker thread."""
    path, preview = copied_table(project, import_id)
    return _Looked((), (Table(path, preview, import_id),))


def _preview_of(project: Project, path: Path) -> TablePreview | None:
    if not path.is_file():
        return None
    try:
        return preview_table(project, path)
    except UserError:
        return None


def _forget(path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)


def _nothing(_answer: None) -> None:
    """Nobody waits for it."""
