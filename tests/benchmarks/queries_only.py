"""Time to a tuned model in queries-only mode, and how well it searches, beside sentence-transformers' full fine-tuning.

``python -m tests.benchmarks.queries_only DATA_DIR`` prints one JSON object; DATA_DIR is what ``make_triplets.py`` wrote. The
paper vectors are given (computed before the clock starts, as they are once a collection has been searched); the clock
runs from the loaded model to the end of the run, checks on judged queries included. The peer's clock runs from its loaded
model to the end of its training. Both are judged by nDCG@10 on the test queries, which neither has seen. Each round gives both
sides another seed; the difference of a query is averaged over them, and a paired bootstrap draws queries.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from specter2_gui.domain.metrics import paired_interval
from tests.benchmarks.peers import FULL, Peers, add_conditions, peers_of
from tests.benchmarks.turns import Answer, Program, in_turn, middle, ratio, rounded, show, tell, threads_only

MARK = 1 / 20
"""Our time as a share of the peer's; at no lower nDCG@10."""

_FIRST_SEED = 13


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries_only")
    parser.add_argument("data", type=Path, help="folder that make_triplets.py wrote")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting of the preset"
    )
    add_conditions(parser, precision="fp32")
    chosen = parser.parse_args(arguments)
    seeds = range(_FIRST_SEED, _FIRST_SEED + chosen.rounds)
    with tempfile.TemporaryDirectory() as folder:
        peers, answers = peers_of(chosen, Path(folder)), dict[str, list[Answer]]()
        for seed in seeds:
            programs = [_ours(chosen, peers, Path(folder), seed), peers.full(chosen.data.absolute(), seed=seed)]
            for name, found in in_turn(programs, 1).items():
                answers.setdefault(name, []).extend(found)
                tell(f"{name}, seed {seed}: {json.dumps(found[0].values)}")  # a series may be cut short
    show(
        {"benchmark": "queries_only", "data": chosen.data.name, "threads": chosen.threads}
        | {"precision": chosen.precision, "seeds": list(seeds)}
        | compared(answers["ours"], answers[FULL])
    )


def _ours(chosen: argparse.Namespace, peers: Peers, folder: Path, seed: int) -> Program:
    command = [
        sys.executable, "-m", "tests.benchmarks.queries_only_side", str(chosen.data.absolute()), "--model",
        str(peers.model), "--precision", peers.precision, "--max-length", str(peers.max_length), "--threads",
        str(peers.threads), "--set", f"data.seed={seed}", *(part for each in chosen.set for part in ("--set", each)),
    ]  # fmt: skip
    return Program("ours", command, threads_only(peers.threads, folder / "home"))


def compared(ours: Sequence[Answer], theirs: Sequence[Answer]) -> dict[str, Any]:
    """Our time as a share of the peer's (medians), and whether it passes the mark at no lower mean nDCG@10.

    The interval tells how firm the difference is: "no lower" compares the means as they are, whatever it says.
    """
    share = ratio(middle(ours, "train_s"), middle(theirs, "train_s"))
    higher = _mean(ours, "ndcg10_tuned") >= _mean(theirs, "ndcg10_tuned")
    return {
        "ours": _side(ours) | {"last": _without_queries(ours[-1])},
        "sentence_transformers": _side(theirs),
        "time_share": share,
        "mark": MARK,
        "difference": difference(
            [each.values["by_query"] for each in ours], [each.values["by_query"] for each in theirs]
        ),
        "no_lower_ndcg10": higher,
        "passed": share is not None and share <= MARK and higher,
    }


def difference(ours: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Ours less theirs in nDCG@10, the values of each query averaged over the seeds, with the 95 % interval and in words.

    Raises:
        ValueError: the sides tried different queries.
    """
    if {frozenset(each) for each in ours} != {frozenset(each) for each in theirs}:
        raise ValueError("both sides have to try the same queries")
    changes = [fmean(each[query] for each in ours) - fmean(each[query] for each in theirs) for query in ours[0]]
    low, high = paired_interval(changes, 0)
    words = "ours is higher" if low > 0 else "ours is lower" if high < 0 else "no clear difference"
    return {"ndcg10": round(fmean(changes), 4), "interval": [round(low, 4), round(high, 4)], "in_words": words} | {
        "queries": len(changes)
    }


def _side(answers: Sequence[Answer]) -> dict[str, Any]:
    tuned = [rounded(float(answer.values["ndcg10_tuned"])) for answer in answers]
    return {
        "train_s": rounded(middle(answers, "train_s")),
        "ndcg10_base": rounded(_mean(answers, "ndcg10_base")),
        "ndcg10_tuned": rounded(_mean(answers, "ndcg10_tuned")),
        "each_seed": tuned,
        "peak_mb": round(max(answer.peak_mb for answer in answers)),
    }


def _mean(answers: Sequence[Answer], key: str) -> float:
    return fmean(float(answer.values[key]) for answer in answers)


def _without_queries(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.values.items() if name != "by_query"}


if __name__ == "__main__":
    main()
