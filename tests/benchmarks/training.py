"""Triplets a second with both adapters learning, beside the seed loop and sentence-transformers (LoRA).

``python -m tests.benchmarks.training --triplets FILE --precision bf16`` prints one JSON object. All sides get the same
texts, cut at the same length, in the same precision and with as many threads, in turn, each in a fresh process; what
counts is the time of the steps alone. The loss is the triplet margin on all sides.
Our side holds some queries out, and nobody trains on those. Our batch
is 48: each distinct text of a step is encoded once and without padding, so a larger step shares more. The peers keep
their own defaults, 8 and 16, unless ``--peer-batch`` says otherwise.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.material import all_distinct, divided, triplets_of, write_triplets
from tests.benchmarks.ours import Training, training_program
from tests.benchmarks.peers import Peers, add_conditions, peers_of
from tests.benchmarks.turns import Answer, Program, figures, in_turn, middle, ratio, show

SPEED = "triplets_per_s"
MARKS = {"shared": {"seed_loop": 20.0, "sentence_transformers": 10.0}, "distinct": {"sentence_transformers": 5.0}}
"""What has to be passed: our speed in multiples of the peer's."""

_NAMES = {"ours": "ours", "seed_loop": "seed loop", "sentence_transformers": "sentence-transformers, LoRA"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    chosen = options().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        programs, triplets = programs_of(chosen, Path(folder))
        answers = in_turn(programs, chosen.rounds)
    show(
        {"benchmark": "training", "texts": "distinct" if chosen.distinct else "shared", "triplets": triplets}
        | {
            name: getattr(chosen, name)
            for name in ("precision", "threads", "max_length", "rounds", "batch", "frozen_layers")
        }
        | compared(answers, "distinct" if chosen.distinct else "shared")
    )


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.training")
    parser.add_argument("--triplets", type=Path, required=True, help="file of triplets")
    parser.add_argument("--distinct", action="store_true", help="rearranged so that every text occurs once")
    parser.add_argument("--max-triplets", type=int, default=0, help="to train on; 0: all of them")
    parser.add_argument("--batch", type=int, default=48, help="triplets a step on our side")
    parser.add_argument(
        "--frozen-layers", default="0", help="on our side; 0: every layer learns, as in the peers; the preset has half"
    )
    parser.add_argument("--peer-batch", type=int, default=0, help="triplets a step of both peers; 0: their defaults")
    parser.add_argument("--epochs", type=int, default=1, help="passes over the triplets on our side, which is short")
    parser.add_argument("--seed-length", type=int, default=0, help="pad the seed loop to this instead (specified: 512)")
    parser.add_argument("--only", choices=("seed_loop", "sentence_transformers"), help="measure one peer alone")
    add_conditions(parser, max_length=512)  # the length of the specified pipeline
    return parser


def programs_of(chosen: argparse.Namespace, folder: Path) -> tuple[list[Program], int]:
    """The sides to measure, and the number of triplets each of them trains on once."""
    triplets = triplets_of(chosen.triplets, 0)
    triplets, part = divided(all_distinct(triplets, 0) if chosen.distinct else triplets, chosen.max_triplets)
    given = write_triplets(folder / "peers" / "triplets.json", part)
    peers = peers_of(chosen, folder)
    training = Training(
        write_triplets(folder / "ours.json", triplets), peers.model, peers.precision, peers.max_length, chosen.batch,
        chosen.epochs, frozen_layers=chosen.frozen_layers,
    )  # fmt: skip
    ours = training_program(training, folder / "job.json", chosen.threads)
    return [ours, *_peer_programs(peers, chosen, given)], len(part)


def _peer_programs(peers: Peers, chosen: argparse.Namespace, given: Path) -> list[Program]:
    programs = {
        "seed_loop": lambda: peers.seed_loop(given, batch=chosen.peer_batch or 8, max_length=chosen.seed_length),
        "sentence_transformers": lambda: peers.lora(given.parent, batch=chosen.peer_batch or 16),
    }
    return [make() for name, make in programs.items() if chosen.only in (None, name)]


def compared(answers: Mapping[str, Sequence[Answer]], texts: str) -> dict[str, Any]:
    """The figures of each side, our multiple of each peer's median speed, and whether it passes the mark for ``texts``."""
    found = {key: answers[name] for key, name in _NAMES.items() if name in answers}
    peers = [key for key in found if key != "ours"]
    ratios = {key: ratio(middle(found["ours"], SPEED), middle(found[key], SPEED)) for key in peers}
    marks = {key: mark for key, mark in MARKS[texts].items() if key in peers}
    return {
        **{key: figures(each, SPEED) for key, each in found.items()},
        "ratio": ratios,
        "marks": marks,
        "passed": all((ratios[key] or 0.0) >= mark for key, mark in marks.items()),
    }


if __name__ == "__main__":
    main()
