import numpy as np
import pytest

from specter2_gui.config.settings import Settings
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.training.answers import Answers
from specter2_gui.training.batches import batch_of, prepare
from tests.material import make_papers, make_triplets


@pytest.fixture(scope="module")
def tiny_encoder(tiny_backbone: Backbone) -> Encoder:
    return load_encoder(tiny_backbone, Settings().model, device="cpu", precision="fp32")


def test_every_distinct_text_is_tokenised_once_and_found_again(tiny_encoder: Encoder) -> None:
    triplets = make_triplets(4, 5)
    material = prepare(tiny_encoder, triplets[:12], triplets[12:])
    first, second = material.groups
    assert (len(first), len(second)) == (12, len(triplets) - 12)
    texts = material.texts
    assert len(texts.queries) == len(set(texts.queries)) == 4
    assert len(texts.papers) == len(set(texts.papers))
    for triplet, row in zip(triplets, np.concatenate([first, second]), strict=True):
        assert texts.queries[row[0]] == triplet.query
        assert texts.query_ids[row[0]] == tiny_encoder.tokenize([triplet.query])[0]
        for paper, side in ((triplet.positive, row[1]), (triplet.negative, row[2])):
            text = " [SEP] ".join(part for part in paper if part)
            assert texts.papers[side] == text
            assert texts.paper_ids[side] == tiny_encoder.tokenize([text])[0]


def test_further_queries_and_papers_are_found_among_the_texts_and_shared_with_the_triplets(
    tiny_encoder: Encoder,
) -> None:
    triplets, papers = make_triplets(3, 2), make_papers(40)
    queries = [triplets[0].query, "a query of its own"]
    material = prepare(tiny_encoder, triplets, queries=queries, papers=papers)
    texts = material.texts
    assert [texts.queries[row] for row in material.queries.tolist()] == queries
    assert [texts.papers[row] for row in material.papers.tolist()] == tiny_encoder.texts_of(papers)
    assert material.queries[0] == material.groups[0][0, 0]
    assert len(texts.papers) == 40, "the papers of the triplets are among them"


def test_a_query_and_a_paper_of_the_same_words_stay_apart(tiny_encoder: Encoder) -> None:
    material = prepare(tiny_encoder, [Triplet("bee honey", "bee honey", "", "river", "")])
    assert (len(material.texts.queries), len(material.texts.papers)) == (1, 2)
    assert material.groups[0].tolist() == [[0, 0, 1]]


def test_papers_of_one_text_are_one_paper(tiny_encoder: Encoder) -> None:
    papers = [Paper("a", "bee honey", ""), Paper("b", "", "bee honey"), Paper("c", "bee", "honey")]
    found = prepare(tiny_encoder, [Triplet("bee", "bee honey", "", "river", "")], papers=papers).papers.tolist()
    assert found[0] == found[1] != found[2]


def test_each_distinct_text_of_a_step_is_named_once() -> None:
    batch = batch_of(np.array([[4, 7, 9], [4, 9, 7], [2, 7, 8]]))
    assert batch.queries.tolist() == [2, 4]
    assert batch.papers.tolist() == [7, 8, 9]
    assert batch.triplets.tolist() == [[1, 0, 2], [1, 2, 0], [0, 0, 1]]
    assert len(batch) == 3


def test_the_answers_of_a_query_are_those_of_all_its_triplets_and_what_is_added() -> None:
    answers = Answers([np.array([[0, 1, 2], [0, 3, 2]]), np.array([[1, 2, 3]])])
    answers.add(1, [0])
    answers.add(5, [1])
    found = answers.mask(np.array([1, 0, 7, 5]), np.array([0, 1, 2, 3]))
    assert found.tolist() == [
        [True, False, True, False], [False, True, False, True], [False] * 4, [False, True, False, False],
    ]  # fmt: skip
