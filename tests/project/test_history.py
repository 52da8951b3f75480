"""Undo and redo bring back exactly what was there, in any table, whatever the values."""

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.project import history as history_module
from specter2_gui.project.database import Database, open_database
from specter2_gui.project.history import History, count_changes, make_history, record

TABLES = ("shelves", "books")


def make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT) STRICT")
    connection.execute(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES shelves ON DELETE CASCADE,"
        " weight REAL, cover BLOB, anything ANY) STRICT"
    )
    make_history(connection)
    count_changes(connection)
    for table in TABLES:
        record(connection, table)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "books.sqlite", (make_tables,))
    yield opened
    opened.close()


@pytest.fixture
def history(database: Database) -> History:
    return History(database, TABLES)


def content(database: Database) -> list[Any]:
    return [database.read("SELECT * FROM shelves ORDER BY id"), database.read("SELECT * FROM books ORDER BY id")]


def test_every_value_comes_back_to_the_last_bit(database: Database, history: History) -> None:
    values = [
        (1, None, 0.1 + 0.2, b"\0\xff", "text\0behind a NUL"),
        (2, None, -0.0, b"", 2**63 - 1),
        (3, None, 5e-324, None, "quote ' and \" and 🐝 e\u0301"),
        (4, None, math.inf, b"x" * 100_000, 1e308),
        (5, None, None, None, None),
    ]
    with history.gesture("fill") as connection:
        connection.executemany("INSERT INTO books VALUES (?, ?, ?, ?, ?)", values)
    before = content(database)
    with history.gesture("spoil") as connection:
        connection.execute("UPDATE books SET weight = 1.5, cover = x'00', anything = 'gone' WHERE id < 4")
        connection.execute("DELETE FROM books WHERE id > 3")
    after = content(database)
    assert history.undo() == "spoil"
    assert repr(content(database)) == repr(before)
    assert history.redo() == "spoil"
    assert repr(content(database)) == repr(after)


def test_a_gesture_over_several_tables_is_one_step(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A'), (2, 'B')")
        connection.execute("INSERT INTO books (id, shelf) VALUES (1, 1), (2, 1), (3, 2)")
    full = content(database)
    with history.gesture("remove shelf") as connection:
        connection.execute("DELETE FROM shelves WHERE id = 1")  # its books go with it
    less = content(database)
    assert less[1] == [(3, 2, None, None, None)]
    assert history.undo() == "remove shelf"
    assert content(database) == full
    assert history.undo() == "make"
    assert content(database) == [[], []]
    assert [history.redo(), history.redo(), history.redo()] == ["make", "remove shelf", None]
    assert content(database) == less


def test_undoing_a_change_of_a_shelf_leaves_its_books(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
        connection.execute("INSERT INTO books (id, shelf) VALUES (1, 1)")
    with history.gesture("rename") as connection:
        connection.execute("UPDATE shelves SET name = 'Z'")
    history.undo()
    assert content(database) == [[(1, "A")], [(1, 1, None, None, None)]]


def test_rows_changed_many_times_in_a_gesture_go_back_to_before_it(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
    with history.gesture("juggle") as connection:
        connection.execute("UPDATE shelves SET name = 'B'")
        connection.execute("DELETE FROM shelves")
        connection.execute("INSERT OR REPLACE INTO shelves VALUES (1, 'C')")
        connection.execute("INSERT OR REPLACE INTO shelves VALUES (1, 'D'), (2, 'E')")
        connection.execute("DELETE FROM shelves WHERE id = 2")
    assert history.undo() == "juggle"
    assert content(database)[0] == [(1, "A")]
    history.redo()
    assert content(database)[0] == [(1, "D")]


def test_a_gesture_that_changes_nothing_leaves_no_step(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
    history.undo()
    with history.gesture("nothing") as connection:
        connection.execute("UPDATE shelves SET name = name")
        connection.execute("DELETE FROM shelves WHERE id = 77")
    assert history.touched("shelves") == []
    assert (history.undo_label, history.redo_label) == (None, "make")
    assert database.read("SELECT count(*) FROM recording") == [(0,)]


def add_shelf_twice(history: History) -> None:
    with history.gesture("twice") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")


def test_a_gesture_that_fails_changes_nothing(database: Database, history: History) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        add_shelf_twice(history)
    assert content(database) == [[], []]
    assert history.undo_label is None
    with history.gesture("once") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
    assert history.undo_label == "once"


def test_a_new_gesture_ends_what_could_be_redone(database: Database, history: History) -> None:
    for name in "ABC":
        with history.gesture(name) as connection:
            connection.execute("INSERT INTO shelves (name) VALUES (?)", (name,))
    history.undo()
    history.undo()
    assert history.redo_label == "B"
    with history.gesture("D") as connection:
        connection.execute("INSERT INTO shelves (name) VALUES ('D')")
    assert history.redo_label is None
    assert [history.undo(), history.undo(), history.undo()] == ["D", "A", None]
    assert content(database) == [[], []]


def test_only_so_many_gestures_are_kept(database: Database, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "KEPT_GESTURES", 3)
    for name in "ABCDE":
        with history.gesture(name) as connection:
            connection.execute("INSERT INTO shelves (name) VALUES (?)", (name,))
    assert [history.undo() for _ in range(4)] == ["E", "D", "C", None]
    assert [name for _, name in content(database)[0]] == ["A", "B"]
    assert database.read("SELECT count(*) FROM shelves_before WHERE gesture NOT IN (SELECT id FROM gestures)") == [(0,)]


def test_undone_gestures_do_not_push_older_ones_out(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "KEPT_GESTURES", 4)
    for name in "ABCD":
        with history.gesture(name) as connection:
            connection.execute("INSERT INTO shelves (name) VALUES (?)", (name,))
    history.undo()
    history.undo()
    with history.gesture("E") as connection:
        connection.execute("INSERT INTO shelves (name) VALUES ('E')")
    assert [history.undo() for _ in range(4)] == ["E", "B", "A", None]


def test_a_change_outside_of_a_gesture_is_a_fault(database: Database, history: History) -> None:
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
    for statement in (
        "INSERT INTO shelves VALUES (2, 'B')",
        "UPDATE shelves SET name = 'B'",
        "DELETE FROM shelves",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="outside of a gesture"):
            database.connection.execute(statement)
    with pytest.raises(sqlite3.IntegrityError, match="id has changed"), history.gesture("renumber") as connection:
        connection.execute("UPDATE shelves SET id = 9")
    assert content(database)[0] == [(1, "A")]


def test_what_a_gesture_touched_is_known(history: History) -> None:
    assert history.touched("shelves") == []
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A'), (2, 'B'), (3, 'C')")
    assert history.touched("shelves") == [1, 2, 3]
    with history.gesture("change") as connection:
        connection.execute("UPDATE shelves SET name = 'B'")  # the second has this name already
        connection.execute("DELETE FROM shelves WHERE id = 3")
    assert history.touched("shelves") == [1, 3]
    history.undo()
    assert history.touched("shelves") == [1, 3]
    assert history.touched("books") == []


def test_changes_are_counted_and_the_number_never_falls(database: Database, history: History) -> None:
    assert history.changes == 0
    with history.gesture("make") as connection:
        connection.execute("INSERT INTO shelves VALUES (1, 'A')")
    history.undo()
    history.redo()
    assert history.changes == 3
    with history.gesture("nothing") as connection:
        connection.execute("UPDATE shelves SET name = name")
    with pytest.raises(sqlite3.IntegrityError):
        add_shelf_twice(history)
    history.redo()
    assert history.changes == History(database, TABLES).changes == 3
