"""How long each way to train takes: asked beside the window, one at a time, and never in anybody's way."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Estimated
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.composition import Composition
from tests.qt.rows import good_rows, write_rows


class Estimator:
    """Answers when it is let; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Settings] = []
        self.at_work = 0
        self.most_at_work = 0
        self.open = threading.Event()
        self.open.set()
        self.refuses = False

    def __call__(self, settings: Settings, triplets: Sequence[Triplet]) -> Estimated | None:
        assert triplets
        self.asked.append(settings)
        self.at_work += 1
        self.most_at_work = max(self.at_work, self.most_at_work)
        self.open.wait(60)
        self.at_work -= 1
        if self.refuses:
            raise UserError("What", "Why", "How")
        both = settings.model.train_adapters == "query_and_paper"
        return Estimated(190.0 if both else 21.0 * settings.train.epochs, 912.0, 1000.0, 10)


@pytest.fixture
def estimator(made: Composition, qtbot: QtBot, tmp_path: Path) -> Iterator[Estimator]:
    """The window with triplets and settings of one epoch on another page than Train, with torch loaded."""
    made.curating.load(write_rows(tmp_path, good_rows()))
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 48 and made.background.busy == 0)
    found = Estimator()
    made.training.jobs = replace(made.training.jobs, estimate=found)
    made.expecting._timer.setInterval(1)
    made.window.show_page("home")
    made.shell.model_ready.emit()
    yield found
    found.open.set()


def times(made: Composition) -> list[str]:
    presets = made.panels.train.presets
    return [presets.time_of(preset) for preset in ("queries-only", "queries-and-papers", "custom")]


def rest(made: Composition, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not made.expecting._timer.isActive() and made.background.busy == 0)


def test_nothing_is_worked_out_while_nobody_looks(made: Composition, estimator: Estimator, qtbot: QtBot) -> None:
    rest(made, qtbot)
    assert estimator.asked == []
    assert times(made) == ["", "", ""]


def test_each_preset_says_its_time_and_its_memory_when_pointed_at(
    made: Composition, estimator: Estimator, qtbot: QtBot
) -> None:
    made.panels.train.presets.buttons.button(0).click()
    made.window.show_page("train")
    qtbot.waitUntil(lambda: times(made)[1] == "about 3 min")
    rest(made, qtbot)
    assert times(made)[2] == "", "the settings are those of a preset"
    assert len(estimator.asked) == 2
    assert estimator.most_at_work == 1, "search must not wait behind estimates"
    assert [settings.model.train_adapters for settings in estimator.asked] == ["query", "query_and_paper"]
    button = made.panels.train.presets.buttons.button(1)
    assert "912 MB" in button.toolTip()
    assert "about 3 min" in button.accessibleDescription()


def test_while_it_is_worked_out_that_is_said_and_the_window_goes_on(
    made: Composition, estimator: Estimator, qtbot: QtBot
) -> None:
    estimator.open.clear()
    made.window.show_page("train")
    qtbot.waitUntil(lambda: estimator.at_work == 1)
    assert times(made)[:2] == ["estimating…", "estimating…"]
    assert made.panels.train.buttons.train.isEnabled()
    estimator.open.set()
    qtbot.waitUntil(lambda: "estimating…" not in times(made))


def test_a_training_that_begins_meanwhile_has_the_computer_for_itself(
    made: Composition, estimator: Estimator, qtbot: QtBot
) -> None:
    estimator.open.clear()
    made.window.show_page("train")
    qtbot.waitUntil(lambda: estimator.at_work == 1)
    with qtbot.waitSignal(made.trainer.ended, timeout=60_000):
        made.panels.train.buttons.train.click()
        estimator.open.set()
        qtbot.waitUntil(lambda: estimator.at_work == 0 and made.expecting._asked is None)
        assert len(estimator.asked) == 1, "the second preset waits for the end of the training"
        assert times(made)[1] == ""
        made.panels.train.buttons.cancel.click()
    qtbot.waitUntil(lambda: times(made)[1] == "about 3 min")
    rest(made, qtbot)


def test_an_answer_for_settings_of_before_is_not_shown(made: Composition, estimator: Estimator, qtbot: QtBot) -> None:
    made.panels.train.form.set_values({"train.epochs": 1})
    estimator.open.clear()
    made.window.show_page("train")
    qtbot.waitUntil(lambda: estimator.at_work == 1)
    before = len(estimator.asked)
    made.panels.train.form.set_values({"train.epochs": 10})
    qtbot.waitUntil(lambda: not made.expecting._timer.isActive())
    estimator.open.set()
    qtbot.waitUntil(lambda: times(made)[2] == "about 4 min")
    rest(made, qtbot)
    assert len(estimator.asked) > before
    assert estimator.most_at_work == 1


def test_other_triplets_are_asked_about_anew(
    made: Composition, estimator: Estimator, qtbot: QtBot, tmp_path: Path
) -> None:
    made.window.show_page("train")
    qtbot.waitUntil(lambda: times(made)[1] == "about 3 min")
    rest(made, qtbot)
    before = len(estimator.asked)
    made.window.show_page("home")
    made.window.show_page("train")
    rest(made, qtbot)
    assert len(estimator.asked) == before, "what is known is not worked out twice"
    made.curating.load(write_rows(tmp_path, good_rows(6, 2), "other.json"))
    qtbot.waitUntil(lambda: len(estimator.asked) > before)
    rest(made, qtbot)


def test_an_estimate_that_is_refused_leaves_no_time_and_no_notice(
    made: Composition, estimator: Estimator, qtbot: QtBot
) -> None:
    estimator.refuses = True
    said = len(made.window.notices.notices)
    made.window.show_page("train")
    qtbot.waitUntil(lambda: len(estimator.asked) >= 2)
    rest(made, qtbot)
    assert times(made) == ["", "", ""]
    assert len(made.window.notices.notices) <= said
