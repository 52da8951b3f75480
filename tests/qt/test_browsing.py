"""The Papers tab: what is found, narrowed down, ordered and shown, with a real project."""

from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.domain.errors import UserError
from specter2_gui.project.paper_filters import ALL, PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from specter2_gui.qt.widgets.paper_columns import Column
from specter2_gui.qt.widgets.paper_pages import AT_ONCE, KEPT, PAGE
from tests.benchmarks.made_papers import MadePapers
from tests.qt.browsing_desk import SIX, Desk, put_in
from tests.qt.conftest import Said

MANY = 5_000


@pytest.fixture
def desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Desk:
    """Six papers on the screen, of two files."""
    put_in(project, SIX[:4])
    put_in(project, SIX[4:], "rivers.csv")
    return Desk(qtbot, project, gestures, background, tasks, notify)


@pytest.fixture
def large(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Desk:
    """Five thousand papers on the screen."""
    put_in(project, list(islice(MadePapers(MANY, 5).records(), MANY)))
    return Desk(qtbot, project, gestures, background, tasks, notify)


def test_papers_are_shown_as_they_were_added_and_the_first_one_can_be_read(desk: Desk) -> None:
    assert desk.titles == [record.title for record in SIX]
    assert desk.column(Column.AUTHORS)[3] == "Brown, B.; Ng, C."
    assert desk.column(Column.SOURCE)[-1] == "rivers.csv"
    assert desk.counts == "6 papers"
    reading = desk.browser.detail.reading
    assert reading.title.accessibleName() == "How bees dance"
    assert reading.abstract.accessibleName() == "The waggle dance of honey bees."


def test_typing_shows_the_best_papers_first_with_the_words_marked(desk: Desk) -> None:
    desk.type("bees danc")
    assert desk.titles == ["How bees dance"]
    assert desk.counts == "1 of 6 papers"
    assert desk.browser.detail.reading.title.text().count("<span") == 2
    paper = desk.browser.view.papers.paper_at(0)
    assert paper is not None
    assert paper.title == "How \x02bees\x03 \x02dance\x03"


def test_escape_empties_the_search_field_and_shows_all_papers(desk: Desk) -> None:
    desk.type("rivers")
    assert len(desk.titles) == 2
    desk.qtbot.keyClick(desk.browser.search.field, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.browser.search.field.text() == ""
    assert len(desk.titles) == 6


def test_only_what_was_typed_last_is_shown(desk: Desk) -> None:
    resets: list[int] = []
    desk.browser.view.papers.modelReset.connect(partial(resets.append, 1))
    with desk.project.ledger.lock:  # none is answered before all are asked
        for text in ("rivers", "bees", "flower"):
            desk.browser.search.field.setText(text)
            desk.browser.search.tell()
    desk.settle()
    assert desk.titles == ["A flower & its <guests>"]
    assert len(resets) == 1


def test_a_table_that_takes_its_time_says_that_it_is_being_read(desk: Desk) -> None:
    with desk.project.ledger.lock:
        desk.browser.search.field.setText("bees")
        desk.browser.search.tell()
        desk.qtbot.waitUntil(lambda: desk.counts == "Reading the papers…")
    desk.settle()
    assert desk.counts == "2 of 6 papers"


def test_papers_that_cannot_be_read_are_told_and_the_table_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_wanted: object) -> None:
        raise UserError("The papers could not be read", "The disk failed", "Try again")

    monkeypatch.setattr(desk.project.papers, "ids", refuse)
    desk.type("bees")
    assert desk.notify.said == [("The papers could not be read. The disk failed. Try again.", "error")]
    assert desk.counts == "6 papers"
    assert len(desk.titles) == 6


def test_what_looks_like_markup_is_shown_as_it_is(desk: Desk) -> None:
    desk.type("guests")
    assert "&lt;" in desk.browser.detail.reading.title.text()
    assert "<guests>" not in desk.browser.detail.reading.title.text()


def test_a_filter_of_an_import_goes_with_it_and_is_named_also_while_the_filters_are_folded(desk: Desk) -> None:
    rivers = desk.project.imports.list()[-1]
    desk.browser.search.filters_button.setChecked(False)
    desk.browser.want(PaperFilter(sources=frozenset({rivers.id})))
    desk.settle()
    assert desk.chips == ["rivers.csv"]
    assert desk.titles == ["Rivers of the north", "Rivers of the South"]
    desk.change_elsewhere(partial(desk.project.imports.remove, rivers.id))
    assert desk.chips == []
    assert desk.browser.filter == ALL
    assert desk.titles == [record.title for record in SIX[:4]]
    assert desk.counts == "4 papers"


def test_nothing_found_says_so_and_the_way_back_shows_all(desk: Desk) -> None:
    desk.type("no such words")
    assert desk.browser.nothing_found.isVisible()
    assert desk.browser.nothing_found.heading.text() == "No paper has all these words"
    desk.browser.nothing_found.clear_button.click()
    desk.settle()
    assert len(desk.titles) == 6
    assert desk.browser.search.field.text() == ""
    assert desk.browser.view.isVisible()


def test_without_papers_the_tab_offers_to_import_some(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, project, gestures, background, tasks, notify)
    assert desk.browser.no_papers.isVisible()
    assert not desk.browser.find_action.isEnabled()
    with qtbot.waitSignal(desk.browser.import_asked):
        desk.browser.no_papers.import_button.click()
    desk.change_elsewhere(partial(put_in, project, SIX))
    assert desk.browser.view.isVisible()
    assert len(desk.titles) == 6


def test_a_venue_is_chosen_by_its_check_mark_and_taken_away_by_its_chip(desk: Desk) -> None:
    venues = desk.browser.facets.venues
    assert [(choice.label, choice.count) for choice in venues.model.choices] == [
        ("Apis", 2), ("Urban Life", 2), ("not given", 2),
    ]  # fmt: skip
    venues.view.setFocus()
    venues.view.setCurrentIndex(venues.model.index(1))
    desk.qtbot.keyClick(venues.view, Qt.Key.Key_Space)
    desk.settle()
    assert desk.titles == ["Bees in cities", "A flower & its <guests>"]
    assert desk.chips == ["Urban Life"]
    assert venues.model.value_at(venues.view.currentIndex().row()) == "Urban Life"
    place = venues.view.visualRect(venues.model.index(venues.model.line_of("Apis"))).center()
    desk.qtbot.mouseClick(venues.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    assert desk.chips == ["Apis", "Urban Life"]
    assert len(desk.titles) == 4
    desk.browser.chips.buttons[0].click()
    desk.settle()
    assert desk.chips == ["Urban Life"]
    clear = desk.browser.findChild(QAbstractButton, "clearFilters")
    assert isinstance(clear, QAbstractButton)
    clear.click()
    desk.settle()
    assert len(desk.titles) == 6
    assert not desk.browser.chips.isVisible()


def test_facets_work_together_with_what_is_typed(desk: Desk) -> None:
    desk.type("bees")
    assert [choice.label for choice in desk.browser.facets.languages.model.choices] == ["English", "not given"]
    desk.browser.facets.languages.model.toggle(0)
    desk.settle()
    assert desk.titles == ["Bees in cities"]
    clear = desk.browser.findChild(QAbstractButton, "clearFilters")
    assert isinstance(clear, QAbstractButton)
    clear.click()
    desk.settle()
    assert set(desk.titles) == {"How bees dance", "Bees in cities"}, "what is typed stays"


def test_hidden_filters_are_not_counted_until_they_are_shown(desk: Desk) -> None:
    desk.browser.search.filters_button.click()
    desk.type("bees")
    assert len(desk.browser.facets.venues.model.choices) == 3
    desk.browser.search.filters_button.click()
    desk.settle()
    assert len(desk.browser.facets.venues.model.choices) == 2


def test_a_decade_or_any_span_of_years_can_be_chosen(desk: Desk) -> None:
    years = desk.browser.facets.years
    assert [choice.label for choice in years.list.model.choices] == [
        "2010 – 2019", "1960 – 1969", "1920 – 1929", "not given",
    ]  # fmt: skip
    years.list.model.toggle(0)
    desk.settle()
    assert desk.column(Column.YEAR) == ["2015", "2019"]
    assert (years.begin.text(), years.end.text()) == ("2010", "2019")
    years.begin.clear()
    desk.qtbot.keyClicks(years.begin, "1960")
    desk.qtbot.keyClick(years.begin, Qt.Key.Key_Return)
    desk.settle()
    assert desk.column(Column.YEAR) == ["1967", "2015", "2019"]
    assert desk.chips == ["1960 – 2019"]


def test_papers_without_a_year_can_be_chosen(desk: Desk) -> None:
    years = desk.browser.facets.years
    years.list.model.toggle(3)
    desk.settle()
    assert desk.titles == ["Rivers of the north", "Rivers of the South"]
    assert desk.chips == ["no year given"]
    assert [choice.count for choice in years.list.model.choices] == [2, 1, 1, 2]
    assert (years.begin.text(), years.end.text()) == ("", "")
    years.begin.setFocus()
    desk.browser.view.setFocus()
    desk.settle()
    assert len(desk.titles) == 2, "the fields were left as they are"
    retype(desk, years.begin, "2015")
    desk.qtbot.keyClick(years.begin, Qt.Key.Key_Return)
    desk.settle()
    assert desk.chips == ["from 2015"]


def retype(desk: Desk, field: QLineEdit, text: str) -> None:
    """Go to ``field`` and type ``text`` in the place of what is there."""
    field.setFocus()
    field.selectAll()
    desk.qtbot.keyClicks(field, text)


def test_a_new_span_of_years_is_taken_when_both_years_are_typed(desk: Desk) -> None:
    years = desk.browser.facets.years
    retype(desk, years.begin, "1923")
    retype(desk, years.end, "1967")
    desk.qtbot.keyClick(years.end, Qt.Key.Key_Return)
    desk.settle()
    assert desk.column(Column.YEAR) == ["1967", "1923"]
    retype(desk, years.begin, "2011")
    desk.qtbot.keyClick(years.begin, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is years.end
    desk.settle()
    assert (years.begin.text(), years.end.text()) == ("2011", "1967"), "no year is written by anybody else"
    retype(desk, years.end, "2015")
    desk.browser.view.setFocus()
    desk.settle()
    assert desk.chips == ["2011 – 2015"]
    assert desk.column(Column.YEAR) == ["2015"]
    retype(desk, years.begin, "1923")
    retype(desk, years.end, " ")
    desk.browser.view.setFocus()
    desk.settle()
    assert desk.column(Column.YEAR) == ["1967", "2015", "1923", "2019"]


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("99", "", "A year has four digits, such as 2015."),
        ("-5", "", "A year has four digits, such as 2015."),
        ("", "now", "A year has four digits, such as 2015."),
        ("2016", "1999", "The last year is before the first one."),
    ],
)
def test_what_is_no_span_of_years_is_said_below_it_and_changes_nothing(
    desk: Desk, begin: str, end: str, words: str
) -> None:
    years = desk.browser.facets.years
    for field, text in ((years.begin, begin), (years.end, end)):
        retype(desk, field, text)
    desk.browser.view.setFocus()
    desk.settle()
    assert years.problem.isVisible()
    assert years.problem.text() == words
    wrong = years.begin if begin and not end else years.end
    assert wrong.accessibleDescription() == words
    assert desk.browser.filter == ALL
    desk.browser.facets.venues.model.toggle(0)
    desk.settle()
    assert (years.begin.text(), years.end.text()) == (begin, end)
    for field in (years.begin, years.end):
        field.setFocus()
        field.selectAll()
        desk.qtbot.keyClick(field, Qt.Key.Key_Delete)
    desk.browser.view.setFocus()
    desk.settle()
    assert not years.problem.isVisible()


def test_papers_without_an_abstract_can_be_found_and_wear_a_badge(desk: Desk) -> None:
    desk.browser.facets.title_only.model.toggle(0)
    desk.settle()
    assert desk.titles == ["Der Tanz der Bienen"]
    index = desk.browser.view.papers.index(0, Column.TITLE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Der Tanz der Bienen, title only"


def test_one_of_each_duplicate_group_is_shown_until_all_are_wanted(desk: Desk) -> None:
    ids = desk.browser.view.papers.ids
    desk.change_elsewhere(partial(desk.project.papers.group, ids[:3]))
    assert len(desk.titles) == 4
    spoken = desk.browser.view.papers.index(0, Column.TITLE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "How bees dance, 1 of 3 duplicates"
    desk.choose(0)
    desk.browser.detail.reading.duplicates_button.click()
    desk.settle()
    assert desk.titles == ["How bees dance", "Bees in cities", "Der Tanz der Bienen"]
    assert desk.chips == ["Duplicates of “How bees dance”"]
    desk.browser.chips.buttons[0].click()
    desk.settle()
    desk.browser.facets.duplicates.model.toggle(1)
    desk.settle()
    assert len(desk.titles) == 6
    desk.browser.facets.duplicates.model.toggle(2)
    desk.settle()
    assert desk.titles == ["How bees dance", "Bees in cities", "Der Tanz der Bienen"]
    assert desk.chips == ["those with duplicates"], "also the one that is shown for the others"


def test_a_paper_that_is_looked_for_is_shown_whatever_hides_it(desk: Desk) -> None:
    ids = desk.browser.view.papers.ids
    desk.change_elsewhere(partial(desk.project.papers.group, ids[:3]))
    desk.type("rivers")
    desk.browser.go_to(ids[2])
    desk.settle()
    assert desk.chosen == ["Der Tanz der Bienen"]
    assert desk.chips == ["duplicates too"]
    desk.browser.go_to(10**9)
    desk.settle()
    assert len(desk.titles) == 6


def test_a_column_orders_the_papers_and_those_without_anything_in_it_come_last(desk: Desk) -> None:
    header = desk.browser.view.header
    desk.choose(3)
    header.setSortIndicator(Column.YEAR, Qt.SortOrder.DescendingOrder)
    desk.settle()
    assert desk.column(Column.YEAR) == ["2019", "2015", "1967", "1923", "", ""]
    assert desk.chosen == ["A flower & its <guests>"]
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    desk.settle()
    assert desk.titles == [record.title for record in SIX]


def test_pressing_the_head_of_a_column_orders_up_down_and_not_at_all(desk: Desk) -> None:
    header = desk.browser.view.header
    place = QPoint(header.sectionViewportPosition(Column.TITLE) + 20, header.height() // 2)
    up = sorted((record.title for record in SIX), key=str.casefold)
    for expected in (up, up[::-1], [record.title for record in SIX]):
        desk.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        desk.settle()
        assert desk.titles == expected
    assert desk.browser.view.chosen_count == 1


def test_a_change_elsewhere_keeps_what_is_chosen_and_in_view(large: Desk) -> None:
    view = large.browser.view
    view.verticalScrollBar().setValue(2_000)
    large.choose(2_003, 2_005)
    top, chosen = view.papers.ids[view.rowAt(0)], view.chosen_ids()
    large.change_elsewhere(partial(large.project.papers.delete, view.papers.ids[10:20]))
    assert len(view.papers.ids) == MANY - 10
    assert view.papers.ids[view.rowAt(0)] == top
    assert view.chosen_ids() == chosen
    assert view.current_line == 1_995


def test_a_gesture_that_changed_nothing_reads_nothing_anew(desk: Desk) -> None:
    desk.gestures.refresh()
    desk.settle()
    told: list[int] = []
    desk.browser.view.papers.modelReset.connect(partial(told.append, 1))
    desk.gestures.refresh()
    desk.settle()
    assert told == []


def test_only_the_pages_in_view_are_read(large: Desk) -> None:
    asked: list[int] = []
    view = large.browser.view
    view.papers.papers_wanted.connect(lambda ids: asked.append(len(ids)))
    for line in range(0, MANY, 100):
        view.verticalScrollBar().setValue(line)
        large.qtbot.wait(2)
    view.scrollToBottom()
    large.settle()
    assert view.papers.is_read(MANY - 1)
    assert max(asked) <= AT_ONCE * PAGE
    assert len(view.papers._pages.papers) <= KEPT * PAGE


def test_a_line_that_is_not_read_yet_says_so_and_is_blank(large: Desk) -> None:
    model = large.browser.view.papers
    index = model.index(4_321, Column.TITLE)
    assert index.data() is None
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "being read"
    large.qtbot.waitUntil(lambda: index.data() is not None)


def test_the_paper_that_is_changed_is_the_one_in_the_current_line(large: Desk) -> None:
    large.browser.view.go_to(4_000)
    assert not large.browser.view.papers.is_read(4_000)
    large.browser.bar.edit_action.trigger()
    assert not large.browser.detail.is_editing
    large.settle()
    assert large.browser.detail.is_editing
    assert large.browser.detail.shown_id == large.browser.view.current_id
    large.browser.discard()


def test_all_papers_are_chosen_as_one_stretch(large: Desk) -> None:
    view = large.browser.view
    view.setFocus()
    large.qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.chosen_stretches() == [(0, MANY)]
    assert large.browser.bar.chosen.text().endswith("chosen")
    large.browser.view.header.setSortIndicator(Column.TITLE, Qt.SortOrder.AscendingOrder)
    large.settle()
    assert view.chosen_count == MANY


def test_the_keyboard_leads_from_the_search_to_the_table_and_into_the_paper(desk: Desk) -> None:
    browser = desk.browser
    browser.find_action.trigger()
    assert QApplication.focusWidget() is browser.search.field
    desk.qtbot.keyClick(browser.search.field, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is browser.view
    desk.qtbot.keyClick(browser.view, Qt.Key.Key_Down)
    desk.settle()
    assert browser.detail.reading.title.accessibleName() == "Bees in cities"
    desk.qtbot.keyClick(browser.view, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is browser.detail.editing.fields["title"]
    desk.qtbot.keyClick(browser.detail.editing.fields["title"], Qt.Key.Key_Escape)
    assert not browser.detail.is_editing
    assert QApplication.focusWidget() is browser.view


def test_columns_and_filters_are_as_they_were_left(desk: Desk, qtbot: QtBot) -> None:
    desk.browser.bulk.columns_action.trigger()
    menu = desk.browser.findChild(QMenu, "columnsMenu")
    assert isinstance(menu, QMenu)
    doi = next(action for action in menu.actions() if action.text() == "DOI")
    shown = doi.isChecked()
    doi.trigger()
    menu.close()
    desk.browser.search.filters_button.click()
    state = desk.browser.state()
    other = PaperBrowser()
    qtbot.addWidget(other)
    other.resize(1190, 640)
    other.restore(state)
    other.show()
    assert other.view.isColumnHidden(Column.DOI) is shown
    assert not other.facets.isVisible()
    other.restore({"columns": "nonsense", "widths": None})


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.edit()
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    controls = [child for kind in kinds for child in desk.browser.findChildren(kind) if child.isVisible()]
    assert len(controls) > 15
    nameless = [control for control in controls if not _name_of(control)]
    assert nameless == []


def _name_of(control: QWidget) -> str:
    inner = control.objectName().startswith(("qt_", "_q_")) or type(control).__name__ == "QToolButton"
    text = control.text() if isinstance(control, QAbstractButton) else ""
    parent = control.parent()
    return control.accessibleName() or text or ("part of a field" if inner and isinstance(parent, QLineEdit) else "")


def test_marks_and_badges_follow_the_colours(desk: Desk, qapp: QApplication, tmp_path: Path) -> None:
    desk.type("bees")
    light = desk.browser.detail.reading.title.text()
    apply_style(qapp, "dark")
    desk.qtbot.waitUntil(lambda: desk.browser.detail.reading.title.text() != light)
    assert desk.browser.grab().save(str(tmp_path / "dark.png"))
