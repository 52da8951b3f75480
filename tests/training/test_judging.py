import numpy as np
import pytest
from numpy.typing import NDArray

from specter2_gui.domain.evaluation import SystemFigures, evaluate
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.metrics import ndcg_at
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import query_key
from specter2_gui.search.dense import rank
from specter2_gui.training.judging import Judged, known_answers

PAPERS = [Paper(f"p{number}", f"paper {number}") for number in range(12)]
QUERIES = [Query("q1", "bees and honey"), Query("q2", "rivers"), Query("q3", "quantum light")]
QRELS: Qrels = {"q1": {"p1": 2, "p2": 1}, "q2": {"p3": 1, "p4": 0}, "q3": {"p5": 1, "gone": 1}}
BY_WORDS = {"q1": ["p6", "p1"], "q2": ["p3", "p7"], "q3": ["p8", "p5"]}


def judged(papers: list[Paper] = PAPERS) -> Judged:
    keywords = evaluate(lambda query: BY_WORDS[query.id], QUERIES, QRELS)
    return Judged(papers, QUERIES, QRELS, keywords, BY_WORDS, rank, known_answers(QUERIES, QRELS))


def vectors(count: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)


def test_queries_that_are_trained_on_do_not_count_however_they_are_written() -> None:
    left = judged().for_training(["  BEES and\u00a0Honey ", "something else"])
    assert [query.id for query in left.queries] == ["q2", "q3"]
    assert judged().for_training(query.text for query in QUERIES).queries == ()


def test_keyword_search_is_measured_on_the_queries_that_count_alone() -> None:
    left = judged().for_training(["rivers", "quantum light"])
    assert left.bm25["ndcg@10"] == pytest.approx(ndcg_at(BY_WORDS["q1"], QRELS["q1"], 10))
    assert judged().bm25 != left.bm25


def test_a_paper_known_to_answer_a_query_is_known_also_where_the_query_is_trained_on() -> None:
    left = judged().for_training(["bees and honey"])
    assert left.answers_for("Bees and honey") == {"p1", "p2"}
    assert left.answers_for("rivers") == {"p3"}
    assert left.answers_for("never asked") == frozenset()


def test_queries_of_one_text_share_their_answers() -> None:
    found = known_answers([Query("a", "Rivers"), Query("b", "rivers ")], {"a": {"p1": 1}, "b": {"p2": 1, "p3": 0}})
    assert found == {query_key("rivers"): {"p1", "p2"}}


def test_only_the_queries_of_a_fold_are_taken() -> None:
    assert [query.id for query in judged().among([query_key("Quantum light")]).queries] == ["q3"]


@pytest.mark.parametrize("distance", ["l2", "cosine"])
def test_the_figures_are_those_of_a_full_search(distance: str) -> None:
    queries, papers = vectors(3, 1), vectors(12, 2)
    found = judged().figures(queries, papers, "l2" if distance == "l2" else "cosine")
    rows, _ = rank(queries, papers, "l2" if distance == "l2" else "cosine", 12)
    for query, places in zip(QUERIES, rows.tolist(), strict=True):
        assert found.by_query[query.id] == ndcg_at([f"p{place}" for place in places], QRELS[query.id], 10)
    assert found.means["ndcg@10"] == pytest.approx(sum(found.by_query.values()) / 3)
    assert found.means.keys() == {"ndcg@10", "mrr", "map", "recall@100"}
    assert found.means["recall@100"] == pytest.approx((1 + 1 + 0.5) / 3), "a paper outside of the collection is missed"


def test_equal_papers_stand_in_the_order_of_the_collection() -> None:
    same = np.ones((12, 8), np.float32)
    assert judged().rankings(np.ones((3, 8), np.float32), same, "cosine", 4)["q1"] == ["p0", "p1", "p2", "p3"]


def test_figures_over_some_papers_know_which_they_are() -> None:
    queries, papers = vectors(3, 1), vectors(12, 2)
    rows = [1, 3, 5, 7]
    found = judged().rankings(queries, papers[rows], "l2", rows=np.array(rows))
    assert all(set(ids) == {"p1", "p3", "p5", "p7"} for ids in found.values())
    full = judged().rankings(queries, papers, "l2")
    assert found["q2"] == [paper for paper in full["q2"] if paper in set(found["q2"])]
    assert judged().figures(queries, papers[rows], "l2", rows=rows).means["recall@100"] == pytest.approx(
        (0.5 + 1 + 0.5) / 3
    )


def test_vectors_of_other_queries_or_papers_are_a_fault() -> None:
    with pytest.raises(ValueError, match="3 queries"):
        judged().figures(vectors(2, 1), vectors(12, 2), "l2")
    with pytest.raises(ValueError, match="12 papers"):
        judged().figures(vectors(3, 1), vectors(11, 2), "l2")


def test_a_small_collection_is_its_own_pool() -> None:
    assert judged().pool({}, limit=12) == list(range(12))


def test_a_pool_takes_judged_papers_first_and_then_hits_in_turn() -> None:
    base = {"q1": ["p9", "p1"], "q2": ["p10"], "q3": ["p11", "p5"]}
    # relevant in turn: p1 p3 p5 p2, judged: p4; then rank by rank, keywords before the model: p6 p9 (p3) p10 p8 p11, p7
    assert judged().pool(base, limit=3) == [1, 3, 5]
    assert judged().pool(base, limit=5) == [1, 2, 3, 4, 5]
    assert judged().pool(base, limit=7) == [1, 2, 3, 4, 5, 6, 9]
    assert judged().pool(base, limit=10) == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert judged().pool(base, limit=11) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_pool_holds_nothing_of_queries_that_are_trained_on() -> None:
    left = judged().for_training(["bees and honey"])
    assert left.pool({}, limit=6) == [3, 4, 5, 7, 8], "p1, p2 and p6 belong to the query that is trained on"


def test_what_is_asked_of_no_queries_is_nothing() -> None:
    left = judged().for_training(query.text for query in QUERIES)
    assert left.keywords == SystemFigures({}, unjudged=0)
    assert left.figures(vectors(0, 1), vectors(12, 2), "l2").by_query == {}
