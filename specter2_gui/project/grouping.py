"""Duplicate groups and pairs of papers that look alike, as statements inside a gesture."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

Decision = Literal["open", "same", "different"]
"""What the librarian says of two papers that look alike: nothing yet, a duplicate, or not a duplicate."""

_OF_GROUPS: Final = "SELECT id FROM papers WHERE group_id IN (SELECT value FROM json_each(?)) ORDER BY hidden, id"
_GROUPS_OF: Final = """
SELECT DISTINCT group_id FROM papers WHERE group_id IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY group_id
"""
_FREE: Final = "SELECT coalesce(max(group_id), 0) + 1 FROM papers WHERE group_id IS NOT NULL"
_ENTER: Final = "UPDATE papers SET group_id = ?, hidden = (id <> ?) WHERE id IN (SELECT value FROM json_each(?))"
_LEAVE: Final = "UPDATE papers SET group_id = NULL, hidden = 0 WHERE id IN (SELECT value FROM json_each(?))"
_ALL_SAME: Final = """
UPDATE pairs SET decision = 'same' WHERE a IN (SELECT value FROM json_each(:papers)) AND b IN (SELECT value FROM json_each(:papers))
"""
_DIFFERENT: Final = """
SELECT 1 FROM pairs WHERE decision = 'different'
AND a IN (SELECT value FROM json_each(?)) AND b IN (SELECT value FROM json_each(?)) LIMIT 1
"""
_DISSOLVE: Final = """
UPDATE papers SET group_id = NULL, hidden = 0 WHERE group_id IN (
    SELECT group_id FROM papers WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id HAVING count(*) = 1
)
"""
_SHOW_ONE: Final = """
UPDATE papers SET hidden = 0 WHERE id IN (
    SELECT min(id) FROM papers WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id HAVING min(hidden) = 1
)
"""
_TOGETHER: Final = "SELECT 1 FROM papers AS x JOIN papers AS y ON x.group_id = y.group_id WHERE x.id = :a AND y.id = :b"
_SUGGEST: Final = """
INSERT INTO pairs (a, b, score, decision) SELECT :a, :b, :score, 'open'
WHERE EXISTS (SELECT 1 FROM papers WHERE id = :a) AND EXISTS (SELECT 1 FROM papers WHERE id = :b) AND :a < :b
AND NOT EXISTS (SELECT 1 FROM pairs WHERE a = :a AND b = :b)
AND NOT EXISTS (SELECT 1 FROM papers AS x JOIN papers AS y ON x.group_id = y.group_id WHERE x.id = :a AND y.id = :b)
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers (``a`` is the smaller id) that look alike by ``score`` from 0 to 1, and what was decided of them."""

    id: int
    a: int
    b: int
    score: float
    decision: Decision


def groups_of(connection: sqlite3.Connection, papers: Collection[int]) -> list[int]:
    """The numbers of the groups that ``papers`` are in."""
    return _numbers(connection, _GROUPS_OF, papers)


def join(connection: sqlite3.Connection, papers: Sequence[int]) -> None:
    """Make ``papers``, and all that are in a group with one of them, one group in which the first one is shown."""
    groups = groups_of(connection, papers)
    members = dict.fromkeys([*papers, *_numbers(connection, _OF_GROUPS, groups)])
    if len(members) < 2:
        return
    number = groups[0] if groups else int(connection.execute(_FREE).fetchone()[0])
    connection.execute(_ENTER, (number, papers[0], _json(members)))
    connection.execute(_ALL_SAME, {"papers": _json(members)})


def join_unless_decided(connection: sqlite3.Connection, papers: Sequence[int]) -> None:
    """As :func:`join`, but whoever was told apart from one before it stays out, and a group keeps the paper it shows."""
    together: list[int] = []
    for members in _with_their_groups(connection, papers):
        if not _told_apart(connection, together, members):
            together += members
    join(connection, together)


def separate(connection: sqlite3.Connection, papers: Collection[int]) -> None:
    """Take ``papers`` out of their groups, and remember that they are no duplicates of any other in it."""
    groups = groups_of(connection, papers)
    leaving = set(papers)
    for group in groups:
        members = _numbers(connection, _OF_GROUPS, [group])
        for a, b in combinations(sorted(members), 2):
            if a in leaving or b in leaving:
                decide(connection, a, b, "different")
    connection.execute(_LEAVE, [_json(papers)])
    tidy(connection, groups)


def tidy(connection: sqlite3.Connection, groups: Collection[int]) -> None:
    """After papers left ``groups``: one that is alone is no group, and of each other one paper is shown."""
    connection.execute(_DISSOLVE, [_json(groups)])
    connection.execute(_SHOW_ONE, [_json(groups)])


def decide(connection: sqlite3.Connection, a: int, b: int, decision: Decision) -> None:
    """Write down what was decided of two papers."""
    pair = (min(a, b), max(a, b))
    changed = connection.execute("UPDATE pairs SET decision = ? WHERE a = ? AND b = ?", (decision, *pair))
    if not changed.rowcount:
        connection.execute("INSERT INTO pairs (a, b, score, decision) VALUES (?, ?, 1.0, ?)", (*pair, decision))


def settle(connection: sqlite3.Connection, a: int, b: int, decision: Decision) -> None:
    """Write down what was decided of two papers, and group or separate them."""
    decide(connection, a, b, decision)
    if decision == "same":
        join(connection, [a, b])
    elif decision == "different" and _in_one_group(connection, a, b):
        separate(connection, [b])


def suggest(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int, float]]) -> int:
    """Write down pairs (two papers, score) that look alike, unless they are known or in one group; how many are new."""
    added = 0
    for first, second, score in pairs:
        a, b = min(first, second), max(first, second)
        added += connection.execute(_SUGGEST, {"a": a, "b": b, "score": score}).rowcount
    return added


def _with_their_groups(connection: sqlite3.Connection, papers: Sequence[int]) -> list[list[int]]:
    """Each of ``papers`` with all of its group, the shown one first; nobody twice."""
    seen: set[int] = set()
    found: list[list[int]] = []
    for paper in papers:
        if paper not in seen:
            members = _numbers(connection, _OF_GROUPS, groups_of(connection, [paper])) or [paper]
            seen.update(members)
            found.append(members)
    return found


def _told_apart(connection: sqlite3.Connection, papers: Collection[int], others: Collection[int]) -> bool:
    """Whether one of ``papers`` is no duplicate of one of ``others``, in the librarian's words."""
    return any(
        connection.execute(_DIFFERENT, (_json(one), _json(other))).fetchone() is not None
        for one, other in ((papers, others), (others, papers))
    )


def _in_one_group(connection: sqlite3.Connection, a: int, b: int) -> bool:
    return connection.execute(_TOGETHER, {"a": a, "b": b}).fetchone() is not None


def _numbers(connection: sqlite3.Connection, statement: str, values: Collection[int]) -> list[int]:
    return [int(number) for (number,) in connection.execute(statement, [_json(values)])] if values else []


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
