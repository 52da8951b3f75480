from collections.abc import Generator, Iterator, Sequence

import pytest

from specter2_gui.app.folding import Fold, Folded, FoldValues, cross_validate, folds_of
from specter2_gui.app.judged import judged_of
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, FoldDone, FoldStep, RunStarted, StepDone, Warned
from specter2_gui.domain.judgements import Query
from specter2_gui.domain.split import query_digest, query_key
from specter2_gui.domain.triplets import Triplet
from specter2_gui.domain.verdict import verdict_of
from specter2_gui.training.control import CancelledError, Control
from specter2_gui.training.judging import Judged
from tests.material import make_papers, make_triplets

TRIPLETS = make_triplets(20, 2)
TEXTS = list(dict.fromkeys(triplet.query for triplet in TRIPLETS))
SETTINGS = Settings()


def judge(texts: Sequence[str]) -> Judged:
    queries = [Query(f"q{number}", text) for number, text in enumerate(texts)]
    return judged_of(make_papers(20), queries, {query.id: {"p1": 1} for query in queries})


class Training:
    """Stands in for a training: notes what it is given and takes so many steps."""

    def __init__(self, steps: int = 3) -> None:
        self.steps = steps
        self.folds: list[Fold] = []
        self.closed = 0

    def __call__(self, fold: Fold) -> Generator[Event, None, FoldValues]:
        self.folds.append(fold)
        try:
            yield started(self.steps)
            yield Warned("the triplets are few")
            for step in range(1, self.steps + 1):
                yield StepDone(step, 0.5, 1e-3, 0.1)
        finally:
            self.closed += 1
        if fold.tested_judged is not None:
            names = [query.id for query in fold.tested_judged.queries]
        else:
            names = sorted({query_digest(triplet.query) for triplet in fold.tested})
        return dict.fromkeys(names, 0.25), dict.fromkeys(names, 0.25 + 0.125 * fold.number)


def started(steps: int) -> RunStarted:
    return RunStarted("", "", "query", "triplet_margin", "l2", 1.0, steps, 1, 1, 1, 1, 1, 1)


def outcome(work: Generator[Event, None, Folded | None]) -> tuple[list[Event], Folded | None]:
    events: list[Event] = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return events, end.value


def run(training: Training, judged: Judged | None = None, k: int = 4) -> tuple[list[Event], Folded]:
    events, folded = outcome(cross_validate(SETTINGS, TRIPLETS, judged, k, Control(), training))
    assert folded is not None
    return events, folded


def keys_in(triplets: Sequence[Triplet]) -> set[str]:
    return {query_key(triplet.query) for triplet in triplets}


def test_every_query_is_in_exactly_one_fold_and_folds_are_of_one_size() -> None:
    keys = [f"query {number}" for number in range(23)]
    folds = folds_of(keys, 5, seed=1)
    assert sorted(key for fold in folds for key in fold) == sorted(keys)
    assert sorted(map(len, folds)) == [4, 4, 5, 5, 5]


def test_folds_depend_on_seed_and_queries_alone() -> None:
    keys = [f"query {number}" for number in range(23)]
    assert folds_of(reversed(keys), 5, 1) == folds_of([*keys, *keys], 5, 1)
    assert folds_of(keys, 5, 1) != folds_of(keys, 5, 2)


def test_one_fold_and_more_folds_than_queries_are_refused() -> None:
    with pytest.raises(UserError, match="at least 2 folds"):
        folds_of(["a", "b", "c"], 1, 0)
    with pytest.raises(UserError, match="3 queries are too few for 4 folds"):
        folds_of(["a", "b", "c"], 4, 0)


def test_too_few_queries_to_train_on_are_refused() -> None:
    with pytest.raises(UserError, match="not enough to train on"):
        outcome(cross_validate(SETTINGS, make_triplets(2, 1), None, 2, Control(), Training()))


def test_a_tested_query_is_neither_trained_on_nor_does_it_choose() -> None:
    training = Training()
    run(training)
    for fold in training.folds:
        parts = [keys_in(fold.training), keys_in(fold.choosing), keys_in(fold.tested)]
        assert all(parts)
        assert sum(map(len, parts)) == len(set.union(*parts)) == 20
    tested = [key for fold in training.folds for key in keys_in(fold.tested)]
    assert sorted(tested) == sorted(map(query_key, TEXTS))


def test_judged_queries_among_those_of_triplets_are_tested_by_their_judgements() -> None:
    training = Training()
    only_judged = "a question nobody made triplets for"
    events, folded = run(training, judge([*TEXTS[:8], only_judged]))
    remarks = [event.text for event in events if isinstance(event, Warned)]
    assert any("tries the 8 of the 9 judged queries that have triplets too" in remark for remark in remarks)
    assert folded.metric == "ndcg@10"
    assert folded.base.keys() == {f"q{number}" for number in range(8)}
    for fold in training.folds:
        assert fold.tested_judged is not None
        assert fold.choosing_judged is not None
        tested = {query_key(query.text) for query in fold.tested_judged.queries}
        choosing = {query_key(query.text) for query in fold.choosing_judged.queries}
        assert tested == keys_in(fold.tested)
        assert not tested & keys_in((*fold.training, *fold.choosing))
        assert query_key(only_judged) in choosing
        assert choosing - {query_key(only_judged)} <= keys_in(fold.choosing)
        assert set(map(query_key, TEXTS[8:])) <= keys_in((*fold.training, *fold.choosing))


def test_where_no_judged_query_may_choose_triplets_do() -> None:
    training = Training()
    run(training, judge(TEXTS[:4]))
    chosen = [fold.choosing_judged for fold in training.folds]
    assert all(judged is None or judged.queries for judged in chosen)
    assert None in chosen


def test_too_few_judged_queries_with_triplets_are_said() -> None:
    training = Training()
    events, folded = run(training, judge([TEXTS[0], "another question"]))
    assert folded.metric == "triplet_accuracy"
    assert len(folded.base) == 20
    assert any(isinstance(event, Warned) and "Only 1 judged query has triplets" in event.text for event in events)
    assert all(fold.tested_judged is None and fold.choosing_judged is None for fold in training.folds)


def test_the_folds_are_pooled_for_one_verdict() -> None:
    events, folded = run(Training())
    assert folded.metric == "triplet_accuracy"
    assert folded.base.keys() == folded.tuned.keys() == {query_digest(text) for text in TEXTS}
    done = [event for event in events if isinstance(event, FoldDone)]
    assert [(one.fold, one.folds, one.queries, one.base) for one in done] == [(n, 4, 5, 0.25) for n in range(1, 5)]
    assert [one.tuned for one in done] == [0.375, 0.5, 0.625, 0.75]
    verdict = verdict_of(folded.metric, folded.base, folded.tuned, folds=4)
    assert (verdict.word, verdict.folds, verdict.better) == ("better", 4, 20)


def test_a_fold_says_how_far_it_is_but_not_at_every_step() -> None:
    events, _ = run(Training(steps=1000))
    steps = [event for event in events if isinstance(event, FoldStep)]
    first = [event for event in steps if event.fold == 1]
    assert 10 <= len(first) <= 20
    assert (first[-1].step, first[-1].steps) == (1000, 1000)
    few, _ = run(Training(steps=3))
    assert [event.step for event in few if isinstance(event, FoldStep) and event.fold == 2] == [1, 2, 3]


def test_only_folds_and_warnings_are_heard_of_and_each_warning_once() -> None:
    events, _ = run(Training())
    assert {type(event) for event in events} == {FoldStep, FoldDone, Warned}
    assert sum(isinstance(event, Warned) for event in events) == 1


@pytest.mark.parametrize("ask", [Control.pause, Control.stop_early])
def test_a_person_can_end_it_between_two_steps(ask: object) -> None:
    control, training = Control(), Training()
    work = cross_validate(SETTINGS, TRIPLETS, None, 4, control, training)
    next(work)
    assert callable(ask)
    ask(control)
    assert outcome(work) == ([], None)
    assert training.closed == len(training.folds) == 1


def test_a_person_can_cancel_it() -> None:
    control, training = Control(), Training()
    work = cross_validate(SETTINGS, TRIPLETS, None, 4, control, training)
    next(work)
    control.cancel()
    with pytest.raises(CancelledError):
        next(work)
    assert training.closed == 1


def test_a_training_that_ended_early_by_request_is_not_counted() -> None:
    control = Control()

    def train(fold: Fold) -> Generator[Event, None, FoldValues]:
        yield started(fold.number)
        control.stop_early()
        return {"a": 0.1}, {"a": 0.2}

    assert outcome(cross_validate(SETTINGS, TRIPLETS, None, 4, control, train)) == ([], None)


def test_closing_it_closes_the_training_at_work() -> None:
    training = Training()
    work: Iterator[Event] = cross_validate(SETTINGS, TRIPLETS, None, 4, Control(), training)
    next(work)
    assert isinstance(work, Generator)
    work.close()
    assert training.closed == 1
