"""The tables of a project, and the steps by which a file of any earlier version gets them."""

import sqlite3
from typing import Final

from specter2_gui.project import tables
from specter2_gui.project.database import Migration
from specter2_gui.project.history import count_changes, make_history, record
from specter2_gui.project.seals import seal_again, seal_rows

RECORDED: Final = ("triplets", *tables.RECORDED)
"""The tables whose every change can be undone, and whose rows are sealed."""

# Rows stand in the order of their ids. An id is never given twice, so a row that comes back stands where it stood.
# "problems" keeps, as a JSON list, what was wrong in a file and can no longer be seen in the five texts, such as a
# number in place of a text.
_TRIPLETS: Final = """
CREATE TABLE triplets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL,
    positive_title TEXT NOT NULL,
    positive_abstract TEXT NOT NULL,
    negative_title TEXT NOT NULL,
    negative_abstract TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('loaded', 'clicked', 'edited')),
    source TEXT NOT NULL,
    row INTEGER NOT NULL,
    problems TEXT NOT NULL
) STRICT
"""


def _begin(connection: sqlite3.Connection) -> None:
    connection.execute(_TRIPLETS)
    make_history(connection)
    record(connection, "triplets")


def _collect(connection: sqlite3.Connection) -> None:
    count_changes(connection)
    tables.make_collection(connection)
    for table in RECORDED:
        seal_rows(connection, table)


def _keep_receipts(connection: sqlite3.Connection) -> None:
    tables.keep_whole_receipts(connection)
    seal_again(connection, "imports")


def _keep_own_keys(connection: sqlite3.Connection) -> None:
    tables.keep_own_keys(connection)
    seal_again(connection, "queries")


MIGRATIONS: Final[tuple[Migration, ...]] = (_begin, _collect, _keep_receipts, _keep_own_keys)
"""Step n leads from version n to n + 1. A step that has been released is never changed again."""
