"""Our side of the queries-only comparison as a program: trains, then searches with queries it never saw."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from specter2_gui.app.finetuning import finetune
from specter2_gui.app.judged import read_judged
from specter2_gui.app.searching import read_collection
from specter2_gui.app.starting import load_start
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.config.load import apply_overrides
from specter2_gui.config.presets import apply_preset
from specter2_gui.config.settings import Settings
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.training.control import Control
from tests.benchmarks.turns import show
from tests.benchmarks.unseen import mean, ndcg_of, tuned_encoder
from tests.benchmarks.watching import watch


def main(arguments: Sequence[str] | None = None) -> None:
    """Train as the preset says with the training queries' judgements to choose the best; judge by the test queries."""
    import torch

    chosen = _options().parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    settings = settings_for(chosen.data, chosen.model, chosen.precision, chosen.max_length, chosen.set)
    triplets = load_triplets(settings.data.triplets).triplets
    papers = read_collection(chosen.data / "corpus.jsonl")
    queries, qrels = read_judged(chosen.data / "test_queries.jsonl", chosen.data / "test_qrels.tsv")
    start = load_start(find_backbone(settings.model.backbone), settings)
    before = mean(ndcg_of(start, papers, queries, qrels))  # fills the cache of paper vectors too, which are given
    with tempfile.TemporaryDirectory() as folder:
        run_dir = Path(folder) / "run"
        watched = watch(finetune(settings, triplets, run_dir, Control()))
        tuned = tuned_encoder(run_dir, settings.train.device, settings.train.precision)
        by_query = ndcg_of(tuned, papers, queries, qrels)
    show(
        {
            "train_s": watched.after_loading, "step_s": watched.step_seconds, "with_loading_s": watched.seconds,
            "papers_s": watched.spent["PapersEncoded"], "ndcg10_base": before,
            "ndcg10_tuned": mean(by_query), "by_query": by_query, "best_step": watched.finished.best_step if watched.finished else None, "steps": watched.steps,
            "triplets": len(triplets), "loss": settings.train.loss, "lr": settings.train.lr,
        }
    )  # fmt: skip


def settings_for(data: Path, model: Path, precision: str, max_length: int, changes: Sequence[str]) -> Settings:
    """The queries-only preset on a folder that ``make_triplets.py`` wrote, with ``changes`` as on the command line."""
    files = {"triplets": "triplets.json", "collection": "corpus.jsonl", "queries": "train_queries.jsonl"}
    files["qrels"] = "train_qrels.tsv"
    settings = Settings.model_validate(
        {
            "data": {name: str(data / file) for name, file in files.items()},
            "model": {"backbone": str(model), "max_length": max_length},
            "train": {"precision": precision},
        }
    )
    return apply_overrides(apply_preset(settings, "queries-only"), list(changes))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries_only_side")
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    return parser


if __name__ == "__main__":
    main()
