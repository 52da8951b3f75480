"""New papers made searchable after an import: stopped for one time, or for good when the window closes."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_index import Indexing
from specter2_gui.qt.tasks import Tasks
from tests.app.importing import events_of, ris, ris_file
from tests.qt.importing import PATIENCE_MS

PIECE = 1000


@pytest.fixture
def indexing(project: Project, background: Background, tasks: Tasks, tmp_path: Path) -> Indexing:
    """Three pieces wait to be made searchable."""
    events_of(project, ris_file(tmp_path / "refs.ris", map(ris, range(2 * PIECE + 1))))
    return Indexing(project, background, tasks, background)


def run(indexing: Indexing, background: Background, qtbot: QtBot) -> None:
    indexing.start()
    qtbot.waitUntil(lambda: not background.busy, timeout=PATIENCE_MS)


def test_after_it_was_cancelled_once_the_next_import_is_made_searchable_as_a_whole(
    indexing: Indexing, project: Project, background: Background, qtbot: QtBot
) -> None:
    indexing.start()
    indexing.stop()
    qtbot.waitUntil(lambda: not background.busy, timeout=PATIENCE_MS)
    run(indexing, background, qtbot)
    assert list(project.papers.catch_up()) == []


def test_after_the_window_was_closed_nothing_begins(
    indexing: Indexing, project: Project, background: Background, qtbot: QtBot
) -> None:
    indexing.close()
    run(indexing, background, qtbot)
    assert len(list(project.papers.catch_up())) >= 2
