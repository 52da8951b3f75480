"""Reading a run's folder back: its record, and its events, with a sentence for whatever cannot be read."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast, get_args

from specter2_gui.disk.atomic import recover_folder
from specter2_gui.disk.holding import is_held
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event
from specter2_gui.training.run_files import BEST, EVENTS_FILE, HELD_FILE, RUN_FILE, TRIPLETS_FILE

_EVENT_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in get_args(Event)}


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is known of a run from its folder alone.

    ``status`` is running, finished, stopped, cancelled, failed, paused, interrupted (its program died) or unreadable, then
    with a sentence in ``problem``. ``facts`` is everything in ``run.json``.
    """

    folder: Path
    status: str
    problem: str = ""
    started: str = ""
    ended: str = ""
    model: str = ""
    train_adapters: str = ""
    steps: int = 0
    seconds: float = 0.0
    triplets: int = 0
    rejected: int = 0
    validation_triplets: int = 0
    triplets_per_s: float = 0.0
    baseline: Mapping[str, float] | None = None
    best: Mapping[str, Any] | None = None
    stopped: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def name(self) -> str:
        """The name of the run's folder."""
        return self.folder.name

    @property
    def usable(self) -> bool:
        """Whether there is a model to search with."""
        return self.status != "cancelled" and (self.folder / BEST).is_dir()

    @property
    def resumable(self) -> bool:
        """Whether the run ended before its end and can go on."""
        return self.status in ("paused", "interrupted", "failed") and (self.folder / TRIPLETS_FILE).is_file()


@dataclass(frozen=True, slots=True)
class RunEvents:
    """The events of a run in their order; ``problem`` says in a sentence what could not be read, or is empty."""

    events: tuple[Event, ...]
    problem: str = ""


def read_run(folder: Path) -> RunRecord:
    """The record of the run in ``folder``.

    Raises:
        UserError: there is no run, or its record cannot be read.
    """
    try:
        value: object = json.loads((folder / RUN_FILE).read_bytes())
    except FileNotFoundError:
        raise _not_a_run(folder, f"It holds no {RUN_FILE}") from None
    except (OSError, ValueError, RecursionError):
        raise _not_a_run(folder, f"Its {RUN_FILE} cannot be read") from None
    if not isinstance(value, dict):
        raise _not_a_run(folder, f"Its {RUN_FILE} holds something else than a record")
    return _record_of(folder, cast("dict[str, Any]", value))


def read_events(folder: Path) -> RunEvents:
    """The events of the run in ``folder``; a last line torn by a crash is left out and said.

    Raises:
        UserError: there are none, or the file cannot be read.
    """
    try:
        lines = (folder / EVENTS_FILE).read_bytes().split(b"\n")
    except OSError:
        raise _not_a_run(folder, f"Its {EVENTS_FILE} is missing or cannot be read") from None
    torn = lines.pop()
    problem = "The last line is incomplete: the program ended while it was writing." if torn else ""
    events: list[Event] = []
    for number, line in enumerate(lines, start=1):
        event = _event_of(line)
        if event is None:
            problem = problem or f"Line {number} of {EVENTS_FILE} holds no event this version knows; it was left out."
        else:
            events.append(event)
    return RunEvents(tuple(events), problem)


def _record_of(folder: Path, facts: dict[str, Any]) -> RunRecord:
    wanted = {f.name: facts[f.name] for f in fields(RunRecord) if f.name not in _OWN and f.name in facts}
    for name, value in wanted.items():
        if not isinstance(value, _TYPES[name]) or isinstance(value, bool):
            raise _not_a_run(folder, f"In its {RUN_FILE} the field '{name}' holds something unexpected")
    status = str(facts.get("status", "running"))
    if status == "running" and not is_held(folder / HELD_FILE):
        status = "interrupted"
        with suppress(OSError):  # a folder that only may be read stays as it is, and shows no model
            recover_folder(folder / BEST)
    return RunRecord(folder=folder, status=status, facts=facts, **wanted)


_OWN = {"folder", "status", "problem", "facts"}
_NUMBER: tuple[type, ...] = (int, float)
_MAYBE: tuple[type, ...] = (dict, type(None))
_TYPES: dict[str, tuple[type, ...]] = {
    "started": (str,), "ended": (str,), "model": (str,), "train_adapters": (str,),
    "steps": (int,), "seconds": _NUMBER, "triplets": (int,), "rejected": (int,), "validation_triplets": (int,),
    "triplets_per_s": _NUMBER, "baseline": _MAYBE, "best": _MAYBE, "stopped": (str, type(None)), "settings": (dict,),
}  # fmt: skip


def _event_of(line: bytes) -> Event | None:
    """The event of one line, or nothing when the line was written by a version with other events."""
    try:
        fields_of: dict[str, Any] = json.loads(line)
        kind = _EVENT_CLASSES[fields_of.pop("event")]
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in fields_of.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - whatever the list holds
        return cast("Event", kind(**values))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _not_a_run(folder: Path, why: str) -> UserError:
    return UserError(f"'{folder}' is not the folder of a run", why, "Name the folder that a training has made")
