"""A seal for each row, kept while rows change, by which a text that the disk has altered is noticed.

SQLite checks that its pages fit together, not what is written in them. The seal of a row is a digest of its values
and lies in ``<table>_seal`` under its id. Triggers keep it; they live in the connection, since a file may not call functions.
"""

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from string import Template
from typing import Any, Final

_TABLE: Final = "CREATE TABLE ${table}_seal (id INTEGER PRIMARY KEY, seal INTEGER NOT NULL) STRICT"
_FILL: Final = "INSERT INTO ${table}_seal (id, seal) SELECT t.id, row_seal($now) FROM $table AS t"
_TRIGGERS: Final = (
    """
CREATE TEMP TRIGGER ${table}_seal_insert AFTER INSERT ON main.$table BEGIN
    INSERT INTO ${table}_seal (id, seal) VALUES (NEW.id, row_seal($new));
END
""",
    """
CREATE TEMP TRIGGER ${table}_seal_update AFTER UPDATE ON main.$table BEGIN
    UPDATE ${table}_seal SET seal = row_seal($new) WHERE id = NEW.id;
END
""",
    """
CREATE TEMP TRIGGER ${table}_seal_delete AFTER DELETE ON main.$table BEGIN
    DELETE FROM ${table}_seal WHERE id = OLD.id;
END
""",
)
# A row that is gone shows as well as one that was never written: each side is looked for on the other.
_BROKEN: Final = """
SELECT t.id FROM $table AS t LEFT JOIN ${table}_seal AS s ON s.id = t.id WHERE s.seal IS NOT row_seal($now)
UNION ALL
SELECT s.id FROM ${table}_seal AS s WHERE NOT EXISTS (SELECT 1 FROM $table AS t WHERE t.id = s.id)
"""


def teach_seals(connection: sqlite3.Connection) -> None:
    """Teach ``connection`` the function that seals a row; every connection to a file with seals needs it."""
    connection.create_function("row_seal", -1, seal_of, deterministic=True)


def seal_of(*values: Any) -> int:
    """63 bits that stand for ``values``: bytes, whole numbers, floats or None, in this order."""
    shape = [f"{len(value)} bytes" if isinstance(value, bytes) else value for value in values]
    texts = b"".join([value for value in values if isinstance(value, bytes)])
    whole = blake2b(repr(shape).encode() + texts, digest_size=8)
    return int.from_bytes(whole.digest()) >> 1  # SQLite's whole numbers have 63 bits and a sign


def seal_rows(connection: sqlite3.Connection, table: str) -> None:
    """Seal all rows of ``table``, whose primary key is ``id``; part of a migration.

    A migration that changes the columns of a sealed table calls :func:`seal_again`.
    """
    connection.execute(_filled(_TABLE, connection, table))
    connection.execute(_filled(_FILL, connection, table))


def seal_again(connection: sqlite3.Connection, table: str) -> None:
    """Seal all rows of ``table``, whose columns are others than they were; part of a migration."""
    connection.execute(f"DROP TABLE {table}_seal")
    seal_rows(connection, table)


def keep_seals(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Seal every row of ``tables`` that changes from now on, for as long as ``connection`` lives."""
    for table in tables:
        for statement in _TRIGGERS:
            connection.execute(_filled(statement, connection, table))


def broken_seals(connection: sqlite3.Connection, table: str) -> list[int]:
    """The ids of the rows of ``table`` that are not as they were written, or are gone; [] if all is well.

    A table that had no seals yet, in a file of an earlier version, is taken as it is.
    """
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (f"{table}_seal",)).fetchone() is None:
        return []
    return [int(row) for (row,) in connection.execute(_filled(_BROKEN, connection, table))]


def _filled(statement: str, connection: sqlite3.Connection, table: str) -> str:
    rows: list[tuple[Any, ...]] = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    columns = [(str(name), str(kind)) for _, name, kind, *_ in rows]
    return Template(statement).substitute(table=table, now=_values("t", columns), new=_values("NEW", columns))


def _values(row: str, columns: Iterable[tuple[str, str]]) -> str:
    # Texts go over as bytes: one that is no longer UTF-8 has another seal then, and is no error.
    return ", ".join(f"CAST({row}.{name} AS BLOB)" if kind == "TEXT" else f"{row}.{name}" for name, kind in columns)
