"""The runs of a folder, newest first, each as far as it can be read."""

import os
from datetime import UTC, datetime
from pathlib import Path

from specter2_gui.disk.places import home, shown
from specter2_gui.domain.errors import UserError
from specter2_gui.training.run_files import BEST, EVENTS_FILE, RUN_FILE
from specter2_gui.training.run_record import RunEvents, RunRecord, read_events, read_run

__all__ = ["RunEvents", "RunRecord", "default_folder", "list_runs", "read_events", "read_run", "refuse_damaged"]


def default_folder() -> Path:
    """Where runs go when no folder is named."""
    return home() / "runs"


def list_runs(*folders: Path) -> tuple[RunRecord, ...]:
    """The runs directly in ``folders``, newest first; one that cannot be read says why in its ``problem``.

    Folders that no training has made are left out; an absent folder holds none.

    Raises:
        UserError: a folder cannot be listed.
    """
    places = [place for folder in dict.fromkeys(folders) if folder.is_dir() for place in _runs_in(folder)]
    return tuple(sorted((_read(place) for place in places), key=_newest_first, reverse=True))


def refuse_damaged(folder: Path) -> None:
    """Let nothing begin with a run whose ``run.json`` is there and cannot be read.

    Raises:
        UserError: that is so; the file is named.
    """
    try:
        read_run(folder)
    except UserError as error:
        if not os.path.exists(folder / RUN_FILE):  # noqa: PTH110 - unlike the method of Path, it never raises
            return
        raise UserError(
            f"The record '{shown(folder / RUN_FILE)}' is damaged", error.why,
            f"Put it back from a copy; to search with the model alone, name the folder '{BEST}' in the run",
        ) from None  # fmt: skip


def _runs_in(folder: Path) -> list[Path]:
    try:
        return [place for place in folder.iterdir() if _looks_like_run(place)]
    except OSError:
        raise UserError(
            f"The folder '{folder}' cannot be opened", "The system does not let this program list it",
            "Choose another runs folder, or ask for the right to open it",
        ) from None  # fmt: skip


def _looks_like_run(place: Path) -> bool:
    return place.is_dir() and any((place / name).exists() for name in (RUN_FILE, EVENTS_FILE, BEST))


def _read(place: Path) -> RunRecord:
    try:
        return read_run(place)
    except UserError as error:
        changed = datetime.fromtimestamp(place.stat().st_mtime, UTC).isoformat(timespec="seconds")
        return RunRecord(place, "unreadable", problem=f"{error.why}.", started=changed)


def _newest_first(record: RunRecord) -> tuple[str, int, str]:
    number = record.name.rpartition("-")[2]
    return record.started, int(number) if number.isdecimal() else 0, record.name
