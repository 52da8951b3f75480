"""The most memory a training with both adapters takes, beside the seed loop and sentence-transformers (LoRA).

``python -m tests.benchmarks.memory --triplets FILE`` prints one JSON object: the resident peak of each whole process, as
the system counts it, and on a graphics card what our side had allocated there.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.training import options, programs_of
from tests.benchmarks.turns import Answer, in_turn, ratio, show


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says: that of :mod:`tests.benchmarks.training`."""
    parser = options()
    parser.prog = "python -m tests.benchmarks.memory"
    parser.set_defaults(rounds=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        programs, triplets = programs_of(chosen, Path(folder))
        answers = in_turn(programs, chosen.rounds)
    show({"benchmark": "memory", "triplets": triplets, "precision": chosen.precision} | peaks(answers))


def peaks(answers: Mapping[str, Sequence[Answer]]) -> dict[str, Any]:
    """The peak of each side in megabytes, and ours as a share of each peer's."""
    highest = {name: max(answer.peak_mb for answer in each) for name, each in answers.items()}
    ours = highest["ours"]
    return {
        "peak_mb": {name: round(value) for name, value in highest.items()},
        "share_of_peer": {name: ratio(ours, value) for name, value in highest.items() if name != "ours"},
        "cuda_peak_mb": answers["ours"][0].values.get("cuda_peak_mb"),
    }


if __name__ == "__main__":
    main()
