"""What belongs to no page: which page is shown, status line, recent files, colours, the remembered size."""

from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTime, Signal
from PySide6.QtWidgets import QApplication

from specter2_gui.app.device import DeviceWords, describe_device
from specter2_gui.domain.errors import UserError
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Snapshot
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.panels.home import HomePanel
from specter2_gui.qt.widgets.counts import writing
from specter2_gui.qt.window import MainWindow

_SCHEMES = ("system", "light", "dark")


class ShellController(QObject):
    """Leads from page to page and keeps the status line true; ``project`` is the folder of the open project."""

    run_chosen = Signal(object)
    """The folder of the run to search with."""
    scheme_changed = Signal(str)
    model_ready = Signal()
    """torch and the encoder are loaded; the first training or search need not wait for them."""

    def __init__(
        self, window: MainWindow, background: Background, memory: Memory, home: HomePanel, project: Path
    ) -> None:
        super().__init__(window)
        self._project = project
        self._window = window
        self._background = background
        self._memory = memory
        self._home = home
        self._model = ""
        self._run: Path | None = None
        self._advice = ""
        self._changes = -1
        self._ready_words = self.tr("Getting the model ready. You can look around meanwhile.")
        window.status.device_asked.connect(self._explain_device)
        window.status.model_asked.connect(self.show_home)
        window.status.tasks.asked.connect(window.show_page)
        window.status.show_device(self.tr("device: …"), "")
        window.status.show_model(self.tr("model: …"), "")

    def restore(self) -> None:
        """Everything as it was the last time."""
        geometry = self._memory.blob("window/geometry")
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)
        self.use_scheme(self._memory.text("window/scheme", "system"))
        self._window.show_page(self._memory.text("window/page") or "home")
        self._home.show_recent(self._memory.recent())
        run = self._memory.run_of(self._project)
        if run is not None and (run / "best").is_dir():
            self._use_run(run)

    def remember(self) -> None:
        """Keep size and page for the next time."""
        self._memory.remember("window/geometry", self._window.saveGeometry())
        self._memory.remember("window/page", self._window.page)

    def warm_up(self) -> None:
        """Load torch beside the open window and say so."""
        self._window.notices.say(self._ready_words)
        self._background.run(describe_device, done=self._show_device, failed=self._no_device, slot="device")

    def use_scheme(self, name: str) -> None:
        """Light, dark, or like the system."""
        chosen = name if name in _SCHEMES else "system"
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, chosen)
        self._memory.remember("window/scheme", chosen)
        self.scheme_changed.emit(chosen)

    def show_home(self) -> None:
        """Show the Home page."""
        self._window.show_page("home")

    def show_curate(self) -> None:
        """Show the Curate page."""
        self._window.show_page("curate")

    def show_train(self) -> None:
        """Show the Train page."""
        self._window.show_page("train")

    def show_runs(self) -> None:
        """Show the Runs page."""
        self._window.show_page("runs")

    def search_with(self, run_dir: Path) -> None:
        """Show the Search page with this run beside the model it came from."""
        self._use_run(run_dir)
        self._window.show_page("search")

    def file_loaded(self, file: Path) -> None:
        """A file of triplets was read: it is the newest of the recent ones."""
        self._memory.add_recent(str(file))
        self._home.show_recent(self._memory.recent())

    def project_changed(self, snapshot: Snapshot) -> None:
        """A change of the project is on the disk; the first news is only its reading."""
        if 0 <= self._changes < snapshot.changes:
            time = writing().toString(QTime.currentTime(), QLocale.FormatType.ShortFormat)
            self._window.status.show_saved(self.tr("saved {0}").format(time))
        self._changes = snapshot.changes

    def tell_refusal(self, error: UserError) -> None:
        """A change could not be made."""
        self.tell_error(error.sentence)

    def show_model(self, title: str) -> None:
        """This model is in use."""
        self._model = title
        self._say_model()

    def tell_error(self, sentence: str) -> None:
        """A person can mend it."""
        self._window.notices.say(sentence, "error")

    def tell_fault(self, sentence: str, details: str) -> None:
        """A fault of the program."""
        self._window.notices.say(sentence, "error", details)

    def _use_run(self, run_dir: Path) -> None:
        self._run = run_dir
        self._memory.remember_run(self._project, run_dir)
        self._say_model()
        self.run_chosen.emit(run_dir)

    def _say_model(self) -> None:
        words = self.tr("model: {0}").format(self._model or self.tr("none on this computer"))
        if self._run is not None:
            words += f" → {self._run.name}"
        self._window.status.show_model(words, self.tr("Which model is in use; press to choose another one"))

    def _show_device(self, words: DeviceWords) -> None:
        self._advice = words.advice
        self._window.status.show_device(words.short, words.advice)
        self._ready()

    def _no_device(self, error: UserError | None) -> None:
        self._window.status.show_device(self.tr("device: unknown"), "")
        if error is not None:
            self.tell_error(error.sentence)
        self._ready()

    def _ready(self) -> None:
        self._window.notices.withdraw(self._ready_words)
        self.model_ready.emit()

    def _explain_device(self) -> None:
        self._window.notices.say(self._advice or self.tr("Training and search run on this device."), "info")
