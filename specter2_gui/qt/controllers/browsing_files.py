"""Papers out of the Papers tab: into a file, in the formats other programs read, or onto the clipboard."""

from array import array
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from specter2_gui.app.exporting import FORMATS, export
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.browsing_reads import MOST_COPIED, PaperReads
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.paper_browser import PaperBrowser

_USUAL: Final = FORMATS["papers"][0]


class PaperFiles(QObject):
    """Exports as a long task, copies at once."""

    def __init__(
        self,
        browser: PaperBrowser,
        project: Project,
        background: Background,
        tasks: Tasks,
        say: Notifier,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._tasks = tasks
        self._say = say
        self._reads = PaperReads(project)
        self._choice = FileChoice(browser)
        self._ids = array("q")
        browser.bulk.export_asked.connect(self.choose_file)
        browser.bulk.copy_asked.connect(self.copy)

    def choose_file(self, ids: "array[int]") -> None:
        """Ask where the papers ``ids`` shall be written, and as what."""
        self._ids = ids
        kinds = ";;".join(
            (
                self.tr("RIS, for reference managers (*.ris)"),
                self.tr("CSV, for spreadsheets (*.csv)"),
                self.tr("JSON Lines, for programs (*.jsonl)"),
            )
        )
        title = counted(len(ids), self.tr("Export {n} paper"), self.tr("Export {n} papers"))
        self._choice.ask_save(title, kinds, f"papers.{_USUAL}", self.export)

    def export(self, path: Path) -> None:
        """Write the papers that were asked for into ``path``; its ending says as what."""
        ending = path.suffix.removeprefix(".").casefold()
        words = counted(len(self._ids), self.tr("Exporting {n} paper"), self.tr("Exporting {n} papers"))
        task = self._tasks.begin("export papers", words, "download")
        ending = ending if ending in FORMATS["papers"] else _USUAL
        self._background.follow(
            _exporting, self._project, ending, path, self._ids,
            each=partial(self._tell, path), done=task.end, failed=partial(self._fail, task),
        )  # fmt: skip

    def copy(self, ids: "array[int]") -> None:
        """Put the papers ``ids`` on the clipboard, for a spreadsheet."""
        self._background.run(partial(self._reads.copied, ids), done=partial(self._put, len(ids)), slot="copy papers")

    def _put(self, wanted: int, copied: tuple[str, int]) -> None:
        text, count = copied
        QGuiApplication.clipboard().setText(text)
        words = counted(count, self.tr("{n} paper was copied."), self.tr("{n} papers were copied."))
        if wanted > MOST_COPIED:
            words = self.tr("The first {n} papers were copied. Export them to have all.").replace("{n}", number(count))
        self._say(words)

    def _tell(self, path: Path, count: int) -> None:
        words = counted(
            count, self.tr("{n} paper was exported to {file}."), self.tr("{n} papers were exported to {file}.")
        )
        self._say(words.replace("{file}", path.name), "success")

    def _fail(self, task: Task, error: UserError | None) -> None:
        task.end()
        if error is not None:
            self._say(error.sentence, "error")


def _exporting(project: Project, ending: str, path: Path, ids: Sequence[int]) -> Iterator[int]:
    """Gives the number of papers when all are written.

    Raises:
        UserError: the disk refused.
    """
    yield export(project, "papers", ending, path, ids)
