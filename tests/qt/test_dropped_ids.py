"""A second collection whose ids are taken already is dropped with its queries and judgements, and they find each other."""

import json
from pathlib import Path

from pytestqt.qtbot import QtBot

from specter2_gui.qt.composition import Composition
from tests.qt.test_window import PATIENCE_MS, at_rest
from tests.qt.test_window_files import drop

TITLES = {"bees": "Pollen on the city roofs", "stars": "How red giants grow old"}


def files_of(folder: Path, subject: str) -> tuple[Path, Path, Path]:
    """Papers, queries and judgements about ``subject``, all with the id 1."""
    folder.mkdir()
    papers, queries, qrels = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels.tsv"
    papers.write_text(json.dumps({"id": "1", "title": TITLES[subject], "abstract": "Words."}), encoding="utf-8")
    queries.write_text(json.dumps({"id": "1", "text": f"what of {subject}"}), encoding="utf-8")
    qrels.write_text("query-id\tcorpus-id\tscore\n1\t1\t1\n", encoding="utf-8")
    return papers, queries, qrels


def test_files_that_are_dropped_together_mean_each_others_ids(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    for number, subject in enumerate(("bees", "stars"), start=1):
        drop(made, *files_of(tmp_path / subject, subject))
        qtbot.waitUntil(
            lambda wanted=number: len(list(made.project.judgements.all())) == wanted and at_rest(made),
            timeout=PATIENCE_MS,
        )
    texts = {row.id: row.text for row in made.project.queries.list()}
    titles = {row.id: row.title for row in made.project.papers.all()}
    judged = {(texts[one.query_id], titles[one.paper_id]) for one in made.project.judgements.all()}
    assert judged == {("what of bees", TITLES["bees"]), ("what of stars", TITLES["stars"])}
