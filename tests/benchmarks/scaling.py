"""What ten times as many triplets and papers cost: about ten times as much, or something is wrong.

``python -m tests.benchmarks.scaling`` prints one JSON object. Texts are random words and the model is the tiny one of the
tests unless ``--model`` names another, so nothing has to be at hand; each size runs in a fresh process. Times do not
hold the loading of the libraries and of the model.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.material import random_papers, random_triplets, write_triplets
from tests.benchmarks.ours import Training, training_program
from tests.benchmarks.turns import Answer, Program, ask, in_turn, middle, ratio, rounded, show, threads_only

FACTOR = 10
MARK = 1.25
"""The dearest that a triplet or a paper may become when there are ten times as many."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scaling")
    parser.add_argument("--triplets", type=int, default=600, help="the smaller number; the larger is ten times that")
    parser.add_argument("--papers", type=int, default=1500, help="the smaller number; the larger is ten times that")
    parser.add_argument("--model", type=Path, help="folder of a backbone; default: a tiny random one")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        model = chosen.model or _tiny_model(place / "model")
        training = in_turn([_training(place, model, chosen, times) for times in (1, FACTOR)], chosen.rounds)
        papers = in_turn([_papers(place, model, chosen, times) for times in (1, FACTOR)], chosen.rounds)
    show(
        {"benchmark": "scaling", "factor": FACTOR, "mark": MARK, "threads": chosen.threads}
        | {"triplets": cost(training["x1"], training[f"x{FACTOR}"], "step_seconds", "after_loading")}
        | {"papers": cost(papers["x1"], papers[f"x{FACTOR}"], "encode_seconds", "search_seconds")}
    )


def cost(small: Sequence[Answer], large: Sequence[Answer], *keys: str) -> dict[str, Any]:
    """For each of ``keys`` (seconds): time a piece at both sizes, and how many times dearer a piece became."""
    found: dict[str, Any] = {}
    for key in keys:
        each = [middle(answers, key) / middle(answers, "count") for answers in (small, large)]
        found[key] = {"each": [rounded(value) for value in each], "dearer": ratio(each[1], each[0])}
    found["peak_mb"] = [round(max(answer.peak_mb for answer in answers)) for answers in (small, large)]
    first = found[keys[0]]["dearer"]
    found["passed"] = first is not None and first <= MARK
    return found


def _training(place: Path, model: Path, chosen: argparse.Namespace, times: int) -> Program:
    count = chosen.triplets * times
    path = write_triplets(place / f"triplets{times}.json", random_triplets(count, 13))
    training = Training(path, model, max_length=128, device="cpu")
    return training_program(training, place / f"job{times}.json", chosen.threads, f"x{times}")


def _papers(place: Path, model: Path, chosen: argparse.Namespace, times: int) -> Program:
    path = place / f"papers{times}.json"
    papers = random_papers(chosen.papers * times, 13)
    path.write_text(json.dumps([[paper.title, paper.abstract] for paper in papers]), encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.scaling_papers", str(path), str(model), str(chosen.threads)]
    return Program(f"x{times}", command, threads_only(chosen.threads))


def _tiny_model(folder: Path) -> Path:
    """The tiny model, made in a process of its own: this one must stay small, see :func:`turns.ask`."""
    ask(Program("tiny model", [sys.executable, "-m", "tests.benchmarks.random_bert", str(folder), "--tiny"]))
    return folder


if __name__ == "__main__":
    main()
