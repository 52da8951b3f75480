"""Attention within each text of a packed batch: one function for graphics cards, one for everything else."""

import importlib
from collections.abc import Callable
from typing import Any, cast

import torch
from torch.nn.functional import scaled_dot_product_attention

from specter2_gui.encoder.packing import Layout, Run, parted

Attend = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, Layout], torch.Tensor]
"""``attend(query, key, value, layout)``: each of shape (tokens, heads, width), the answer too.

``query`` may hold the first token of each text alone; then the answer does.
"""

_SHORT = 128
"""Below this many tokens torch's softmax in bf16 on a processor is several times slower than the one in fp32."""


def choose_attention(device: torch.device, dtype: torch.dtype) -> Attend:
    """What is quickest on ``device``: flash attention on a graphics card that has the numbers for it, else by runs."""
    return attend_packed if device.type == "cuda" and dtype in (torch.bfloat16, torch.float16) else attend_in_runs


def slack_of(device: torch.device) -> float:
    """How much padding a run may need: none on a processor, where calls are cheap, some where each call waits its turn."""
    return 0.0 if device.type == "cpu" else 0.1


def attend_packed(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, layout: Layout) -> torch.Tensor:
    """By torch's flash attention over texts of any length: no padding, one call."""
    first_only = len(query) != layout.tokens
    places = torch.arange(len(query) + 1, dtype=torch.int32, device=query.device) if first_only else layout.starts
    longest = layout.longest
    return varlen_attention()(query, key, value, places, layout.starts, 1 if first_only else longest, longest)


def varlen_attention() -> Callable[..., torch.Tensor]:
    """``torch.nn.attention.varlen.varlen_attn``; loaded when needed, since it asks for a graphics card's library."""
    return cast("Any", importlib.import_module("torch.nn.attention.varlen")).varlen_attn


def attend_in_runs(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, layout: Layout) -> torch.Tensor:
    """Run by run: texts of one length are a block; where a run is uneven its texts are filled up and the rest is masked."""
    first_only = len(query) != layout.tokens
    counts = [run.tokens for run in layout.runs]
    asked = [run.texts for run in layout.runs] if first_only else counts
    parts = zip(layout.runs, parted(query, asked), parted(key, counts), parted(value, counts), strict=True)
    found = [_attend_run(run, q, k, v, first_only=first_only) for run, q, k, v in parts]
    return found[0] if len(found) == 1 else torch.cat(found)


def _attend_run(
    run: Run, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *, first_only: bool
) -> torch.Tensor:
    places = run.places
    if places is None:
        width = 1 if first_only else run.longest
        return _attend_block(_block(query, width), _block(key, run.longest), _block(value, run.longest), None)
    there = torch.zeros(run.texts * run.longest, dtype=torch.bool, device=query.device).index_fill_(0, places, True)  # noqa: FBT003 - a value
    asked = _block(query, 1) if first_only else _filled(query, run, places)
    mask = there.view(run.texts, 1, 1, run.longest)
    found = _attend_block(asked, _filled(key, run, places), _filled(value, run, places), mask)
    return found if first_only else found.index_select(0, places)


def _attend_block(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    """Attention of a block, (texts, heads, tokens, width) each; gives (texts * tokens, heads, width).

    ``mask`` (texts, 1, 1, tokens) is True where there is a token.
    """
    if mask is None and query.device.type == "cpu" and query.dtype == torch.bfloat16:
        found = _attend_low(query, key, value)
    else:
        found = scaled_dot_product_attention(query, key, value, attn_mask=mask)
    return found.transpose(1, 2).flatten(0, 1)


def _attend_low(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """In bf16 on a processor: products by themselves, which the fused kernel there does at half their speed."""
    texts, heads, tokens, width = query.shape
    q, k, v = (each.reshape(texts * heads, -1, width) for each in (query, key, value))
    scores = torch.baddbmm(q.new_zeros(1), q, k.transpose(1, 2), beta=0, alpha=width**-0.5)
    short = scores.shape[-1] < _SHORT
    weights = scores.softmax(-1, dtype=torch.float32).to(q.dtype) if short else scores.softmax(-1)
    return torch.bmm(weights, v).view(texts, heads, tokens, width)


def _block(states: torch.Tensor, tokens: int) -> torch.Tensor:
    """(texts * tokens, heads, width) as (texts, heads, tokens, width)."""
    return states.view(-1, tokens, *states.shape[1:]).transpose(1, 2)


def _filled(states: torch.Tensor, run: Run, places: torch.Tensor) -> torch.Tensor:
    """The states of an uneven run as a block, (texts, heads, longest, width), zero where a text has no token."""
    empty = states.new_zeros(run.texts * run.longest, *states.shape[1:])
    return _block(empty.index_copy(0, places, states), run.longest)
