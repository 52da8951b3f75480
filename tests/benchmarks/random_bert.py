"""A BERT with random weights and a vocabulary of made-up words, written offline: for speed where no weights are at hand."""

import argparse
import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from tests.benchmarks.turns import show

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_SYLLABLES = [one + two for one in "bcdfghjklmnprstvwz" for two in "aeiou"]


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a BERT."""

    hidden: int = 768
    layers: int = 12
    heads: int = 12
    vocabulary: int = 31_090
    positions: int = 512


BASE = Size()
"""That of SPECTER2's backbone."""
TINY = Size(hidden=32, layers=2, heads=4, vocabulary=400, positions=128)


def make_random_bert(folder: Path, size: Size, seed: int = 0) -> Path:
    """Write a seeded random BERT and its tokenizer into ``folder`` in the layout of any backbone."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join([*_SPECIAL, *words_of(size)]) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab_file=str(vocabulary), do_lower_case=True).save_pretrained(str(folder))
    config = BertConfig(
        vocab_size=size.vocabulary, hidden_size=size.hidden, num_hidden_layers=size.layers,
        num_attention_heads=size.heads, intermediate_size=4 * size.hidden, max_position_embeddings=size.positions,
    )  # fmt: skip
    torch.manual_seed(seed)
    BertModel(config).save_pretrained(folder, safe_serialization=True)
    return folder


def words_of(size: Size) -> list[str]:
    """The words of the vocabulary; each is one token."""
    made = ("".join(parts) for length in (2, 3) for parts in itertools.product(_SYLLABLES, repeat=length))
    return list(itertools.islice(made, size.vocabulary - len(_SPECIAL)))


def random_texts(size: Size, count: int, tokens: int, seed: int) -> list[Paper]:
    """``count`` papers of about ``tokens`` tokens (standard deviation a third of it, cut at the positions)."""
    draw, words = random.Random(seed), words_of(size)  # noqa: S311 - texts, not secrets
    papers: list[Paper] = []
    for number in range(count):
        length = min(max(round(draw.gauss(tokens, tokens / 3)), 8), size.positions) - 3
        chosen = draw.choices(words, k=length)
        papers.append(Paper(str(number), " ".join(chosen[: length // 5]), " ".join(chosen[length // 5 :])))
    return papers


def distinct_triplets(size: Size, count: int, tokens: int, seed: int) -> list[Triplet]:
    """``count`` triplets in which every text occurs once: queries of 12 words, papers of about ``tokens`` tokens."""
    draw, words = random.Random(seed), words_of(size)  # noqa: S311 - texts, not secrets
    papers = random_texts(size, 2 * count, tokens, seed)
    return [
        Triplet(" ".join(draw.choices(words, k=12)), yes.title, yes.abstract, no.title, no.abstract)
        for yes, no in zip(papers[::2], papers[1::2], strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a backbone into a folder: the tiny one of the tests, or a random one of full size."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.random_bert")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tiny", action="store_true", help="the tiny model of the tests, with its own words")
    chosen = parser.parse_args(arguments)
    if chosen.tiny:
        from tests.tiny import make_tiny_backbone

        make_tiny_backbone(chosen.folder)
    else:
        make_random_bert(chosen.folder, BASE)
    config = json.loads((chosen.folder / "config.json").read_text(encoding="utf-8"))
    show({"hidden": config["hidden_size"], "layers": config["num_hidden_layers"]})


if __name__ == "__main__":
    main()
