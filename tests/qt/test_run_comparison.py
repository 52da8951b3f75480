"""Two runs beside each other: their curves in the same plots, and the settings in which they differ."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.app.runs import RunRecord
from specter2_gui.config.describe import describe
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event, as_record
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.running import RunsController
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG
from specter2_gui.training.run_files import EVENTS_FILE
from tests.gallery import recorded
from tests.qt.conftest import Said


def write_events(run: RunRecord, events: Sequence[Event]) -> None:
    run.folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(as_record(event)) + "\n" for event in events)
    (run.folder / EVENTS_FILE).write_text(lines, encoding="utf-8")


@pytest.fixture
def runs(tmp_path: Path) -> tuple[RunRecord, ...]:
    """A paused and a finished run that were judged, and one that was not, with what they reported."""
    found = recorded.runs(tmp_path)
    write_events(found[0], recorded.judged_events(360, gain=0.03, seed=8))
    write_events(found[1], recorded.judged_events())
    write_events(found[2], recorded.events(212))
    return found


@pytest.fixture
def panel(qtbot: QtBot, background: Background, notify: Said, runs: tuple[RunRecord, ...], tmp_path: Path) -> RunsPanel:
    """The page with these runs, reading their events as in the window."""
    made = RunsPanel(describe(Settings))
    qtbot.addWidget(made)
    RunsController(made, background, notify, lambda: [tmp_path], made)
    made.show()
    made.show_runs(runs)
    qtbot.waitUntil(lambda: background.busy == 0)
    return made


def compare(panel: RunsPanel, background: Background, qtbot: QtBot, *folders: Path) -> None:
    panel.choose(*folders)
    qtbot.waitUntil(lambda: background.busy == 0)


def rows(panel: RunsPanel) -> list[list[str]]:
    table = panel.both_settings.table
    found: list[list[str]] = []
    for row in range(table.rowCount()):
        if not table.isRowHidden(row):
            cells = [table.item(row, column) for column in range(3)]
            found.append([cell.text() if cell else "" for cell in cells])
    return found


def test_two_chosen_runs_lie_over_each_other_and_are_told_apart_without_colour(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    assert panel.tabs.isVisible()
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    both = panel.both_curves
    assert both.isVisible()
    assert panel.headline.text() == "2026-01-12-3 beside 2026-01-12-2"
    assert both._losses.legend.accessibleName() == "2026-01-12-3, 2026-01-12-2"
    assert both.measure is NDCG
    looks = [both._measured.plot._curves[f"metric {number}"].property("look") for number in (0, 1)]
    assert looks[0][1] != looks[1][1], "they differ in their dashes"
    lengths = [len(both._losses.plot._curves[f"training {number}"].getData()[0]) for number in (0, 1)]
    assert lengths == [360, 600]
    assert "2026-01-12-2: nDCG@10 0.66" in both.accessibleDescription()


def test_a_run_that_was_not_judged_is_compared_by_what_both_have(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[1].folder, runs[2].folder)
    assert panel.both_curves.measure is ACCURACY
    assert panel.both_curves._measured.heading.text() == "Triplets in right order (%)"


def test_settings_that_differ_have_a_sign_and_stand_alone_until_all_are_asked_for(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    panel.both_tabs.setCurrentIndex(1)
    usual = Settings().train
    assert rows(panel)[-2:] == [
        ["≠ Learning rate", f"{usual.lr:g}", "0.001"],
        ["≠ Epochs", f"{usual.epochs} times", "11 times"],
    ]
    assert ["nDCG@10", "0.612 → 0.651", "0.612 → 0.667"] in rows(panel), "what they brought stands above"
    few = len(rows(panel))
    panel.both_settings.only.setChecked(False)
    assert len(rows(panel)) > few + 20
    item = panel.both_settings.table.item(0, 0)
    assert item is not None
    assert not item.font().bold()


def test_what_is_shown_of_the_comparison_can_be_pasted_into_a_spreadsheet(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    panel.both_tabs.setCurrentIndex(1)
    panel.both_settings.table.setFocus()
    panel.both_settings.copy()
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Setting", "2026-01-12-3", "2026-01-12-2"]
    assert lines[-1][0] == "Epochs"
    assert len(lines) == len(rows(panel)) + 1


def test_runs_with_equal_settings_are_said_to_be_made_alike(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[2].folder)
    panel.both_tabs.setCurrentIndex(1)
    assert panel.both_settings.none.isVisible()


def test_figures_from_other_held_out_queries_come_with_a_warning(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    assert "cannot be compared" not in panel.both_curves._note.text()
    other = replace(runs[1], facts={**runs[1].facts, "data_sha256": "other triplets"})
    panel.show_runs((runs[0], other, *runs[2:]))
    qtbot.waitUntil(lambda: background.busy == 0)
    assert "did not hold out the same queries" in panel.both_curves._note.text()


def test_one_run_again_brings_its_own_curves_back(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    assert not panel.use_button.isEnabled()
    compare(panel, background, qtbot, runs[1].folder)
    assert panel.curves.isVisible()
    assert panel.curves.data.bm25 == 0.583, "its record knows keyword search"
    assert panel.headline.text() == "2026-01-12-2"


def test_a_second_run_is_chosen_with_the_keyboard(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...]
) -> None:
    panel.view.setFocus()
    panel.choose(runs[0].folder)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: background.busy == 0)
    assert [run.name for run in panel.view.chosen()] == ["2026-01-12-3", "2026-01-12-2"]
    assert panel.both_curves.isVisible()


def test_both_curves_can_be_kept_as_a_table(
    panel: RunsPanel, background: Background, qtbot: QtBot, runs: tuple[RunRecord, ...], tmp_path: Path
) -> None:
    compare(panel, background, qtbot, runs[0].folder, runs[1].folder)
    panel.both_curves.save_table(tmp_path / "both.csv")
    lines = (tmp_path / "both.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "2026-01-12-3"
    assert "2026-01-12-2" in lines
    assert len(lines) > 960
