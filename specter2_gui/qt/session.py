"""From the application object to the last line of the log: starts the window, keeps it going, ends it in order."""

import locale
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from specter2_gui.disk import places
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.project.restore import restore
from specter2_gui.qt.collecting import CollectingTimer
from specter2_gui.qt.compose import build
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.faults import FaultWatch
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.opening import Trouble, check_writable, open_first, unwritable


class Session:
    """An open window and what watches over it; another project gets another window in its place."""

    def __init__(self, app: QApplication, made: Composition, faults: FaultWatch, collecting: CollectingTimer) -> None:
        self.app = app
        self.made = made
        self._faults = faults
        self._collecting = collecting
        self._next: Callable[[], Project] | None = None
        """Gives the project of the next window, once this one is closed."""
        self._connect()

    def stay(self) -> int:
        """Turn the event loop until the window is closed; the exit status of the program."""
        before = signal.signal(signal.SIGINT, self._interrupted)
        try:
            self.made.background.loop.run_forever()
            while self._next is not None:
                self._change()
                self.made.background.loop.run_forever()
        finally:
            signal.signal(signal.SIGINT, before)
            self.end()
        return 0

    def show(self) -> None:
        """Show the window as it was the last time."""
        self.made.shell.restore()
        self.made.window.show()
        self.made.models.refresh()
        self.made.running.refresh()

    def change_to(self, project: Project) -> None:
        """Close the window and open one for ``project``, which is open already."""
        if not self._go_on_with(lambda: project):
            project.close()

    def go_back(self, folder: Path, backup: Path) -> None:
        """Close the window, put ``backup`` in the place of the project in ``folder``, and open a window for it."""
        self._go_on_with(partial(_restored, folder, backup))

    def _go_on_with(self, opening: Callable[[], Project]) -> bool:
        """False if the window stays open: the person then goes on in it, and is not led elsewhere when they quit."""
        self._next = opening
        if not self.made.window.close():
            self._next = None
        return self._next is not None

    def end(self) -> None:
        """Wait for what is at work and give everything back."""
        self.made.window.hide()
        self.made.close()
        self._collecting.stop()
        self._faults.stop()

    def _change(self) -> None:
        """The old window is closed: take apart what was behind it, then build the next one."""
        opening, self._next = self._next, None
        if opening is None:
            return
        last = self.made.project.folder
        self.made.close()
        self.made.drop()
        self._collecting.loosen()
        project, trouble = _opened(opening, last)
        self.made = build(self.app, project, trouble)
        self._connect()
        self.show()
        self.made.shell.warm_up()

    def _connect(self) -> None:
        made = self.made
        self._faults.faulted.connect(made.shell.tell_fault)
        made.shell.model_ready.connect(self._collecting.settle)
        made.projects.opened.connect(self.change_to)
        made.projects.restore_asked.connect(self.go_back)

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        """Ctrl+C on the terminal is closing the window, which asks during a training; from the loop, not from here."""
        QTimer.singleShot(0, self.made.window.close)


def _opened(opening: Callable[[], Project], last: Path) -> tuple[Project, Trouble | None]:
    """What ``opening`` gives; where it refuses, the project of before, or the default one, and what to tell."""
    try:
        return opening(), None
    except UserError as refusal:
        project, trouble = open_first(places.home(), last)
        return project, trouble or Trouble(last, refusal)


def _restored(folder: Path, backup: Path) -> Project:
    restore(folder, backup)
    return Project.open(folder)


def start_session() -> Session | None:
    """Show the window, then load the model beside it; None if no project could be opened, which has been said."""
    try:
        session = open_session()
    except UserError as refusal:
        _say_and_leave(refusal)
        return None
    session.made.shell.warm_up()
    return session


def open_session() -> Session:
    """Show the window.

    Raises:
        UserError: the project is open in another window, or the program's folder cannot be used.
    """
    app = make_application()
    check_writable(places.home())
    faults = FaultWatch(app)
    try:
        faults.start()
    except OSError:
        raise unwritable(places.home()) from None
    collecting = CollectingTimer(app)
    try:
        project, trouble = open_first(places.home(), next(iter(Memory().projects()), None))
    except UserError:
        collecting.stop()
        faults.stop()
        raise
    session = Session(app, build(app, project, trouble), faults, collecting)
    session.show()
    return session


def make_application() -> QApplication:
    """The one application object, dressed."""
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    # Qt takes over the system's number format for the whole process; parsers in C libraries then expect a decimal comma.
    locale.setlocale(locale.LC_NUMERIC, "C")
    app.setApplicationName("specter2_gui")
    app.setApplicationDisplayName("specter2_gui")
    apply_style(app)
    return app


def _say_and_leave(refusal: UserError) -> None:
    """The window cannot open; without it there is no place for a notice, so this once a dialog waits."""
    box = QMessageBox(QMessageBox.Icon.Warning, "specter2_gui", refusal.sentence)
    box.exec()
