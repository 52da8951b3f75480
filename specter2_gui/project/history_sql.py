"""The statements behind undo and redo, for any table with an ``id`` that never changes.

The shadow of a table, ``<table>_before``, holds its rows as they were before each gesture; of a row that was not
there it holds the id, and 0 in ``present``. Values never leave SQLite, so a number keeps its last digit and a text
what follows a NUL.
"""

import sqlite3
from string import Template
from typing import Any, Final

# "recording" holds one row during a gesture (its number) and during undo and redo (NULL: touch no shadow), else none.
TABLES: Final = (
    "CREATE TABLE gestures (id INTEGER PRIMARY KEY, label TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE recording (gesture INTEGER) STRICT",
)
"""The tables of the history itself."""

COUNTER: Final = "CREATE TABLE changes (number INTEGER NOT NULL) STRICT"
COUNT: Final = "UPDATE changes SET number = number + 1"

SHADOW: Final = """
CREATE TABLE ${table}_before (
    gesture INTEGER NOT NULL, id INTEGER NOT NULL, present INTEGER NOT NULL, $typed, PRIMARY KEY (gesture, id)
) STRICT
"""

# In the triggers a row's first change in a gesture counts. NOT EXISTS and not OR IGNORE: inside a trigger the conflict
# clause of the outer statement would win.
TRIGGERS: Final = (
    """
CREATE TRIGGER ${table}_insert AFTER INSERT ON $table BEGIN
    SELECT RAISE(ABORT, 'a change outside of a gesture') WHERE NOT EXISTS (SELECT 1 FROM recording);
    INSERT INTO ${table}_before (gesture, id, present) SELECT gesture, NEW.id, 0 FROM recording
    WHERE gesture IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM ${table}_before AS b WHERE b.gesture = recording.gesture AND b.id = NEW.id);
END
""",
    """
CREATE TRIGGER ${table}_update AFTER UPDATE ON $table WHEN OLD.id IS NOT NEW.id OR $changed BEGIN
    SELECT RAISE(ABORT, 'a change outside of a gesture') WHERE NOT EXISTS (SELECT 1 FROM recording);
    SELECT RAISE(ABORT, 'an id has changed') WHERE OLD.id IS NOT NEW.id;
    INSERT INTO ${table}_before (gesture, id, present, $names) SELECT gesture, OLD.id, 1, $old FROM recording
    WHERE gesture IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM ${table}_before AS b WHERE b.gesture = recording.gesture AND b.id = OLD.id);
END
""",
    """
CREATE TRIGGER ${table}_delete AFTER DELETE ON $table BEGIN
    SELECT RAISE(ABORT, 'a change outside of a gesture') WHERE NOT EXISTS (SELECT 1 FROM recording);
    INSERT INTO ${table}_before (gesture, id, present, $names) SELECT gesture, OLD.id, 1, $old FROM recording
    WHERE gesture IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM ${table}_before AS b WHERE b.gesture = recording.gesture AND b.id = OLD.id);
END
""",
)

DROP_TRIGGERS: Final = tuple(f"DROP TRIGGER ${{table}}_{change}" for change in ("insert", "update", "delete"))

# Shadow rows on their way belong to gesture 0, which is none. Rows that are there before and after are updated in
# place: deleting and inserting them would take rows of other tables along.
SWAP: Final = (
    """
INSERT INTO ${table}_before (gesture, id, present, $names) SELECT 0, b.id, t.id IS NOT NULL, $now
FROM ${table}_before AS b LEFT JOIN $table AS t ON t.id = b.id WHERE b.gesture = :gesture
""",
    "DELETE FROM $table WHERE id IN (SELECT id FROM ${table}_before WHERE gesture = :gesture AND NOT present)",
    """
INSERT INTO $table (id, $names) SELECT id, $names FROM ${table}_before WHERE gesture = :gesture AND present ORDER BY id
ON CONFLICT (id) DO UPDATE SET $updates
""",
    "DELETE FROM ${table}_before WHERE gesture = :gesture",
    "UPDATE ${table}_before SET gesture = :gesture WHERE gesture = 0",
)
"""Exchange the rows that a gesture touched with their shadows: this undoes it, and done again redoes it."""

TOUCHED: Final = "SELECT id FROM ${table}_before WHERE gesture = :gesture"
HAS_TOUCHED: Final = "SELECT EXISTS (SELECT 1 FROM ${table}_before WHERE gesture = :gesture)"

FORGET: Final = "DELETE FROM ${table}_before WHERE gesture IN (SELECT id FROM gestures WHERE undone)"
FORGET_UNDONE: Final = "DELETE FROM gestures WHERE undone"

# Gestures beyond the number that is kept are forgotten in the same way as undone ones.
MARK_OLD: Final = """
UPDATE gestures SET undone = 1 WHERE id <= (SELECT id FROM gestures ORDER BY id DESC LIMIT 1 OFFSET :kept)
"""
NEXT_UNDO: Final = "SELECT id, label FROM gestures WHERE NOT undone ORDER BY id DESC LIMIT 1"
NEXT_REDO: Final = "SELECT id, label FROM gestures WHERE undone ORDER BY id LIMIT 1"


def filled(statement: str, connection: sqlite3.Connection, table: str) -> str:
    """``statement`` for ``table``, whose columns are read from the open file."""
    rows: list[tuple[Any, ...]] = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = {str(name): str(kind) for _, name, kind, *_ in rows if name != "id"}
    return Template(statement).substitute(
        table=table,
        typed=", ".join(f"{name} {kind}" for name, kind in columns.items()),
        names=", ".join(columns),
        old=", ".join(f"OLD.{name}" for name in columns),
        now=", ".join(f"t.{name}" for name in columns),
        changed=" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns),
        updates=", ".join(f"{name} = excluded.{name}" for name in columns),
    )
