"""Papers embedded a second by our encoder, beside ``SentenceTransformer.encode`` at its best batch size.

``python -m tests.benchmarks.embedding --collection CORPUS.jsonl`` prints one JSON object. The peer first tries its batch
sizes (and, for bf16, low-precision weights and autocast) on a part of the papers; its fastest way is then measured in
turn with ours on all of them, fp32 beside fp32 and bf16 beside bf16, and our ``auto`` beside the peer's fastest of
both. Texts are the same strings, all different; the cosine between the two sides' vectors of each paper is told.
With ``--profile`` it tells instead where each side's time goes, and how much faster than the peer anything could be: the peer
against a program that multiplied at the processor's own peak and did nothing else.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specter2_gui.app.searching import read_collection
from specter2_gui.domain.papers import paper_text
from tests.benchmarks.material import random_papers
from tests.benchmarks.peers import add_conditions, model_folder
from tests.benchmarks.turns import Answer, Program, ask, figures, in_turn, middle, ratio, rounded, show, threads_only

SIZES = (16, 32, 64, 128)
MARK = 1.5
COSINES = {"fp32": 0.9999, "bf16": 0.999, "auto": 0.999}
_PEER = "sentence-transformers"
_WAYS = {"fp32": ("fp32",), "bf16": ("bf16", "autocast"), "auto": ("fp32", "bf16", "autocast")}


@dataclass(frozen=True, slots=True)
class Way:
    """How the peer is fastest: its number format and batch size."""

    precision: str
    batch: str
    papers_per_s: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    chosen = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place, texts = Path(folder), _texts(chosen)
        ways = _tried(chosen, place, texts)
        (place / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        if chosen.profile:
            kinds = [kind for kind in chosen.kinds.split(",") if kind != "auto"]
            show(
                {"benchmark": "embedding, profile", "papers": len(texts), "threads": chosen.threads}
                | {kind: _profile(chosen, place, kind, fastest(ways, kind)) for kind in kinds}
            )
            return
        found = {kind: _measured(chosen, place, kind, fastest(ways, kind)) for kind in chosen.kinds.split(",")}
    show({"benchmark": "embedding", "papers": len(texts), "threads": chosen.threads, "trials": len(ways)} | found)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.embedding")
    parser.add_argument("--collection", type=Path, help="papers; without it random words")
    parser.add_argument("--papers", type=int, default=0, help="at most so many; 0: all")
    parser.add_argument("--trial", type=int, default=256, help="papers on which the peer tries its ways")
    parser.add_argument("--profile", action="store_true", help="where the time goes, and what the processor could do")
    parser.add_argument("--kinds", default="fp32,bf16,auto", help="what to compare, with commas")
    add_conditions(parser)
    return parser


def _texts(chosen: argparse.Namespace) -> list[str]:
    papers = read_collection(chosen.collection) if chosen.collection else random_papers(chosen.papers or 1000, 13, 150)
    texts = list(dict.fromkeys(paper_text(paper.title, paper.abstract, "[SEP]") for paper in papers))
    return texts[: chosen.papers] if chosen.papers else texts


def _tried(chosen: argparse.Namespace, place: Path, texts: Sequence[str]) -> list[Way]:
    """The speed of every way of the peer that the kinds asked for allow."""
    path = place / "trial.json"
    path.write_text(json.dumps(texts[: chosen.trial]), encoding="utf-8")
    ways: list[Way] = []
    for precision in sorted({way for kind in chosen.kinds.split(",") for way in _WAYS[kind]}):
        batches = ",".join(map(str, SIZES))
        answer = ask(_side(chosen, _PEER, path, precision, batches))
        ways += [Way(precision, size, speed) for size, speed in answer.values["speeds"].items()]
    return ways


def fastest(ways: Sequence[Way], kind: str) -> Way:
    """The fastest of ``ways`` that may stand beside ``kind``."""
    return max((way for way in ways if way.precision in _WAYS[kind]), key=lambda way: way.papers_per_s)


def _measured(chosen: argparse.Namespace, place: Path, kind: str, way: Way) -> dict[str, Any]:
    path = place / "texts.json"
    ours, theirs = place / f"{kind}-ours.npy", place / f"{kind}-theirs.npy"
    programs = [
        _side(chosen, "ours", path, kind, "0", ours),
        _side(chosen, _PEER, path, way.precision, way.batch, theirs),
    ]
    answers = in_turn(programs, chosen.rounds)
    return compared(answers, kind) | {"peer_way": [way.precision, way.batch], "cosine": cosines(ours, theirs)}


def _profile(chosen: argparse.Namespace, place: Path, kind: str, way: Way) -> dict[str, Any]:
    """Both sides under the profiler, and how many times as fast as the peer anything could be here."""
    path, program = place / "texts.json", "embedding_profile"
    ours = ask(_side(chosen, "ours", path, kind, "0", program=program)).values
    theirs = ask(_side(chosen, _PEER, path, way.precision, way.batch, program=program)).values
    highest = max(ours["peak_gflops"], theirs["peak_gflops"])
    return {
        "ours": ours,
        "sentence_transformers": theirs | {"way": [way.precision, way.batch]},
        "ratio": ratio(theirs["seconds"], ours["seconds"]),
        "most_possible_ratio": most_possible(theirs["seconds"], ours["gflop_needed"], highest),
        "mark": MARK,
    }


def most_possible(seconds: float, gflop_needed: float, peak_gflops: float) -> float:
    """How many times as fast as ``seconds`` a program would be that multiplied at the peak and did nothing else at all."""
    return rounded(seconds * peak_gflops / gflop_needed)


def _side(
    chosen: argparse.Namespace,
    side: str,
    texts: Path,
    precision: str,
    batches: str,
    vectors: Path | None = None,
    program: str = "embedding_side",
) -> Program:
    command = [
        sys.executable, "-m", f"tests.benchmarks.{program}", side, str(texts), "--precision", precision,
        "--model", str(model_folder(chosen.model)), "--batches", batches, "--max-length", str(chosen.max_length),
        "--threads", str(chosen.threads), *(["--vectors", str(vectors)] if vectors else []),
    ]  # fmt: skip
    return Program(side, command, threads_only(chosen.threads))


def compared(answers: Mapping[str, Sequence[Answer]], kind: str) -> dict[str, Any]:
    """The figures of both sides and our multiple of the peer's median speed."""
    multiple = ratio(middle(answers["ours"], "papers_per_s"), middle(answers[_PEER], "papers_per_s"))
    return {
        "ours": figures(answers["ours"], "papers_per_s") | {"precision": answers["ours"][0].values["precision"]},
        "sentence_transformers": figures(answers[_PEER], "papers_per_s"),
        "ratio": multiple,
        "mark": MARK,
        "cosine_mark": COSINES[kind],
        "passed": (multiple or 0.0) >= MARK,
    }


def cosines(ours: Path, theirs: Path) -> dict[str, float]:
    """The least and the mean cosine between the vectors of the same paper in two files."""
    import numpy as np

    one, other = (np.load(path).astype(np.float64) for path in (ours, theirs))
    both = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    found = (one * other).sum(axis=1) / both
    return {"min": round(float(found.min()), 7), "mean": round(float(found.mean()), 7)}


if __name__ == "__main__":
    main()
