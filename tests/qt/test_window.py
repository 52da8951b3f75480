"""The window as a whole: pages, menus, notices, drop, memory, and what it does to Python."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from specter2_gui.qt.composition import Composition
from specter2_gui.qt.design.style import current_scheme
from specter2_gui.qt.form_values import sound_values
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.verdict_words import verdict
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.plot import Plot
from tests.gallery import recorded
from tests.qt.browsing_desk import SIX, put_in
from tests.qt.rows import good_rows, write_rows

PATIENCE_MS = 120_000
"""No measure of speed: by then something is broken even on a busy computer."""


def at_rest(made: Composition) -> bool:
    return not (made.background.busy or made.gestures.busy or made.importing.busy)


@pytest.mark.parametrize("number", range(6))
def test_every_page_is_reached_by_its_key(made: Composition, qtbot: QtBot, number: int) -> None:
    qtbot.waitActive(made.window)
    key = getattr(Qt.Key, f"Key_{number + 1}")
    qtbot.keyClick(made.window, key, Qt.KeyboardModifier.ControlModifier)
    assert made.window.page == made.window.page_names[number]
    assert made.window.rail.buttons()[number].isChecked()


INTERACTIVE = (
    QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTabBar,
)  # fmt: skip
QT_ITSELF = (QLineEdit, QTableView, QMenuBar, QAbstractSpinBox, QComboBox, QTabBar)
"""Makes controls of its own inside these: the cross in a field, a table's corner, an overflow, the list of a box."""


def is_part_of_another(widget: QWidget) -> bool:
    """Whether Qt made it as a part of a control that has a name itself."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QT_ITSELF):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_")


def test_every_control_has_a_name_for_those_who_cannot_see_it(made: Composition, qtbot: QtBot) -> None:
    put_in(made.project, SIX)
    made.gestures.refresh()
    for key in made.window.page_names:
        made.window.show_page(key)
    for name in ("imports", "duplicates", "queries", "papers"):
        show_tab(made, name)
    qtbot.waitUntil(lambda: at_rest(made) and not made.browsing.counting, timeout=PATIENCE_MS)
    made.window.notices.say("words", "error", "details", ("Act", made.shell.show_home))
    controls = [
        widget
        for widget in made.window.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE) and not is_part_of_another(widget)
    ]
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in controls
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
        if not (isinstance(widget, QTabBar) and all(widget.tabText(tab) for tab in range(widget.count())))
    ]
    assert len(controls) > 100
    assert nameless == []


def test_the_help_of_a_page_comes_and_goes(made: Composition, qtbot: QtBot) -> None:
    made.window.show_page("train")
    qtbot.waitActive(made.window)
    page = made.panels.train
    qtbot.keyClick(made.window, Qt.Key.Key_F1)
    assert page.help_label.isVisible()
    qtbot.keyClick(made.window, Qt.Key.Key_F1)
    assert not page.help_label.isVisible()


def test_escape_closes_the_newest_notice(made: Composition, qtbot: QtBot) -> None:
    qtbot.waitActive(made.window)
    made.window.notices.say("one", "warning")
    made.window.notices.say("two", "error", "details")
    qtbot.keyClick(made.window, Qt.Key.Key_Escape)
    assert [notice.text for notice in made.window.notices.notices] == ["one"]


def test_news_replaces_news_and_warnings_stay(made: Composition) -> None:
    bar = made.window.notices
    bar.say("mind this", "warning")
    bar.say("first")
    bar.say("second", "success")
    assert [notice.text for notice in bar.notices] == ["mind this", "second"]


def test_a_loaded_file_is_the_newest_of_the_recent_ones(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    older, newer = (write_rows(tmp_path, good_rows(3, 2), name) for name in ("older.json", "newer.json"))
    for file in (older, newer):
        made.curating.load(file)
        qtbot.waitUntil(lambda file=file: made.memory.recent()[:1] == [str(file)])
    assert made.memory.recent() == [str(newer), str(older)]
    older.unlink()
    assert made.memory.recent() == [str(newer)]


def test_undo_in_a_text_field_comes_before_undo_of_triplets(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    made.curating.load(write_rows(tmp_path, good_rows(3, 2)))
    qtbot.waitUntil(lambda: len(made.workspace.rows()) == 6 and made.background.busy == 0)
    made.window.show_page("search")
    field = made.panels.search.bar.field
    qtbot.waitActive(made.window)
    field.setFocus()
    qtbot.keyClicks(field, "o")
    made.menus.undo.trigger()
    assert field.text() == ""
    assert len(made.workspace.rows()) == 6
    made.menus.undo.trigger()
    qtbot.waitUntil(lambda: len(made.workspace.rows()) == 0)


def test_undo_and_redo_are_offered_in_the_menu_where_there_is_something_to_take_back(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    menus = made.menus
    edit = next(menu for menu in made.window.menuBar().findChildren(QMenu) if menus.undo in menu.actions())
    assert (menus.undo.isEnabled(), menus.redo.isEnabled()) == (False, False)
    made.window.show_page("search")
    field = made.panels.search.bar.field
    qtbot.waitActive(made.window)
    field.setFocus()
    qtbot.keyClicks(field, "o")
    edit.aboutToShow.emit()
    assert (menus.undo.isEnabled(), menus.redo.isEnabled()) == (True, False)
    menus.undo.trigger()
    assert field.text() == ""
    edit.aboutToShow.emit()
    assert (menus.undo.isEnabled(), menus.redo.isEnabled()) == (False, True)
    made.curating.load(write_rows(tmp_path, good_rows(3, 2)))
    qtbot.waitUntil(lambda: len(made.workspace.rows()) == 6 and at_rest(made))
    assert menus.undo.isEnabled()
    menus.undo.trigger()
    qtbot.waitUntil(lambda: len(made.workspace.rows()) == 0 and at_rest(made))
    assert (menus.undo.isEnabled(), menus.redo.isEnabled()) == (False, True)


def test_the_scheme_is_chosen_kept_and_shown(made: Composition) -> None:
    made.shell.use_scheme("dark")
    assert current_scheme().name == "dark"
    assert Memory().text("window/scheme") == "dark"
    assert made.menus._schemes["dark"].isChecked()
    made.shell.use_scheme("light")


def test_page_and_size_are_there_again_in_the_next_window(made: Composition) -> None:
    made.window.show_page("runs")
    made.window.resize(760, 620)
    made.shell.remember()
    made.window.show_page("home")
    made.window.resize(790, 700)
    made.shell.restore()
    assert made.window.page == "runs"
    assert (made.window.width(), made.window.height()) == (760, 620)


def test_the_window_can_be_as_small_as_promised(made: Composition) -> None:
    made.window.resize(1024, 680)
    for key in made.window.page_names:
        made.window.show_page(key)
        assert made.window.size().width() == 1024
        assert made.window.size().height() == 680


@pytest.mark.parametrize("name", ["about", "shortcuts", "places"])
def test_the_help_menu_opens_windows_that_do_not_stop_the_work(made: Composition, name: str) -> None:
    getattr(made.menus._helping, name)()
    box = made.window.findChild(QMessageBox)
    assert box is not None
    assert box.isVisible()
    box.close()


def test_the_device_is_shown_and_a_lone_processor_is_explained(made: Composition, qtbot: QtBot) -> None:
    with qtbot.waitSignal(made.shell.model_ready, timeout=60_000):
        made.shell.warm_up()
        assert [notice.text for notice in made.window.notices.notices] == [made.shell._ready_words]
    assert made.window.notices.notices == ()
    if made.window.status.device.text().startswith("CPU only"):
        made.window.status.device.click()
        assert "processor" in made.window.notices.notices[0].text


def test_a_fault_is_told_with_details_to_copy(made: Composition) -> None:
    made.background.faulted.emit("Something went wrong", "frames")
    notice = made.window.notices.notices[-1]
    assert (notice.kind, notice.details) == ("error", "frames")
    notice._copy_details()
    assert "frames" in QApplication.clipboard().text()


def test_a_page_shows_its_title_and_what_it_is_for(qtbot: QtBot) -> None:
    page = Page("Title", "Purpose", "Help")
    qtbot.addWidget(page)
    page.show()
    assert page.accessibleName() == "Title"
    assert [label.text() for label in page.findChildren(QLabel) if label.isVisible()] == ["Title", "Purpose"]
    page.toggle_help()
    assert page.help_label.isVisible()


def test_calls_into_qt_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(200):
        label.setText(str(number))
    assert sys.getrefcount(None) >= before - 20


def test_news_goes_when_the_page_changes_and_warnings_stay(made: Composition) -> None:
    bar = made.window.notices
    made.window.show_page("home")
    bar.say("mind this", "warning")
    bar.say("done", "success")
    made.window.show_page("home")
    assert len(bar.notices) == 2
    made.window.show_page("train")
    assert [notice.text for notice in bar.notices] == ["mind this"]


def test_news_goes_when_a_training_is_asked_for(made: Composition) -> None:
    made.window.notices.say("done", "success")
    made.panels.train.train_asked.emit()
    assert "done" not in [notice.text for notice in made.window.notices.notices]


def places_to_find(made: Composition) -> dict[str, QWidget]:
    """Where find leads, by the tab or the page that is on show."""
    curate, collection = made.panels.curate, made.panels.collection
    return {
        "papers": collection.papers.search.field,
        "imports": collection.papers.search.field,
        "duplicates": collection.papers.search.field,
        "queries": curate.queries.table.find_field,
        "triplets": curate.table.find_field,
        "search": made.panels.search.bar.field,
    }


def show_tab(made: Composition, name: str) -> None:
    if name in {"papers", "imports", "duplicates"}:
        made.panels.collection.show_tab(name)
        made.window.show_page("collection")
    elif name == "search":
        made.window.show_page("search")
    else:
        (made.panels.curate.show_queries if name == "queries" else made.panels.curate.show_triplets)()
        made.window.show_page("curate")


@pytest.mark.parametrize("name", ["papers", "imports", "duplicates", "queries", "triplets", "search"])
def test_the_key_of_find_leads_to_the_search_of_the_page(
    made: Composition, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    put_in(made.project, SIX)
    made.project.queries.add(["do hedgerows help wild bees"])
    made.curating.load(write_rows(tmp_path, good_rows(3, 2)))
    qtbot.waitUntil(lambda: len(made.panels.curate.table.model.content.rows) == 6, timeout=PATIENCE_MS)
    show_tab(made, name)
    qtbot.waitUntil(lambda: at_rest(made) and not made.browsing.counting, timeout=PATIENCE_MS)
    qtbot.waitActive(made.window)
    made.window.rail.buttons()[0].setFocus()
    qtbot.keyClick(made.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is places_to_find(made)[name]


def test_making_a_triplet_begins_in_its_query_field_and_esc_ends_it(made: Composition, qtbot: QtBot) -> None:
    made.window.show_page("curate")
    qtbot.waitActive(made.window)
    made.window.notices.say("mind this", "warning")
    qtbot.keyClick(made.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    maker = made.panels.curate.maker
    for column in (maker.query.field, maker.query.view):
        made.panels.curate.make_action.trigger()
        assert maker.query.field.hasFocus()
        column.setFocus()
        qtbot.keyClick(column, Qt.Key.Key_Escape)
        assert not made.panels.curate.make_action.isChecked()
    assert len(made.window.notices.notices) == 1, "Esc closed what was opened last"


def test_a_geometry_off_the_screen_comes_back_onto_it(made: Composition) -> None:
    made.window.move(30_000, 20_000)
    made.shell.remember()
    made.shell.restore()
    assert made.window.screen().geometry().intersects(made.window.frameGeometry())


def test_remembered_values_of_another_time_do_not_keep_the_window_from_opening(made: Composition) -> None:
    made.memory.remember("window/geometry", QByteArray(b"no geometry"))
    made.memory.remember("window/page", "a page of old")
    made.memory.remember("run/last", "/nowhere/at all")
    made.shell.restore()
    assert made.window.page == "home"
    kept = sound_values({"train.epochs": "many", "train.lr": 0.5e-3, "train.batch_size": 8.0, "train.gone": 1})
    assert kept == {"train.lr": 0.5e-3, "train.batch_size": 8}
    assert isinstance(kept["train.batch_size"], int)


def test_curves_that_cannot_be_written_are_said_in_words(made: Composition, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    curves = made.panels.train.curves
    curves._menu._keep_picture(tmp_path / "file" / "curves.png")
    assert "“curves.png” could not be written" in made.window.notices.notices[-1].text
    curves._menu._keep_picture(tmp_path / "curves.svg")
    assert b"<svg" in (tmp_path / "curves.svg").read_bytes()


def test_a_page_fits_the_smallest_promised_size_without_being_cut_at_the_side(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    made.curating.load(write_rows(tmp_path, good_rows()))
    qtbot.waitUntil(lambda: made.panels.curate.table.model.rowCount() == 48)
    made.window.resize(1024, 680)
    made.panels.train.form_fold.fold_out(out=True)
    made.panels.train.log_fold.fold_out(out=True)
    made.panels.train.curves.show_events(recorded.events())
    made.panels.train.show_verdict(verdict(recorded.FINISHED, made.panels.train.curves.data.evaluations, 35, 5))
    made.panels.runs.show_runs(recorded.runs(tmp_path))
    for key in made.window.page_names:
        made.window.show_page(key)
        qtbot.waitUntil(lambda: made.window.size() == QSize(1024, 680))
        contents = [(area, area.widget()) for area in made.window.stack.findChildren(QScrollArea) if area.isVisible()]
        for area, content in contents:
            assert content is not None
            assert content.width() <= area.viewport().width(), f"{key}: {content.objectName()}"
        if key == "train":
            plots = made.panels.train.findChildren(Plot)
            qtbot.waitUntil(lambda plots=plots: all(plot.isVisible() and plot.height() >= 160 for plot in plots))
