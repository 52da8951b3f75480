"""A window that is made narrower: no page is wider than it, whatever was shown on its other tabs before."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.qt.composition import Composition
from specter2_gui.qt.panels.collection import IMPORTS, PAPERS
from specter2_gui.qt.widgets.import_labels import LONGEST_NAME, short_name
from tests.app.importing import ris, ris_file
from tests.qt.browsing_desk import SIX, put_in
from tests.qt.test_window import PATIENCE_MS, at_rest

WIDE, NARROW = QSize(1280, 800), QSize(1024, 680)
LONG_NAME = "export_of_the_catalogue_of_the_college_library_with_every_column_and_no_space_in_its_name_2026-11-30.csv"


def page_of(view: QWidget) -> QScrollArea:
    """The page that scrolls where ``view`` is too large for it."""
    found = next(area for area in view.window().findChildren(QScrollArea, "pageScroll") if area.isAncestorOf(view))
    assert isinstance(found, QScrollArea)
    return found


def fits(view: QWidget) -> bool:
    page = page_of(view)
    return page.horizontalScrollBar().maximum() == 0


def table(folder: Path, name: str, columns: int = 30) -> Path:
    header = [f"Spalte_{number}_mit_einem_langen_Namen" for number in range(columns)]
    rows = [[f"Zelle {line} {number} mit einigen Wörtern" for number in range(columns)] for line in range(8)]
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in (header, *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["list.csv", LONG_NAME])
def test_the_columns_of_a_wide_table_are_not_cut_off_when_the_window_shrinks(
    made: Composition, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    collection, window = made.panels.collection, made.window
    window.resize(WIDE)
    window.show_page("collection")
    made.importing.import_files([ris_file(tmp_path / "papers.ris", [ris(number) for number in range(5)])])
    qtbot.waitUntil(lambda: made.project.papers.count() == 5 and at_rest(made), timeout=PATIENCE_MS)
    collection.show_tab(PAPERS)
    qtbot.waitUntil(collection.papers.facets.isVisible, timeout=PATIENCE_MS)
    collection.show_tab(IMPORTS)
    made.importing.look_at_columns([table(tmp_path, name)])
    view = collection.imports
    qtbot.waitUntil(lambda: view.page == "mapping", timeout=PATIENCE_MS)
    window.resize(NARROW)
    qtbot.waitUntil(lambda: page_of(view).viewport().width() < NARROW.width(), timeout=PATIENCE_MS)
    made.gestures.refresh()
    qtbot.waitUntil(lambda: at_rest(made), timeout=PATIENCE_MS)
    assert fits(view)
    assert view.mapping.table.width() <= page_of(view).viewport().width()
    collection.show_tab(PAPERS)
    qtbot.waitUntil(lambda: fits(collection.papers), timeout=PATIENCE_MS)


def test_a_long_name_is_shortened_in_its_middle_and_a_short_one_stays() -> None:
    assert short_name("papers.ris") == "papers.ris"
    short = short_name(LONG_NAME)
    assert len(short) == LONGEST_NAME
    assert short.startswith("export_of_the_catalogue")
    assert short.endswith("2026-11-30.csv")


def test_the_papers_fit_into_a_narrow_window_with_their_filters_open(made: Composition, qtbot: QtBot) -> None:
    put_in(made.project, SIX)
    made.gestures.refresh()
    window, papers = made.window, made.panels.collection.papers
    window.resize(WIDE)
    window.show_page("collection")
    qtbot.waitUntil(lambda: papers.detail.shown_id > 0 and at_rest(made), timeout=PATIENCE_MS)
    worded = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert papers.facets.isVisible()
    assert papers.bar.export_button.toolButtonStyle() == worded
    window.resize(NARROW)
    papers.search.filters_button.setChecked(False)
    papers.search.filters_button.click()
    qtbot.waitUntil(lambda: page_of(papers).viewport().width() < NARROW.width(), timeout=PATIENCE_MS)
    assert papers.facets.isVisible()
    alone = Qt.ToolButtonStyle.ToolButtonIconOnly
    qtbot.waitUntil(lambda: papers.bar.export_button.toolButtonStyle() == alone)
    qtbot.waitUntil(lambda: fits(papers) and papers.view.horizontalScrollBar().maximum() == 0)
    assert papers.detail.visibleRegion().boundingRect().width() == papers.detail.width()
    assert papers.bar.export_button.toolTip() == "Export"
    papers.search.filters_button.click()
    qtbot.waitUntil(lambda: papers.bar.export_button.toolButtonStyle() == worded, timeout=PATIENCE_MS)
    assert fits(papers)
