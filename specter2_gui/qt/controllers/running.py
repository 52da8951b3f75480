"""Between the Runs page and the folders of runs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from specter2_gui.app.runs import RunEvents, RunRecord, list_runs, read_events
from specter2_gui.domain.errors import UserError
from specter2_gui.qt.background import Background
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.widgets.notices import Notifier

_EVENTS = "run events"


class RunsController(QObject):
    """Lists the runs of ``folders`` whenever it is told to look again."""

    use_asked = Signal(Path)
    resume_asked = Signal(Path)
    listed = Signal(tuple)
    """The runs there are, newest first."""

    def __init__(
        self,
        panel: RunsPanel,
        background: Background,
        notify: Notifier,
        folders: Callable[[], Sequence[Path]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._background = background
        self._notify = notify
        self._folders = folders
        panel.chosen.connect(self._read_events)
        panel.two_chosen.connect(self._read_two)
        panel.folder_asked.connect(self._open_folder)
        panel.use_asked.connect(self.use_asked)
        panel.resume_asked.connect(self.resume_asked)

    def refresh(self) -> None:
        """Look into the folders of runs."""
        self._background.run(list_runs, *self._folders(), done=self._show, failed=self._refused, slot="runs")

    def _show(self, runs: tuple[RunRecord, ...]) -> None:
        self._panel.show_runs(runs)
        self.listed.emit(runs)

    def _read_events(self, folder: Path) -> None:
        self._background.run(read_events, folder, done=self._show_events, failed=self._no_events, slot=_EVENTS)

    def _show_events(self, found: RunEvents) -> None:
        self._panel.show_events(found.events)

    def _read_two(self, first: Path, second: Path) -> None:
        self._background.run(_read_both, first, second, done=self._show_two, failed=self._no_events, slot=_EVENTS)

    def _show_two(self, found: tuple[RunEvents, RunEvents]) -> None:
        self._panel.show_two(found[0].events, found[1].events)

    def _no_events(self, error: UserError | None) -> None:
        self._panel.show_events(())
        if error is not None:
            self._panel.show_problem(error.why + ".")

    def _refused(self, error: UserError | None) -> None:
        if error is not None:
            self._notify(error.sentence, "error")

    def _open_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notify(self.tr("The folder is here: {0}").format(folder), "info")


def _read_both(first: Path, second: Path) -> tuple[RunEvents, RunEvents]:
    return read_events(first), read_events(second)
