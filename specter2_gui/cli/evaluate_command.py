"""``evaluate``: keyword search, a model and the result of a run, measured on judged queries."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specter2_gui.app.evaluating import Evaluation, evaluate
from specter2_gui.cli.collections import judged_for
from specter2_gui.cli.outcome import Outcome
from specter2_gui.cli.output import as_json
from specter2_gui.cli.progress import Progress
from specter2_gui.cli.search_command import chosen_model
from specter2_gui.domain.papers import Role

_MEASURES = ("ndcg@10", "mrr", "map", "recall@100")
_HASH_DIGITS = 12


def evaluate_command(arguments: Namespace) -> Outcome:
    """Measure once.

    Raises:
        UserError: a file, the model or the run is refused.
    """
    data = judged_for(arguments)
    progress = Progress()
    result = evaluate(chosen_model(arguments), data.papers, data.queries, data.qrels, progress.papers)
    result = replace(result, remarks=(*data.remarks, *result.remarks))
    for remark in result.remarks:
        progress.say(f"Note: {remark}")
    progress.close()
    return Outcome(as_json(_object(result)) if arguments.json else _words(result))


def _object(result: Evaluation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "queries": result.queries, "bm25": _rounded(result.bm25), "base": _rounded(result.base),
    }  # fmt: skip
    if result.tuned is not None and result.change is not None:
        change = result.change
        found["tuned"] = _rounded(result.tuned)
        found["difference"] = {
            "ndcg@10": round(change.difference, 4),
            "interval": [round(change.low, 4), round(change.high, 4)],
        }
        found |= {"better": change.better, "same": change.same, "worse": change.worse, "verdict": result.verdict}
        found["worse_queries"] = list(result.worse_queries)
    return found | {"models": dict(result.titles), "adapters": _hashes(result), "notes": list(result.remarks)}


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def _hashes(result: Evaluation) -> dict[str, dict[str, str]]:
    return {name: dict(hashes) for name, hashes in result.hashes.items()}


def _words(result: Evaluation) -> str:
    """A table with the adapters' hashes beside the figures, so that it is certain which model made them."""
    heads = ("", *_MEASURES, "query adapter", "paper adapter", "model")
    rows = [heads, _row("bm25", result.bm25, {}, "keyword search"), _model_row(result, "base", result.base)]
    if result.tuned is not None:
        rows.append(_model_row(result, "tuned", result.tuned))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    words = f"{result.queries} judged {'query' if result.queries == 1 else 'queries'}."
    return "\n".join([*lines, "", words, *([result.verdict] if result.verdict else [])])


def _model_row(result: Evaluation, name: str, figures: Mapping[str, float]) -> tuple[str, ...]:
    return _row(name, figures, result.hashes[name], result.titles[name])


def _row(name: str, figures: Mapping[str, float], hashes: Mapping[str, str], title: str) -> tuple[str, ...]:
    adapters = [hashes.get(role, "-")[:_HASH_DIGITS] for role in (Role.QUERY, Role.PAPER)]
    return (name, *(f"{figures[measure]:.4f}" for measure in _MEASURES), *adapters, title)
