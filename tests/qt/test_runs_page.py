"""The Runs page: every run with its state in words, its settings, and what a double-click does."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.config.describe import describe
from specter2_gui.config.settings import Settings
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.running import RunsController
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.widgets.run_model import LEARNED, MODEL, TRIPLETS
from specter2_gui.training.run_files import TRIPLETS_FILE
from tests.gallery import recorded
from tests.qt.conftest import Said


@pytest.fixture
def panel(qtbot: QtBot) -> RunsPanel:
    made = RunsPanel(describe(Settings))
    qtbot.addWidget(made)
    made.show()
    return made


def cells(panel: RunsPanel, row: int) -> list[str]:
    return [str(panel.model.index(row, column).data()) for column in range(panel.model.columnCount())]


def test_a_run_is_told_in_words(panel: RunsPanel, tmp_path: Path) -> None:
    panel.show_runs(recorded.runs(tmp_path))
    name, _when, state, model, learned, ndcg, order, word, triplets = cells(panel, 1)
    assert (name, state, learned, triplets) == ("2026-01-12-2", "finished", "queries only", "960")
    assert model == "Starter (all-MiniLM-L6-v2)"
    assert (ndcg, order, word) == ("0.612 → 0.667", "71.0 → 83.0 %", "better")
    assert [cells(panel, row)[2] for row in range(4)] == ["paused", "finished", "stopped early", "failed"]
    assert cells(panel, 2)[5:8] == ["", "71.0 → 78.0 %", ""], "nobody judged that one"
    assert "memory" in panel.model.index(3, 2).data(Qt.ItemDataRole.ToolTipRole)
    told = panel.model.index(1, 7).data(Qt.ItemDataRole.ToolTipRole)
    assert "95 % interval +0.021 to +0.088" in told


def test_only_a_run_with_a_model_can_be_used(panel: RunsPanel, tmp_path: Path, qtbot: QtBot) -> None:
    runs = recorded.runs(tmp_path)
    (runs[1].folder / "best").mkdir(parents=True)
    panel.show_runs(runs)
    panel.choose(runs[1].folder)
    assert panel.use_button.isEnabled()
    with qtbot.waitSignal(panel.use_asked) as used:
        panel.view.doubleClicked.emit(panel.model.index(1, 0))
    assert used.args == [runs[1].folder]
    panel.choose(runs[3].folder)
    assert not panel.use_button.isEnabled()
    assert "does not fit" in panel.problem.text()
    assert panel.about.text() == "Starter (all-MiniLM-L6-v2), queries and papers, 960 triplets"


def test_only_a_run_that_left_something_can_be_resumed(panel: RunsPanel, tmp_path: Path, qtbot: QtBot) -> None:
    runs = recorded.runs(tmp_path)
    panel.show_runs(runs)
    assert not panel.resume_button.isVisible()
    runs[0].folder.mkdir()
    (runs[0].folder / TRIPLETS_FILE).write_text("[]", encoding="utf-8")
    panel.show_runs(runs)
    assert panel.about.text().endswith("Paused at step 360; it can be resumed.")
    with qtbot.waitSignal(panel.resume_asked) as asked:
        panel.resume_button.click()
    assert asked.args == [runs[0].folder]


def test_a_narrow_table_leaves_out_whole_columns_before_it_cuts_one(panel: RunsPanel, tmp_path: Path) -> None:
    panel.resize(1280, 700)
    panel.show_runs(recorded.runs(tmp_path))
    assert not panel.view.isColumnHidden(LEARNED)
    panel.resize(932, 600)
    assert panel.view.isColumnHidden(TRIPLETS)
    assert panel.view.columnWidth(MODEL) >= panel.view.sizeHintForColumn(MODEL)
    panel.resize(1280, 700)
    assert not panel.view.isColumnHidden(TRIPLETS)
    panel.resize(932, 600)
    panel.copy()
    assert "960" in QApplication.clipboard().text(), "a copy has every column"


def test_settings_that_differ_can_be_shown_alone(panel: RunsPanel, tmp_path: Path) -> None:
    runs = recorded.runs(tmp_path)
    panel.show_runs(runs)
    panel.choose(runs[1].folder)
    table = panel.settings.table
    panel.settings.only.setChecked(True)
    shown = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    found = {}
    for row in shown:
        parts = [table.item(row, column) for column in range(3)]
        words = [part.text() if part else "" for part in parts]
        found[words[0]] = words[1:]
    usual = Settings().train
    assert found == {"Learning rate": ["0.001", f"{usual.lr:g}"], "Epochs": ["11 times", f"{usual.epochs} times"]}


def test_the_table_can_be_pasted_into_a_spreadsheet(panel: RunsPanel, tmp_path: Path) -> None:
    panel.show_runs(recorded.runs(tmp_path))
    panel.copy()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 5
    assert lines[2].split("\t")[0] == "2026-01-12-2"


def test_a_folder_without_runs_says_what_will_be_kept_here(panel: RunsPanel, qtbot: QtBot) -> None:
    assert panel.empty.isVisible()
    assert not panel.split.isVisible()
    button = panel.findChild(type(panel.use_button), "goToTrain")
    assert button is not None
    with qtbot.waitSignal(panel.train_asked):
        button.click()


def test_a_damaged_run_is_listed_with_its_problem(
    panel: RunsPanel, background: Background, notify: Said, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "2026-01-01-1").mkdir()
    (tmp_path / "2026-01-01-1" / "run.json").write_text("{", encoding="utf-8")
    controller = RunsController(panel, background, notify, lambda: [tmp_path], panel)
    controller.refresh()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1 and background.busy == 0)
    assert cells(panel, 0)[2] == "cannot be read"
    assert panel.problem.text()
    assert notify.said == []
