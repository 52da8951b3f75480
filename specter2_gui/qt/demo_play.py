"""The demo as a person would do it in the window: sample, train, search; each step waits for what the window reports."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSize

from specter2_gui.app.evaluating import Evaluation, evaluate, read_judged
from specter2_gui.app.searching import read_collection
from specter2_gui.disk import places
from specter2_gui.domain.errors import UserError
from specter2_gui.qt.awaiting import next_news, until
from specter2_gui.qt.composition import Composition

_CURVE_SIZE = QSize(1200, 720)
_HITS_SHOWN = 3
_CHECK_EVERY = 10
"""The sample is small: with the default the curve would have three points."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the demo has brought: the folder of its run, and the figures on queries it never trained on."""

    run_dir: Path
    evaluation: Evaluation
    query: str
    before: tuple[str, ...]
    after: tuple[str, ...]


async def play(made: Composition, out: Path) -> Played:
    """Do the whole main job in the window of ``made``; pictures and the run go into ``out``.

    Raises:
        UserError: a step failed; the words are those the window shows.
    """
    loop = made.background.loop
    await next_news(made.shell.model_ready, loop, made.shell.warm_up)
    await _load_sample(made, loop)
    run_dir = await _train(made, loop, out)
    made.panels.train.curves.save_picture(out / "curve.png", _CURVE_SIZE)
    evaluation = await _evaluate(made, loop, run_dir)
    query = await _search(made, loop)
    made.window.grab().save(str(out / "window.png"))
    return Played(run_dir, evaluation, query, _titles(made.panels.search.before), _titles(made.panels.search.after))


async def _load_sample(made: Composition, loop: asyncio.AbstractEventLoop) -> None:
    made.window.show_page("home")
    made.panels.home.sample_button.click()
    # What the page shows, not what is saved: the button to train follows the page.
    await until(made.curating.triplets_changed, loop, lambda: bool(made.curating.usable()[0]))


async def _train(made: Composition, loop: asyncio.AbstractEventLoop, out: Path) -> Path:
    panel = made.panels.train
    made.window.show_page("train")
    panel.form.set_values({"train.output_dir": str(out / "runs"), "train.eval_steps": _CHECK_EVERY})
    run_dir, usable = await next_news(made.training.run_ended, loop, panel.buttons.train.click)
    if not usable:
        raise UserError(
            "The demo's training brought no model",
            panel.verdict_card.sentence.text(),
            "Mend that and run the demo again",
        )
    return cast("Path", run_dir)


async def _evaluate(made: Composition, loop: asyncio.AbstractEventLoop, run_dir: Path) -> Evaluation:
    answer: asyncio.Future[Evaluation] = loop.create_future()

    def refuse(error: UserError | None) -> None:
        fault = UserError(
            "The demo could not be evaluated", "A fault in the program", "Look into the log for its place"
        )
        answer.set_exception(error or fault)

    made.background.run(_evaluate_on_unseen, run_dir, done=answer.set_result, failed=refuse)
    return await answer


def _evaluate_on_unseen(run_dir: Path) -> Evaluation:
    folder = places.resources() / "sample"
    queries, qrels = read_judged(folder / "queries.jsonl", folder / "qrels.tsv")
    unseen = _unseen_ids()
    chosen = [query for query in queries if query.id in unseen]
    judged = {query: grades for query, grades in qrels.items() if query in unseen}
    return evaluate(run_dir, read_collection(folder / "papers.jsonl"), chosen, judged)


def _unseen_ids() -> dict[str, str]:
    lines = (places.resources() / "sample" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["id"]: row["text"] for row in rows if row["split"] == "test"}


async def _search(made: Composition, loop: asyncio.AbstractEventLoop) -> str:
    """Try the run in Search: all papers of the sample, and a query nobody trained on."""
    search = made.panels.search
    query = next(iter(_unseen_ids().values()))
    made.panels.train.verdict_card.button.click()
    made.searching.open_collection(places.resources() / "sample" / "papers.jsonl")
    await until(made.background.busy_changed, loop, lambda: made.background.busy == 0)
    search.bar.field.setText(query)
    made.searching.search(query)
    await until(made.background.busy_changed, loop, lambda: bool(search.before.hits and search.after.hits))
    return query


def _titles(column: Any) -> tuple[str, ...]:
    return tuple(hit.title for hit in column.hits[:_HITS_SHOWN])
