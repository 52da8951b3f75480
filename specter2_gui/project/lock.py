"""Who holds a project: a note beside the database that names them for whoever comes second.

The lock itself is SQLite's, which the system lets go of when the program dies. The note only names the holder, so a
note left behind locks nobody out; it tells the next one that the project was not closed.
"""

import getpass
import json
import os
import platform
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from specter2_gui.disk.atomic import write_json
from specter2_gui.domain.texts import shortened
from specter2_gui.project.failures import InUseError


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a project open: whose, on which computer, its process number, and since when (UTC)."""

    user: str
    computer: str
    process: int
    since: datetime

    @property
    def is_this_computer(self) -> bool:
        """Whether it was on this computer."""
        return self.computer == platform.node()

    @property
    def is_this_program(self) -> bool:
        """Whether it is this very process."""
        return self.is_this_computer and self.process == os.getpid()

    @property
    def in_words(self) -> str:
        """On which computer, for whom and since when, in local time."""
        return f"on the computer “{self.computer}” (user {self.user}) since {when(self.since)}"


def write_note(note: Path) -> None:
    """Sign ``note`` as this process.

    Raises:
        OSError: it cannot be written.
    """
    holder = Holder(_user(), platform.node(), os.getpid(), datetime.now(UTC))
    write_json(note, asdict(holder) | {"since": holder.since.isoformat(timespec="seconds")})


def read_note(note: Path) -> Holder | None:
    """Who signed ``note``; None if nobody did or it cannot be read."""
    try:
        found: Any = json.loads(note.read_bytes())
        since = datetime.fromisoformat(found["since"])
        return Holder(shortened(found["user"]), shortened(found["computer"]), int(found["process"]), since)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def check_free(database: Path, what: str, note: Path | None = None) -> None:
    """Refuse, with words that open with ``what``, a file that a window has open; it is not written to.

    Raises:
        InUseError: one has.
    """
    if not database.is_file():
        return
    address = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except (
            sqlite3.DatabaseError,
            UnicodeDecodeError,
        ) as error:  # a damaged file cannot be asked, nor can anybody work in it
            if int(getattr(error, "sqlite_errorcode", 0)) & 0xFF == sqlite3.SQLITE_BUSY:
                raise in_use(what, note) from error


def in_use(what: str, note: Path | None) -> InUseError:
    """The refusal, opening with ``what``, for a project that another window holds and whose ``note`` names it."""
    holder = read_note(note) if note else None
    if holder is None:
        return InUseError(what, "Another window of this program is using it", _HOW)
    if holder.is_this_program:
        return InUseError(what, "It is open in this program already", "Go on in that window, or close it and try again")
    return InUseError(what, f"It has been open {holder.in_words}", _HOW)


def when(moment: datetime) -> str:
    """``moment`` as people write it, in local time: 25 November 2026, 14:05."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


_HOW = "Go on in that window, or close it and try again; until then you can open a copy that can only be read"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "unknown"
