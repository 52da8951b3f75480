"""The sample collection keeps what its README promises."""

import json
import re
import unicodedata
from collections import Counter
from statistics import mean

import pytest

from tests.sample.collection import (
    FOLDER,
    TRIPLETS_PER_QUERY,
    Collection,
    Paper,
    as_json,
    lines_of,
    negatives_of,
    positives_of,
    read_collection,
    triplets_of,
)
from tests.sample.starter import PACKAGE, model_folder, ndcg, rankings

FILES = ("README.md", "papers.jsonl", "qrels.tsv", "queries.jsonl", "triplets.json")
TRIPLET_KEYS = ["query", "positive_title", "positive_abstract", "negative_title", "negative_abstract"]
VARIANTS = {
    ("p002", "p078"),
    ("p004", "p141"),
    ("p024", "p102"),
    ("p042", "p139"),
    ("p057", "p060"),
    ("p061", "p096"),
    ("p115", "p117"),
    ("p151", "p156"),
}
"""The same invented work twice: as a preprint, working or conference paper and as an article."""


@pytest.fixture(scope="module")
def collection() -> Collection:
    return read_collection()


@pytest.fixture(scope="module")
def triplets() -> list[dict[str, str]]:
    return json.loads((FOLDER / "triplets.json").read_text(encoding="utf-8"))


def counts(collection: Collection, triplets: list[dict[str, str]]) -> dict[str, int]:
    """The numbers that the README names."""
    scores = Counter(score for _, _, score in collection.judgement_rows)
    return {
        "papers": len(collection.papers),
        "papers without an abstract": sum(not paper.abstract for paper in collection.papers),
        "pairs of variants": len(VARIANTS),
        "queries": len(collection.queries),
        "queries for training": len(collection.queries_of("train")),
        "queries for the test": len(collection.queries_of("test")),
        "judgements": len(collection.judgement_rows),
        "judgements of 2": scores[2],
        "judgements of 1": scores[1],
        "judgements of 0": scores[0],
        "triplets": len(triplets),
    }


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def likeness(one: Paper, other: Paper) -> float:
    """The share of words that two papers have in common."""
    first, second = (set(words(f"{paper.title} {paper.abstract}")) for paper in (one, other))
    return len(first & second) / len(first | second)


def sentences(paper: Paper) -> set[str]:
    return {sentence.strip(" .") for sentence in re.split(r"(?<=[.?!])\s", paper.abstract) if sentence}


def test_the_readme_names_the_true_counts(collection: Collection, triplets: list[dict[str, str]]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for what, number in counts(collection, triplets).items():
        print(f"{number:5d} {what}")
        assert f"| {what} | {number} |" in readme


def test_the_folder_holds_the_files_of_the_readme_and_no_other() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_the_text_is_composed_and_free_of_control_characters(name: str) -> None:
    text = (FOLDER / name).read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    allowed = "\n\t" if name == "qrels.tsv" else "\n"
    assert {character for character in text if unicodedata.category(character).startswith("C")} <= set(allowed)
    assert text.endswith("\n")


def test_the_words_within_the_records_are_tidy(collection: Collection) -> None:
    texts = [query.text for query in collection.queries]
    texts += [text for paper in collection.papers for text in (paper.title, paper.abstract)]
    assert [text for text in texts if text != " ".join(text.split()) or not text.isprintable()] == []


def test_ids_and_titles_are_unique(collection: Collection) -> None:
    papers, queries = collection.papers, collection.queries
    assert [paper.id for paper in papers] == [f"p{number:03d}" for number in range(1, len(papers) + 1)]
    assert [query.id for query in queries] == [f"q{number:02d}" for number in range(1, len(queries) + 1)]
    assert len({paper.title.casefold() for paper in papers}) == len(papers)
    assert len({query.text.casefold() for query in queries}) == len(queries)


def test_there_are_24_queries_to_learn_from_and_16_to_test_with(collection: Collection) -> None:
    assert Counter(query.split for query in collection.queries) == {"train": 24, "test": 16}


def test_an_abstract_is_empty_or_of_a_usual_length(collection: Collection) -> None:
    lengths = [len(paper.abstract.split()) for paper in collection.papers]
    assert 150 <= len(lengths) <= 175
    assert 8 <= lengths.count(0) <= 10
    assert [length for length in lengths if length and not 60 <= length <= 130] == []


def test_only_the_variants_of_one_work_resemble_each_other(collection: Collection) -> None:
    papers = collection.papers
    pairs = [(one, other) for place, one in enumerate(papers) for other in papers[place + 1 :]]
    assert {(one.id, other.id) for one, other in pairs if likeness(one, other) > 0.3} == VARIANTS
    assert {(one.id, other.id) for one, other in pairs if sentences(one) & sentences(other)} <= VARIANTS


def test_judgements_name_what_is_there_and_name_it_once(collection: Collection) -> None:
    rows = collection.judgement_rows
    assert lines_of(FOLDER / "qrels.tsv")[0] == "query-id\tcorpus-id\tscore"
    assert {query for query, _, _ in rows} == {query.id for query in collection.queries}
    assert {paper for _, paper, _ in rows} <= {paper.id for paper in collection.papers}
    assert {score for _, _, score in rows} == {0, 1, 2}
    assert len({(query, paper) for query, paper, _ in rows}) == len(rows)


def test_every_query_has_enough_papers_on_either_side(collection: Collection) -> None:
    for query, scores in collection.judgements().items():
        relevant = sum(score > 0 for score in scores.values())
        assert 2 in scores.values(), query
        assert 3 <= relevant <= 8, query
        assert 3 <= len(scores) - relevant <= 8, query


def test_variants_of_one_work_are_never_judged_apart(collection: Collection) -> None:
    """A version may say less than the other; what counts for training is that neither refutes the other."""
    for query, scores in collection.judgements().items():
        for one, other in VARIANTS:
            if one in scores and other in scores:
                assert (scores[one] > 0) == (scores[other] > 0), (query, one, other)


def test_the_triplets_are_what_the_rule_yields(collection: Collection) -> None:
    assert (FOLDER / "triplets.json").read_text(encoding="utf-8") == as_json(triplets_of(collection))


def test_triplets_are_complete_and_never_repeated(triplets: list[dict[str, str]]) -> None:
    assert 150 <= len(triplets) <= 200
    assert all(list(entry) == TRIPLET_KEYS for entry in triplets)
    assert all(entry["query"] and entry["positive_title"] and entry["negative_title"] for entry in triplets)
    assert len({tuple(entry.values()) for entry in triplets}) == len(triplets)


def test_triplets_come_from_the_training_queries_alone(collection: Collection, triplets: list[dict[str, str]]) -> None:
    asked = Counter(entry["query"] for entry in triplets)
    assert set(asked) == {query.text for query in collection.queries_of("train")}
    assert all(4 <= number <= TRIPLETS_PER_QUERY for number in asked.values())


def test_no_paper_is_on_both_sides_of_a_query(collection: Collection, triplets: list[dict[str, str]]) -> None:
    for scores in collection.judgements().values():
        assert not set(positives_of(scores)) & set(negatives_of(scores))
    for text in {entry["query"] for entry in triplets}:
        mine = [entry for entry in triplets if entry["query"] == text]
        assert not {entry["positive_title"] for entry in mine} & {entry["negative_title"] for entry in mine}


def test_the_starter_backbone_finds_much_but_leaves_room_to_learn(collection: Collection) -> None:
    folder = model_folder()
    if folder is None:
        pytest.skip(f"{PACKAGE}, which carries the starter backbone, is not installed")
    found, judged = rankings(collection, folder), collection.judgements()
    gains = {query.id: ndcg(found[query.id], judged[query.id]) for query in collection.queries}
    on_all, on_test = mean(gains.values()), mean(gains[query.id] for query in collection.queries_of("test"))
    print(f"nDCG@10 of the untrained starter backbone: {on_all:.3f} on all queries, {on_test:.3f} on the test queries")
    assert 0.45 < on_all < 0.80
    assert 0.45 < on_test < 0.80
