"""The fixed side of a run: what learns, on which texts, by which loss, and what it is measured on."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from torch.nn import Parameter

from specter2_gui.config.settings import Settings
from specter2_gui.domain.distance import Distance
from specter2_gui.domain.events import Event, RunStarted, Warned
from specter2_gui.domain.papers import Role
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.answers import Answers
from specter2_gui.training.batches import POSITIVE, Material, Rows, prepare
from specter2_gui.training.checking import Checker
from specter2_gui.training.control import Control
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.gradients import CollectionVectors, Objective
from specter2_gui.training.judged_rows import JudgedRows
from specter2_gui.training.judging import Judged
from specter2_gui.training.losses import get_loss, uses_collection
from specter2_gui.training.mining import mine
from specter2_gui.training.sampling import steps_per_epoch
from specter2_gui.training.step_vectors import LossOptions

_TOKENS_IN_A_PASS = {"cpu": 16_384, "mps": 16_384, "cuda": 131_072}
"""Tokens with gradient at once; more go in parts. On the processor it bounds memory, on a card it is a first guess."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run before its first step."""

    encoder: Encoder
    settings: Settings
    embedder: Embedder
    objective: Objective
    checker: Checker
    parameters: Sequence[Parameter]
    rows: Rows
    material: Material
    judged: JudgedRows | None
    loss_papers: Rows | None
    mined: Rows
    counts: tuple[int, int, int, int]
    steps: int

    @property
    def roles(self) -> list[Role]:
        """Whose adapters learn."""
        return [Role.QUERY, Role.PAPER] if self.papers_learn else [Role.QUERY]

    @property
    def papers_learn(self) -> bool:
        """Whether the paper adapter learns too."""
        return self.embedder.papers_learn

    @property
    def collapse_margin(self) -> float | None:
        """The loss at which all distances are equal, for the one loss that has such a value."""
        named = self.settings.train.loss == "triplet_margin"
        return self.settings.margin_for(self.encoder.distance) if named else None

    def renew_collection(self) -> None:
        """Give the loss the vectors of all papers it sees, by the present adapters."""
        if self.loss_papers is not None:
            vectors = self.embedder.encode(Role.PAPER, self.loss_papers)
            self.objective.collection = CollectionVectors(self.loss_papers, vectors)

    def started(self, run_dir: str) -> RunStarted:
        """The plan as an event."""
        triplets, held_out, queries, held_out_queries = self.counts
        return RunStarted(
            run_dir=run_dir,
            model=self.encoder.title,
            train_adapters=self.settings.model.train_adapters,
            loss=self.settings.train.loss,
            distance=self.encoder.distance,
            margin=self.settings.margin_for(self.encoder.distance),
            steps=self.steps,
            epochs=self.settings.train.epochs,
            triplets=triplets,
            validation_triplets=held_out,
            mined_triplets=len(self.mined),
            queries=queries,
            validation_queries=held_out_queries,
            trainable=sum(parameter.numel() for parameter in self.parameters),
            judged_queries=0 if self.judged is None else self.judged.query_count,
            papers=0 if self.judged is None else self.judged.paper_count,
        )


def make_plan(
    encoder: Encoder,
    triplets: Sequence[Triplet],
    validation: Sequence[Triplet],
    settings: Settings,
    control: Control,
    judged: Judged | None,
    *,
    keeping: bool = False,
) -> Generator[Event, None, Plan]:
    """The plan of a run; tokenises everything once, and computes what stays as it is.

    ``judged`` holds only queries that are not trained on; where that is none, its papers and answers still count. ``keeping`` tells that there is a best model already.

    Raises:
        UserError: the loss is unknown, or more layers shall be frozen than the model has.
        CancelledError: the person ended the run meanwhile.
    """
    loss = get_loss(settings.train.loss)
    leave = partial(control.raise_if_requested, keeping=keeping)
    both = settings.model.train_adapters == "query_and_paper"
    roles = [Role.QUERY, Role.PAPER] if both else [Role.QUERY]
    frozen = settings.model.frozen_layers
    encoder.freeze_layers(encoder.layers // 2 if frozen == "half" else frozen)
    parameters = encoder.trainable(roles)
    material = prepare(
        encoder,
        triplets,
        validation,
        queries=() if judged is None else [query.text for query in judged.queries],
        papers=() if judged is None else judged.papers,
    )
    rows, held_out = material.groups
    answers = _answers(material, judged)
    budget = _TOKENS_IN_A_PASS.get(encoder.device.type, _TOKENS_IN_A_PASS["cpu"])
    embedder = Embedder(encoder, material.texts, control, budget, papers_learn=both)
    distance = encoder.distance
    options = LossOptions(distance, settings.margin_for(distance), settings.temperature_for(distance))
    objective = Objective(loss, options, answers)
    if not both:
        yield from embedder.freeze_papers(leave)
    mined = rows[:0]
    if settings.data.mined_negatives:
        mined = yield from _mined(embedder, material, rows, answers, settings, distance, leave)
        rows = np.concatenate([rows, mined])
    judged_rows = None
    if judged is not None and judged.queries:
        judged_rows = JudgedRows(judged, material.queries, material.papers)
    names = {index: query_digest(text) for index, text in enumerate(material.texts.queries)}
    batch_size = settings.train.batch_size
    return Plan(
        encoder=encoder,
        settings=settings,
        embedder=embedder,
        objective=objective,
        checker=Checker(embedder, objective, held_out, batch_size, distance, names, judged_rows),
        parameters=parameters,
        rows=rows,
        material=material,
        judged=judged_rows,
        loss_papers=_loss_papers(material, (rows, held_out), both=both)
        if uses_collection(settings.train.loss)
        else None,
        mined=mined,
        counts=(len(rows), len(validation), _queries(triplets), _queries(validation)),
        steps=settings.train.epochs * steps_per_epoch(len(rows), batch_size),
    )


def _mined(
    embedder: Embedder,
    material: Material,
    rows: Rows,
    answers: Answers,
    settings: Settings,
    distance: Distance,
    leave: Callable[[], None],
) -> Generator[Event, None, Rows]:
    """Triplets (m, 3) whose negatives the untouched model has found for those of ``rows``; says how many there are."""
    queries = embedder.encode(Role.QUERY, np.arange(len(material.texts.queries), dtype=np.int64))
    papers = embedder.encode(Role.PAPER, np.arange(len(material.texts.papers), dtype=np.int64))
    data = settings.data
    found = mine(queries, papers, rows, answers, distance, data.mined_negatives, data.mining_share, leave)
    yield Warned(_MINED.format(triplets=len(found), pairs=found.pairs, low=found.low, short=found.short))
    return found.rows


def _answers(material: Material, judged: Judged | None) -> Answers:
    """What is known from the triplets, and from the judgements of queries that are trained on or held out."""
    answers = Answers(material.groups)
    if judged is not None:
        places = {paper.id: row for paper, row in zip(judged.papers, material.papers.tolist(), strict=True)}
        for index, text in enumerate(material.texts.queries):
            known = (places.get(paper) for paper in judged.answers_for(text))
            answers.add(index, [row for row in known if row is not None])
    return answers


def _loss_papers(material: Material, groups: Sequence[Rows], *, both: bool) -> Rows:
    """Sorted: all papers while their vectors stay, else those of the triplets, since they are encoded every epoch.

    Mined triplets count too: every paper of a step has to be among these.
    """
    if not both:
        return np.arange(len(material.texts.papers), dtype=np.int64)
    return np.unique(np.concatenate([rows[:, POSITIVE:].reshape(-1) for rows in groups]))


def _queries(triplets: Sequence[Triplet]) -> int:
    return len({triplet.query for triplet in triplets})


_MINED = (
    "{triplets} further triplets have a negative that the model found and nobody has judged ({pairs} pairs of a query "
    "and a positive were looked at; for {low} of them the model ranks the positive behind half of all papers, and for "
    "{short} fewer negatives were found than asked for). They are listed in mined.jsonl in the folder of the run."
)
