"""The tab "Duplicates" with a real project: pairs are decided side by side, and everything can be taken back."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.app.importing import FileImported, import_files
from specter2_gui.app.judgement_import import import_judgements
from specter2_gui.app.query_import import import_queries
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.matching import DuplicatesController
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.duplicate_pane import Side
from specter2_gui.qt.widgets.duplicate_view import DuplicateView
from tests.qt.conftest import Said

FIELDS = ("TI", "AU", "PY", "JO", "DO", "AB")
Values = tuple[str, str, str, str, str, str]

EELS = "The migration of young eels past weirs in northern rivers"
MOSS = "Growth of peat moss on rewetted cutover bogs in Lower Saxony"
LOCKS = "Notebooks of lock keepers as sources for the history of floods"
RECORDS: tuple[Values, ...] = (
    (EELS, "Ahlborn, Grete", "2014", "River Research", "10.1000/eels", "We counted eels."),
    (f"{EELS}.", "Ahlborn, G.", "2014", "Riv. Res.", "", "We counted eels at night."),
    (MOSS, "Brandt, Ole", "2009", "Mires", "", "Moss grew."),
    (MOSS.replace("Growth", "Regrowth"), "Brandt, Ole", "2010", "Mires", "", ""),
    (LOCKS, "Claassen, Ida", "2001", "Archive", "", "Notes were read."),
    (LOCKS.replace("sources", "a source"), "Claassen, Ida", "2001", "Archive", "", "Notes were read."),
    ("Something else entirely about bridges and their tolls", "Dirks, Ulf", "1999", "Roads", "", "Tolls rose."),
)


class Desk:
    """The tab on an invisible screen with everything behind it."""

    def __init__(
        self, qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, say: Said
    ) -> None:
        self.qtbot, self.project, self.gestures, self.background = qtbot, project, gestures, background
        self.tasks, self.said = tasks, say
        self.view = DuplicateView()
        self.view.resize(1100, 640)
        qtbot.addWidget(self.view)
        self.controller = DuplicatesController(self.view, project, gestures, background, tasks, say, self.view)
        self.view.show()
        self.settle()

    def settle(self) -> None:
        """Wait until every change is on the disk and on the screen."""
        self.qtbot.waitUntil(lambda: not self.gestures.busy and not self.background.busy, timeout=20_000)

    def press(self, key: Qt.Key) -> None:
        """Press ``key`` and wait for what follows."""
        self.qtbot.keyClick(self.view.list, key)
        self.settle()

    def look(self) -> None:
        """Look for probable duplicates."""
        self.view.look_asked.emit()
        self.settle()

    def go_to(self, side: Side) -> None:
        """Show another list."""
        self.view.go_to(side)
        self.settle()

    @property
    def titles(self) -> list[str]:
        """What the list shows."""
        return [entry.title for entry in self.view.list.entries]

    @property
    def pair(self) -> tuple[str, ...]:
        """The titles that stand side by side."""
        return tuple(paper.title for paper in self.view.pane.comparison.comparison.papers)

    @property
    def cells(self) -> list[str]:
        """What is read aloud in the fields."""
        return [label.accessibleName() for label in self.view.pane.comparison.findChildren(QLabel)]

    @property
    def progress(self) -> str:
        return self.view.progress_words.text()

    def button(self, name: str) -> QPushButton:
        found = self.view.pane.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def shown_papers(self) -> set[str]:
        """The titles of all papers that are not hidden."""
        return {row.title for row in self.project.papers.all() if not row.hidden}


def ris(records: Sequence[Values]) -> str:
    """``records`` as a file."""
    tags = ([f"{tag}  - {value}" for tag, value in zip(FIELDS, each, strict=True) if value] for each in records)
    return "\n".join("\n".join(["TY  - JOUR", *lines, "ER  - ", ""]) for lines in tags)


def take(project: Project, path: Path, records: Sequence[Values]) -> None:
    path.write_text(ris(records), encoding="utf-8")
    told = list(import_files(project, [path]))
    assert isinstance(told[-1], FileImported), told


@pytest.fixture
def library(project: Project, tmp_path: Path) -> Project:
    """Seven records: three pairs that look alike, and one that looks like no other."""
    take(project, tmp_path / "library.ris", RECORDS)
    return project


@pytest.fixture
def desk(
    qtbot: QtBot, library: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Desk:
    made = Desk(qtbot, library, gestures, background, tasks, notify)
    made.look()
    return made


def test_an_empty_collection_says_what_comes_first(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, project, gestures, background, tasks, notify)
    assert desk.view.empty.isVisible()
    assert desk.view.empty.heading.text() == "No papers yet"
    assert not desk.view.empty.look_button.isVisible()


def test_looking_finds_the_pairs_and_says_how_many_wait(
    qtbot: QtBot, library: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, library, gestures, background, tasks, notify)
    assert desk.view.empty.heading.text() == "Nothing to decide"
    desk.view.empty.look_button.click()
    assert [task.words for task in tasks.facts] == ["Looking for probable duplicates…"]
    assert tasks.facts[0].cancellable
    assert not desk.view.look_button.isEnabled()
    desk.settle()
    assert tasks.facts == ()
    assert notify.said == [("3 pairs of papers wait for your decision.", "success")]
    assert set(desk.titles) == {EELS, MOSS, LOCKS}
    assert desk.progress == "0 of 3 decided"
    desk.look()
    assert notify.texts[-1] == "No new pairs were found: all that look alike are decided or wait already."


def test_the_keys_decide_as_soon_as_pairs_were_found(
    qtbot: QtBot, library: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, library, gestures, background, tasks, notify)
    page, rail = QWidget(), QPushButton("elsewhere")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(rail)
    column.addWidget(desk.view)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for decided, button in enumerate((desk.view.empty.look_button, desk.view.look_button)):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert desk.view.isAncestorOf(focused), "not on the way out of the tab"
        desk.settle()
        focused = QApplication.focusWidget()
        assert focused is desk.view.list
        qtbot.keyClick(focused, Qt.Key.Key_D)
        desk.settle()
        assert desk.progress == f"{decided + 1} of 3 decided"
    desk.view.setParent(None)


def test_how_many_pairs_wait_is_said_no_longer_when_others_wait(
    qtbot: QtBot, library: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, library, gestures, background, tasks, notify)
    outdated: list[str] = []
    desk.controller.search.outdated.connect(outdated.append)
    desk.look()
    assert outdated == []
    desk.press(Qt.Key.Key_D)
    desk.press(Qt.Key.Key_D)
    assert outdated == ["3 pairs of papers wait for your decision."]
    for _ in range(3):  # both decisions, and the search itself
        gestures.ask("Undoing", library.undo)
        desk.settle()
    desk.look()
    gestures.ask("Undoing", library.undo)
    desk.settle()
    assert outdated == ["3 pairs of papers wait for your decision."] * 2


def test_a_search_that_is_cancelled_changes_nothing_and_says_so(
    qtbot: QtBot, library: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> None:
    desk = Desk(qtbot, library, gestures, background, tasks, notify)
    before = library.changes
    desk.view.look_asked.emit()
    tasks.cancel("duplicates")
    desk.settle()
    assert library.changes == before
    assert notify.texts == ["The search for probable duplicates was cancelled; nothing was changed."]
    assert desk.view.empty.look_button.isEnabled()


def test_a_pair_stands_side_by_side_with_its_differences_marked_and_its_likeness_in_words(desk: Desk) -> None:
    desk.view.list.go_to(0)
    entry = next(entry for entry in desk.view.list.entries if entry.title == EELS)
    desk.view.entry_chosen.emit(entry.id)
    desk.settle()
    assert desk.pair == (EELS, f"{EELS}.")
    assert desk.view.pane.words.text().startswith("The same title")
    assert desk.view.pane.words.text().endswith("Different: authors, venue, abstract.")
    assert "Year, the same: 2014" in desk.cells
    assert "DOI, record 2: not given" in desk.cells
    texts = [label.text() for label in desk.view.pane.comparison.findChildren(QLabel)]
    marked = [text for text in texts if "text-decoration:underline" in text]
    assert any(">at night.<" in text for text in marked), "the words that only one has are marked"
    assert not any(">We counted" in text and "underline" in text.split(">We counted")[0] for text in marked)


def test_same_paper_hides_one_record_behind_the_other_and_goes_on_to_the_next_pair(desk: Desk) -> None:
    first = desk.pair
    desk.press(Qt.Key.Key_S)
    assert desk.pair != first
    assert desk.progress == "1 of 3 decided"
    assert len(desk.titles) == 2
    assert len(desk.project.papers.groups()) == 1
    assert first[0] in desk.shown_papers()
    assert first[1] not in desk.shown_papers()


def test_the_record_with_an_abstract_is_proposed_and_another_one_can_be_chosen(desk: Desk) -> None:
    entry = next(entry for entry in desk.view.list.entries if entry.title == MOSS)
    desk.view.entry_chosen.emit(entry.id)
    desk.settle()
    radios = {radio.text()[-2]: radio for radio in desk.view.pane.findChildren(QRadioButton) if radio.isVisible()}
    assert radios["1"].isChecked()
    desk.press(Qt.Key.Key_2)
    assert radios["2"].isChecked()
    desk.press(Qt.Key.Key_S)
    assert MOSS not in desk.shown_papers()
    assert MOSS.replace("Growth", "Regrowth") in desk.shown_papers()


def test_not_a_duplicate_is_remembered_and_can_be_decided_again(desk: Desk) -> None:
    pair = desk.pair
    desk.press(Qt.Key.Key_D)
    assert desk.project.papers.groups() == []
    desk.look()
    assert pair[0] not in desk.titles
    desk.go_to(Side.APART)
    assert desk.titles == [pair[0]]
    assert desk.pair == pair
    desk.press(Qt.Key.Key_A)
    assert desk.titles == []
    desk.go_to(Side.OPEN)
    assert pair[0] in desk.titles


def test_later_comes_after_all_others_and_changes_nothing(desk: Desk) -> None:
    first, before = desk.titles[0], desk.project.changes
    desk.press(Qt.Key.Key_L)
    assert desk.titles[-1] == first
    assert desk.pair[0] == desk.titles[0]
    assert desk.project.changes == before
    desk.press(Qt.Key.Key_Backspace)
    assert desk.pair[0] == first


def test_later_twice_for_one_pair_is_taken_back_twice(desk: Desk) -> None:
    before = desk.titles
    desk.press(Qt.Key.Key_L)
    entry = next(entry for entry in desk.view.list.entries if entry.title == before[0])
    desk.view.entry_chosen.emit(entry.id)
    desk.settle()
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_Backspace)
    assert desk.titles == [*before[1:], before[0]]
    assert desk.pair[0] == before[0]
    desk.press(Qt.Key.Key_Backspace)
    assert desk.pair[0] == before[0]
    desk.press(Qt.Key.Key_L)
    assert desk.titles[-1] == before[0]


def test_a_key_pressed_twice_decides_no_pair_unseen(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_S)
    desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_S)
    desk.settle()
    assert len(desk.project.papers.groups()) == 1


def test_decisions_that_follow_one_another_quickly_are_all_kept_and_no_pair_comes_back(desk: Desk) -> None:
    for number in range(3):
        desk.qtbot.waitUntil(lambda: desk.view.pane.shown is not None)
        desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_D)
        assert len(desk.titles) == 2 - number
    desk.settle()
    assert len(desk.project.papers.pairs("different")) == 3
    assert desk.view.empty.heading.text() == "All pairs are decided"


def test_the_keys_go_on_working_after_the_mouse_and_nowhere_else(desk: Desk, qtbot: QtBot) -> None:
    desk.view.activateWindow()
    radio = next(radio for radio in desk.view.pane.findChildren(QRadioButton) if radio.isVisible())
    radio.setFocus()
    desk.view.pane.same_button.click()
    desk.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.view.isAncestorOf(focused), "the radio button that had the focus is gone"
    qtbot.keyClick(focused, Qt.Key.Key_D)
    desk.settle()
    assert desk.progress == "2 of 3 decided"


def test_a_letter_typed_in_another_field_of_the_page_decides_nothing(desk: Desk, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    button = QPushButton("elsewhere")
    column.addWidget(button)
    column.addWidget(desk.view)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_S)
    desk.settle()
    assert desk.progress == "0 of 3 decided"
    desk.view.setParent(None)


def test_backspace_takes_decisions_back_one_by_one_and_shows_the_pair_again(desk: Desk) -> None:
    seen: list[tuple[str, ...]] = []
    for key in (Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_L):
        seen.append(desk.pair)
        desk.press(key)
    assert desk.progress == "2 of 3 decided"
    for pair in reversed(seen):
        desk.press(Qt.Key.Key_Backspace)
        assert desk.pair == pair
    assert desk.progress == "0 of 3 decided"
    assert desk.project.papers.groups() == []


def test_backspace_takes_back_nothing_that_was_done_elsewhere(desk: Desk) -> None:
    desk.press(Qt.Key.Key_S)
    desk.gestures.ask("Adding…", lambda: desk.project.queries.add(["how do eels pass a weir"]))
    desk.settle()
    desk.press(Qt.Key.Key_Backspace)
    assert desk.project.undo_label == "Add 1 query"
    assert desk.said.texts[-1].startswith("Nothing was decided here since the last other change.")
    desk.gestures.ask("Undoing…", desk.project.undo)
    desk.gestures.ask("Undoing…", desk.project.undo)
    desk.settle()
    assert desk.progress == "0 of 3 decided", "Edit, Undo goes further"


def test_backspace_between_two_quick_decisions_takes_back_the_first_of_them(desk: Desk) -> None:
    pairs = desk.project.papers.pairs("open")
    desk.press(Qt.Key.Key_D)
    (kept,) = desk.project.papers.pairs("different")
    held = threading.Event()
    desk.gestures.ask("Waiting…", held.wait)
    desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_D)
    desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_Backspace)
    desk.qtbot.waitUntil(lambda: desk.view.pane.shown is not None)
    last = desk.view.pane.shown
    assert last is not None
    desk.qtbot.keyClick(desk.view.list, Qt.Key.Key_D)
    held.set()
    desk.settle()
    assert {pair.id for pair in desk.project.papers.pairs("different")} == {kept.id, last.id}
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Backspace)
    assert desk.project.papers.pairs("open") == pairs, "each decision is taken back in its turn"


def test_a_record_without_a_group_is_not_said_to_be_taken_out_of_one(desk: Desk) -> None:
    desk.press(Qt.Key.Key_S)
    desk.controller.apart(next(row.id for row in desk.project.papers.all() if row.group is None))
    desk.settle()
    assert "The record was taken out of its group." not in desk.said.texts
    desk.press(Qt.Key.Key_Backspace)
    assert desk.project.papers.groups() == [], "Backspace takes the decision before back"


def test_undo_of_a_notice_takes_back_what_it_tells_of_and_no_decision_since(desk: Desk) -> None:
    desk.press(Qt.Key.Key_D)
    desk.go_to(Side.APART)
    desk.press(Qt.Key.Key_A)
    _words, undo = desk.said.actions[-1]  # type: ignore[misc] - a notice's action is a pair
    desk.go_to(Side.OPEN)
    desk.press(Qt.Key.Key_S)
    undo()
    desk.settle()
    assert len(desk.project.papers.groups()) == 1
    assert desk.said.texts[-1].startswith("Nothing was decided here since the last other change.")


def test_of_a_group_another_record_can_be_shown_and_one_can_be_kept_apart(desk: Desk) -> None:
    pair = desk.pair
    desk.press(Qt.Key.Key_S)
    desk.go_to(Side.GROUPED)
    assert desk.pair == pair
    second = desk.view.pane.comparison.comparison.papers[1].id
    desk.button(f"show_{second}").click()
    desk.settle()
    assert desk.pair == (pair[1], pair[0])
    assert pair[0] not in desk.shown_papers()
    hidden = desk.view.pane.comparison.comparison.papers[1].id
    desk.button(f"apart_{hidden}").click()
    desk.settle()
    assert desk.project.papers.groups() == []
    assert desk.view.empty.heading.text() == "No duplicate groups"
    words, undo = desk.said.actions[-1]  # type: ignore[misc] - a notice's action is a pair
    assert words == "Undo"
    undo()
    desk.settle()
    assert desk.pair == (pair[1], pair[0])


def test_records_with_the_same_doi_are_grouped_and_contradictory_judgements_are_told(
    qtbot: QtBot,
    library: Project,
    gestures: Gestures,
    background: Background,
    tasks: Tasks,
    notify: Said,
    tmp_path: Path,
) -> None:
    take(library, tmp_path / "again.ris", [("Eels at weirs", "Ahlborn, G.", "2014", "", "10.1000/eels", "")])
    (query,) = library.queries.add(["how do eels pass a weir"])
    first, second = library.papers.groups()[0]
    library.judgements.set(query, first, 2, "clicked")
    library.judgements.set(query, second, 0, "clicked")
    desk = Desk(qtbot, library, gestures, background, tasks, notify)
    desk.go_to(Side.GROUPED)
    assert desk.view.list.entries[0].warns
    assert desk.view.pane.words.text() == "2 records of one paper. The same in all: DOI, year."
    assert desk.view.pane.warning.isVisible()
    told = "For “how do eels pass a weir” one record was judged relevant, another one not."
    assert desk.view.pane.warning_words.text() == told
    assert {"Judged, record 1: relevant", "Judged, record 2: not relevant"} <= set(desk.cells)


def test_a_chosen_record_stays_chosen_when_something_else_changes(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2)
    desk.gestures.ask("Adding…", lambda: desk.project.queries.add(["how do eels pass a weir"]))
    desk.settle()
    checked = [radio.text() for radio in desk.view.pane.findChildren(QRadioButton) if radio.isChecked()]
    assert checked == ["Show this one (2)"]


def test_nothing_is_read_while_nobody_looks(desk: Desk) -> None:
    desk.view.hide()
    desk.project.papers.decide(desk.project.papers.pairs("open")[0], "different")
    desk.gestures.refresh()
    desk.settle()
    assert desk.progress == "0 of 3 decided"
    desk.view.show()
    desk.settle()
    assert desk.progress == "1 of 3 decided"


def test_the_marks_follow_the_colours_of_the_window(desk: Desk, qapp: object) -> None:
    def background_of(text: str) -> str:
        return text.split("background-color:")[1].split(";")[0]

    def marks() -> set[str]:
        texts = (label.text() for label in desk.view.pane.comparison.findChildren(QLabel))
        return {background_of(text) for text in texts if "background-color" in text}

    light = marks()
    apply_style(qapp, "dark")  # type: ignore[arg-type] - the fixture is the application
    assert light
    assert marks()
    assert marks().isdisjoint(light)


def test_every_control_can_be_told_by_its_name_and_reached(desk: Desk) -> None:
    for button in desk.view.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName(), button.objectName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert desk.view.list.accessibleName() == "To decide"
    assert desk.view.pane.words.accessibleName()


def test_a_real_screening_shows_its_groups_with_the_contradictory_ones_first(
    qtbot: QtBot,
    project: Project,
    gestures: Gestures,
    background: Background,
    tasks: Tasks,
    notify: Said,
    shared_data: Path,
) -> None:
    data = shared_data / "screening_copd"
    list(import_files(project, [data / "corpus.jsonl"]))
    import_queries(project, data / "queries.jsonl")
    import_judgements(project, data / "qrels.tsv")
    desk = Desk(qtbot, project, gestures, background, tasks, notify)
    desk.look()
    assert len(desk.titles) > 5
    for decided, key in enumerate((Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_S), start=1):
        desk.press(key)
        assert desk.progress.startswith(f"{decided} of ")
    desk.go_to(Side.GROUPED)
    warned = [entry.warns for entry in desk.view.list.entries]
    assert sum(warned) >= 15
    assert warned == sorted(warned, reverse=True)
    assert desk.view.pane.warning.isVisible()
