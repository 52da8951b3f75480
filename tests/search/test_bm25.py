"""Keyword search follows its formula, takes any text as plain words, and reaches known figures."""

import json
import math
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from specter2_gui.domain.evaluation import evaluate
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper
from specter2_gui.search.bm25 import BM25

PAPERS = [
    Paper("p1", "Public library catalogue", "The catalogue of a public library lists its books."),
    Paper("p2", "Café culture in Zürich", "On coffee houses and the people in them."),
    Paper("p3", "Bees", "Honey bees dance; the dance tells other bees where nectar is."),
    Paper("p4", "图书馆 检索", "信息检索系统"),
    Paper("p5", "Untitled", ""),
]


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [paper for paper, _ in found]


def by_hand(papers: list[Paper], query: str) -> dict[str, float]:
    """BM25 as in the docstring, for plain lower-case words that Porter's rules leave alone."""
    texts = [re.findall(r"\w+", f"{paper.title} {paper.abstract}".lower()) for paper in papers]
    mean = sum(map(len, texts)) / len(texts)
    scores: dict[str, float] = {}
    for word in re.findall(r"\w+", query):
        containing = sum(word in text for text in texts)
        weight = max(1e-6, math.log((len(texts) - containing + 0.5) / (containing + 0.5))) if containing else 0.0
        for paper, text in zip(papers, texts, strict=True):
            count = text.count(word)
            if count:
                part = count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * len(text) / mean))
                scores[paper.id] = scores.get(paper.id, 0.0) + weight * part
    return scores


def test_scores_follow_the_stated_formula() -> None:
    papers = [
        Paper("a", "red fox", "fox on a red hill"),
        Paper("b", "fox", "blue"),
        Paper("c", "hill hill hill", "red wood"),
        Paper("d", "wood", "wet wood on wet wood and more wood"),
        Paper("e", "sun", "moon"),
    ]
    for query in ("fox", "red red fox", "hill wood sun blue absent", "wood"):
        found = dict(BM25(papers).search(query, 10))
        assert found == pytest.approx(by_hand(papers, query))


def test_title_and_abstract_are_both_searched() -> None:
    index = BM25(PAPERS)
    assert ids(index.search("Untitled", 10)) == ["p5"]
    assert ids(index.search("nectar", 10)) == ["p3"]


def test_word_endings_case_and_accents_do_not_matter() -> None:
    index = BM25(PAPERS)
    assert ids(index.search("LIBRARIES catalogues", 10)) == ["p1"]
    assert ids(index.search("cafe zurich", 10)) == ["p2"]
    assert ids(index.search("cafe\u0301", 10)) == ["p2"]


def test_equal_scores_stand_in_the_order_of_the_papers() -> None:
    papers = [Paper(f"n{number}", "same words here", "and there") for number in range(200)]
    papers.insert(100, Paper("other", "something else", "entirely different things"))
    papers += [Paper(f"x{number}", "filler", "text") for number in range(300)]
    found = BM25(papers).search("words same there", 1000)
    assert ids(found) == [f"n{number}" for number in range(200)]
    assert len({score for _, score in found}) == 1


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', '"bees', "bees*", "^bees", "-bees", "bees -dance", "NEAR(bees dance)", "NOT bees", "bees AND",
        "title:bees", "{title abstract}: bees", "(bees", "bees)", "bees' OR 1=1 --", "%bees_", "bees\0dance", "bees 🐝",
        "\ud83d bees", "bees\n\t\rdance", "a:b:c bees", "\u202ebees\u202c", "bees;", "bees\\",
    ],
)  # fmt: skip
def test_no_character_of_a_query_is_an_operator(query: str) -> None:
    assert "p3" in ids(BM25(PAPERS).search(query, 10)) or "bees" not in query


@pytest.mark.parametrize("query", ["", " ", "\0", "🐝", "-", "*", "()", "\ud83d", "absentword", "''"])
def test_a_query_without_known_words_finds_nothing(query: str) -> None:
    assert BM25(PAPERS).search(query, 10) == []


def test_chinese_text_is_found_by_the_same_run_of_characters() -> None:
    index = BM25(PAPERS)
    assert ids(index.search("信息检索系统", 10)) == ["p4"]
    assert index.search("信息", 10) == []


def test_a_query_of_three_thousand_words_is_the_sum_of_its_words() -> None:
    papers = [Paper(f"d{n}", f"w{n}x w{n + 1}x", " ".join(f"w{m}x" for m in range(n, n + 40))) for n in range(300)]
    query = " ".join(f"w{n}x" for n in range(3000))
    assert dict(BM25(papers).search(query, 300)) == pytest.approx(by_hand(papers, query))


def test_no_more_than_k_papers_come_back() -> None:
    index = BM25([Paper(str(number), "alike", "") for number in range(5)] + [Paper("z", "x", "")] * 6)
    assert ids(index.search("alike", 2)) == ["0", "1"]
    assert index.search("alike", 0) == []
    assert index.search("alike", -1) == []


def test_an_empty_collection_can_be_searched() -> None:
    assert BM25([]).search("anything", 5) == []


def test_a_half_character_in_a_paper_does_not_stop_the_index() -> None:
    assert ids(BM25([*PAPERS, Paper("h", "broken \ud83d pair", "zebra")]).search("zebra", 5)) == ["h"]


def test_several_threads_may_search_at_once() -> None:
    index = BM25(PAPERS)
    queries = ["bees", "coffee", "library", "untitled"] * 50
    alone = [index.search(query, 5) for query in queries]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda query: index.search(query, 5), queries)) == alone


@pytest.mark.parametrize(
    ("name", "published", "reached"), [("cisi", 0.345, 0.378), ("scifact", 0.668, 0.682)], ids=["cisi", "scifact"]
)
def test_known_collections_give_known_figures(shared_data: Path, name: str, published: float, reached: float) -> None:
    """The figure stated with a collection comes from k1 0.9, b 0.4 and simpler stems: near it, but not on it."""
    papers, queries, qrels = collection(shared_data / name)
    index = BM25(papers)
    figures = evaluate(lambda query: ids(index.search(query.text, 100)), queries, qrels)
    assert figures.means["ndcg@10"] == pytest.approx(reached, abs=0.002)
    assert figures.means["ndcg@10"] == pytest.approx(published, abs=0.04)


def collection(folder: Path) -> tuple[list[Paper], list[Query], Qrels]:
    """Papers, queries and judgements of ``folder``; its test part only where it has parts."""
    papers = [Paper(line["id"], line["title"], line["abstract"]) for line in lines(folder / "corpus.jsonl")]
    queries = [Query(line["id"], line["text"]) for line in lines(folder / "queries.jsonl")]
    qrels: Qrels = {}
    for row in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, paper, grade = row.split("\t")
        qrels.setdefault(query, {})[paper] = int(grade)
    parts = folder / "splits.json"
    if parts.is_file():
        chosen = set(json.loads(parts.read_text(encoding="utf-8"))["test"])
        queries = [query for query in queries if query.id in chosen]
    return papers, queries, qrels


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
