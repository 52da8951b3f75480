"""What every test of the window gets: no screen, a home of its own, and an eye on everything it leaves behind."""

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from specter2_gui.disk import places
from specter2_gui.disk.places import HOME_VARIABLE
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.project.project import Project
from specter2_gui.project.takeover import open_default
from specter2_gui.qt.background import Background
from specter2_gui.qt.compose import build
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.tasks import Tasks


class Said:
    """A notifier that keeps what was said as (text, kind)."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.actions: list[object] = []
        self.details: list[str] = []

    def __call__(self, text: str, kind: str = "info", details: str = "", action: object = None) -> None:
        self.said.append((text, kind))
        self.details.append(details)
        self.actions.append(action)

    @property
    def texts(self) -> list[str]:
        """The words alone."""
        return [text for text, _kind in self.said]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing a test writes reaches the person's own data."""
    home = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return home


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    """The window's own look, as in the program."""
    apply_style(qapp, "light")


@pytest.fixture
def notify() -> Said:
    """Records notices instead of showing them."""
    return Said()


@pytest.fixture
def background(styled: None) -> Iterator[Background]:  # noqa: ARG001 - the application has to be there first
    """The worker threads, given back at the end."""
    jobs = Background()
    yield jobs
    jobs.close()
    jobs.deleteLater()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project, open until the end."""
    with Project.open(tmp_path / "collection of the reading room") as opened:
        yield opened


@pytest.fixture
def gestures(project: Project, background: Background) -> Gestures:
    """What changes the project, one after the other."""
    return Gestures(project, background, background)


@pytest.fixture
def tasks(background: Background) -> Tasks:
    """The long tasks at work."""
    return Tasks(background)


@pytest.fixture
def made(qapp: QApplication, tiny_backbone: Backbone) -> Iterator[Composition]:
    """The whole window with everything behind it, training the tiny model; closed and taken apart at the end."""
    composition = build(qapp, open_default(places.home()))
    composition.training.use_backbone(str(tiny_backbone.folder))
    composition.window.show()
    yield composition
    composition.window.may_close = None
    composition.window.close()
    composition.close()
    composition.drop()


@pytest.fixture(scope="session", autouse=True)
def collect_on_this_thread_only() -> Iterator[None]:
    """As in the program: a collection in a worker thread would destroy objects of the window there."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_left_behind(own_home: Path, qapp: QApplication) -> Iterator[None]:  # noqa: ARG001 - set up after the home
    """No widget, thread or running timer outlives its test; setup order makes this the last thing torn down."""
    threads = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    left = [widget.objectName() or type(widget).__name__ for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not left, f"widgets still shown: {left}"
    alive = [thread.name for thread in threading.enumerate() if thread not in threads and thread.is_alive()]
    assert not alive, f"threads still running: {alive}"
    # The class is asked of type(): some objects of other libraries answer isinstance() with a warning.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), QThread | QTimer)]
    objects = [thing for thing in found if shiboken6.isValid(thing)]
    running = [
        thing for thing in objects if isinstance(thing, QThread) and thing.isRunning() and thing is not qapp.thread()
    ]
    assert not running, f"threads still running: {running}"
    ticking = [thing for thing in objects if isinstance(thing, QTimer) and thing.isActive()]
    assert not ticking, f"timers still ticking: {ticking}"


def shown(widget: QWidget) -> QWidget:
    """``widget`` on the (invisible) screen."""
    widget.show()
    return widget


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says at every shown window what it cannot do; that is no fault of ours."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
