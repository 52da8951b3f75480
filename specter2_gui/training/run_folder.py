"""The folder of a run: what is written while it works, so that it can be followed and read through the folder alone."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from specter2_gui.disk.atomic import recover_folder, replace_folder, write_json, write_text
from specter2_gui.disk.holding import Held, is_held
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, as_record
from specter2_gui.encoder.manifest import MANIFEST
from specter2_gui.training.run_changes import changes_by, now
from specter2_gui.training.run_files import (
    BEST,
    CHECKPOINT,
    EVENTS_FILE,
    HELD_FILE,
    RUN_FILE,
    SETTINGS_FILE,
    TRIPLETS_FILE,
)
from specter2_gui.training.run_record import RunEvents, RunRecord, read_events, read_run

__all__ = ["RunEvents", "RunFolder", "RunRecord", "read_events", "read_run"]


class RunFolder:
    """The one writer of a run's folder: ``run.json``, ``events.jsonl``, ``settings.yaml`` and ``best/``.

    ``run.json`` is always whole; a line of ``events.jsonl`` is written by one call, so only a crash can tear the last.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any]) -> None:
        """Begin a run in ``folder``, which must be absent or empty; ``facts`` go into ``run.json``.

        Raises:
            UserError: the folder holds something already.
            OSError: it cannot be made or written.
        """
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UserError(
                f"The run cannot be written into '{folder}'",
                "That folder is not empty, and nothing in it shall be overwritten",
                "Name a folder that does not exist yet",
            )
        self._made = made
        self._open(folder, {"status": "running", "started": now(), **facts})
        self._write_record()

    @classmethod
    def reopen(cls, folder: Path, record: Mapping[str, Any], events_bytes: int) -> Self:
        """Go on with the run in ``folder`` as it was when its record was ``record``.

        Events beyond ``events_bytes`` are dropped, since what they tell is done again; so is what a crash left half
        written.

        Raises:
            UserError: another program works on it.
            OSError: it cannot be written.
        """
        if is_held(folder / HELD_FILE):
            raise UserError(
                f"The training in '{folder.name}' cannot be resumed",
                "It is at work already, in this program or in another one",
                "Wait until it has ended, or end it there",
            )
        self = cls.__new__(cls)
        self._made = False
        self._open(folder, dict(record))
        for torn in folder.glob(".*.part"):
            if torn.is_dir():
                shutil.rmtree(torn, ignore_errors=True)
            else:
                torn.unlink(missing_ok=True)
        recover_folder(folder / BEST)
        os.ftruncate(self._events, _end_of_lines(folder / EVENTS_FILE, events_bytes))
        self.note(status="running", stopped=None, ended="", resumed=int(record.get("resumed", 0)) + 1)
        return self

    def _open(self, folder: Path, record: dict[str, Any]) -> None:
        self.folder = folder
        self._held = Held(folder / HELD_FILE)
        self.record = record
        self._events = os.open(folder / EVENTS_FILE, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o644)

    def settle_events(self) -> int:
        """Wait until all events are on the disk itself; gives their length in bytes."""
        os.fsync(self._events)
        return os.fstat(self._events).st_size

    @property
    def open(self) -> bool:
        """Whether it has not been let go of yet."""
        return self._events >= 0

    @property
    def best(self) -> Path:
        """Where the best model so far lies."""
        return self.folder / BEST

    def note(self, **facts: Any) -> None:
        """Add ``facts`` to ``run.json``."""
        self.record |= facts
        self._write_record()

    def write_settings(self, text: str) -> None:
        """Keep the settings of the run as YAML."""
        write_text(self.folder / SETTINGS_FILE, text)

    def append(self, event: Event) -> None:
        """Write ``event`` to ``events.jsonl``, and what it changes to ``run.json``.

        Raises:
            OSError: the disk is full, or the folder is gone.
        """
        line = json.dumps(as_record(event), ensure_ascii=False, allow_nan=False)
        data = line.encode("utf-8", "replace") + b"\n"
        before = os.fstat(self._events).st_size
        if os.write(self._events, data) < len(data):
            os.ftruncate(self._events, before)  # the next line must not begin in the middle of this one
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder / EVENTS_FILE))
        changes = changes_by(event, self.record)
        if changes:
            self.note(**changes)

    def save_best(self, fill: Callable[[Path], None]) -> None:
        """Replace ``best/`` by what ``fill`` writes into an empty folder; the old one stays until that is complete."""
        replace_folder(self.best, fill)

    def best_on_disk(self) -> int:
        """The step of the model in ``best/``; -1 where there is none that can be read."""
        try:
            return int(json.loads((self.best / MANIFEST).read_bytes())["step"])
        except (OSError, ValueError, KeyError, TypeError):
            return -1

    def discard(self) -> None:
        """Remove ``best/`` and everything to go on from."""
        shutil.rmtree(self.best, ignore_errors=True)
        self.end_resuming()

    def remove(self) -> None:
        """Remove what a run that never began has written; its folder too, unless that was there before."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if not self._made:
            self.folder.mkdir(exist_ok=True)

    def end_resuming(self) -> None:
        """Remove what a run needs only while it can be resumed."""
        shutil.rmtree(self.folder / CHECKPOINT, ignore_errors=True)
        (self.folder / TRIPLETS_FILE).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the folder; may be called again."""
        if self._events >= 0:
            os.close(self._events)
            self._events = -1
        self._held.release()

    def _write_record(self) -> None:
        write_json(self.folder / RUN_FILE, self.record)


def _end_of_lines(file: Path, most: int) -> int:
    """Where the last whole line ends within the first ``most`` bytes of ``file``; a lost tail may have torn one."""
    return file.read_bytes()[:most].rfind(b"\n") + 1


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line feeds into two characters
