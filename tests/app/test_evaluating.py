import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from specter2_gui.app.evaluating import Evaluation, evaluate, read_judged
from specter2_gui.app.searching import Hit, SearchEngine
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.evaluation import Comparison
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.metrics import ndcg_at
from specter2_gui.domain.split import query_digest
from specter2_gui.encoder.catalogue import Backbone
from tests.material import TOPICS, make_papers, write_lines

PAPERS = make_papers(20)
QUERIES = [Query(f"q{number}", " ".join(topic.split()[:2])) for number, topic in enumerate(TOPICS)]
QRELS: Qrels = {f"q{number}": {f"p{place}": 1 for place in range(number, 20, 5)} for number in range(5)}
MEASURES = ["ndcg@10", "mrr", "map", "recall@100"]


def test_a_model_stands_beside_keyword_search(tiny_backbone: Backbone) -> None:
    result = evaluate(str(tiny_backbone.folder), PAPERS, QUERIES, QRELS)
    assert result.queries == 5
    assert list(result.bm25) == list(result.base) == MEASURES
    assert result.bm25["ndcg@10"] > 0.5, "the papers share the words of the queries"
    assert result.base["recall@100"] == 1
    assert result.tuned is None
    assert result.change is None
    assert result.verdict == ""


def test_a_run_stands_beside_what_it_started_from(tuned_run: Path) -> None:
    result = evaluate(tuned_run, PAPERS, QUERIES, QRELS)
    assert result.tuned is not None
    assert result.change is not None
    assert result.change.difference == pytest.approx(result.tuned["ndcg@10"] - result.base["ndcg@10"])
    assert result.change.low <= result.change.difference <= result.change.high
    assert result.change.better + result.change.same + result.change.worse == 5
    assert len(result.worse_queries) == result.change.worse
    assert result.hashes["base"]["query"] != result.hashes["tuned"]["query"]
    assert result.hashes["base"]["paper"] == result.hashes["tuned"]["paper"]
    engine = SearchEngine.open(tuned_run)
    engine.index(PAPERS)
    by_hand = [ndcg_at([hit.id for hit in engine.search(query.text, 20)], QRELS[query.id], 10) for query in QUERIES]
    assert result.tuned["ndcg@10"] == pytest.approx(sum(by_hand) / 5)


def test_a_run_and_its_start_compute_in_one_precision(tuned_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_base, search = SearchEngine.open_base, SearchEngine.search_many
    used: list[str] = []

    def rough(run_dir: Path) -> SearchEngine:
        engine = open_base(run_dir)
        engine.use_precision("bf16")
        return engine

    def noted(engine: SearchEngine, queries: Sequence[str], k: int) -> list[tuple[Hit, ...]]:
        used.append(engine.precision)
        return search(engine, queries, k)

    monkeypatch.setattr(SearchEngine, "open_base", rough)
    monkeypatch.setattr(SearchEngine, "search_many", noted)
    evaluate(tuned_run, PAPERS, QUERIES, QRELS)
    assert used == ["fp32", "fp32"]


def test_judgements_that_cannot_count_are_said(tiny_backbone: Backbone) -> None:
    qrels: Qrels = {**QRELS, "unknown": {"p1": 1}, "q0": {"p0": 1, "gone": 2}}
    result = evaluate(str(tiny_backbone.folder), PAPERS, QUERIES, qrels)
    said = " ".join(result.remarks)
    assert "1 judged query is not among the queries" in said
    assert "1 judged paper is not in the collection" in said


def test_judgements_of_other_queries_are_refused(tiny_backbone: Backbone) -> None:
    with pytest.raises(UserError, match="Nothing can be evaluated"):
        evaluate(str(tiny_backbone.folder), PAPERS, QUERIES, {"other": {"p1": 1}})


def test_a_run_of_which_nothing_was_kept_is_refused(tuned_run: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tuned_run, tmp_path / "copy"))
    shutil.rmtree(copy / "best")
    with pytest.raises(UserError, match="holds no model"):
        evaluate(copy, PAPERS, QUERIES, QRELS)


def test_the_verdict_says_better_worse_or_neither() -> None:
    def words(low: float, high: float) -> str:
        change = Comparison((low + high) / 2, low, high, 3, 1, 1)
        return Evaluation(5, {}, {}, {}, change, (), {}, {}, ()).verdict

    assert "is better than" in words(0.01, 0.2)
    assert "is worse than" in words(-0.2, -0.01)
    assert "no clear difference" in words(-0.1, 0.2)
    assert "3 gained, 1 stayed and 1 lost" in words(0.1, 0.2)


def with_facts(run: Path, folder: Path, **facts: list[str]) -> Path:
    """A copy of ``run`` whose record says ``facts`` about its queries, and nothing else."""
    copy = Path(shutil.copytree(run, folder))
    record = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    record = {key: value for key, value in record.items() if key not in {"training_queries", "choosing_queries"}}
    (copy / "run.json").write_text(json.dumps(record | facts), encoding="utf-8")
    return copy


def test_queries_that_the_run_was_trained_on_are_said(tuned_run: Path, tmp_path: Path) -> None:
    seen = [query_digest(query.text.upper()) for query in QUERIES[:2]]
    run = with_facts(tuned_run, tmp_path / "run", training_queries=[*seen, "0" * 12])
    assert (
        "2 of 5 queries were used in the training of this run; their figures say little about new queries."
        in evaluate(run, PAPERS, QUERIES, QRELS).remarks
    )


def test_queries_that_chose_the_best_step_are_said(tuned_run: Path, tmp_path: Path) -> None:
    chosen = [query_digest(query.text) for query in QUERIES[:3]]
    run = with_facts(tuned_run, tmp_path / "run", training_queries=[], choosing_queries=chosen)
    said = " ".join(evaluate(run, PAPERS, QUERIES, QRELS).remarks)
    assert "3 of 5 queries chose the best step" in said
    assert "used in the training" not in said


def test_a_run_that_does_not_say_what_it_was_trained_on_is_said(tuned_run: Path, tmp_path: Path) -> None:
    run = with_facts(tuned_run, tmp_path / "run")
    said = " ".join(evaluate(run, PAPERS, QUERIES, QRELS).remarks)
    assert "does not say which queries it was trained on" in said


def test_figures_of_few_queries_are_called_rough(tiny_backbone: Backbone) -> None:
    few = evaluate(str(tiny_backbone.folder), PAPERS, QUERIES, QRELS)
    assert few.remarks == ("Only 5 queries were tried, so these figures are rough.",)
    queries = [Query(f"{query.id}{part}", query.text) for query in QUERIES for part in "ab"]
    qrels: Qrels = {query.id: QRELS[query.id[:2]] for query in queries}
    assert evaluate(str(tiny_backbone.folder), PAPERS, queries, qrels).remarks == ()


def test_vectors_that_cannot_be_kept_are_a_remark(
    tuned_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "in the way"))
    said = evaluate(tuned_run, make_papers(21), QUERIES, QRELS).remarks
    assert sum("cannot be read or kept" in remark for remark in said) == 1


def test_queries_and_judgements_are_read_from_files(tmp_path: Path) -> None:
    queries = write_lines(tmp_path / "q.jsonl", [{"id": "q1", "text": "honey"}])
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t2\n", encoding="utf-8")
    assert read_judged(queries, tmp_path / "qrels.tsv") == ([Query("q1", "honey")], {"q1": {"p1": 2}})
