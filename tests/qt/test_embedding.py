"""Papers get their vectors in the background: by themselves, pausable, only the new ones, and never beside a training."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.domain.records import Record
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers import embedding as embedding_module
from specter2_gui.qt.controllers.embedding import EmbeddingController
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.training_thread import Trainer
from tests.qt.conftest import Said


class Desk:
    """The controller with everything it works with."""

    def __init__(
        self, qtbot: QtBot, project: Project, gestures: Gestures, tasks: Tasks, notify: Said, model: str
    ) -> None:
        self.qtbot, self.project, self.gestures, self.tasks, self.notify = qtbot, project, gestures, tasks, notify
        self.background: Background = gestures._background
        self.model = model
        self.trainer = Trainer(self.background)
        self.controller = EmbeddingController(
            project, self.background, tasks, self.trainer, notify, Memory(), self.name, self.background
        )
        self.reports: list[tuple[int, int]] = []
        gestures.changed.connect(self.controller.project_changed)
        self.trainer.began.connect(self.controller.make_way)
        tasks.changed.connect(self._note)

    def name(self) -> str:
        return self.model

    def import_papers(self, count: int, name: str) -> None:
        """As an import does, and then the news of it."""
        records = [Record(title=f"{name} {number}", abstract="About bees and hedges") for number in range(count)]
        facts = ImportFacts(name, name, "ris", "utf-8", "", start_marks=count, records=count)
        self.project.imports.add(facts, records)
        self.gestures.refresh()

    def settle(self) -> None:
        """Wait until nothing rests and nothing is at work."""
        self.qtbot.waitUntil(self._rests, timeout=20_000)

    def _rests(self) -> bool:
        return not (self.controller._timer.isActive() or self.background.busy or self.tasks.facts)

    def _note(self) -> None:
        self.reports += [(task.done, task.total) for task in self.tasks.facts if task.total]


@pytest.fixture
def desk(
    qtbot: QtBot,
    project: Project,
    gestures: Gestures,
    tasks: Tasks,
    notify: Said,
    tiny_backbone: Backbone,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setattr(embedding_module, "SETTLED_MS", 50)
    made = Desk(qtbot, project, gestures, tasks, notify, str(tiny_backbone.folder))
    yield made
    made.controller.close()


def test_new_papers_are_prepared_once_the_model_is_there(desk: Desk, own_home: Path) -> None:
    desk.import_papers(120, "first")
    desk.settle()
    assert desk.reports == [], "what computes is not loaded yet"
    desk.controller.model_ready()
    desk.settle()
    assert desk.reports[-1] == (120, 120)
    assert desk.notify.texts == ["All papers are prepared for search."]
    assert list((own_home / "cache" / "vectors").iterdir())


def test_a_change_that_touches_no_paper_prepares_nothing(desk: Desk) -> None:
    desk.import_papers(10, "first")
    desk.controller.model_ready()
    desk.settle()
    seen = len(desk.reports)
    desk.gestures.ask("", lambda: desk.project.queries.add(["do hedgerows help wild bees"]))
    desk.settle()
    assert len(desk.reports) == seen
    desk.import_papers(1, "second")
    desk.settle()
    assert desk.reports[-1] == (11, 11)


def test_the_person_pauses_and_it_stays_paused_until_they_go_on(desk: Desk) -> None:
    desk.controller.model_ready()
    desk.controller.pause()
    desk.import_papers(20, "first")
    desk.settle()
    assert desk.reports == []
    words, go_on = desk.notify.actions[-1]  # type: ignore[misc] - a notice's action is a pair
    assert words == "Go on"
    go_on()
    desk.settle()
    assert desk.reports[-1] == (20, 20)


def test_a_model_that_is_not_there_is_said_once(desk: Desk) -> None:
    desk.model = "/nowhere/at/all"
    desk.import_papers(5, "first")
    desk.controller.model_ready()
    desk.settle()
    assert len(desk.notify.said) == 1
    assert desk.notify.said[0][1] == "warning"


def test_it_waits_while_a_training_has_the_device(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trainer, "running", property(lambda _self: True))
    desk.import_papers(5, "first")
    desk.controller.model_ready()
    desk.qtbot.wait(500)
    assert desk.tasks.facts == ()
    monkeypatch.undo()
    desk.trainer.ended.emit(None)
    desk.settle()
    assert desk.reports[-1] == (5, 5)


def test_closing_the_window_is_no_wish_to_pause(desk: Desk) -> None:
    desk.import_papers(300, "first")
    desk.controller.model_ready()
    desk.qtbot.waitUntil(lambda: bool(desk.tasks.facts))
    desk.controller.close()
    desk.tasks.stop_all()
    assert not desk.controller.paused
    assert desk.tasks.facts == ()
