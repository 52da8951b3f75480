"""The programs to be measured against: where they lie, who runs them, and how they are told the same conditions."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.encoder.starter import starter_folder
from tests.benchmarks.turns import ROOT, Program, threads_only

PEERS_VARIABLE, PYTHON_VARIABLE = "SPECTER2_GUI_PEERS", "SPECTER2_GUI_PEER_PYTHON"
SEED_LOOP, SENTENCE_TRANSFORMERS = "peer_seed_loop.py", "peer_sentence_transformers.py"
FULL = "sentence-transformers, full"
"""What the answers of :meth:`Peers.full` are called."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The folder of the peers, the Python that has what they need, and the conditions that hold for all."""

    folder: Path
    python: str
    model: Path
    precision: str
    max_length: int
    threads: int

    def seed_loop(self, triplets: Path, *, batch: int = 8, max_length: int = 0) -> Program:
        """The loop of the specified pipeline, training both adapters on the file ``triplets``."""
        command = [
            self.python, str(self._program(SEED_LOOP)), str(triplets), "--model", str(self.model), "--train", "both",
            "--dtype", self.precision, "--batch", str(batch), "--max-length", str(max_length or self.max_length),
            "--threads", str(self.threads),
        ]  # fmt: skip
        return Program("seed loop", command, threads_only(self.threads))

    def lora(self, data: Path, *, batch: int = 16) -> Program:
        """Sentence-transformers' faster variant (LoRA, triplet loss, one epoch) on ``triplets.json`` in ``data``."""
        options = ["--peft", "lora", "--epochs", "1", "--no-eval", "--batch", str(batch)]
        return self._sentence_transformers("sentence-transformers, LoRA", data, options)

    def full(self, data: Path, *, batch: int = 16, seed: int = 13) -> Program:
        """Sentence-transformers' full fine-tuning (multiple negatives, one epoch), each test query by itself."""
        options = ["--loss", "mnrl", "--epochs", "1", "--batch", str(batch), "--seed", str(seed)]
        return self._sentence_transformers(FULL, data, options, ["-m", "tests.benchmarks.peer_by_query"])

    def _sentence_transformers(self, name: str, data: Path, options: list[str], through: Sequence[str] = ()) -> Program:
        command = [
            self.python, *through, str(self._program(SENTENCE_TRANSFORMERS)), str(data), "--model", str(self.model),
            "--max-length", str(self.max_length), *options, *(["--bf16"] if self.precision == "bf16" else []),
        ]  # fmt: skip
        return Program(name, command, threads_only(self.threads))

    def _program(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            sys.exit(f"There is no {name} in {self.folder}: name the folder with --peers or {PEERS_VARIABLE}.")
        return path


def add_conditions(parser: argparse.ArgumentParser, *, precision: str = "bf16", max_length: int = 256) -> None:
    """The options that every comparison with a peer has."""
    default = Path(os.environ.get(PEERS_VARIABLE) or ROOT.parent / "shared" / "bench")
    parser.add_argument("--peers", type=Path, default=default, help=f"folder of the peers (or {PEERS_VARIABLE})")
    parser.add_argument(
        "--peer-python", default=os.environ.get(PYTHON_VARIABLE) or sys.executable,
        help=f"Python that has datasets, accelerate and peft too (or {PYTHON_VARIABLE})",
    )  # fmt: skip
    parser.add_argument("--model", type=Path, help="folder of the backbone for all sides; default: the starter's")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default=precision)
    parser.add_argument("--max-length", type=int, default=max_length, help="tokens at which all sides cut texts")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides are measured in turn")


def peers_of(arguments: argparse.Namespace, folder: Path) -> Peers:
    """The peers under the conditions of :func:`add_conditions`; ``folder`` takes a copy of the model if one is needed."""
    model = reading_to(model_folder(arguments.model), arguments.max_length, folder)
    return Peers(
        arguments.peers.absolute(),
        arguments.peer_python,
        model,
        arguments.precision,
        arguments.max_length,
        arguments.threads,
    )


def reading_to(model: Path, max_length: int, folder: Path) -> Path:
    """``model``, or a copy of it in ``folder`` whose makers allow ``max_length`` tokens.

    Our side keeps to the limit a model comes with, the peers do not: without the copy they would read more of a text than we do.
    """
    limits = model / "sentence_bert_config.json"
    said = json.loads(limits.read_text(encoding="utf-8")) if limits.is_file() else {}
    if int(said.get("max_seq_length") or max_length) >= max_length:
        return model
    copy = folder / model.name
    shutil.copytree(model, copy)
    (copy / limits.name).write_text(json.dumps({**said, "max_seq_length": max_length}), encoding="utf-8")
    return copy


def model_folder(named: Path | None) -> Path:
    """``named``, or the folder of the starter backbone."""
    folder = named or starter_folder()
    if folder is None or not folder.is_dir():
        sys.exit("There is no model: install the starter, or name a folder with --model.")
    return folder.absolute()
