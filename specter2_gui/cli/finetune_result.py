"""What a run has brought: as one JSON object, and in words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from specter2_gui.app.files import read_file
from specter2_gui.app.runs import RunRecord
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.cli.event_words import figure_words
from specter2_gui.domain.collection_reading import read_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import VerdictReached
from specter2_gui.domain.row_checks import RowProblem
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.texts import shortened
from specter2_gui.domain.verdict import verdict_sentence

_LISTED, _NAMED = 50, 5
_MEASURES = {"ndcg@10": "nDCG@10", "mrr": "MRR", "map": "MAP", "recall@100": "recall@100"}
_SYSTEMS = {"bm25": "keyword search (BM25)", "base": "before", "tuned": "after"}
_FACTS = ("encodes_saved", "padding_share", "peak_memory_mb", "precision")


def as_object(record: RunRecord, problems: tuple[RowProblem, ...]) -> dict[str, Any]:
    """The run as ``--json`` prints it; what its record does not hold is null."""
    facts = record.facts
    found: dict[str, Any] = {
        "run_dir": str(record.folder),
        "status": record.status,
        "steps": record.steps,
        "seconds": round(record.seconds, 3),
        "triplets": record.triplets,
        "rejected": record.rejected,
        "triplets_per_s": round(record.triplets_per_s, 3) or None,  # not measured before the training has ended
        "train_adapters": record.train_adapters,
        "baseline": _rounded(record.baseline),
        "best": _rounded(record.best),
        "stopped": record.stopped,
        "model": record.model,
        "training_triplets": facts.get("training_triplets", 0),
        "validation_triplets": record.validation_triplets,
        "verdict": _rounded(facts.get("verdict")),
    }
    found |= {name: _number(name, facts.get(name)) for name in _FACTS}
    if facts.get("bm25"):
        found["bm25"] = _rounded(facts["bm25"])
    found["problems"] = [{"row": one.row, "field": one.field, "text": one.text} for one in problems[:_LISTED]]
    return found


def _rounded(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Losses to six decimals, everything else to four; the JSON of ``evaluate`` rounds likewise."""
    return None if values is None else {name: _number(name, value) for name, value in values.items()}


def _number(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_number(name, one) for one in cast("list[Any]", value)]
    return round(value, 6 if name == "loss" else 4) if isinstance(value, float) else value


def in_words(record: RunRecord, verdict: VerdictReached | None, project: Path | None = None) -> str:
    """The run for people: where it lies, what it brought, and what to do next, in the ``project`` it was trained for."""
    lines = [f"Run folder: {record.folder}", f"Model: {record.model}"]
    if record.status == "paused":
        return "\n".join([*lines, f"Paused at step {record.steps}. {resume_words(record.folder)}"])
    if not record.baseline or not record.best:
        return "\n".join([*lines, "Nothing was kept."])
    lines.append(_change(record.baseline, record.best))
    if record.best["step"] == 0:
        lines.append("No check was better than the untouched model, so that is what was kept.")
    if verdict is not None:
        lines += _verdict(verdict, record)
    papers = "--collection FILE.jsonl" if project is None else f'--project "{project}"'
    lines.append(f'Search with it: specter2-gui search --run "{record.folder}" {papers} --query TEXT')
    return "\n".join(lines)


def resume_words(run_dir: Path) -> str:
    """How to go on with the run."""
    return f'Go on with: specter2-gui finetune --resume "{run_dir}"'


def _change(baseline: Mapping[str, float], best: Mapping[str, Any]) -> str:
    metric, step = str(best["metric"]), best["step"]
    after = figure_words(metric, best["value"])
    return f"Before {figure_words(metric, baseline[metric])}; with the best model (step {step}) {after}"


def _verdict(verdict: VerdictReached, record: RunRecord) -> list[str]:
    lines = [verdict_sentence(verdict)]
    if verdict.systems:
        lines += _table(verdict.systems)
    fallen = verdict.worse_queries
    if fallen:
        texts = _query_texts(record.settings.get("data", {}))
        lines.append("Queries that lost most:")
        lines += [f"  {id_}  {shortened(texts[id_], 100)}" if id_ in texts else f"  {id_}" for id_ in fallen[:_NAMED]]
        lines += [f"  and {len(fallen) - _NAMED} more"] if len(fallen) > _NAMED else []
    return lines


def _table(systems: Mapping[str, Mapping[str, float]]) -> list[str]:
    width = max(map(len, _SYSTEMS.values()))
    lines = ["  ".join((" " * width, *_MEASURES.values()))]
    for system, name in _SYSTEMS.items():
        if system in systems:
            cells = (f"{systems[system][key]:.4f}".rjust(len(head)) for key, head in _MEASURES.items())
            lines.append("  ".join((name.ljust(width), *cells)))
    return lines


def _query_texts(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The queries by the ids a verdict has: those of the queries file, or the digests of the triplets' queries."""
    try:
        if data.get("queries"):
            path = Path(data["queries"])
            return {query.id: query.text for query in read_queries(read_file(path, "queries"), path.name)}
        triplets = load_triplets(str(data.get("triplets", ""))).triplets
    except UserError:  # moved since the run began: the ids alone tell enough
        return {}
    return {query_digest(query): query for query in {triplet.query for triplet in triplets}}
