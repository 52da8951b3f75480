"""The card at the end of a training: the word its interval allows, the figures beside it, and the queries that lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from specter2_gui.config.settings import Settings
from specter2_gui.disk.atomic import write_json
from specter2_gui.domain.events import Evaluated, RunFailed, RunStopped, VerdictWord
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.verdict_words import Verdict, interrupted, verdict
from specter2_gui.qt.widgets.verdict_card import VerdictCard
from specter2_gui.qt.worse_queries import worse_texts
from tests.gallery import recorded

CHECKS = (Evaluated(0, 0.5, 0.71, 0.1, best=True), Evaluated(300, 0.4, 0.83, 0.1, best=True))


@pytest.fixture
def card(qtbot: QtBot) -> VerdictCard:
    made = VerdictCard()
    qtbot.addWidget(made)
    return made


def told(word: VerdictWord) -> Verdict:
    return verdict(recorded.FINISHED_JUDGED, CHECKS, 192, 30, recorded.reached(word))


@pytest.mark.parametrize(
    ("word", "kind", "headline"),
    [
        ("better", "success", "Better than before: nDCG@10 0.667, before 0.612."),
        ("no clear difference", "info", "No clear difference: nDCG@10 0.620, before 0.612."),
        ("worse", "warning", "Worse than before: nDCG@10 0.565, before 0.612."),
    ],
)
def test_each_verdict_has_its_kind_its_figures_and_its_interval(
    card: VerdictCard, word: VerdictWord, kind: str, headline: str
) -> None:
    card.show_verdict(told(word))
    assert card.property("notice") == kind
    assert card.headline.text() == headline
    reached = recorded.reached(word)
    assert f"(95 % interval {reached.low:+.3f} to {reached.high:+.3f})" in card.sentence.text()
    assert card.headline.text() in card.accessibleName()
    assert card.button.isVisible()


def test_keyword_search_and_both_models_stand_beside_each_other(card: VerdictCard) -> None:
    card.show_verdict(told("better"))
    assert [name for name, _words, _value in card.bars.bars] == ["bm25", "base", "tuned"]
    assert card.bars.isVisible()
    assert card.bars.accessibleName() == "nDCG@10: words alone (BM25) 0.583, before 0.612, after 0.667"


def test_a_verdict_from_triplets_alone_has_no_bars_but_its_shares(card: VerdictCard) -> None:
    reached = replace(recorded.reached("better"), metric="triplet_accuracy", systems={})
    card.show_verdict(verdict(recorded.FINISHED, CHECKS, 192, 30, reached))
    assert not card.bars.isVisible()
    assert card.headline.text() == "Better than before: 83.0 % in the right order, before 71.0 %."


def test_a_verdict_after_stopping_early_says_both() -> None:
    found = verdict(RunStopped(300, 60.0, kept=True), CHECKS, 192, 30, recorded.reached("better"))
    assert found.headline.startswith("Stopped early. Better than before")


def test_the_queries_that_lost_are_behind_a_fold_and_not_endless(card: VerdictCard) -> None:
    card.show_verdict(told("better"))
    assert not card.worse_fold.isVisible()
    card.show_worse([f"question {number}" for number in range(1, 26)])
    assert card.worse_fold.head.text() == "25 queries got worse"
    assert not card.worse.isVisible()
    card.worse_fold.head.click()
    lines = card.worse.text().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("•  question 1", "and 5 more", 21)
    card.show_verdict(told("better"))
    assert not card.worse_fold.isVisible(), "another verdict begins without them"


def test_one_button_stands_out(card: VerdictCard) -> None:
    card.show_verdict(told("better"))
    assert card.button.property("kind") == "primary"
    assert not card.resume_button.isVisible()
    card.show_verdict(interrupted(40, usable=True))
    assert card.headline.text() == "Interrupted at step 40."
    assert (card.button.property("kind"), card.resume_button.property("kind")) == ("", "primary")
    card.show_verdict(verdict(RunFailed("What", "Why", "How"), (), 0, 0))
    card.offer_resume("Resume from step 40")
    assert card.resume_button.property("kind") == "", "what the failure names comes first"


def test_a_pause_frees_what_was_in_use() -> None:
    on_card = verdict(recorded.PAUSED, CHECKS, 192, 30, on_card=True)
    assert on_card.headline == "Paused at step 360."
    assert on_card.sentence.startswith("The graphics card is free")
    assert "graphics" not in verdict(recorded.PAUSED, CHECKS, 192, 30, on_card=False).sentence


def test_names_of_queries_become_their_words(tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q7", "text": "What is lichen?"}\n', encoding="utf-8")
    settings = Settings().model_dump()
    settings["data"]["queries"] = str(queries)
    write_json(tmp_path / "run.json", {"status": "finished", "settings": settings})
    triplets = [Triplet("How do owls see?", "Owls", "", "Maps", "")]
    names = ("q7", query_digest("how do  OWLS see?"), "nobody knows")
    assert worse_texts(names, triplets, tmp_path) == ("What is lichen?", "How do owls see?", "nobody knows")
