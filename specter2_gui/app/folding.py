"""Cross-validation by query: train again and again, each time on other queries, and try the ones that were left out."""

import math
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from statistics import fmean

from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, FoldDone, FoldStep, RunStarted, StepDone, Warned
from specter2_gui.domain.split import query_key, split_by_query
from specter2_gui.domain.texts import counted
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.control import Control
from specter2_gui.training.judging import Judged
from specter2_gui.training.run_files import JUDGED_METRIC, METRIC

_REPORTS = 20
"""About so many times a fold says how far it is."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One training of a cross-validation.

    It trains on ``training``; ``choosing`` and, where there are judgements, ``choosing_judged`` (None: none of its
    queries may) choose its best step. No query of ``tested`` is among them; the best step is tried on these triplets,
    or, if it is not None, on ``tested_judged``.
    """

    number: int
    folds: int
    training: tuple[Triplet, ...]
    choosing: tuple[Triplet, ...]
    choosing_judged: Judged | None
    tested: tuple[Triplet, ...]
    tested_judged: Judged | None


@dataclass(slots=True)
class Folded:
    """What all folds found: ``metric`` by query, before and after; each query was tried by a model new to it.

    The ids are those of the judged queries, or the digests of the queries of triplets.
    """

    metric: str
    base: dict[str, float] = field(default_factory=dict[str, float])
    tuned: dict[str, float] = field(default_factory=dict[str, float])


FoldValues = tuple[Mapping[str, float], Mapping[str, float]]
TrainFold = Callable[[Fold], Generator[Event, None, FoldValues]]
"""Trains one fold, yielding its events; gives the metric of the tested queries by id, before and after."""


def folds_of(query_keys: Iterable[str], k: int, seed: int) -> tuple[frozenset[str], ...]:
    """``query_keys`` in ``k`` folds, each key in exactly one; their sizes differ by one at most.

    The same keys, ``k`` and ``seed`` give the same folds, in whatever order the keys come.

    Raises:
        UserError: ``k`` is below 2, or there are fewer keys than folds.
    """
    keys = sorted(set(query_keys), key=lambda key: (_drawn(seed, key), key))
    if k < 2:
        raise UserError(
            "data.folds: cross-validation needs at least 2 folds",
            "Each fold is tried by a model that was trained on the others",
            "Set data.folds to 2 or more, or to 0 for no cross-validation",
        )
    if len(keys) < k:
        raise UserError(
            f"{counted(len(keys), 'query is', 'queries are')} too few for {k} folds",
            "Each fold needs a query of its own",
            "Add queries, or set data.folds to a smaller number, or to 0 for no cross-validation",
        )
    return tuple(frozenset(keys[number::k]) for number in range(k))


def check_folds(settings: Settings, triplets: Sequence[Triplet], judged: Judged | None) -> None:
    """Refuse what :func:`cross_validate` with ``data.folds`` would refuse, before anything is loaded for it.

    Raises:
        UserError: fewer than 2 folds, or fewer queries than folds.
    """
    _, divided, _ = _divided([query_key(triplet.query) for triplet in triplets], judged, settings.data.folds)
    folds_of(divided, settings.data.folds, settings.data.seed)


def cross_validate(
    settings: Settings,
    triplets: Sequence[Triplet],
    judged: Judged | None,
    k: int,
    control: Control,
    train_fold: TrainFold,
) -> Generator[Event, None, Folded | None]:
    """Train ``k`` times, each time without the queries of one fold, and try the best step on these.

    With judgements the queries that have both triplets and judgements are divided, and the metric is nDCG@10; triplets
    of other queries are trained on in every fold. Where fewer than ``k`` queries have both, a Warned says that the
    queries of all triplets are divided instead, by the share of triplets in the right order. A fold's queries choose
    nothing in its own training. Yields FoldStep now and then, FoldDone at the end of each fold, and what the trainings
    warn of, each sentence once.

    Returns:
        The pooled values by query, or None when the person asked to pause or to stop early in between.

    Raises:
        CancelledError: the person cancelled.
        UserError: there are too few queries, or a training is refused.
    """
    keys = [query_key(triplet.query) for triplet in triplets]
    judged, divided, remark = _divided(keys, judged, k)
    if remark:
        yield Warned(remark)
    pooled = Folded(METRIC if judged is None else JUDGED_METRIC)
    told: set[str] = {remark}
    for number, tested in enumerate(folds_of(divided, k, settings.data.seed), start=1):
        fold = _fold(settings, triplets, keys, judged, tested, number, k)
        work = train_fold(fold)
        try:
            values = yield from _followed(fold, work, control, told)
        finally:
            work.close()
        if values is None:
            return None
        base, tuned = values
        pooled.base.update(base)
        pooled.tuned.update(tuned)
        yield FoldDone(number, k, len(base), pooled.metric, fmean(base.values()), fmean(tuned.values()))
    return pooled


def _divided(keys: Sequence[str], judged: Judged | None, k: int) -> tuple[Judged | None, Collection[str], str]:
    """The judgements that count, the keys of the queries to divide into folds, and a sentence if it is not as wished."""
    if judged is None:
        return None, set(keys), ""
    both = set(keys) & {query_key(query.text) for query in judged.queries}
    if len(both) >= k:
        divided = sum(query_key(query.text) in both for query in judged.queries)
        left = len(judged.queries) - divided
        return judged, both, _SOME_JUDGED.format(divided=divided, all=len(judged.queries)) if left else ""
    return None, set(keys), _FEW_JUDGED.format(queries=counted(len(both), "judged query has", "judged queries have"))


def _fold(
    settings: Settings,
    triplets: Sequence[Triplet],
    keys: Sequence[str],
    judged: Judged | None,
    tested: frozenset[str],
    number: int,
    k: int,
) -> Fold:
    pairs = list(zip(triplets, keys, strict=True))
    out = tuple(triplet for triplet, key in pairs if key in tested)
    rest = tuple(triplet for triplet, key in pairs if key not in tested)
    training, choosing = split_by_query(rest, settings.data.validation_share, settings.data.seed)
    choosing_judged = None
    if judged is not None:
        left = judged.for_training(triplet.query for triplet in (*training, *out))
        choosing_judged = left if left.queries else None
    return Fold(
        number=number,
        folds=k,
        training=training,
        choosing=choosing,
        choosing_judged=choosing_judged,
        tested=out,
        tested_judged=None if judged is None else judged.among(tested),
    )


def _followed(
    fold: Fold, work: Generator[Event, None, FoldValues], control: Control, told: set[str]
) -> Generator[Event, None, FoldValues | None]:
    """The values of one fold, or None when the person asked for an end; yields what others should hear of it."""
    steps, last = 0, 0
    while True:
        control.raise_if_cancelled()
        if control.requested is not None:
            return None
        try:
            event = next(work)
        except StopIteration as end:
            return None if control.requested else end.value  # it may have ended early because of the request
        if isinstance(event, RunStarted):
            steps = event.steps
        elif isinstance(event, StepDone) and _is_due(event.step, steps, last):
            last = event.step
            yield FoldStep(fold.number, fold.folds, event.step, steps)
        elif isinstance(event, Warned) and event.text not in told:
            told.add(event.text)
            yield Warned(event.text)


def _is_due(step: int, steps: int, last: int) -> bool:
    return step - last >= math.ceil(steps / _REPORTS) or step == steps


def _drawn(seed: int, key: str) -> bytes:
    # Another draw than that of domain.split, so that folds and held-out queries do not go together.
    salt = seed.to_bytes(8, "little")
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, salt=salt, person=b"folds").digest()


_SOME_JUDGED = (
    "The cross-validation tries the {divided:,} of the {all:,} judged queries that have triplets too; "
    "the others do not count in it."
)
_FEW_JUDGED = (
    "Only {queries} triplets too, fewer than there are folds, so cross-validation goes by the share of triplets in "
    "the right order."
)
