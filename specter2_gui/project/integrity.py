"""Whether everything in a database is as it was written: pages, references between tables, and the values of every row."""

import sqlite3

from specter2_gui.domain.texts import counted
from specter2_gui.project.failures import damaged
from specter2_gui.project.seals import broken_seals


def check_whole(connection: sqlite3.Connection, what: str) -> None:
    """Read the whole file and compare each row with its seal.

    This takes about as long as copying the file; :func:`open_database` alone does less.

    Raises:
        DamagedError: something is not as it was written; it opens with ``what``.
        sqlite3.DatabaseError: so much is damaged that it cannot even be asked.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise damaged(what)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise damaged(what, "The file is damaged: rows that belong together are no longer all there")
    _check_seals(connection, what)


def sealed_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables whose rows are sealed."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%^_seal' ESCAPE '^' ORDER BY name"
    ).fetchall()
    return [str(name).removesuffix("_seal") for (name,) in rows]


def _check_seals(connection: sqlite3.Connection, what: str) -> None:
    broken = {table: len(broken_seals(connection, table)) for table in sealed_tables(connection)}
    if any(broken.values()):
        found = ", ".join(f"{counted(number, 'row', 'rows')} of {table}" for table, number in broken.items() if number)
        raise damaged(what, f"The file is damaged: texts are no longer what was written ({found})")
