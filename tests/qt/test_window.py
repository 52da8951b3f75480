"""The window as a whole: pages, menus, notices, drop, memory, and what it does to Python."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenuBar,
    QMessageBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from specter2_gui.qt.compose import Composition
from specter2_gui.qt.design.style import current_scheme
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.widgets.page import Page
from tests.qt.rows import good_rows, write_rows


@pytest.mark.parametrize("number", range(5))
def test_every_page_is_reached_by_its_key(made: Composition, qtbot: QtBot, number: int) -> None:
    qtbot.waitActive(made.window)
    key = getattr(Qt.Key, f"Key_{number + 1}")
    qtbot.keyClick(made.window, key, Qt.KeyboardModifier.ControlModifier)
    assert made.window.page == made.window.page_names[number]
    assert made.window.rail.buttons()[number].isChecked()


def test_every_control_has_a_name_for_those_who_cannot_see_it(made: Composition) -> None:
    for key in made.window.page_names:
        made.window.show_page(key)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in made.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit)
        # Qt's own: the cross in a field, a table's corner, the menu bar's overflow
        and not isinstance(widget.parent(), QLineEdit | QTableView | QMenuBar)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
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


def test_a_file_dropped_anywhere_is_loaded(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    file = write_rows(tmp_path, good_rows(3, 2))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(QPoint(400, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    made.window.dropEvent(drop)
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 6)
    assert made.window.page == "curate"


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
