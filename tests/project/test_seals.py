"""A row's seal follows every change of the row, and a value that changed behind the program's back shows."""

import math
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.project.database import Database, open_database
from specter2_gui.project.history import History, count_changes, make_history, record
from specter2_gui.project.seals import broken_seals, keep_seals, seal_of, seal_rows

BOOKS = "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, weight REAL, cover BLOB, pages INTEGER) STRICT"


def make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(BOOKS)
    make_history(connection)
    count_changes(connection)
    record(connection, "books")
    seal_rows(connection, "books")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "books.sqlite", (make_tables,))
    keep_seals(opened.connection, ["books"])
    yield opened
    opened.close()


@pytest.fixture
def history(database: Database) -> History:
    return History(database, ["books"])


def test_seals_follow_gestures_undo_and_redo(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute(
            "INSERT INTO books VALUES (1, 'a' || char(0) || 'b', 0.1, x'00ff', 7), (2, NULL, NULL, NULL, NULL)"
        )
        connection.execute("INSERT INTO books VALUES (3, 'é', 1e308, x'', 9223372036854775807)")
    with history.gesture("juggle") as connection:
        connection.execute("UPDATE books SET title = 'new' WHERE id = 1")
        connection.execute("INSERT OR REPLACE INTO books VALUES (2, 'again', 1.5, NULL, 1)")
        connection.execute("DELETE FROM books WHERE id = 3")
        connection.execute("INSERT INTO books (id, pages) VALUES (1, 5) ON CONFLICT DO UPDATE SET pages = 6")
    for step in (lambda: None, history.undo, history.undo, history.redo, history.redo):
        step()
        assert broken_seals(database.connection, "books") == []
    assert database.read("SELECT count(*) FROM books_seal") == [(2,)]


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE books SET title = 'altered' WHERE id = 2", [2]),
        ("UPDATE books SET title = CAST(x'ff41' AS TEXT) WHERE id = 2", [2]),
        ("UPDATE books SET weight = weight + 1e-12 WHERE id = 2", [2]),
        ("UPDATE books SET cover = NULL WHERE id = 2", [2]),
        ("DELETE FROM books WHERE id = 2", [2]),
        ("INSERT INTO books (id) VALUES (9)", [9]),
    ],
)
def test_a_change_that_no_gesture_made_shows(
    database: Database, history: History, change: str, broken: list[int]
) -> None:
    with history.gesture("make") as connection:
        connection.executemany("INSERT INTO books VALUES (?, 'title', 0.1, x'00', 1)", [(1,), (2,), (3,)])
    database.connection.execute("INSERT INTO recording VALUES (NULL)")
    for name in ("insert", "update", "delete"):
        database.connection.execute(f"DROP TRIGGER temp.books_seal_{name}")
    database.connection.execute(change)
    assert broken_seals(database.connection, "books") == broken


def test_values_that_look_alike_have_different_seals() -> None:
    different = [
        (None,),
        (b"",),
        (b"None",),
        (0,),
        (0.0,),
        (-0.0,),
        (b"0",),
        (b"ab", b"c"),
        (b"a", b"bc"),
        (1, 11),
        (11, 1),
    ]
    different += [(math.inf,), (5e-324,), (2**63 - 1,), (b"bytes 1 a",), ()]
    assert len({seal_of(*values) for values in different}) == len(different)
    assert all(0 <= seal_of(*values) < 2**63 for values in different)


def test_any_bit_of_a_text_changes_the_seal() -> None:
    dice = random.Random(5)  # noqa: S311 - bits, not secrets
    text = dice.randbytes(300)
    flipped = {
        seal_of(text[:at] + bytes([text[at] ^ 1 << bit]) + text[at + 1 :]) for at in range(300) for bit in range(8)
    }
    assert len(flipped) == 2400
    assert seal_of(text) not in flipped
