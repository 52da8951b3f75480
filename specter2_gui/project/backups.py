"""Checked copies of a project's database: when they are made, and which of them are kept."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from specter2_gui.project.copying import copy_database
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.integrity import check_whole

KEPT_DAYS: Final = 7
KEPT_WEEKS: Final = 4
KEPT_MONTHS: Final = 6
KEPT_NEWEST: Final = 3
"""The newest copies that are kept whatever day they are of."""

_WHAT: Final = "A backup of the project could not be made"
_NAME: Final = re.compile(r"(?P<made>\d{4}-\d\d-\d\dT\d{6}\.\d{3})Z-(?P<reason>[a-z]+)-(?P<changes>\d+)\.sqlite")
_MADE: Final = "%Y-%m-%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy, checked when it was made.

    ``reason`` is ``daily`` (before the first change of a day), ``bulk`` (before a change of many rows), ``version``
    (before a newer version of the program changed the file) or ``asked``. ``changes`` is how many changes the project had seen.
    """

    path: Path
    made: datetime
    reason: str
    changes: int


def backups_of(folder: Path) -> list[Backup]:
    """The backups of the project in ``folder``, newest first; other files in their folder are passed over."""
    backups = ProjectFolder(folder).backups
    found = [_backup(path) for path in backups.iterdir()] if backups.is_dir() else []
    return sorted((backup for backup in found if backup), key=lambda backup: backup.made, reverse=True)


def make_backup(
    place: ProjectFolder, connection: sqlite3.Connection, reason: str, now: datetime | None = None
) -> Backup:
    """Copy the open database into the project's backups, check the copy, and only then thin the older ones.

    A copy that is damaged, as one of a damaged file is, does not stay and pushes no older one out.

    Raises:
        DamagedError: the copy is damaged.
        UserError: the disk refused; the backups are what they were.
    """
    made = now or datetime.now(UTC)
    changes = _changes_of(connection)
    stamp = made.strftime(_MADE)[:-3]
    path = place.backups / f"{stamp}Z-{reason}-{changes}.sqlite"
    with said_plainly(_WHAT, place.backups):
        place.backups.mkdir(exist_ok=True)
        _sweep(place)
        copy_database(connection, path, lambda copy: check_whole(copy, _WHAT))
        for backup in superfluous(backups_of(place.path)):
            backup.path.unlink(missing_ok=True)
    return Backup(path, made, reason, changes)


def back_up_before_bulk(place: ProjectFolder, connection: sqlite3.Connection) -> None:
    """Make a backup before many rows change, unless the newest one holds just what is there now.

    Raises:
        UserError: as :func:`make_backup`; the change should then not be made.
    """
    newest = next(iter(backups_of(place.path)), None)
    if _changes_of(connection) != (newest.changes if newest else 0):
        make_backup(place, connection, "bulk")


def daily_is_due(place: ProjectFolder, connection: sqlite3.Connection, now: datetime | None = None) -> bool:
    """Whether there is something to keep and no backup of today, in local time, or none since the latest change."""
    newest = next(iter(backups_of(place.path)), None)
    changes = _changes_of(connection)
    if newest is None:
        return changes > 0
    today = (now or datetime.now(UTC)).astimezone().date()
    return newest.changes != changes and newest.made.astimezone().date() != today


def superfluous(backups: Sequence[Backup]) -> list[Backup]:
    """Those of ``backups``, newest first, that need not be kept.

    Kept are the newest three, those made before a newer version, and one of each of the last seven days, four weeks and
    six months that have any: its newest, but one made before a change of many rows only if there is no other, since
    an afternoon of imports would else push out what was there in the morning.
    """
    kept = {backup.path for backup in backups[:KEPT_NEWEST]}
    kept |= {backup.path for backup in backups if backup.reason == "version"}
    kept |= _newest_of_each(backups, lambda day: (day.year, day.month, day.day), KEPT_DAYS)
    kept |= _newest_of_each(backups, lambda day: tuple(day.isocalendar())[:2], KEPT_WEEKS)
    kept |= _newest_of_each(backups, lambda day: (day.year, day.month), KEPT_MONTHS)
    return [backup for backup in backups if backup.path not in kept]


def _sweep(place: ProjectFolder) -> None:
    """Remove what is left of copies during which the program died; nobody else can be making one."""
    for left in place.backups.glob(".*.sqlite.part*"):
        left.unlink(missing_ok=True)


def _newest_of_each(backups: Iterable[Backup], period: Callable[[datetime], tuple[int, ...]], number: int) -> set[Path]:
    newest: dict[tuple[int, ...], Path] = {}
    for backup in sorted(backups, key=lambda backup: backup.reason == "bulk"):
        newest.setdefault(period(backup.made.astimezone()), backup.path)
    return {newest[each] for each in sorted(newest, reverse=True)[:number]}


def _backup(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found["made"], _MADE).replace(tzinfo=UTC)
    except ValueError:  # the 31st of February, say: not a name that we gave
        return None
    return Backup(path, made, found["reason"], int(found["changes"]))


def _changes_of(connection: sqlite3.Connection) -> int:
    """How many changes the file has seen; 0 in a file of the version that did not count them."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'changes'").fetchone() is None:
        return 0
    return int(connection.execute("SELECT number FROM changes").fetchone()[0])
