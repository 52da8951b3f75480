"""The figures of a run as one object and in words."""

from pathlib import Path
from typing import Any

import pytest

from specter2_gui.app.runs import RunRecord
from specter2_gui.cli.finetune_result import as_object, in_words
from specter2_gui.domain.events import VerdictReached
from specter2_gui.domain.split import query_digest
from tests.material import make_triplets, write_lines, write_triplets

FIGURES = {"ndcg@10": 0.412345, "mrr": 0.5, "map": 0.3, "recall@100": 0.9}
CHECK = {"loss": 0.12345678, "triplet_accuracy": 0.75, **FIGURES}
VERDICT = VerdictReached(
    "ndcg@10", "no clear difference", 0.012345, -0.04, 0.06, 3, 1, 7, tuple(f"q{n}" for n in range(7)),
    {"bm25": FIGURES, "base": FIGURES, "tuned": FIGURES},
)  # fmt: skip
RECORDED = {
    "word": "no clear difference", "metric": "ndcg@10", "difference": 0.0123456, "interval": [-0.0412345, 0.0612345],
    "better": 3, "same": 1, "worse": 2, "worse_queries": ["q1", "q2"], "folds": 5,
}  # fmt: skip


def record(folder: Path, **changes: Any) -> RunRecord:
    best = {"step": 40, "metric": "ndcg@10", "value": 0.5, **CHECK}
    known: dict[str, Any] = {
        "status": "finished", "model": "Tiny", "steps": 90, "seconds": 12.34567, "triplets": 80, "rejected": 2,
        "train_adapters": "query", "validation_triplets": 20, "triplets_per_s": 3.14159, "baseline": CHECK, "best": best,
    }  # fmt: skip
    return RunRecord(folder, **known | changes)


def test_the_object_holds_what_the_record_knows_of_judgements(tmp_path: Path) -> None:
    facts = {
        "training_triplets": 60, "verdict": RECORDED, "bm25": FIGURES, "encodes_saved": 0.412345,
        "padding_share": 0.05, "peak_memory_mb": 812.34567, "precision": "fp32",
    }  # fmt: skip
    found = as_object(record(tmp_path, facts=facts), ())
    assert found["baseline"]["loss"] == 0.123457
    assert found["best"]["ndcg@10"] == found["bm25"]["ndcg@10"] == 0.4123
    assert found["verdict"] == RECORDED | {"difference": 0.0123, "interval": [-0.0412, 0.0612]}
    assert (found["status"], found["precision"], found["encodes_saved"]) == ("finished", "fp32", 0.4123)
    assert (found["padding_share"], found["peak_memory_mb"], found["training_triplets"]) == (0.05, 812.3457, 60)
    assert (found["triplets"], found["rejected"], found["problems"]) == (80, 2, [])


def test_what_the_record_does_not_know_is_null_and_bm25_needs_judgements(tmp_path: Path) -> None:
    found = as_object(record(tmp_path, best=None, baseline=None, status="cancelled"), ())
    assert [found[name] for name in ("verdict", "encodes_saved", "peak_memory_mb", "best", "baseline")] == [None] * 5
    assert "bm25" not in found


def test_the_words_end_with_the_verdict_the_systems_and_the_queries_that_lost(tmp_path: Path) -> None:
    queries = write_lines(tmp_path / "q.jsonl", [{"id": f"q{n}", "text": f"question {n}"} for n in range(7)])
    words = in_words(record(tmp_path, settings={"data": {"queries": str(queries)}}), VERDICT)
    assert "Before nDCG@10 0.4123; with the best model (step 40) nDCG@10 0.5000" in words
    assert "There is no clear difference" in words
    [keywords] = [line for line in words.splitlines() if line.startswith("keyword search (BM25)")]
    assert keywords.split()[-4:] == ["0.4123", "0.5000", "0.3000", "0.9000"]
    assert "  q0  question 0" in words
    assert "  q4  question 4\n  and 2 more\n" in words
    assert "q5" not in words


def test_queries_of_triplets_are_told_by_their_texts(tmp_path: Path) -> None:
    triplets = make_triplets(2, 1)
    file = write_triplets(tmp_path / "t.json", triplets)
    fallen = query_digest(triplets[1].query)
    verdict = VerdictReached("triplet_accuracy", "worse", -0.5, -0.6, -0.4, 0, 1, 1, (fallen,), {})
    words = in_words(record(tmp_path, settings={"data": {"triplets": str(file), "queries": ""}}), verdict)
    assert f"  {fallen}  {triplets[1].query}" in words
    assert "BM25" not in words


def test_files_that_have_moved_leave_the_ids(tmp_path: Path) -> None:
    words = in_words(record(tmp_path, settings={"data": {"queries": str(tmp_path / "gone.jsonl")}}), VERDICT)
    assert "\n  q0\n" in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "paused"}, "Paused at step 90. Go on with: specter2-gui finetune --resume"),
        ({"best": None}, "Nothing was kept."),
        ({"best": {"step": 0, "metric": "triplet_accuracy", "value": 0.75}}, "No check was better"),
    ],
)
def test_every_end_says_what_there_is_to_do(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    assert words in in_words(record(tmp_path, **changes), None)


def test_a_run_for_a_project_is_searched_with_in_the_project(tmp_path: Path) -> None:
    assert f'--project "{tmp_path}" --query' in in_words(record(tmp_path), None, tmp_path)
    assert "--collection FILE.jsonl --query" in in_words(record(tmp_path), None)
