"""Training in the window with a real, tiny model: points arrive, the window answers, every way to end it ends it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from specter2_gui.domain.events import Event, RunFailed, RunFinished, RunStopped
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.training_thread import Ended, Trainer
from specter2_gui.training.control import Control
from tests.qt.heartbeat import Heartbeat
from tests.qt.rows import BAD_ROWS, good_rows, write_rows

LONG_MS = 60_000


@pytest.fixture
def ready(made: Composition, qtbot: QtBot, tmp_path: Path) -> Composition:
    """The window on its Train page with triplets of 12 queries and 3 bad rows."""
    made.curating.load(write_rows(tmp_path, good_rows() + BAD_ROWS))
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 48 and made.background.busy == 0)
    made.panels.train.form.set_values(
        {"train.epochs": 2, "train.eval_steps": 3, "train.lr": 1e-3, "model.max_length": 32}
    )
    made.window.show_page("train")
    return made


def long_training(made: Composition) -> None:
    """Settings under which a training goes on until somebody ends it."""
    made.panels.train.form.set_values({"train.epochs": 1000})


def wait_for_steps(made: Composition, qtbot: QtBot, count: int = 3) -> None:
    panel = made.panels.train
    qtbot.waitUntil(lambda: len(panel.curves.data.steps) >= count or not made.trainer.running, timeout=LONG_MS)
    assert len(panel.curves.data.steps) >= count, panel.verdict_card.sentence.text() + panel.log.toPlainText()


def test_a_training_fills_both_curves_while_the_window_answers(ready: Composition, qtbot: QtBot) -> None:
    panel, heart = ready.panels.train, Heartbeat()
    panel.form.set_values({"train.epochs": 60})
    ready.trainer.events_arrived.connect(heart.deliver)
    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS) as ended:
        panel.buttons.train.click()
        assert panel.buttons.stop.isVisible()
        assert not panel.buttons.train.isVisible()
        wait_for_steps(ready, qtbot)
    heart.stop()
    assert ended.args is not None
    assert isinstance(ended.args[0].event, RunFinished), ended.args[0].event
    data = panel.curves.data
    assert data.steps[-1] == ended.args[0].event.step
    assert data.baseline is not None
    assert len(data.evaluations) >= 2
    assert heart.beats > 20
    assert heart.beats >= 2 * heart.deliveries, "a window that only wakes up for the news beats once for each"
    assert panel.verdict_card.isVisible()
    assert "48" not in panel.verdict_card.headline.text()
    assert panel.buttons.train.isVisible()
    assert (ended.args[0].run_dir / "run.json").is_file()


def test_the_verdict_leads_to_a_search_with_the_run(ready: Composition, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.training.run_ended, timeout=LONG_MS) as ended:
        ready.panels.train.buttons.train.click()
    assert ended.args is not None
    assert ended.args[1] is True
    ready.panels.train.verdict_card.button.click()
    assert ready.window.page == "search"
    assert ready.searching.run_dir == ended.args[0]
    assert ready.window.status.model.text().endswith(ended.args[0].name)


def test_stopping_is_acknowledged_at_once_and_keeps_the_best(ready: Composition, qtbot: QtBot) -> None:
    long_training(ready)
    panel = ready.panels.train
    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS) as ended:
        panel.buttons.train.click()
        wait_for_steps(ready, qtbot, 4)
        panel.buttons.stop.click()
        assert not panel.buttons.stop.isEnabled()
        assert "best" in panel.progress.words.text()
    assert ended.args is not None
    assert isinstance(ended.args[0].event, RunStopped)
    assert ended.args[0].event.kept
    assert (ended.args[0].run_dir / "best").is_dir()


def test_cancelling_discards_the_model(ready: Composition, qtbot: QtBot) -> None:
    long_training(ready)
    panel = ready.panels.train
    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS) as ended:
        panel.buttons.train.click()
        wait_for_steps(ready, qtbot)
        panel.buttons.cancel.click()
    assert ended.args is not None
    assert isinstance(ended.args[0].event, RunStopped)
    assert not ended.args[0].event.kept
    assert not (ended.args[0].run_dir / "best").exists()
    assert panel.verdict_card.headline.text() == "Cancelled."
    assert not panel.verdict_card.button.isVisible()


def answer(made: Composition, button: str) -> None:
    """Press a button of the question that is asked on closing."""
    question = made.window.findChild(QMessageBox, "closeQuestion")
    assert question is not None
    found = question.findChild(QPushButton, button)
    assert found is not None
    found.click()


def test_closing_during_a_training_asks_ends_it_and_then_closes(ready: Composition, qtbot: QtBot) -> None:
    long_training(ready)
    ready.panels.train.buttons.train.click()
    wait_for_steps(ready, qtbot)
    assert not ready.window.close()
    assert ready.window.isVisible()
    with qtbot.waitSignal(ready.window.closed, timeout=LONG_MS):
        answer(ready, "stopAndClose")
    assert not ready.trainer.running
    assert not ready.window.isVisible()


def test_closing_can_be_taken_back_and_the_training_goes_on(ready: Composition, qtbot: QtBot) -> None:
    long_training(ready)
    ready.panels.train.buttons.train.click()
    wait_for_steps(ready, qtbot)
    ready.window.close()
    answer(ready, "keepTraining")
    before = len(ready.panels.train.curves.data.steps)
    wait_for_steps(ready, qtbot, before + 2)
    assert ready.trainer.running
    with qtbot.waitSignal(ready.trainer.ended, timeout=LONG_MS):
        ready.panels.train.buttons.cancel.click()


def test_the_traffic_light_names_what_is_missing(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    light = made.panels.train.light
    qtbot.waitUntil(lambda: light.headline.text() == "No triplets yet")
    assert not made.panels.train.buttons.train.isEnabled()
    made.curating.load(write_rows(tmp_path, good_rows(1, 3)))
    qtbot.waitUntil(lambda: light.headline.text() == "1 more query needed")
    assert "held out" in light.advice.text()
    assert not made.panels.train.buttons.train.isEnabled()
    made.curating.load(write_rows(tmp_path, good_rows(3, 3) + BAD_ROWS))
    qtbot.waitUntil(lambda: light.headline.text() == "Can start: 9 triplets of 3 queries")
    assert "3 rows cannot be used" in light.advice.text()
    assert made.panels.train.buttons.train.isEnabled()
    made.curating.load(write_rows(tmp_path, good_rows()))
    qtbot.waitUntil(lambda: light.headline.text() == "Ready: 48 triplets of 12 queries")


def test_presets_fill_the_form_and_a_changed_field_is_a_custom_one(made: Composition) -> None:
    panel = made.panels.train
    panel.presets.buttons.button(1).click()
    assert panel.form.values()["model.train_adapters"] == "query_and_paper"
    panel.form.set_values({"train.margin": 0.5})
    assert panel.presets.buttons.checkedId() == 2
    panel.presets.buttons.button(0).click()
    assert panel.form.values()["train.margin"] == "auto"
    assert panel.form.values()["model.train_adapters"] == "query"


def test_what_the_form_holds_is_there_again_in_the_next_window(made: Composition) -> None:
    from specter2_gui.qt.memory import Memory

    made.panels.train.form.set_values({"train.epochs": 7})
    made.memory.keep()
    assert Memory().record("train/values")["train.epochs"] == 7


def test_a_fault_in_the_training_becomes_words_with_details_to_copy(made: Composition, qtbot: QtBot) -> None:
    def work(_control: Control) -> Iterator[Event]:
        raise ZeroDivisionError
        yield

    with qtbot.waitSignal(made.trainer.ended, timeout=LONG_MS) as ended:
        made.trainer.start(work, Path("nowhere"))
    assert ended.args is not None
    assert isinstance(ended.args[0], Ended)
    assert isinstance(ended.args[0].event, RunFailed)
    assert "ZeroDivisionError" in ended.args[0].event.details
    assert "ZeroDivisionError" not in made.panels.train.verdict_card.sentence.text()
    assert "ZeroDivisionError" in made.window.notices.notices[-1].details


def test_a_second_training_cannot_begin_beside_the_first(qtbot: QtBot) -> None:
    def work(control: Control) -> Iterator[Event]:
        while control.requested is None:
            time.sleep(0.001)
        yield RunStopped(1, 0.1, kept=False)

    trainer = Trainer()
    with qtbot.waitSignal(trainer.ended, timeout=LONG_MS):
        trainer.start(work, Path("nowhere"))
        with pytest.raises(RuntimeError):
            trainer.start(work, Path("nowhere"))
        trainer.cancel()
    trainer.deleteLater()
