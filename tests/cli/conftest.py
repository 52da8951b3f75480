"""The command line as people run it, on the tiny model."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.cli.main import run
from specter2_gui.encoder.catalogue import Backbone
from tests.material import TOPICS, make_papers, make_triplets, write_lines, write_triplets


@dataclass(frozen=True)
class Said:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON object on standard output."""
        [line] = self.out.splitlines()
        return json.loads(line)

    @property
    def error(self) -> str:
        """The last line of standard error, which must be the only one that is an error."""
        lines = self.err.splitlines()
        assert lines[-1].startswith("error: ")
        assert sum(line.startswith("error: ") for line in lines) == 1
        assert "Traceback" not in self.err
        return lines[-1]


class Shell:
    """Runs commands in this process and takes what they print, from Python and from below."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: object) -> Said:
        self._capture.readouterr()
        status = run([str(argument) for argument in arguments])
        out, err = self._capture.readouterr()
        return Said(status, out, err)


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Two threads wait for one another longer than the tiny model works."""
    torch.set_num_threads(1)


@pytest.fixture
def shell(capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capfd)


@dataclass(frozen=True)
class Files:
    """The files of a small job, and a run that was made with them."""

    config: Path
    triplets: Path
    collection: Path
    queries: Path
    qrels: Path
    run: Path
    model: str


@pytest.fixture(scope="session")
def files(tiny_backbone: Backbone, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Made once; shared, so never written to."""
    folder = tmp_path_factory.mktemp("job")
    write_triplets(folder / "triplets.json", make_triplets(20, 4))
    config = folder / "config.yaml"
    config.write_text(
        "data: {triplets: triplets.json, validation_share: 0.3, seed: 1}\n"
        f"model: {{backbone: '{tiny_backbone.folder}', pooling: mean}}\n"
        "train: {lr: 3e-2, epochs: 3, eval_steps: 10, device: cpu}\n",
        encoding="utf-8",
    )
    papers = make_papers(20)
    collection = write_lines(
        folder / "papers.jsonl", [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers]
    )
    queries = write_lines(
        folder / "queries.jsonl",
        [{"id": f"q{n}", "text": " ".join(topic.split()[:2])} for n, topic in enumerate(TOPICS)],
    )
    lines = [f"q{number}\tp{place}\t1" for number in range(5) for place in range(number, 20, 5)]
    qrels = folder / "qrels.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\n" + "\n".join(lines) + "\n", encoding="utf-8")
    run_dir = folder / "run"
    assert run(["finetune", str(config), "--out", str(run_dir)]) == 0
    return Files(config, folder / "triplets.json", collection, queries, qrels, run_dir, str(tiny_backbone.folder))
