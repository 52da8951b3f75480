"""The card of a model: what it is, what it learned from, how good it was, and how to use it, for whoever gets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MODE = {"query": "the query adapter", "query_and_paper": "the query adapter and the paper adapter"}


@dataclass(frozen=True, slots=True)
class Described:
    """The model a card is for: its title, its backbone with hash, and per role its hash and its adapters in order."""

    title: str
    backbone: str
    backbone_sha256: str
    hashes: Mapping[str, str]
    adapters: Mapping[str, Sequence[str]]


def card(model: Described, facts: Mapping[str, Any]) -> str:
    """The card of ``model`` as Markdown; no text of a query or a paper is in it.

    ``facts`` are what stands beside the adapters in the manifest; the folders of ``model.adapters`` are relative.
    """
    settings, before = facts["settings"], facts["baseline"]
    train, data = settings["train"], settings["data"]
    return f"""# Fine-tuned adapters for {model.backbone}

Adapters for searching scientific papers, trained with specter2_gui on judgements of a library.
Trained was {_MODE[settings["model"]["train_adapters"]]}; the backbone stayed as it is and is not in this folder.

| | |
|---|---|
| began as | {model.title} |
| SHA-256 of the backbone's weights | `{model.backbone_sha256}` |
| query adapter with backbone (hash) | `{model.hashes["query"]}` |
| paper adapter with backbone (hash) | `{model.hashes["paper"]}` |
| triplets | {facts["training_triplets"]} learned from, {facts["validation_triplets"]} held out |
| SHA-256 of all triplets given | `{facts["data_sha256"]}` |
| loss, learning rate, batch, epochs | {train["loss"]}, {train["lr"]:g}, {train["batch_size"]}, {train["epochs"]} |
| seed | {data["seed"]} |

## How good it was on held-out queries

| | triplets in order | loss |
|---|---|---|
| before training | {before["triplet_accuracy"]:.4f} | {before["loss"]:.6f} |
| this model (step {facts["step"]}) | {facts["triplet_accuracy"]:.4f} | {facts["loss"]:.6f} |
{_judged(facts)}
"In order" means that the paper that answers the query is nearer to it than the one that does not. These queries
chose the best step, so on other queries the figure may be lower; `specter2-gui evaluate` tells.

## Use

With the program, given the folder of the run or this folder alone (the backbone has to be on the computer):

```
specter2-gui search --run FOLDER --collection FILE.jsonl --query "what you look for"
```

With the `adapters` library:

```python
{_loading(model.adapters)}
```

`manifest.json` tells how a text becomes one vector and how vectors are compared.
The library does not check the backbone: compare the hash above.

## Licence and privacy

The backbone has the licence of its makers (SPECTER2: Apache-2.0). The licence of these adapters is for whoever trained
them to choose, with regard to the texts they were trained on.
Texts a model was trained on can partly be recovered from its weights: pass these adapters on only if you could pass
on the queries and papers they learned from.
"""


def _judged(facts: Mapping[str, Any]) -> str:
    """A second table, where the held-out queries had judgements."""
    names = [name for name in ("ndcg@10", "mrr", "map", "recall@100") if name in facts]
    if not names:
        return ""
    rows = [("before training", facts["baseline"]), (f"this model (step {facts['step']})", facts)]
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {label} | {' | '.join(f'{values[name]:.4f}' for name in names)} |" for label, values in rows]
    return "\n" + "\n".join(lines) + "\n"


def _loading(adapters: Mapping[str, Sequence[str]]) -> str:
    """The lines of Python that load the adapters and make those of one role active."""
    names = {folder: folder.replace("/", "_") for folders in adapters.values() for folder in folders}
    loads = [
        f'model.load_adapter("FOLDER/{folder}", load_as="{name}", use_safetensors=True)'
        for folder, name in names.items()
    ]
    stacks = {role: ", ".join(f'"{names[folder]}"' for folder in folders) for role, folders in adapters.items()}
    return "\n".join(
        [
            "from adapters import AutoAdapterModel",
            "from adapters.composition import Stack",
            "",
            'model = AutoAdapterModel.from_pretrained("BACKBONE")  # its folder or name',
            *loads,
            "model.eval()",
            *(f"model.set_active_adapters(Stack({stack}))  # for each {role}" for role, stack in stacks.items()),
        ]
    )
