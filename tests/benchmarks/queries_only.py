"""Time to a tuned model in queries-only mode, and how well it searches, beside sentence-transformers' full fine-tuning.

``python -m tests.benchmarks.queries_only DATA_DIR`` prints one JSON object; DATA_DIR is what ``make_triplets.py`` wrote. The
paper vectors are given (computed before the clock starts, as they are once a collection has been searched); the clock
runs from the loaded model to the end of the run, checks on judged queries included. The peer's clock runs from its loaded
model to the end of its training. Both are judged by nDCG@10 on the test queries, which neither has seen.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import Peers, add_conditions, peers_of
from tests.benchmarks.turns import Answer, Program, in_turn, middle, ratio, rounded, show, threads_only

MARK = 1 / 20
"""Our time as a share of the peer's; at no lower nDCG@10."""

_KEYS = ("train_s", "ndcg10_base", "ndcg10_tuned")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries_only")
    parser.add_argument("data", type=Path, help="folder that make_triplets.py wrote")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting of the preset"
    )
    add_conditions(parser, precision="fp32")
    parser.set_defaults(rounds=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        peers = peers_of(chosen, Path(folder))
        programs = [_ours(chosen, peers, Path(folder)), peers.full(chosen.data.absolute())]
        answers = in_turn(programs, chosen.rounds)
    show(
        {"benchmark": "queries_only", "data": chosen.data.name, "threads": chosen.threads}
        | {"precision": chosen.precision, "rounds": chosen.rounds}
        | compared(answers["ours"], answers[programs[1].name])
    )


def _ours(chosen: argparse.Namespace, peers: Peers, folder: Path) -> Program:
    command = [
        sys.executable, "-m", "tests.benchmarks.queries_only_side", str(chosen.data.absolute()), "--model",
        str(peers.model), "--precision", peers.precision, "--max-length", str(peers.max_length), "--threads",
        str(peers.threads), *(part for change in chosen.set for part in ("--set", change)),
    ]  # fmt: skip
    return Program("ours", command, threads_only(peers.threads, folder / "home"))


def compared(ours: Sequence[Answer], theirs: Sequence[Answer]) -> dict[str, Any]:
    """Both sides' medians, our time as a share of the peer's, and whether it passes the mark at no lower nDCG@10."""
    share = ratio(middle(ours, "train_s"), middle(theirs, "train_s"))
    higher = middle(ours, "ndcg10_tuned") >= middle(theirs, "ndcg10_tuned")
    return {
        "ours": _side(ours) | {"last": dict(ours[-1].values)},
        "sentence_transformers": _side(theirs),
        "time_share": share,
        "mark": MARK,
        "no_lower_ndcg10": higher,
        "passed": share is not None and share <= MARK and higher,
    }


def _side(answers: Sequence[Answer]) -> dict[str, Any]:
    peak = round(max(answer.peak_mb for answer in answers))
    return {key: rounded(middle(answers, key)) for key in _KEYS} | {"peak_mb": peak}


if __name__ == "__main__":
    main()
