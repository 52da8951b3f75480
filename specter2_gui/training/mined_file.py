"""Which triplets of a run were mined, kept by digests: what a model chose stays apart from what people judged."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from specter2_gui.disk.atomic import write_text
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.batches import NEGATIVE, POSITIVE, QUERY
from specter2_gui.training.judging import Judged
from specter2_gui.training.plan import Plan
from specter2_gui.training.run_files import MINED_FILE


def save_mined(run_dir: Path, plan: Plan, triplets: Sequence[Triplet], judged: Judged | None) -> None:
    """Write the mined triplets of ``plan`` into the folder of the run, one JSON object a line; nothing if there are none.

    ``triplets``, the held-out ones too, and ``judged`` are what the plan was made from. Each line has ``query``, ``positive`` and ``negative``, the digests
    of the query and of :func:`paper_digest`, since no text stays in the folder of a run, and ``"origin": "mined"``. Who has
    the collection finds the papers again by their digests. A resumed run writes the same file again.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    if not len(plan.mined):
        return
    papers = _digests_of_papers(plan, triplets, judged)
    texts = plan.material.texts
    lines = [
        {
            "query": query_digest(texts.queries[row[QUERY]]),
            "positive": papers[texts.papers[row[POSITIVE]]],
            "negative": papers[texts.papers[row[NEGATIVE]]],
            "origin": "mined",
        }
        for row in cast("list[list[int]]", plan.mined.tolist())
    ]
    write_text(run_dir / MINED_FILE, "".join(f"{json.dumps(line)}\n" for line in lines))


def paper_digest(title: str, abstract: str) -> str:
    """The digest of a paper: that of its title, a line end and its abstract."""
    return query_digest(f"{title}\n{abstract}")


def _digests_of_papers(plan: Plan, triplets: Sequence[Triplet], judged: Judged | None) -> dict[str, str]:
    """By the text that the model reads."""
    sides = [Paper("", *side) for triplet in triplets for side in (triplet.positive, triplet.negative)]
    known = [*sides, *(() if judged is None else judged.papers)]
    digests = (paper_digest(paper.title, paper.abstract) for paper in known)
    return dict(zip(plan.encoder.texts_of(known), digests, strict=True))
