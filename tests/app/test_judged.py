from pathlib import Path

import pytest

from specter2_gui.app.evaluating import evaluate
from specter2_gui.app.judged import held_out, judged_of, load_judged
from specter2_gui.app.searching import SearchEngine
from specter2_gui.config.settings import Data
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.metrics import ndcg_at
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.vector_cache import cached_encode
from tests.material import TOPICS, make_papers, write_lines

PAPERS = make_papers(40)
QUERIES = [Query(f"q{number}", " ".join(TOPICS[number % 5].split()[number // 5 :][:2])) for number in range(12)]
QRELS: Qrels = {f"q{number}": {f"p{place}": 1 for place in range(number % 5, 40, 5)} for number in range(12)}


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Settings that name three files."""
    papers = [{"id": paper.id, "title": paper.title, "abstract": paper.abstract} for paper in PAPERS]
    queries = [{"id": query.id, "text": query.text} for query in QUERIES]
    lines = [f"{query}\t{paper}\t{grade}" for query, grades in QRELS.items() for paper, grade in grades.items()]
    (tmp_path / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]), encoding="utf-8")
    return Data(
        collection=str(write_lines(tmp_path / "corpus.jsonl", papers)),
        queries=str(write_lines(tmp_path / "queries.jsonl", queries)),
        qrels=str(tmp_path / "qrels.tsv"),
    )


def test_judgements_are_read_from_three_files(data: Data) -> None:
    found = load_judged(data)
    assert found.judged is not None
    assert found.remarks == ()
    assert list(found.judged.papers) == PAPERS
    assert list(found.judged.queries) == QUERIES
    assert found.judged.qrels == QRELS


def test_without_files_there_are_no_judgements() -> None:
    assert load_judged(Data()).judged is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"qrels"}, "data.qrels is empty"),
        ({"collection"}, "data.collection is empty"),
        ({"collection", "queries"}, "data.collection and data.queries are empty"),
    ],
)
def test_some_of_the_three_files_are_refused_and_the_others_named(data: Data, missing: set[str], words: str) -> None:
    with pytest.raises(UserError, match=words):
        load_judged(data.model_copy(update=dict.fromkeys(missing, "")))


def test_a_file_that_is_not_there_is_named(data: Data) -> None:
    with pytest.raises(UserError, match="nowhere"):
        load_judged(data.model_copy(update={"qrels": "nowhere.tsv"}))


def test_judgements_that_cannot_count_are_said(data: Data) -> None:
    with Path(data.qrels).open("a", encoding="utf-8") as file:
        file.write("\nother\tp1\t1\nq0\tgone\t1")
    said = " ".join(load_judged(data).remarks)
    assert "1 judged query is not among the queries" in said
    assert "1 judged paper is not in the collection" in said


def test_judgements_without_a_relevant_paper_are_refused() -> None:
    with pytest.raises(UserError, match="Nothing can be evaluated"):
        judged_of(PAPERS, QUERIES, {"q0": {"p1": 0}})


def test_queries_without_a_relevant_paper_do_not_count() -> None:
    found = judged_of(PAPERS, QUERIES, {"q0": {"p1": 0}, "q1": {"p1": 1}})
    assert [query.id for query in found.queries] == ["q1"]


def test_keyword_search_stands_beside_the_model() -> None:
    found = judged_of(PAPERS, QUERIES, QRELS)
    by_hand = [ndcg_at(found.bm25_rankings[query.id], QRELS[query.id], 10) for query in QUERIES]
    assert found.bm25["ndcg@10"] == pytest.approx(sum(by_hand) / 12)
    assert found.bm25["ndcg@10"] > 0.5, "the papers share the words of the queries"


def test_the_figures_are_those_of_evaluate_to_the_last_bit(tiny_backbone: Backbone) -> None:
    """One place says how a model is measured, whether in training or afterwards."""
    result = evaluate(str(tiny_backbone.folder), PAPERS, QUERIES, QRELS)
    encoder = SearchEngine.open(str(tiny_backbone.folder))._encoder
    found = judged_of(PAPERS, QUERIES, QRELS)
    papers = cached_encode(encoder, Role.PAPER, encoder.texts_of(PAPERS))
    queries = encoder.encode(Role.QUERY, [query.text for query in QUERIES])
    assert found.figures(queries, papers, encoder.distance).means == result.base
    assert found.bm25 == result.bm25


def test_queries_that_are_trained_on_are_left_out_and_counted() -> None:
    found = held_out(judged_of(PAPERS, QUERIES, QRELS), [query.text.upper() for query in QUERIES[:2]])
    assert found.judged is not None
    assert list(found.judged.queries) == QUERIES[2:]
    assert found.remarks == ("10 of 12 judged queries count: the others are trained on.",)


def test_few_held_out_queries_are_called_rough() -> None:
    found = held_out(judged_of(PAPERS, QUERIES, QRELS), [query.text for query in QUERIES[:3]])
    assert "Only 9 judged queries are held out, so their figures are rough" in found.remarks[-1]


def test_where_no_query_is_left_the_person_is_told_that_triplets_choose() -> None:
    found = held_out(judged_of(PAPERS, QUERIES, QRELS), [query.text for query in QUERIES])
    assert found.judged is None
    assert "triplets alone choose the best model" in found.remarks[0]


def test_nothing_is_said_where_all_judged_queries_are_new() -> None:
    found = held_out(judged_of(PAPERS, QUERIES, QRELS), ["another question"])
    assert found.judged is not None
    assert found.remarks == ()
