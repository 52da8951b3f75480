"""The Papers tab in the whole window, where menus have keys of their own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.qt.compose import Composition
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from tests.qt.browsing_desk import SIX, put_in


@pytest.fixture
def browser(made: Composition, qtbot: QtBot) -> PaperBrowser:
    """The tab with six papers, on the screen."""
    put_in(made.project, SIX)
    made.gestures.refresh()
    made.window.show_page("collection")
    made.window.activateWindow()
    found = made.panels.collection.papers
    qtbot.waitUntil(lambda: made.window.isActiveWindow() and found.detail.shown_id > 0, timeout=20_000)
    return found


def press(key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QtBot.keyClick(focused, key, keys)


def test_ctrl_f_leads_to_the_search_field_and_escape_empties_it(browser: PaperBrowser, made: Composition) -> None:
    browser.view.setFocus()
    made.window.notices.say("A notice", "warning")
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is browser.search.field
    QtBot.keyClicks(browser.search.field, "bees")
    press(Qt.Key.Key_Escape)
    assert browser.search.field.text() == ""
    assert len(made.window.notices.notices) == 1
    press(Qt.Key.Key_Escape)
    assert made.window.notices.notices == ()


def test_escape_ends_a_change_before_it_closes_a_notice(browser: PaperBrowser, made: Composition) -> None:
    browser.view.setFocus()
    press(Qt.Key.Key_F2)
    for field in ("title", "venue"):
        browser.detail.edit()
        browser.detail.editing.start(field)
        made.window.notices.say("A notice", "warning")
        press(Qt.Key.Key_Escape)
        assert not browser.detail.is_editing
        assert len(made.window.notices.notices) == 1


def test_closing_the_window_asks_about_a_paper_that_is_not_saved(browser: PaperBrowser, made: Composition) -> None:
    browser.detail.edit()
    browser.detail.editing.fields["venue"].setText("Nature")  # type: ignore[union-attr] - a line
    assert not made.window.close()
    assert browser.has_draft
    browser.discard()
