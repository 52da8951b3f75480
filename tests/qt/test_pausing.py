"""Pausing and going on: with a real training of the tiny model, and with runs that an earlier day has left."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from specter2_gui.app.runs import read_run
from specter2_gui.domain.events import RunFailed, RunFinished, RunPaused
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.training_thread import Ended
from specter2_gui.qt.widgets.question import Question
from tests.qt.rows import good_rows, write_rows

LONG_MS = 60_000


@pytest.fixture
def ready(made: Composition, qtbot: QtBot, tmp_path: Path) -> Composition:
    """The window on its Train page with triplets of 12 queries and a training of many steps."""
    made.curating.load(write_rows(tmp_path, good_rows()))
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 48 and made.background.busy == 0)
    made.panels.train.form.set_values(
        {"train.epochs": 12, "train.batch_size": 8, "train.eval_steps": 3, "model.max_length": 32}
    )
    made.window.show_page("train")
    return made


def pause(made: Composition, qtbot: QtBot) -> Path:
    """Train a little and pause; the folder of the run."""
    panel = made.panels.train
    with qtbot.waitSignal(made.trainer.ended, timeout=LONG_MS) as ended:
        panel.buttons.train.click()
        qtbot.waitUntil(lambda: len(panel.curves.data.steps) > 4 or not made.trainer.running, timeout=LONG_MS)
        panel.buttons.pause.click()
        assert not panel.buttons.pause.isEnabled()
        assert "everything is kept" in panel.progress.words.text()
    assert ended.args is not None
    assert isinstance(ended.args[0], Ended)
    assert isinstance(ended.args[0].event, RunPaused), ended.args[0].event
    qtbot.waitUntil(lambda: made.background.busy == 0)
    return ended.args[0].run_dir


def test_a_paused_training_says_where_it_stands_and_goes_on_from_there(ready: Composition, qtbot: QtBot) -> None:
    panel = ready.panels.train
    run_dir = pause(ready, qtbot)
    card, at = panel.verdict_card, panel.curves.data.steps[-1]
    assert card.headline.text() == f"Paused at step {at}."
    assert card.resume_button.isVisible()
    assert panel.buttons.train.isVisible()
    assert not ready.trainer.running
    assert read_run(run_dir).status == "paused"

    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS) as ended:
        card.resume_button.click()
        qtbot.waitUntil(lambda: ready.trainer.running, timeout=LONG_MS)
        assert panel.curves.data.steps == list(range(1, at + 1)), "what was drawn before the pause is drawn again"
        assert not card.isVisible()
    assert ended.args is not None
    assert isinstance(ended.args[0].event, RunFinished), ended.args[0].event
    assert ended.args[0].run_dir == run_dir
    steps = panel.curves.data.steps
    assert steps == list(range(1, steps[-1] + 1))
    assert steps[-1] == panel.curves.data.planned
    assert not card.resume_button.isVisible()


def test_the_best_of_a_paused_training_can_be_tried(ready: Composition, qtbot: QtBot) -> None:
    run_dir = pause(ready, qtbot)
    ready.panels.train.verdict_card.button.click()
    assert ready.window.page == "search"
    assert ready.searching.run_dir == run_dir


def test_the_runs_page_resumes_as_well_and_shows_the_training(ready: Composition, qtbot: QtBot) -> None:
    run_dir = pause(ready, qtbot)
    ready.window.show_page("runs")
    runs = ready.panels.runs
    runs.choose(run_dir)
    assert runs.resume_button.isVisible()
    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS):
        runs.resume_button.click()
        assert ready.window.page == "train"
        qtbot.waitUntil(lambda: ready.trainer.running, timeout=LONG_MS)
        ready.resuming.resume(run_dir)
        assert "Pause or end it first" in ready.window.notices.notices[-1].text
        ready.panels.train.buttons.cancel.click()


def test_closing_pauses_when_enter_is_pressed_and_the_next_window_offers_to_go_on(
    ready: Composition, qtbot: QtBot
) -> None:
    panel = ready.panels.train
    panel.buttons.train.click()
    qtbot.waitUntil(lambda: len(panel.curves.data.steps) > 4 or not ready.trainer.running, timeout=LONG_MS)
    assert not ready.window.close()
    question = ready.window.findChild(Question, "closeQuestion")
    assert question is not None
    button = question.findChild(QPushButton, "pauseAndClose")
    assert button is not None
    assert question.defaultButton() is button
    assert question.escapeButton().objectName() == "keepTraining"
    with qtbot.waitSignal(ready.window.closed, timeout=LONG_MS):
        button.click()
    assert not ready.trainer.running
    run_dir = next(ready.project.place.runs.iterdir())
    assert read_run(run_dir).status == "paused"

    panel.verdict_card.hide()
    ready.window.show()
    ready.resuming._looked = False
    ready.window.show_page("home")
    ready.running.refresh()
    qtbot.waitUntil(lambda: ready.background.busy == 0)
    assert panel.verdict_card.headline.text().startswith("Paused at step")
    assert panel.verdict_card.resume_button.text().startswith("Resume from step")
    assert panel.curves.data.steps, "its curves are there again"
    notice = ready.window.notices.notices[-1]
    assert notice.text == f"The training “{run_dir.name}” can go on where it was."
    action = notice.findChild(QPushButton, "noticeAction")
    assert action is not None
    action.click()
    assert ready.window.page == "train"


def test_a_failed_training_that_left_a_checkpoint_offers_to_go_on(ready: Composition, qtbot: QtBot) -> None:
    run_dir = pause(ready, qtbot)
    # As if the disk had been full at a later step: the checkpoint lies where it lay.
    record = (run_dir / "run.json").read_text(encoding="utf-8").replace('"paused"', '"failed"')
    (run_dir / "run.json").write_text(record, encoding="utf-8")
    ready.trainer.ended.emit(Ended(RunFailed("The disk is full", "No room is left", "Free some space", 9), run_dir))
    card = ready.panels.train.verdict_card
    assert card.headline.text() == "The disk is full."
    assert not card.resume_button.isVisible()
    qtbot.waitUntil(card.resume_button.isVisible)
    assert card.resume_button.text().startswith("Resume from step")


def test_a_failed_training_without_anything_to_go_on_from_offers_nothing(ready: Composition, qtbot: QtBot) -> None:
    ready.trainer.ended.emit(Ended(RunFailed("What", "Why", "How"), Path("nowhere")))
    qtbot.waitUntil(lambda: ready.background.busy == 0)
    assert not ready.panels.train.verdict_card.resume_button.isVisible()
