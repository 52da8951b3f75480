"""What the recipes of a series brought: kept line by line so that a series can be interrupted, and as a table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median

from specter2_gui.domain.metrics import paired_interval
from tests.benchmarks.recipe_list import MODES, Recipe

_NOTHING = 1e-9
_COLUMNS = (
    "learns", "loss", "learning rate", "nDCG@10 before", "after (mean)", "each seed", "change, 95 % interval", "in words",
    "start kept", "seconds",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One training: nDCG@10 of the unseen queries by their id, before and after; seconds; the step that was kept."""

    data: str
    key: str
    recipe: str
    seed: int
    before: Mapping[str, float]
    after: Mapping[str, float]
    seconds: float
    best_step: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A recipe over its seeds."""

    recipe: str
    queries: int
    before: float
    after: float
    per_seed: tuple[float, ...]
    low: float
    high: float
    seconds: float
    untouched: int
    problem: str = ""

    @property
    def word(self) -> str:
        """What the interval says."""
        if self.problem:
            return "failed"
        if self.low == self.high == 0:
            return "unchanged"
        return "better" if self.low > 0 else "worse" if self.high < 0 else "no clear difference"


def read_results(path: Path) -> list[Result]:
    """The results kept in ``path``; a last line torn by an interruption is passed over and will be made again."""
    if not path.is_file():
        return []
    found: list[Result] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(Result(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def append_result(path: Path, result: Result) -> None:
    """Add ``result`` to ``path``, on a line of its own whatever stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torn = path.is_file() and not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if torn else "") + json.dumps(asdict(result), ensure_ascii=False) + "\n")


def row_of(results: Sequence[Result]) -> Row:
    """The row of one recipe from its results with different seeds.

    Three trainings do not make three queries: the change of a query is averaged over the seeds first, and the paired
    bootstrap then draws queries.
    """
    good = [result for result in results if not result.problem]
    if not good:
        return Row(results[0].recipe, 0, 0.0, 0.0, (), 0.0, 0.0, 0.0, 0, results[0].problem)
    queries = list(good[0].before)
    changes = [fmean(each.after[query] - each.before[query] for each in good) for query in queries]
    low, high = paired_interval(changes, 0)
    return Row(
        recipe=good[0].recipe,
        queries=len(queries),
        before=fmean(fmean(each.before.values()) for each in good),
        after=fmean(fmean(each.after.values()) for each in good),
        per_seed=tuple(fmean(each.after.values()) for each in good),
        low=0.0 if abs(low) < _NOTHING else low,
        high=0.0 if abs(high) < _NOTHING else high,
        seconds=median(each.seconds for each in good),
        untouched=sum(each.best_step == 0 for each in good),
        problem="; ".join(sorted({each.problem for each in results if each.problem})),
    )


def table(data: str, facts: str, rows: Iterable[Row]) -> str:
    """The rows of one collection as Markdown, the best first."""
    lines = [f"## {data}", "", facts, "", f"| {' | '.join(_COLUMNS)} |", "|---" * len(_COLUMNS) + "|"]
    return "\n".join([*lines, *(_line(row) for row in sorted(rows, key=lambda row: -row.after)), ""])


def _line(row: Row) -> str:
    mode, loss, rate = row.recipe.split("/")
    if not row.per_seed:
        return f"| {MODES[mode]} | `{loss}` | {rate} | | | | | failed: {row.problem} | | |"
    seeds = ", ".join(f"{value:.3f}" for value in row.per_seed)
    interval = f"{row.after - row.before:+.3f} ({row.low:+.3f} to {row.high:+.3f})"
    return (
        f"| {MODES[mode]} | `{loss}` | {rate} | {row.before:.3f} | {row.after:.3f} | {seeds} | {interval} | {row.word} "
        f"| {row.untouched} of {len(row.per_seed)} | {row.seconds:.0f} |"
    )


def rows_of(results: Sequence[Result], data: str, key: str, wanted: Sequence[Recipe]) -> list[Row]:
    """The rows of the recipes ``wanted`` that have results for ``data`` under the conditions ``key``."""
    mine = [result for result in results if (result.data, result.key) == (data, key)]
    groups = ([result for result in mine if result.recipe == recipe.name] for recipe in wanted)
    return [row_of(group) for group in groups if group]
