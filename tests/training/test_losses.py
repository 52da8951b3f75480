import importlib
import math
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import get_args

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.errors import UserError
from specter2_gui.training import losses
from specter2_gui.training.distances import all_distances, row_distances
from specter2_gui.training.losses import get_loss, loss_names, loss_words, uses_collection
from specter2_gui.training.step_vectors import Collection, LossOptions, StepVectors

DISTANCES: tuple[Distance, ...] = get_args(Distance)
SOFTMAX = ("multiple_negatives", "collection_softmax")
L2, COSINE = LossOptions("l2", 1.0, 1.0), LossOptions("cosine", 0.2, 0.05)
OPTIONS = {"l2": L2, "cosine": COSINE}
DIM = 5


def make_step(seed: int, queries: int = 3, papers: int = 6, triplets: int = 8, others: int = 4) -> StepVectors:
    """A step in float64 whose papers stand in the collection among ``others``; some further answers are known."""
    draw = torch.Generator().manual_seed(seed)

    def vectors(count: int) -> Tensor:
        return torch.randn(count, DIM, generator=draw, dtype=torch.float64)

    def up_to(count: int, *shape: int) -> Tensor:
        return torch.randint(count, shape, generator=draw)

    positives, negatives = up_to(papers // 2, triplets), papers // 2 + up_to(papers - papers // 2, triplets)
    rows = torch.stack([up_to(queries, triplets), positives, negatives], dim=1)
    known = up_to(6, queries, papers + others) == 0
    known[rows[:, 0], rows[:, 1]] = True
    known[rows[:, 0], rows[:, 2]] = False
    places = torch.randperm(papers + others, generator=draw)[:papers]
    rest = torch.ones(papers + others, dtype=torch.bool)
    rest[places] = False
    answers = known.clone()
    answers[:, places], answers[:, rest] = known[:, :papers], known[:, papers:]
    collection = Collection(vectors(papers + others), answers, places)
    return StepVectors(vectors(queries), vectors(papers), rows, known[:, :papers], collection)


def loss_of(name: str, step: StepVectors, options: LossOptions) -> Tensor:
    return get_loss(name)(step, options)


def learning(step: StepVectors) -> StepVectors:
    return replace(step, queries=step.queries.clone().requires_grad_(), papers=step.papers.clone().requires_grad_())


def gradients(name: str, step: StepVectors, options: LossOptions) -> tuple[Tensor, Tensor]:
    """By queries and by papers."""
    step = learning(step)
    loss_of(name, step, options).backward()
    assert step.queries.grad is not None
    assert step.papers.grad is not None
    return step.queries.grad, step.papers.grad


def naive(step: StepVectors, options: LossOptions, papers: Tensor, answers: Tensor, places: list[int]) -> float:
    """The softmax loss one pair and one paper at a time."""
    found: list[float] = []
    for query, positive in sorted({(q, places[p]) for q, p, _ in step.triplets.tolist()}):
        far = row_distances(step.queries[query].expand(len(papers), -1), papers, options.distance).tolist()
        scores = [-distance / options.temperature for distance in far]
        rivals = [paper for paper in range(len(papers)) if paper == positive or not answers[query, paper]]
        found.append(math.log(sum(math.exp(scores[paper] - scores[positive]) for paper in rivals)))
    return sum(found) / len(found)


def vectors() -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(3)
    query, positive, negative = (torch.randn(7, 5, generator=generator) for _ in range(3))
    return query, positive, negative


def as_step(query: Tensor, positive: Tensor, negative: Tensor) -> StepVectors:
    """Row by row one triplet, nothing shared."""
    count = len(query)
    own = torch.arange(count)
    answers = torch.eye(count, 2 * count, dtype=torch.bool)
    return StepVectors(query, torch.cat([positive, negative]), torch.stack([own, own, own + count], dim=1), answers)


def test_with_l2_the_triplet_margin_is_that_of_torch() -> None:
    ours_at, theirs_at = ([vector.clone().requires_grad_() for vector in vectors()] for _ in range(2))
    ours = loss_of("triplet_margin", as_step(*ours_at), LossOptions("l2", 1.3, 1.0))
    theirs = torch.nn.TripletMarginLoss(margin=1.3)(*theirs_at)
    ours.backward()
    theirs.backward()
    torch.testing.assert_close(ours, theirs, rtol=0, atol=0)
    for vector, same in zip(ours_at, theirs_at, strict=True):
        torch.testing.assert_close(vector.grad, same.grad)


def test_with_cosine_the_length_of_a_vector_does_not_matter() -> None:
    query, positive, negative = vectors()
    expected = torch.stack(
        [
            (
                1 - torch.dot(q, p) / (q.norm() * p.norm()) - (1 - torch.dot(q, n) / (q.norm() * n.norm())) + 0.2
            ).clamp_min(0)
            for q, p, n in zip(query, positive, negative, strict=True)
        ]
    ).mean()
    found = loss_of("triplet_margin", as_step(query * 7, positive, negative * 0.1), COSINE)
    torch.testing.assert_close(found, expected)


def test_a_triplet_counts_as_often_as_it_is_given() -> None:
    step = make_step(1)
    doubled = replace(step, triplets=torch.cat([step.triplets, step.triplets[:1]]))
    query, positive, negative = step.triplets[0].tolist()
    one = replace(step, triplets=torch.tensor([[query, positive, negative]]))
    count = len(step.triplets)
    expected = (loss_of("triplet_margin", step, L2) * count + loss_of("triplet_margin", one, L2)) / (count + 1)
    torch.testing.assert_close(loss_of("triplet_margin", doubled, L2), expected)


def test_a_negative_far_enough_away_costs_nothing() -> None:
    step = as_step(torch.zeros(1, 2), torch.zeros(1, 2), torch.full((1, 2), 50.0))
    assert loss_of("triplet_margin", step, L2).item() == 0


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("seed", range(4))
def test_multiple_negatives_is_a_plain_loop_over_the_papers_of_the_step(seed: int, distance: Distance) -> None:
    step, options = make_step(seed), OPTIONS[distance]
    expected = naive(step, options, step.papers, step.answers, list(range(len(step.papers))))
    assert loss_of("multiple_negatives", step, options).item() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("seed", range(4))
def test_collection_softmax_is_a_plain_loop_over_the_collection(seed: int, distance: Distance) -> None:
    step, options = make_step(seed), OPTIONS[distance]
    assert step.collection is not None
    papers = step.collection.vectors.clone()
    papers[step.collection.places] = step.papers
    expected = naive(step, options, papers, step.collection.answers, step.collection.places.tolist())
    assert loss_of("collection_softmax", step, options).item() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_collection_of_only_the_steps_papers_makes_the_two_softmax_losses_one(distance: Distance) -> None:
    step = make_step(5, others=0)
    first, second = (gradients(name, step, OPTIONS[distance]) for name in SOFTMAX)
    for one, other in zip(first, second, strict=True):
        torch.testing.assert_close(one, other)


def test_multiple_negatives_is_the_loss_of_sentence_transformers_where_nothing_is_shared() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peer's own warnings are not ours
        peer = pytest.importorskip("sentence_transformers", reason="sentence-transformers, the peer, is not installed")
        model = peer.SentenceTransformer(modules=[torch.nn.Identity()])
        peer_losses = importlib.import_module("sentence_transformers.losses")  # made on demand, so no attribute yet
        theirs = peer_losses.MultipleNegativesRankingLoss(model, scale=1 / 0.05)
    ours_at, theirs_at = ([vector.clone().requires_grad_() for vector in vectors()] for _ in range(2))
    ours = loss_of("multiple_negatives", as_step(*ours_at), COSINE)
    expected = theirs.compute_loss_from_embeddings(theirs_at, torch.zeros(0))
    ours.backward()
    expected.backward()
    torch.testing.assert_close(ours, expected)
    for vector, same in zip(ours_at, theirs_at, strict=True):
        torch.testing.assert_close(vector.grad, same.grad)


def test_a_given_negative_that_is_known_to_answer_is_not_pushed_away() -> None:
    step = as_step(*vectors())
    step.answers[0, 7] = True  # the negative of the first query
    without = naive(step, COSINE, step.papers, step.answers, list(range(14)))
    assert loss_of("multiple_negatives", step, COSINE).item() == pytest.approx(without, rel=1e-4)


def test_collection_softmax_says_when_there_is_no_collection() -> None:
    with pytest.raises(ValueError, match="collection"):
        loss_of("collection_softmax", replace(make_step(1), collection=None), L2)


@pytest.mark.parametrize("distance", DISTANCES)
def test_the_steps_own_vectors_stand_for_those_of_the_collection_and_learn(distance: Distance) -> None:
    step, options = make_step(2), OPTIONS[distance]
    assert step.collection is not None
    stale = step.collection.vectors.clone()
    stale[step.collection.places] = 1e3
    other = replace(step, collection=replace(step.collection, vectors=stale))
    found, same = gradients("collection_softmax", step, options), gradients("collection_softmax", other, options)
    torch.testing.assert_close(found, same, rtol=0, atol=0)
    assert all(float(gradient.abs().max()) > 0 for gradient in found)


@pytest.mark.parametrize("name", loss_names())
@pytest.mark.parametrize("distance", DISTANCES)
def test_the_gradient_is_that_of_the_value(name: str, distance: Distance) -> None:
    step = make_step(6)

    def value(queries: Tensor, papers: Tensor) -> Tensor:
        return loss_of(name, replace(step, queries=queries, papers=papers), OPTIONS[distance])

    assert torch.autograd.gradcheck(value, tuple(v.requires_grad_() for v in (step.queries, step.papers)), atol=1e-5)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(DISTANCES), st.sampled_from(loss_names()), st.randoms())
def test_the_order_of_the_triplets_does_not_matter(seed: int, distance: Distance, name: str, random: Random) -> None:
    step = make_step(seed)
    order = list(range(len(step.triplets)))
    random.shuffle(order)
    shuffled = replace(step, triplets=step.triplets[order])
    loss = loss_of(name, step, OPTIONS[distance])
    assert float(loss) >= 0
    torch.testing.assert_close(loss_of(name, shuffled, OPTIONS[distance]), loss)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(DISTANCES), st.sampled_from(SOFTMAX))
def test_a_pair_counts_once_however_many_negatives_it_has(seed: int, distance: Distance, name: str) -> None:
    step = make_step(seed)
    repeated = replace(step, triplets=torch.cat([step.triplets, step.triplets[:3]]))
    loss = loss_of(name, step, OPTIONS[distance])
    torch.testing.assert_close(loss_of(name, repeated, OPTIONS[distance]), loss, rtol=0, atol=0)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(DISTANCES), st.sampled_from(SOFTMAX))
def test_a_copy_of_an_answer_that_is_known_as_one_changes_nothing(seed: int, distance: Distance, name: str) -> None:
    """The copy answers every query here, so that it must repel none."""
    step = make_step(seed)
    assert step.collection is not None
    everywhere = torch.ones(len(step.queries), 1, dtype=torch.bool)
    copied = replace(
        step,
        papers=torch.cat([step.papers, step.papers[:1]]),
        answers=torch.cat([step.answers, everywhere], dim=1),
        collection=Collection(
            torch.cat([step.collection.vectors, step.papers[:1]]),
            torch.cat([step.collection.answers, everywhere], dim=1),
            torch.cat([step.collection.places, torch.tensor([len(step.collection.vectors)])]),
        ),
    )
    options = OPTIONS[distance]
    torch.testing.assert_close(loss_of(name, copied, options), loss_of(name, step, options))
    queries, papers = gradients(name, copied, options)
    expected_queries, expected_papers = gradients(name, step, options)
    torch.testing.assert_close(queries, expected_queries)
    torch.testing.assert_close(papers[:-1], expected_papers)
    assert float(papers[-1].abs().max()) == 0


@pytest.mark.parametrize("name", loss_names())
@pytest.mark.parametrize("distance", DISTANCES)
def test_equal_vectors_have_a_finite_loss_and_gradient(name: str, distance: Distance) -> None:
    step = make_step(3)
    for value in (0.0, 1.0):
        same = replace(
            step,
            queries=torch.full((3, DIM), value),
            papers=torch.full((6, DIM), value),
            collection=Collection(torch.full((10, DIM), value), step.collection.answers, step.collection.places)
            if step.collection
            else None,
        )
        assert bool(loss_of(name, same, OPTIONS[distance]).isfinite())
        assert all(bool(gradient.isfinite().all()) for gradient in gradients(name, same, OPTIONS[distance]))


@pytest.mark.parametrize("name", SOFTMAX)
@pytest.mark.parametrize("distance", DISTANCES)
def test_a_query_whose_papers_all_answer_costs_nothing(name: str, distance: Distance) -> None:
    one = torch.ones(1, 1, dtype=torch.bool)
    paper = torch.randn(1, DIM, generator=torch.Generator().manual_seed(1))
    collection = Collection(paper, one, torch.tensor([0]))
    step = StepVectors(paper + 1, paper, torch.tensor([[0, 0, 0]]), one, collection)
    assert loss_of(name, step, OPTIONS[distance]).item() == 0
    assert all(float(gradient.abs().max()) == 0 for gradient in gradients(name, step, OPTIONS[distance]))


@pytest.mark.parametrize("name", SOFTMAX)
def test_a_small_temperature_and_long_vectors_stay_finite(name: str) -> None:
    step = make_step(4)
    far = replace(step, queries=step.queries.float() * 1e4, papers=step.papers.float() * -1e4)
    assert step.collection is not None
    far = replace(far, collection=replace(step.collection, vectors=step.collection.vectors.float()))
    options = LossOptions("l2", 1.0, 1e-3)
    assert bool(loss_of(name, far, options).isfinite())
    assert all(bool(gradient.isfinite().all()) for gradient in gradients(name, far, options))


@pytest.mark.parametrize("name", SOFTMAX)
def test_a_loss_near_nought_keeps_its_digits(name: str) -> None:
    papers = torch.tensor([[20.0], [-36.0]])
    answers = torch.tensor([[True, False]])
    collection = Collection(papers, answers, torch.tensor([0, 1]))
    step = StepVectors(torch.zeros(1, 1), papers, torch.tensor([[0, 0, 1]]), answers, collection)
    assert loss_of(name, step, L2).item() == pytest.approx(math.exp(-16), rel=1e-4)


def test_a_distance_lost_in_rounding_is_the_same_for_all_and_pulls_nowhere() -> None:
    """Else one copy of a positive would seem further away than another, and could be mined."""
    same = torch.randn(200, 768, generator=torch.Generator().manual_seed(9)) + 0.5
    queries = same.clone().requires_grad_()
    found = all_distances(queries, same, "l2").diagonal()
    found.sum().backward()
    shares = found.detach() / same.norm(dim=1)
    torch.testing.assert_close(shares, shares[:1].expand(200), rtol=1e-4, atol=0)
    assert float(shares[0]) < 2e-3
    assert queries.grad is not None
    assert float(queries.grad.abs().max()) == 0


def test_the_cosine_distance_goes_from_nought_to_two() -> None:
    there = torch.tensor([[1.0, 0.0]])
    assert row_distances(there, there, "cosine").item() == pytest.approx(0)
    assert row_distances(there, -there, "cosine").item() == pytest.approx(2)


@pytest.mark.parametrize("distance", DISTANCES)
def test_the_distances_of_all_to_all_are_those_of_the_rows(distance: Distance) -> None:
    """Vectors as long as those of SPECTER2, and near one another, since differences of large numbers lose digits."""
    draw = torch.Generator().manual_seed(8)
    middle = torch.randn(1, 768, generator=draw) * 0.7
    queries, papers = (middle + torch.randn(count, 768, generator=draw) * 0.3 for count in (4, 9))
    found = all_distances(queries, papers, distance)
    for place, query in enumerate(queries):
        expected = row_distances(query.double().expand(9, -1), papers.double(), distance)
        torch.testing.assert_close(found[place].double(), expected, rtol=1e-5, atol=1e-6)


def test_an_unknown_loss_is_refused_with_the_nearest_known_one() -> None:
    for ask in (get_loss, uses_collection, loss_words):
        with pytest.raises(UserError) as refused:
            ask("triplet_magrin")
        assert "triplet_magrin" in refused.value.what
        assert "triplet_margin" in refused.value.how


def test_the_default_comes_first_and_only_one_loss_wants_the_collection() -> None:
    assert loss_names() == ("triplet_margin", "collection_softmax", "multiple_negatives")
    assert [name for name in loss_names() if uses_collection(name)] == ["collection_softmax"]


def test_each_loss_says_in_one_sentence_what_it_wants() -> None:
    words = [loss_words(name) for name in loss_names()]
    assert len(set(words)) == len(words)
    for sentence in words:
        assert sentence.endswith(".")
        assert sentence.count(".") == 1
        assert "\n" not in sentence
        assert "paper" in sentence
        assert "query" in sentence


@pytest.fixture
def further_losses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Write a module into a folder that the package of the losses has as well."""
    monkeypatch.setattr(losses, "__path__", [*losses.__path__, str(tmp_path)])

    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.delitem(sys.modules, f"{losses.__name__}.{name}", raising=False)

    return write


def test_one_new_file_is_one_new_loss(further_losses: Callable[[str, str], None]) -> None:
    further_losses(
        "always_seven", '"""The loss is seven,\nwhatever the papers."""\n\ndef loss(step, options): return 7\n'
    )
    further_losses("_shared", '"""No loss."""\n')
    assert loss_names() == ("triplet_margin", "always_seven", "collection_softmax", "multiple_negatives")
    assert loss_words("always_seven") == "The loss is seven, whatever the papers."
    assert f"{losses.__name__}.always_seven" not in sys.modules, "its words are read without running it"
    assert loss_of("always_seven", make_step(1), L2) == 7
    assert not uses_collection("always_seven")
    with pytest.raises(UserError):
        get_loss("_shared")


def test_names_and_words_are_known_without_loading_torch() -> None:
    program = (
        "import sys; from specter2_gui.training.losses import loss_names, loss_words; "
        "from specter2_gui.training import control, run_folder; "
        "assert all(loss_words(name) for name in loss_names()); "
        "assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
