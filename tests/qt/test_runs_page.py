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
    name, _when, state, model, learned, triplets, before, after = cells(panel, 0)
    assert (name, state, learned, triplets) == ("2026-01-12-2", "finished", "queries only", "960")
    assert model.startswith("Starter")
    assert (before, after) == ("71.0 %", "83.0 %")
    assert cells(panel, 1)[2] == "stopped early, best kept"
    assert cells(panel, 2)[2] == "failed"
    assert "memory" in panel.model.index(2, 2).data(Qt.ItemDataRole.ToolTipRole)


def test_only_a_run_with_a_model_can_be_used(panel: RunsPanel, tmp_path: Path, qtbot: QtBot) -> None:
    runs = recorded.runs(tmp_path)
    (runs[0].folder / "best").mkdir(parents=True)
    panel.show_runs(runs)
    assert panel.use_button.isEnabled()
    with qtbot.waitSignal(panel.use_asked) as used:
        panel.view.doubleClicked.emit(panel.model.index(0, 0))
    assert used.args == [runs[0].folder]
    panel.choose(runs[2].folder)
    assert not panel.use_button.isEnabled()
    assert "does not fit" in panel.problem.text()


def test_settings_that_differ_can_be_shown_alone(panel: RunsPanel, tmp_path: Path) -> None:
    panel.show_runs(recorded.runs(tmp_path))
    table = panel.settings.table
    panel.settings.only.setChecked(True)
    shown = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    found = {}
    for row in shown:
        parts = [table.item(row, column) for column in range(3)]
        words = [part.text() if part else "" for part in parts]
        found[words[0]] = words[1:]
    assert found == {"Learning rate": ["0.001", "0.0002"], "Epochs": ["8 times", f"{Settings().train.epochs} times"]}


def test_the_table_can_be_pasted_into_a_spreadsheet(panel: RunsPanel, tmp_path: Path) -> None:
    panel.show_runs(recorded.runs(tmp_path))
    panel.copy()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 4
    assert lines[1].split("\t")[0] == "2026-01-12-2"


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
    controller = RunsController(panel, background, notify, lambda: tmp_path, panel)
    controller.refresh()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1 and background.busy == 0)
    assert cells(panel, 0)[2] == "cannot be read"
    assert panel.problem.text()
    assert notify.said == []
