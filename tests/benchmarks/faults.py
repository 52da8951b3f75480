"""What a person reads when something fails under a training, and what is left of the run: every fault really happens.

``python -m tests.benchmarks.faults`` prints one JSON object: for each fault the sentence, the state of the run folder, and
whether the run can go on and was taken to its end afterwards. The memory of a graphics card, a vanished card and a loss
that is no number are brought about inside the model's own operations; the full disk is a real limit on the size of
files; the read-only folder is one (an account that may write everywhere gives that right up in a process of its own).
"""

import argparse
import json
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from specter2_gui.app.finetuning import finetune, resume
from specter2_gui.app.runs import read_run
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Evaluated, Event, RunFailed, StepDone, Warned
from specter2_gui.training.control import Control
from tests.benchmarks.run_traces import half_written, unreadable
from tests.benchmarks.turns import show
from tests.material import make_triplets
from tests.tiny import make_tiny_backbone

_AFTER_STEP = 5
_NOBODY = 65_534

Wrapped = Callable[[Callable[[], Any]], Any]
"""What happens to an operation of the model: it is given the operation and gives its result, or fails."""


class Broken(TorchFunctionMode):
    """Lets every matrix product of the model pass through ``wrapped``, however the model calls it."""

    _PRODUCTS = ("linear", "matmul", "mm", "addmm", "baddbmm", "bmm")

    def __init__(self, wrapped: Wrapped) -> None:
        super().__init__()
        self._wrapped = wrapped

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """See :class:`torch.overrides.TorchFunctionMode`."""
        if getattr(func, "__name__", "") in self._PRODUCTS:
            return self._wrapped(lambda: func(*args, **(kwargs or {})))
        return func(*args, **(kwargs or {}))


def out_of_memory(_operation: Callable[[], Any]) -> Any:
    """What torch does when a card is full."""
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


def vanished(_operation: Callable[[], Any]) -> Any:
    """What torch does when a card stops answering."""
    raise RuntimeError("CUDA error: unspecified launch failure")


def not_a_number(operation: Callable[[], Any]) -> Any:
    """A product that went wrong."""
    return operation() * float("nan")


def main(arguments: Sequence[str] | None = None) -> None:
    """Bring about every fault, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.faults")
    parser.add_argument("--only", choices=tuple(FAULTS), action="append", help="may be given several times")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["SPECTER2_GUI_HOME"] = str(place / "home")
        make_tiny_backbone(place / "model")
        show({"benchmark": "faults"} | {name: FAULTS[name](place / name) for name in chosen.only or FAULTS})


def settings_for(model: Path) -> Settings:
    """A short training of the tiny model."""
    return Settings.model_validate(
        {
            "model": {"backbone": str(model), "train_adapters": "query_and_paper"},
            "train": {
                "lr": 1e-3,
                "batch_size": 4,
                "epochs": 2,
                "eval_steps": 3,
                "patience": 0,
                "device": "cpu",
                "precision": "fp32",
            },
        }
    )


def broken_operation(wrapped: Wrapped) -> Callable[[Path], dict[str, Any]]:
    """A run whose operations break after a few steps."""

    def happen(run_dir: Path) -> dict[str, Any]:
        events = finetune(settings_for(run_dir.parent / "model"), make_triplets(), run_dir, Control())
        seen: list[Event] = []
        while (event := _next(events, wrapped if _steps(seen) >= _AFTER_STEP else None)) is not None:
            seen.append(event)
        return state_after(seen, run_dir)

    return happen


def full_disk(run_dir: Path) -> dict[str, Any]:
    """A run during which the disk fills up: no file may grow beyond what the events already take."""
    events = finetune(settings_for(run_dir.parent / "model"), make_triplets(), run_dir, Control())
    seen: list[Event] = []
    with _limits_restored():
        for event in events:
            seen.append(event)
            if isinstance(event, Evaluated) and event.step > 0:
                size = (run_dir / "events.jsonl").stat().st_size
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    return state_after(seen, run_dir)


def read_only(run_dir: Path) -> dict[str, Any]:
    """A run in a folder that may not be written, in a process without the rights of an administrator."""
    closed = run_dir / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o555)
    for path in (run_dir.parent, run_dir, run_dir.parent / "model"):
        path.chmod(0o555)
    try:
        return _in_child(lambda: _sentence_of(finetune(settings_for(run_dir.parent / "model"), make_triplets(),
                                                       closed / "run", Control())))  # fmt: skip
    finally:
        for path in (run_dir.parent, run_dir, closed):
            path.chmod(0o755)


FAULTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "out_of_memory": broken_operation(out_of_memory),
    "vanished_device": broken_operation(vanished),
    "not_a_number": broken_operation(not_a_number),
    "full_disk": full_disk,
    "read_only_folder": read_only,
}


def state_after(seen: Sequence[Event], run_dir: Path) -> dict[str, Any]:
    """The sentence of the last event, what the folder holds, and whether the run, resumed, comes to its end."""
    record = read_run(run_dir)
    state = {
        "sentence": _sentence_of(iter(seen))["sentence"],
        "warned": [event.text for event in seen if isinstance(event, Warned) and event.step],
        "fault_of_the_program": seen[-1].details if isinstance(seen[-1], RunFailed) else "",
        "steps": _steps(seen), "status": record.status, "usable": record.usable, "resumable": record.resumable,
        "files": sorted(path.name for path in run_dir.iterdir()), "half_written": half_written(run_dir),
        "unreadable": unreadable(run_dir),
    }  # fmt: skip
    ended = list(resume(run_dir, Control())) if record.resumable else []
    return state | {"after_resume": read_run(run_dir).status if ended else None}


def _next(events: Iterator[Event], wrapped: Wrapped | None) -> Event | None:
    with Broken(wrapped) if wrapped else nullcontext():
        return next(events, None)


def _steps(seen: Sequence[Event]) -> int:
    return sum(isinstance(event, StepDone) for event in seen)


def _sentence_of(events: Iterator[Event]) -> dict[str, Any]:
    last = list(events)[-1]
    failed = isinstance(last, RunFailed)
    return {"sentence": UserError(last.what, last.why, last.how).sentence if failed else type(last).__name__}


def _in_child(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``work`` gives in a forked process that is nobody's, if this one is an administrator's."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(_NOBODY)
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else {"sentence": "", "problem": "the process told nothing"}


@contextmanager
def _limits_restored() -> Generator[None]:
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


if __name__ == "__main__":
    main()
