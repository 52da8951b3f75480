"""The parts of the table of papers: marks, pages in memory, lines that are found again, painted titles."""

from array import array

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.tokens import LIGHT
from specter2_gui.qt.widgets.facet_flow import Flow
from specter2_gui.qt.widgets.facet_model import FacetChoice, FacetModel
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_lines import joined, length_of, lines_of, stretches_of
from specter2_gui.qt.widgets.paper_marks import apart, as_html, plain
from specter2_gui.qt.widgets.paper_model import PaperModel
from specter2_gui.qt.widgets.paper_pages import AT_ONCE, KEPT, PAGE, Pages
from specter2_gui.qt.widgets.paper_view import PaperView


def paper(number: int, title: str = "", **changed: object) -> ShownPaper:
    row = PaperRow(
        id=number, key=f"p{number}", title=plain(title or f"Paper {number}"), abstract="words", authors=(), year_text="",
        year=None, venue="", doi="", ids=(), keywords=(), language="", kind="", import_id=1, source="a.ris", line=1,
        group=None, hidden=False, edited=bool(changed.get("edited")),
    )  # fmt: skip
    return ShownPaper(row, title or row.title, row.abstract)


@pytest.mark.parametrize(
    ("text", "line", "marks"),
    [
        ("no hit\n at all", "no hit at all", ()),
        ("\x02Bees\x03 and \x02bees\x03", "Bees and bees", ((0, 4), (9, 4))),
        ("a \x02b  c\x03\nd", "a b c d", ((2, 3),)),
        ("open \x02end", "open end", ((5, 3),)),
    ],
)
def test_marks_are_taken_out_of_a_text_and_remembered(text: str, line: str, marks: tuple[tuple[int, int], ...]) -> None:
    assert apart(text) == (line, marks)


def test_marked_html_shows_markup_as_the_characters_it_is_made_of() -> None:
    html = as_html("<b> & \x02<i>\x03\nx", "#111111", "#222222")
    assert html.startswith("&lt;b&gt; &amp; <span")
    assert html.count("<span") == 1
    assert "&lt;i&gt;</span><br>x" in html


def test_a_page_is_asked_for_once_and_the_newest_first() -> None:
    pages = Pages()
    pages.turn_to(array("q", range(10 * PAGE)))
    for line in (0, PAGE, 5 * PAGE, 9 * PAGE, 9 * PAGE + 1):
        assert pages.at(line) is None
    wanted = pages.next_request()
    assert wanted is not None
    assert len(wanted) == AT_ONCE * PAGE
    assert wanted[-1] == 10 * PAGE - 1
    assert wanted[0] == 5 * PAGE
    assert pages.next_request() is None
    pages.take([paper(number) for number in wanted])
    assert not pages.waiting, "what is out of sight is forgotten"
    found = pages.at(9 * PAGE)
    assert found is not None
    assert found.row.id == 9 * PAGE


def test_pages_that_were_read_long_ago_are_let_go() -> None:
    pages = Pages()
    pages.turn_to(array("q", range((KEPT + 5) * PAGE)))
    for page in range(KEPT + 5):
        pages.at(page * PAGE)
        wanted = pages.next_request()
        assert wanted is not None
        pages.take([paper(number) for number in wanted])
    assert len(pages.papers) == KEPT * PAGE
    assert pages.at(0) is None
    assert pages.at((KEPT + 4) * PAGE) is not None


def test_what_was_read_before_is_shown_until_it_is_read_anew() -> None:
    pages = Pages()
    pages.turn_to(array("q", [1, 2]))
    pages.at(0)
    pages.next_request()
    pages.take([paper(1), paper(2)])
    pages.turn_to(array("q", [2, 3]))
    assert pages.at(0) is not None
    assert pages.at(1) is None
    assert pages.next_request() == array("q", [2, 3])
    pages.take([paper(2, "New"), paper(3)])
    shown = pages.at(0)
    assert shown is not None
    assert shown.title == "New"


def test_an_answer_for_other_lines_is_dropped() -> None:
    pages = Pages()
    pages.turn_to(array("q", [1]))
    pages.at(0)
    pages.next_request()
    pages.turn_to(array("q", [2]))
    pages.take([paper(1)])
    assert pages.papers == {}


def test_lines_are_found_again_by_their_ids() -> None:
    ids = array("q", range(200_000, 0, -1))
    lines = lines_of(ids, [200_000, 1, 777, -5], "content")
    assert lines.places == {200_000: 0, 1: 199_999, 777: 199_223, -5: -1}
    assert lines.place_of(500) == 199_500
    assert lines.place_of(10**9) == -1


def test_stretches_that_touch_are_one() -> None:
    assert joined([(5, 7), (0, 2), (2, 3), (6, 9)]) == [(0, 3), (5, 9)]
    assert stretches_of([4, 1, 2, 9]) == [(1, 3), (4, 5), (9, 10)]
    assert length_of([(0, 3), (5, 9)]) == 7


def drawn(qtbot: QtBot, shown: ShownPaper, width: int = 500) -> QImage:
    """The cell of the title as it is painted."""
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(width + 20, 100)
    view.papers.set_ids(array("q", [shown.row.id]))
    view.papers.paper_at(0)
    view.papers._ask()
    view.papers.take([shown])
    image = QImage(width, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = QRect(0, 0, width, 30)
    view.itemDelegateForColumn(0).paint(painter, option, view.papers.index(0, 0))
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_a_hit_is_painted_on_a_ground_of_its_own(qtbot: QtBot) -> None:
    assert LIGHT.warning_soft not in colours(drawn(qtbot, paper(1, "How bees dance")))
    assert LIGHT.warning_soft in colours(drawn(qtbot, paper(1, "How \x02bees\x03 dance")))


def test_a_hit_that_is_cut_off_is_painted_as_far_as_it_goes(qtbot: QtBot) -> None:
    long = "A very long title that has to be cut off " * 3
    assert LIGHT.warning_soft not in colours(drawn(qtbot, paper(1, long + "\x02bees\x03"), 200))
    assert LIGHT.warning_soft in colours(drawn(qtbot, paper(1, f"\x02{long}\x03"), 200))


def test_a_badge_stands_at_the_right_unless_the_title_would_suffer(qtbot: QtBot) -> None:
    with_badge, without = drawn(qtbot, paper(1, "Bees", edited=True)), drawn(qtbot, paper(1, "Bees"))
    right = QRect(350, 0, 150, 30)
    assert with_badge.copy(right) != without.copy(right)
    assert drawn(qtbot, paper(1, "Bees", edited=True), 90) == drawn(qtbot, paper(1, "Bees"), 90)


def test_painting_a_table_of_chosen_lines_asks_about_those_in_view_only(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def flags(model: PaperModel, index: QModelIndex) -> Qt.ItemFlag:
        asked.append(index.row())
        return QAbstractTableModel.flags(model, index)

    monkeypatch.setattr(PaperModel, "flags", flags, raising=False)
    view = PaperView()
    qtbot.addWidget(view)
    view.papers.set_ids(array("q", range(50_000)))
    view.show()
    view.selectAll()
    view.grab()
    assert view.chosen_count == 50_000
    assert 0 < len(asked) < 5_000
    view.close()


def test_a_flow_begins_a_new_line_where_one_is_full(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(8, holder)
    buttons = [QPushButton(f"Button {number}") for number in range(6)]
    for button in buttons:
        flow.addWidget(button)
    one, two = flow.heightForWidth(5_000), flow.heightForWidth(buttons[0].sizeHint().width() * 3 + 30)
    assert two == 2 * one + 8
    flow.setGeometry(QRect(0, 0, 5_000, one))
    assert [button.y() for button in buttons] == [0] * 6
    assert flow.takeAt(9) is None


def test_one_choice_at_most_is_checked_where_there_can_be_only_one() -> None:
    model = FacetModel("at most one")
    model.set_choices([FacetChoice(1, "a", 3), FacetChoice(2, "b", 1)])
    model.toggle(0)
    model.toggle(1)
    assert model.chosen == {2}
    model.toggle(1)
    assert model.chosen == frozenset()
    exactly = FacetModel("one")
    exactly.set_choices([FacetChoice(1, "a", 3), FacetChoice(2, "b", 1)])
    exactly.toggle(0)
    exactly.toggle(0)
    assert exactly.chosen == {1}


def test_a_choice_is_looked_for_among_many() -> None:
    model = FacetModel("many")
    model.set_choices([FacetChoice(f"Journal {number}", f"Journal {number}", 1) for number in range(50)])
    model.set_needle("JOURNAL 4")
    assert model.rowCount() == 11
    model.toggle(0)
    assert model.chosen == {"Journal 4"}
