"""What our core is measured against on a graphics card: a plain padded training loop and plain padded encoding."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from specter2_gui.domain.triplets import Triplet
from tests.benchmarks.flops import settle

Texts = Sequence[str]


class PlainLoop:
    """Three padded forwards a step, every text encoded each time it occurs, both adapters learning."""

    def __init__(self, model: Path, device: torch.device, precision: str, max_length: int) -> None:
        import adapters
        from transformers import AutoTokenizer, BertModel

        quiet()
        self._device, self._low, self._max_length = device, precision == "bf16", max_length
        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(model))
        self._model: Any = BertModel.from_pretrained(str(model), add_pooling_layer=False)
        adapters.init(self._model)
        for name in ("query", "paper"):
            self._model.add_adapter(name, config="seq_bn")
        self._model.requires_grad_(requires_grad=False).to(device).eval()
        self._learning = [
            each for name, each in self._model.named_parameters() if ".query." in name or ".paper." in name
            if "adapters" in name
        ]  # fmt: skip
        for each in self._learning:
            each.requires_grad = True
        self._optimizer = torch.optim.AdamW(self._learning, lr=1e-4)

    def step(self, triplets: Sequence[Triplet]) -> None:
        """One step of the optimizer on ``triplets``."""
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._low):
            query = self._vectors("query", [each.query for each in triplets])
            positive = self._vectors("paper", [f"{each.positive_title} {each.positive_abstract}" for each in triplets])
            negative = self._vectors("paper", [f"{each.negative_title} {each.negative_abstract}" for each in triplets])
        loss = torch.nn.functional.triplet_margin_loss(query.float(), positive.float(), negative.float())
        self._optimizer.zero_grad()
        loss.backward()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
        loss.item()

    def _vectors(self, adapter: str, texts: Texts) -> Tensor:
        found = self._tokenizer(
            list(texts), padding="max_length", truncation=True, max_length=self._max_length, return_tensors="pt"
        )
        self._model.set_active_adapters(adapter)
        inputs = {name: found[name].to(self._device) for name in ("input_ids", "attention_mask")}
        return self._model(**inputs).last_hidden_state[:, 0]


class PaddedEncoding:
    """Texts sorted by length, in batches padded to their longest, weights in the precision asked for."""

    def __init__(self, model: Path, device: torch.device, precision: str, max_length: int) -> None:
        from transformers import AutoTokenizer, BertModel

        quiet()
        self._device, self._max_length = device, max_length
        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(model))
        kind = torch.bfloat16 if precision == "bf16" else torch.float32
        found: Any = BertModel.from_pretrained(str(model), add_pooling_layer=False)
        self._model: Any = found.to(device, kind).eval()

    def encode(self, texts: Texts, batch: int) -> Tensor:
        """Vectors (n, d) of ``texts`` on the processor, in their order."""
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        parts: list[Tensor] = []
        with torch.inference_mode():
            for start in range(0, len(order), batch):
                chosen = [texts[place] for place in order[start : start + batch]]
                found = self._tokenizer(
                    chosen, padding=True, truncation=True, max_length=self._max_length, return_tensors="pt"
                )
                inputs = {name: found[name].to(self._device) for name in ("input_ids", "attention_mask")}
                parts.append(self._model(**inputs).last_hidden_state[:, 0].float().cpu())
        return torch.cat(parts)[torch.argsort(torch.tensor(order))]


def quiet() -> None:
    """Let the libraries say nothing about weights they did not need."""
    for name in ("transformers", "adapters"):
        logging.getLogger(name).setLevel(logging.ERROR)


def timed(work: Callable[[], object], device: torch.device) -> float:
    """Seconds that ``work`` takes, until ``device`` has done it all."""
    settle(device)
    begun = time.perf_counter()
    work()
    settle(device)
    return time.perf_counter() - begun


def parts(triplets: Sequence[Triplet], size: int) -> Iterator[Sequence[Triplet]]:
    """``triplets`` in pieces of ``size``; what is left over is left out."""
    for start in range(0, len(triplets) - size + 1, size):
        yield triplets[start : start + size]
