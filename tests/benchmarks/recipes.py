"""Which way to train helps: every loss in both modes on judged collections, several seeds, judged by unseen queries.

``python -m tests.benchmarks.recipes --data CISI_DIR SCIFACT_DIR --seeds 3 --out resources/docs/recipes.md`` trains through
the program's own path and writes a table. Half of the judged queries are never learned from and judge the result;
some of the others choose the best step. Each result is kept in a file at once (``--results``), so a series that is
interrupted goes on where it was; ``--minutes`` ends one after that time. Prints one JSON object.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from specter2_gui.app.finetuning import finetune
from specter2_gui.app.starting import load_start
from specter2_gui.config.load import apply_overrides
from specter2_gui.config.presets import PRESETS
from specter2_gui.disk.places import HOME_VARIABLE
from specter2_gui.domain.events import Event, ModelLoaded, RunFailed, RunFinished
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.training.control import Control
from tests.benchmarks.peers import model_folder
from tests.benchmarks.recipe_list import Recipe, recipes
from tests.benchmarks.recipe_material import Limits, Material, read_material
from tests.benchmarks.recipe_results import Result, Row, append_result, read_results, rows_of, table
from tests.benchmarks.turns import show, tell
from tests.benchmarks.unseen import ndcg_of, tuned_encoder

_PRESET_OF = {
    Recipe(str(values["model.train_adapters"]), str(values["train.loss"]), float(values["train.lr"])).name: name
    for name, values in PRESETS.items()
}
"""The presets by the recipes they are."""
_RESULTS = Path(tempfile.gettempdir()) / "specter2_gui-recipes" / "results.jsonl"


@dataclass(frozen=True, slots=True)
class Series:
    """What is tried on what."""

    materials: Sequence[Material]
    wanted: Sequence[Recipe]
    seeds: range
    model: Path
    key: str
    changes: Sequence[str]
    results: Path
    ends: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is missing of the series, then write the table of all that is there."""
    import torch

    chosen = _options().parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    series = _series(chosen)
    with tempfile.TemporaryDirectory() as folder:
        # Vectors of papers are the same for all recipes that leave the papers alone: kept beside the results.
        os.environ[HOME_VARIABLE] = str(series.results.parent / "vectors")
        made = sum(_run_one(series, *each, Path(folder)) for each in _missing(series))
    found = read_results(series.results)
    text = page(series, found) + "\n" + _made_with(chosen)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(text, encoding="utf-8")
    show(
        {
            "benchmark": "recipes", "made": made, "left": len(list(_missing(replace(series, ends=float("inf"))))),
            "results": str(series.results), "out": str(chosen.out),
        }
    )  # fmt: skip


def _made_with(chosen: argparse.Namespace) -> str:
    """The options that made the page, the folders by their names."""
    values = {name: value for name, value in vars(chosen).items() if value and name not in _UNTOLD}
    values["data"] = [folder.name for folder in chosen.data]
    words = [f"--{name} {_words(value)}" for name, value in values.items() if value]
    return f"Made with: `python -m tests.benchmarks.recipes {' '.join(words)}`\n"


_UNTOLD = ("out", "results", "model", "minutes")
"""Where things lie on one computer, and where a series was cut short that goes on at the same command."""


def _words(value: object) -> str:
    many = cast("list[object]", value) if isinstance(value, list) else [value]
    return " ".join(f"'{each}'" if "*" in str(each) else str(each) for each in many)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.recipes")
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="collections, or make_triplets.py's folders"
    )
    parser.add_argument("--out", type=Path, required=True, help="Markdown file to write")
    parser.add_argument("--results", type=Path, default=_RESULTS, help="file of results, added to")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--recipes", nargs="*", default=[], help="names or patterns such as 'query/*/0.0003'")
    parser.add_argument("--papers", type=int, default=0, help="at most so many papers; judged ones all stay")
    parser.add_argument("--triplets", type=int, default=0, help="at most so many triplets")
    parser.add_argument("--queries", type=int, default=0, help="at most so many judged queries, both halves together")
    parser.add_argument("--epochs", type=int, default=0, help="instead of those of the recipe")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of every recipe")
    parser.add_argument("--precision", choices=("auto", "fp32", "bf16"), default="auto")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--model", type=Path, help="folder of the backbone; default: the starter's")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0.0, help="begin no further training after so long; 0: all")
    return parser


def _series(chosen: argparse.Namespace) -> Series:
    limits = Limits(chosen.papers, chosen.triplets, chosen.queries)
    model = model_folder(chosen.model)
    changes = [f"train.precision={chosen.precision}", f"train.device={chosen.device}", *chosen.set]
    if chosen.epochs:
        changes.append(f"train.epochs={chosen.epochs}")
    materials = [read_material(folder.absolute(), limits) for folder in chosen.data]
    ends = time.monotonic() + chosen.minutes * 60 if chosen.minutes else float("inf")
    key = json.dumps([limits.key, str(model.name), chosen.precision, chosen.epochs, chosen.set])
    return Series(
        materials, list(recipes(chosen.recipes)), range(1, chosen.seeds + 1), model, key, changes,
        chosen.results.absolute(), ends,
    )  # fmt: skip


def _missing(series: Series) -> Iterator[tuple[Material, Recipe, int]]:
    """What has no result yet, all recipes with the first seed before the second; ends when the time is up."""
    done = {(each.data, each.key, each.recipe, each.seed) for each in read_results(series.results)}
    for seed in series.seeds:
        for material in series.materials:
            for recipe in series.wanted:
                if time.monotonic() > series.ends:
                    return
                if (material.name, series.key, recipe.name, seed) not in done:
                    yield material, recipe, seed


def _run_one(series: Series, material: Material, recipe: Recipe, seed: int, folder: Path) -> int:
    """Train once and keep the result."""
    place = folder / material.name
    settings = apply_overrides(recipe.settings(material.write(place), str(series.model), seed), series.changes)
    start = load_start(find_backbone(settings.model.backbone), settings)
    before = ndcg_of(start, material.papers, material.unseen, material.unseen_qrels)
    run_dir = place / f"{recipe.name.replace('/', '-')}-{seed}"
    seconds, last = timed(finetune(settings, material.triplets, run_dir, Control()))
    after, problem, best = before, "", 0
    if isinstance(last, RunFinished):
        tuned = tuned_encoder(run_dir, settings.train.device, settings.train.precision)
        after, best = ndcg_of(tuned, material.papers, material.unseen, material.unseen_qrels), last.best_step
    else:
        problem = last.what if isinstance(last, RunFailed) else type(last).__name__
    result = Result(material.name, series.key, recipe.name, seed, before, after, round(seconds, 1), best, problem)
    append_result(series.results, result)
    tell(
        f"{material.name}, {recipe.name}, seed {seed}: {_mean(before):.3f} -> {_mean(after):.3f} in {seconds:.0f} s {problem}"
    )
    return 1


def timed(events: Iterator[Event]) -> tuple[float, Event]:
    """Seconds from the loaded model to the last event, and that event."""
    begun, last = time.monotonic(), None
    for event in events:
        last = event
        if isinstance(event, ModelLoaded):
            begun = time.monotonic()
    assert last is not None, "a run ends with an event"
    return time.monotonic() - begun, last


def page(series: Series, found: Sequence[Result]) -> str:
    """The whole page."""
    parts = [_HEAD]
    rows_by_data = {
        material.name: rows_of(found, material.name, series.key, series.wanted) for material in series.materials
    }
    parts.append(seeds_words(len(series.seeds), [row for rows in rows_by_data.values() for row in rows]))
    for material in series.materials:
        facts = (
            f"{len(material.papers)} papers, {len(material.triplets)} triplets of {len(material.learned)} queries to learn "
            f"from and to choose the best step with, {len(material.unseen)} unseen queries."
        )
        rows = rows_by_data[material.name]
        parts.append(table(material.name, facts, rows))
        parts += [_verdict_on(row) for row in rows if row.recipe in _PRESET_OF and row.per_seed]
    told = {row.recipe for rows in rows_by_data.values() for row in rows}
    parts += [_UNKNOWN.format(preset=name) for recipe, name in _PRESET_OF.items() if recipe not in told]
    return "\n".join(parts)


def seeds_words(seeds: int, rows: Sequence[Row]) -> str:
    """How many seeds stand behind the rows, and that some have fewer where a series was cut short."""
    short = [row for row in rows if len(row.per_seed) < seeds and not row.problem]
    if not short:
        return f"Seeds of each recipe: {seeds}.\n"
    return (
        f"Seeds of each recipe: {seeds}, but {len(short)} of the {len(rows)} rows have fewer, since the series was cut short; "
        "“each seed” lists what there is, and the same command goes on with the rest.\n"
    )


def _verdict_on(row: Row) -> str:
    """What a preset brought on this collection."""
    seeds = len(row.per_seed)
    return (
        f"The preset `{_PRESET_OF[row.recipe]}` is `{row.recipe}`: {row.after - row.before:+.3f} nDCG@10 over {seeds} "
        f"{'seed' if seeds == 1 else 'seeds'} on {row.queries} unseen queries, 95 % interval {row.low:+.3f} to {row.high:+.3f}: "
        f"{row.word}.\n"
    )


def _mean(values: dict[str, float]) -> float:
    return sum(values.values()) / len(values)


_UNKNOWN = """The preset `{preset}` is in none of these tables: nothing is known yet of how it does on unseen queries.
"""
_HEAD = """# Recipes

Which way to train helps, and which does not: nDCG@10 on queries that no training saw, beside the untouched model. Made by
`python -m tests.benchmarks.recipes` (see CONTRIBUTING.md). The seed decides which queries choose the best
step, and the order of the triplets. For the interval the change of a query is averaged over the seeds, and a paired
bootstrap draws queries. "Start kept" counts the seeds in which no check was better than the untouched model, so that
search stays as it was. Seconds run from the loaded model to the end of the run, on the computer that made the table and beside
whatever else it did; the vectors of papers that stay as they are were at hand.
"""


if __name__ == "__main__":
    main()
