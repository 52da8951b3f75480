"""What a run will take, from a trial of a few steps that change nothing."""

import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

import numpy as np

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Estimated, Warned
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.encoder.memory import peak_memory_mb
from specter2_gui.training.batches import POSITIVE, QUERY, Batch, Material, Rows, prepare
from specter2_gui.training.checkpoint import random_state, restore_random
from specter2_gui.training.control import Control
from specter2_gui.training.embedder import Embedder, with_less_memory
from specter2_gui.training.gradients import add_gradient
from specter2_gui.training.optimization import Optimization
from specter2_gui.training.plan import Plan, make_plan
from specter2_gui.training.sampling import epoch_batches, steps_per_epoch

_TRIED = 3
_LEAST_STEPS = 10
_TRIPLETS_TRIED = 16
_FORWARD_SHARE = 1 / 2
"""Of the time of a step, which goes through the frozen body once forward and once back at equal cost."""


def probe(plan: Plan, optimization: Optimization, batches: Iterator[Batch]) -> Iterator[Estimated | Warned]:
    """An estimate from the first batches of a run; nothing for a run so short that the trial would be felt.

    No weight, moment or random number changes.
    """
    if plan.steps < _LEAST_STEPS:
        return
    drawn = random_state()
    speed = yield from _tokens_per_s(plan, optimization, batches)
    restore_random(drawn)
    if speed:
        both = plan.papers_learn
        again = plan.material.papers if both and plan.judged is not None else np.zeros(0, np.int64)
        tokens = _tokens(plan.embedder, plan.material, plan.rows, plan.settings, both=both, again=again)
        yield Estimated(tokens / speed, peak_memory_mb(plan.embedder.device), speed, plan.steps)


def foresee(
    encoder: Encoder,
    triplets: Sequence[Triplet],
    validation: Sequence[Triplet],
    settings: Settings,
    papers: Sequence[Paper] = (),
) -> Estimated | None:
    """What a run on ``triplets`` will take, before it is begun; ``papers`` is the collection of its judgements.

    Tries a few triplets only. None where there is too little to try.
    """
    control, plain = Control(), settings.model_copy(update={"data": settings.data.model_copy(update=_PLAIN)})
    few = triplets[:_TRIPLETS_TRIED]
    plan = _result(make_plan(encoder, few, few, plain, control, None))
    plan.renew_collection()
    optimization = Optimization(plan.parameters, settings.train, plan.steps)
    speed = _result(_tokens_per_s(plan, optimization, _batches(plan)))
    if not speed:
        return None
    material, both = prepare(encoder, triplets, validation, papers=papers), plan.papers_learn
    rows = material.groups[0]
    embedder = Embedder(encoder, material.texts, control, plan.embedder.budget, papers_learn=both)
    tokens = _tokens(embedder, material, rows, settings, both=both, again=material.papers if both else None)
    if not both:  # once, unless they are on the disk already
        tokens += _FORWARD_SHARE * embedder.tokens(Role.PAPER, np.arange(len(material.texts.papers), dtype=np.int64))
    steps = settings.train.epochs * steps_per_epoch(len(rows), settings.train.batch_size)
    return Estimated(tokens / speed, peak_memory_mb(encoder.device), speed, steps)


_PLAIN = {"mined_negatives": 0}


def _batches(plan: Plan) -> Iterator[Batch]:
    """Batches of a first epoch, begun again when there are few."""
    while True:
        yield from epoch_batches(plan.rows, plan.settings.train.batch_size, plan.settings.data.seed, 1)


def _tokens_per_s(plan: Plan, optimization: Optimization, batches: Iterator[Batch]) -> Generator[Warned, None, float]:
    """Tokens a second of a step, 0 where nothing could be timed; the first batch warms up and is not timed."""
    seconds, tokens, work = 0.0, 0, plan.embedder.work
    for number, batch in enumerate(islice(batches, _TRIED)):
        begun, before = time.monotonic(), work.tokens
        loss = with_less_memory(plan.embedder, partial(add_gradient, plan.embedder, plan.objective, batch))
        float(loss)  # waits for the device
        optimization.clear()
        if number:
            seconds += time.monotonic() - begun
            tokens += work.tokens - before
    work.texts = work.tokens = 0
    yield from plan.embedder.warnings(0)
    return tokens / seconds if seconds > 0 else 0.0


def _tokens(
    embedder: Embedder, material: Material, rows: Rows, settings: Settings, *, both: bool, again: Rows | None
) -> float:
    """All tokens of a run, those without gradient at what they cost beside the others.

    In a step each distinct text counts once; at a check the held-out texts, and the papers ``again`` that are then
    encoded anew.
    """
    train = settings.train
    with_gradient = 0
    for batch in epoch_batches(rows, train.batch_size, settings.data.seed, 1):
        with_gradient += embedder.tokens(Role.QUERY, batch.queries)
        with_gradient += embedder.tokens(Role.PAPER, batch.papers) if both else 0
    held_out = material.groups[1]
    a_check = embedder.tokens(Role.QUERY, np.unique(held_out[:, QUERY]))
    a_check += embedder.tokens(Role.QUERY, material.queries)
    a_check += embedder.tokens(Role.PAPER, np.unique(held_out[:, POSITIVE:])) if both else 0
    a_check += 0 if again is None else embedder.tokens(Role.PAPER, again)
    steps = train.epochs * steps_per_epoch(len(rows), train.batch_size)
    checks = 2 + steps // train.eval_steps
    return train.epochs * with_gradient + _FORWARD_SHARE * checks * a_check


T = TypeVar("T")


def _result(work: Generator[object, None, T]) -> T:
    """What ``work`` returns; what it tells meanwhile is not for now."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
