"""A tiny real model: a seeded two-layer BERT with its own WordPiece tokenizer, and adapters in the published layout."""

import json
import string
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone

MAX_LENGTH = 128
"""Longest text of the tiny backbone in tokens."""

_WORDS = """
the a an of in on and for with to by from is are was be that this which as at it how what do does not or into between
query paper title abstract search library librarian catalogue record index archive journal book reader collection
study review trial patient patients disease treatment therapy clinical medical drug dose effect effects risk outcome
protein gene genes cell cells cancer brain heart lung blood virus bacteria infection vaccine immune cystic fibrosis
water soil river ocean forest climate carbon energy solar wind battery rain snow temperature model models data method
methods result results analysis system systems network networks neural learning machine deep training algorithm graph
language text word words document retrieval ranking relevance information citation citations science scientific
physics quantum light star stars galaxy planet moon earth rock metal crystal polymer surface chemistry reaction
bee bees honey plant plants animal animals bird birds fish tree trees leaf seed food milk bread wheat sleep stress
school teacher students children adults women men health care cost policy law economy market price trade city history
music art image images signal speech sound robot robots control sensor sensors software code test tests error errors
red green blue black white old new large small high low good bad one two three four five first second third apple
banana cherry dragon cat dog mouse house road bridge ship train car wheel engine stone fire ice gold silver iron
measure measures measured using use used based show shows shown find finds found increase decrease change changes
growth rate rates level levels long short early late time year years day days night group groups number
positive negative triplet answer question about after before during under over against without within toward
"""

_PARTS = ["s", "es", "ed", "ing", "er", "ers", "ion", "ions", "al", "ly", "ity", "ment", "ness", "ic", "ical", "ology"]

_LAYOUT_OF_OLD_ADAPTERS = {"init_weights_seed", "dropout", "stochastic_depth"}
"""Fields the library wrote only after SPECTER2's adapters had been published."""


def make_tiny_backbone(
    folder: Path,
    *,
    seed: int = 0,
    hidden: int = 32,
    layers: int = 2,
    bin: bool = False,  # noqa: A002 - the word of the layout
) -> Backbone:
    """Write a tiny BERT and its tokenizer into ``folder`` and describe it as a backbone (CLS, L2, nothing published).

    With ``bin`` the folder has the layout of ``allenai/specter2_base``: ``pytorch_model.bin`` and a configuration
    that still carries the ``adapters`` key of the library's predecessor. The weights of a seed are the same in both.
    """
    from transformers import BertConfig, BertModel

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = _write_tokenizer(folder)
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        max_position_embeddings=MAX_LENGTH,
        initializer_range=0.1,
    )
    with _seeded(seed):
        model = BertModel(config)
    if bin:
        _save_as_published(model, folder)
    else:
        model.save_pretrained(folder, safe_serialization=True)
    return Backbone(
        name=str(folder), title="Tiny", folder=folder, pooling="cls", distance="l2", max_length=MAX_LENGTH,
        normalize=False, published={},
    )  # fmt: skip


def make_published_adapter(folder: Path, backbone: Backbone, name: str = "[PRX]", seed: int = 1) -> Path:
    """Write an adapter of ``backbone`` into ``folder`` in the layout of ``allenai/specter2``; gives the folder back.

    Two files, ``adapter_config.json`` and ``pytorch_adapter.bin``, no head; every weight is drawn with ``seed``, so
    that the adapter visibly changes the vectors.
    """
    import torch
    from adapters import AutoAdapterModel

    model = AutoAdapterModel.from_pretrained(str(backbone.folder), local_files_only=True)
    with _seeded(seed):
        model.add_adapter(name, config="seq_bn")
        for key, parameter in model.named_parameters():
            if f".{name}." in key:
                torch.nn.init.normal_(parameter, std=0.2)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_adapter(str(folder), name, with_head=False)
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["config"] = {key: value for key, value in config["config"].items() if key not in _LAYOUT_OF_OLD_ADAPTERS}
    config |= {"model_name": "allenai/specter2_base", "version": "3.1.0"}
    path.write_text(json.dumps(config, indent=2, sort_keys=True), encoding="utf-8")
    return folder


def make_tiny_specter2(folder: Path, *, seed: int = 0) -> Backbone:
    """Write a tiny SPECTER2 into ``folder``: ``base``, ``proximity`` and ``adhoc_query`` as the hub has them."""
    base = make_tiny_backbone(folder / "base", seed=seed, bin=True)
    published = {
        Role.PAPER: make_published_adapter(folder / "proximity", base, "[PRX]", seed + 1),
        Role.QUERY: make_published_adapter(folder / "adhoc_query", base, "[QRY]", seed + 2),
    }
    return Backbone(
        name=base.name, title="Tiny SPECTER2", folder=base.folder, pooling="cls", distance="l2",
        max_length=MAX_LENGTH, normalize=False, published=published,
    )  # fmt: skip


def shake(parameters: Iterable[object], *, by: float = 0.05, seed: int = 3) -> None:
    """Move every parameter at random, as training would; a constant would vanish in the next layer norm."""
    import torch

    with _seeded(seed), torch.no_grad():
        for parameter in parameters:
            assert isinstance(parameter, torch.nn.Parameter)
            parameter.add_(by * torch.randn_like(parameter))


def _write_tokenizer(folder: Path) -> int:
    """Write a lower-casing WordPiece tokenizer that knows some words, all plain characters and common endings."""
    from transformers import BertTokenizerFast

    characters = sorted(set(string.ascii_lowercase + string.digits + string.punctuation + "äöüßéèñçøåœæαβγ–—‘’“”…"))
    words = sorted({word for word in _WORDS.split() if word.isalpha() and len(word) > 1})
    pieces = [f"##{piece}" for piece in sorted({*_PARTS, *(c for c in characters if c.isalnum())})]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *words, *pieces]
    path = folder / "vocab.txt"
    path.write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab_file=str(path), do_lower_case=True).save_pretrained(str(folder))
    return len(vocabulary)


def _save_as_published(model: object, folder: Path) -> None:
    """Save ``model`` as the hub has SPECTER2: a ``.bin`` with position ids, and the predecessor's ``adapters`` key."""
    import torch
    from transformers import BertModel

    assert isinstance(model, BertModel)
    weights = dict(model.state_dict())
    weights["embeddings.position_ids"] = torch.arange(MAX_LENGTH).unsqueeze(0)
    torch.save(weights, folder / "pytorch_model.bin")
    config = model.config.to_dict()
    config["architectures"] = ["BertModel"]
    config["adapters"] = {"adapters": {}, "config_map": {}, "fusion_config_map": {}, "fusions": {}}
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True), encoding="utf-8")


@contextmanager
def _seeded(seed: int) -> Generator[None]:
    """Draw from ``seed`` inside, and leave the random numbers of the test outside as they were."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield
