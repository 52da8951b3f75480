"""The Search page with a real tiny model, real papers and real keys."""

import json
import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.app.finetuning import finetune
from specter2_gui.app.searching import Hit
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import RunFinished
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.hit_words import hits_after, hits_before
from specter2_gui.qt.controllers.search_session import Answer
from specter2_gui.qt.controllers.searching import SearchingController
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.widgets.marking import marked, snippet, terms_of
from specter2_gui.qt.widgets.movement import Move, Way, moves, relative
from specter2_gui.training.control import Control
from tests.qt.conftest import Said

WORDS = [
    "bee",
    "honey",
    "plant",
    "water",
    "soil",
    "river",
    "protein",
    "gene",
    "cell",
    "brain",
    "heart",
    "lung",
    "virus",
    "galaxy",
    "star",
    "planet",
    "metal",
    "crystal",
]


def papers() -> list[Paper]:
    made = [
        Paper(f"p{number}", f"A study of the {first} and the {second}", f"The {first} in a trial. Effects of {second}.")
        for number, (first, second) in enumerate(pairwise(WORDS))
    ]
    return [*made, Paper("plain", "The <b>honey</b> & milk of a cat", ""), Paper("short", "Bees", "")]


class Desk:
    """The page on an invisible screen with everything behind it."""

    def __init__(self, qtbot: QtBot, background: Background, notify: Said, model: str) -> None:
        self.qtbot, self.background, self.notify, self.model = qtbot, background, notify, model
        self.papers = papers()
        self.panel = SearchPanel()
        self.panel.resize(1190, 720)
        qtbot.addWidget(self.panel)
        self.controller = SearchingController(
            self.panel, background, notify, self.read_papers, self.read_model, parent=self.panel
        )
        self.panel.show()
        self.settle()

    def read_papers(self) -> list[Paper]:
        return self.papers

    def read_model(self) -> str:
        return self.model

    def settle(self) -> None:
        """Wait until no typing rests and nothing is at work."""
        self.qtbot.waitUntil(self._is_idle, timeout=30_000)

    def _is_idle(self) -> bool:
        return not self.panel.bar._pause.isActive() and not self.background.busy

    def ask(self, query: str) -> None:
        self.panel.bar.field.setText(query)
        self.qtbot.keyClick(self.panel.bar.field, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, background: Background, notify: Said, tiny_backbone: Backbone) -> Iterator[Desk]:
    made = Desk(qtbot, background, notify, str(tiny_backbone.folder))
    yield made
    made.controller.close()


@pytest.fixture(scope="module")
def run_dir(tiny_backbone: Backbone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run of a few steps on the tiny model."""
    import torch

    torch.set_num_threads(1)
    triplets = [
        Triplet(f"what is {word} good for", f"A study of the {word}", "", f"A review of the {other}", "")
        for word, other in zip(WORDS, reversed(WORDS), strict=True)
        if word != other
    ]
    settings = Settings.model_validate(
        {
            "model": {"backbone": str(tiny_backbone.folder)},
            "train": {"lr": 0.05, "epochs": 3, "batch_size": 4, "device": "cpu"},
        }
    )
    folder = tmp_path_factory.mktemp("runs") / "2026-01-01-1"
    events = list(finetune(settings, triplets, folder, Control()))
    assert isinstance(events[-1], RunFinished), events[-1]
    return folder


def titles(column: Any) -> list[str]:
    return [hit.title for hit in column.hits]


def test_nothing_is_loaded_before_the_person_searches(desk: Desk) -> None:
    assert desk.panel.bar.count.text() == "19 papers"
    assert not desk.panel.bar.prepare_button.isHidden()
    assert "no vectors yet" in desk.panel.bar.state.text()
    assert desk.controller._session._engines == {}


def test_typing_gives_hits_by_model_and_by_words_once_it_rests(desk: Desk) -> None:
    desk.panel.start()
    desk.qtbot.keyClicks(desk.panel.bar.field, "the honey of the bee")
    assert desk.panel.before.hits == ()
    desk.qtbot.waitUntil(lambda: bool(desk.panel.before.hits and desk.panel.words.hits), timeout=30_000)
    assert len(desk.panel.before.hits) == 19
    assert desk.panel.words.hits[0].title == "A study of the bee and the honey"
    assert desk.panel.after.isHidden()
    assert not desk.panel.missing.isHidden()
    assert desk.panel.bar.state.text() == "Ready: all 19 papers have a vector."
    assert desk.panel.before.model.text()
    desk.settle()


def test_a_run_gives_before_and_after_side_by_side(desk: Desk, run_dir: Path) -> None:
    desk.controller.use_run(run_dir)
    desk.ask("what is honey good for")
    before, after = desk.panel.before, desk.panel.after
    assert not after.isHidden()
    assert desk.panel.missing.isHidden()
    assert desk.panel.words.isHidden()
    assert sorted(titles(before)) == sorted(titles(after))
    assert all(hit.moved for hit in after.hits)
    assert after.model.text() != ""
    desk.panel.bar.words_toggle.click()
    assert not desk.panel.words.isHidden()
    assert desk.panel.words.hits
    desk.controller.use_run(None)
    desk.settle()
    assert after.isHidden()
    assert before.hits, "who has searched before need not ask again"


def test_a_run_that_cannot_be_read_says_so_in_both_columns_and_words_still_answer(desk: Desk, tmp_path: Path) -> None:
    desk.controller.use_run(tmp_path / "gone")
    desk.ask("honey")
    for column in (desk.panel.before, desk.panel.after):
        assert column.hits == ()
        assert "gone" in column.hint.words.text()
    assert "No model could be used" in desk.panel.bar.state.text()
    assert desk.panel.words.hits


def test_a_model_that_is_not_on_this_computer_is_said_in_words(
    qtbot: QtBot, background: Background, notify: Said
) -> None:
    desk = Desk(qtbot, background, notify, "specter2")
    desk.ask("honey")
    assert "specter2" in desk.panel.before.hint.words.text().lower()
    assert desk.panel.words.hits


def test_preparing_makes_the_vectors_without_a_query(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.controller.prepared_changed, timeout=30_000) as told:
        desk.panel.bar.prepare_button.click()
        assert "Loading the model" in desk.panel.bar.state.text()
        assert not desk.panel.bar.stop_button.isHidden()
    assert told.args == [True]
    assert desk.panel.bar.progress.isHidden()
    desk.settle()


def test_preparing_can_be_stopped_and_begun_again(desk: Desk) -> None:
    desk.panel.bar.prepare_button.click()
    desk.panel.bar.stop_button.click()
    assert not desk.panel.bar.prepare_button.isHidden()
    desk.settle()
    assert desk.controller._prepared is None
    desk.ask("honey")
    assert desk.panel.before.hits


def test_the_answer_to_an_older_query_is_dropped(desk: Desk) -> None:
    desk.ask("honey")
    shown: list[str] = []
    show = desk.controller._show_answer

    def noted(answer: Answer) -> None:
        shown.append(answer.query)
        show(answer)

    desk.controller._show_answer = noted  # type: ignore[method-assign] - listens, and does what it did
    for query in ("river", "galaxy", "virus and lung"):
        desk.controller.search(query)
    desk.settle()
    assert shown == ["virus and lung"]


def test_other_papers_make_the_hits_anew(desk: Desk) -> None:
    desk.ask("honey")
    desk.papers = desk.papers[:3]
    desk.controller.refresh()
    desk.settle()
    assert len(desk.panel.before.hits) == 3
    assert desk.panel.bar.count.text() == "3 papers"


def test_a_collection_can_be_opened_and_left_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(
        "".join(json.dumps({"id": f"{n}", "title": f"Crystal {n}", "abstract": ""}) + "\n" for n in range(4))
    )
    desk.controller.open_collection(path)
    desk.settle()
    assert desk.panel.bar.source.currentText() == "corpus.jsonl"
    desk.ask("crystal")
    assert len(desk.panel.before.hits) == 4
    desk.panel.bar.source.setCurrentIndex(0)
    desk.panel.bar.source.activated.emit(0)
    desk.settle()
    assert desk.panel.bar.count.text() == "19 papers"


def test_a_file_that_is_no_collection_is_refused_in_words_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text("not JSON\n", encoding="utf-8")
    desk.controller.open_collection(path)
    desk.settle()
    assert desk.notify.said[-1][1] == "error"
    assert "corpus.jsonl" in desk.notify.texts[-1]
    assert desk.panel.bar.count.text() == "19 papers"


def test_without_papers_the_page_says_how_to_get_some(desk: Desk) -> None:
    desk.papers = []
    desk.controller.refresh()
    desk.settle()
    assert desk.panel._stack.currentWidget() is desk.panel.empty
    with desk.qtbot.waitSignal(desk.panel.curate_asked):
        desk.panel.empty.curate_button.click()


def test_markup_in_a_title_is_shown_as_text(desk: Desk) -> None:
    desk.ask("honey and milk of a cat")
    card = next(card for card in desk.panel.words.cards if card.hit is not None and card.hit.id == "plain")
    assert "&lt;b&gt;" in card.title.text()
    assert "<b>" not in card.title.text()
    assert not card.badge.isHidden()
    assert card.accessibleName().startswith("1. The <b>honey</b> & milk of a cat")


def test_the_hits_are_read_by_keyboard_alone(desk: Desk) -> None:
    desk.ask("honey")
    keys = desk.qtbot.keyClick
    keys(desk.panel.bar.field, Qt.Key.Key_Down)
    cards = desk.panel.before.cards
    assert cards[0].hasFocus()
    keys(cards[0], Qt.Key.Key_Down)
    assert cards[1].hasFocus()
    keys(cards[1], Qt.Key.Key_Return)
    assert cards[1].unfolded
    assert cards[1].hit is not None
    assert cards[1].accessibleDescription() == cards[1].hit.abstract
    keys(cards[1], Qt.Key.Key_End)
    assert cards[-1].hasFocus()
    keys(cards[-1], Qt.Key.Key_Home)
    keys(cards[0], Qt.Key.Key_Up)
    assert desk.panel.bar.field.hasFocus()
    stops = [card for card in cards if card.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == [cards[0]], "Tab stops once in a column"


def test_three_columns_fit_a_small_window(desk: Desk, run_dir: Path) -> None:
    desk.panel.resize(934, 590)
    desk.controller.use_run(run_dir)
    desk.panel.bar.words_toggle.setChecked(True)
    desk.ask("honey and milk")
    for column in desk.panel.columns:
        assert column.isVisible()
        room = column._scroll.viewport().width()
        assert all(card.width() <= room for card in column.cards), "no card is cut off at its right edge"
    widths = [column.width() for column in desk.panel.columns]
    assert max(widths) - min(widths) <= 2


def test_results_are_copied_as_tab_separated_text(desk: Desk, run_dir: Path) -> None:
    desk.controller.use_run(run_dir)
    desk.ask("honey")
    desk.panel.bar.copy_button.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Column", "Rank", "Id", "Title", "Score", "Moved"]
    assert {line[0] for line in lines[1:]} == {"Before", "After"}
    assert len(lines) == 39
    assert "%" not in QGuiApplication.clipboard().text()


def test_no_query_text_reaches_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        desk.ask("canary in a coal mine")
    assert "canary" not in caplog.text


def test_every_control_has_a_name_for_those_who_cannot_see_it(desk: Desk) -> None:
    desk.ask("honey")
    controls = [
        child
        for child in desk.panel.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and not child.objectName().startswith("qt_")
    ]
    assert [
        type(child).__name__ for child in controls if not child.accessibleName() and not hasattr(child, "text")
    ] == []


def hit(rank: int, name: str) -> Hit:
    return Hit(rank, name, f"Title {name}", "", -float(rank))


def test_moves_are_told_in_words_with_the_place_of_before() -> None:
    before = [hit(1, "a"), hit(2, "b"), hit(3, "c"), hit(4, "d")]
    after = [hit(1, "c"), hit(2, "b"), hit(3, "a"), hit(4, "e")]
    words = [(shown.moved, shown.sign) for shown in hits_after(before, after, 100)]
    assert words == [
        ("2 places up, was 3", "up"),
        ("same place", "same"),
        ("2 places down, was 1", "down"),
        ("new: was beyond place 100", "up"),
    ]
    told = [shown.moved for shown in hits_before(before, after, 100)]
    assert told == ["now at place 3", "same place after", "now at place 1", "now beyond place 100"]


def test_moves_count_places_from_one() -> None:
    assert moves(["x", "y", "z"], ["y", "x"]) == (Move(Way.UP, 1, 2), Move(Way.DOWN, 1, 1), Move(Way.NEW))


def test_scores_become_lengths_between_the_last_and_the_best() -> None:
    assert relative([-2.0, -4.0, -6.0]) == [1.0, 0.5, 0.0]
    assert relative([3.0, 3.0]) == [1.0, 1.0]
    assert relative([]) == []


def test_marked_words_stand_in_safe_markup() -> None:
    html = marked("<i>Bees</i> & bees", terms_of("the BEES"), "#fff", "#000")
    assert html.count("<span") == 2
    assert "<i>" not in html
    assert "&amp;" in html


def test_a_snippet_begins_where_the_query_is_answered() -> None:
    text = "Nothing here. " * 30 + "The honey is sweet. " + "And so on. " * 30
    assert "honey" in snippet(text, terms_of("honey"))
    assert len(snippet(text, terms_of("honey"))) < 200
    assert snippet("Short.", terms_of("honey")) == "Short."
