"""Triplets are saved at every gesture, judged as a set, and can be undone."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplet_checks import check_set
from specter2_gui.domain.triplet_reading import read_triplets
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.workspace import Workspace
from tests.project.making import report, row, triplet


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with closing(Workspace.open(tmp_path / "workspace.sqlite")) as opened:
        yield opened


def queries(workspace: Workspace) -> list[str]:
    return [stored.triplet.query for stored in workspace.rows()]


def test_a_clicked_triplet_is_kept_with_its_origin(workspace: Workspace) -> None:
    number = workspace.add(triplet(1))
    (stored,) = workspace.rows()
    assert (stored.id, stored.triplet, stored.origin, stored.source, stored.row) == (
        number,
        triplet(1),
        "clicked",
        "",
        0,
    )
    assert stored.problems == ()


def test_texts_are_kept_composed_and_without_space_around_them(workspace: Workspace) -> None:
    workspace.add(Triplet("  cafe\u0301\n", "good", "\u200b", "bad", "\tx"))
    assert workspace.rows()[0].triplet == Triplet("café", "good", "", "bad", "x")


def test_good_and_bad_rows_of_a_file_are_loaded_as_one_gesture(workspace: Workspace) -> None:
    bad = row(2, query="")
    assert workspace.load(report(row(1), bad, row(3), name="mine.json")) == 3
    found = workspace.rows()
    assert [(stored.origin, stored.source, stored.row) for stored in found] == [
        ("loaded", "mine.json", number) for number in (1, 2, 3)
    ]
    assert [bool(stored.problems) for stored in found] == [False, True, False]
    assert found[1].problems[0].startswith("Row 2, query: the text is empty.")
    assert workspace.undo_label == "Load 3 rows from mine.json"
    workspace.undo()
    assert workspace.rows() == ()


def test_after_loading_the_valid_triplets_are_those_of_the_report(workspace: Workspace) -> None:
    rows = [
        row(1), row(1), row(2, positive_abstract=5), row(3, negative_title="good 3", negative_abstract="on 3"),
        row(4, query="a\x01b"), {"query": "only"}, "no row", row(5, negative_title="\ud83d pair"), row(6),
        row(7, query="query 6", positive_title="bad 6", positive_abstract=""), row(8, positive_abstract=None), row(9),
    ]  # fmt: skip
    text = "[" + ", ".join(map(json.dumps, rows)) + ', {"query": broken}]'
    read = read_triplets(text.encode(), "mixed.json")
    workspace.load(read)
    assert workspace.valid_triplets() == read.triplets
    assert [stored.problems for stored in workspace.rows()] == [
        tuple(problem.text for problem in found.problems) for found in read.rows
    ]
    assert len(workspace.rows()) == read.total


def test_a_row_whose_text_was_a_number_stays_bad_until_it_is_edited(workspace: Workspace) -> None:
    workspace.load(report(row(1, positive_abstract=5)))
    (stored,) = workspace.rows()
    assert stored.triplet.positive_abstract == ""
    assert "a number" in stored.problems[0]
    workspace.edit(stored.id, stored.triplet)  # the person agrees that there is no abstract
    assert workspace.rows()[0].problems == ()
    assert workspace.rows()[0].origin == "edited"
    workspace.undo()
    assert workspace.rows() == (stored,)


def test_problems_name_the_row_by_its_place_in_the_workspace(workspace: Workspace) -> None:
    workspace.load(report(row(1), row(2, positive_title=7), row(1)))
    workspace.load(report(row(5), row(6, query=""), name="second.json"))
    problems = [stored.problems[0].split(":")[0] if stored.problems else "" for stored in workspace.rows()]
    assert problems == ["", "Row 2, positive_title", "Row 3", "", "Row 5, query"]
    workspace.delete([workspace.rows()[0].id])
    problems = [stored.problems[0].split(":")[0] if stored.problems else "" for stored in workspace.rows()]
    assert problems == ["Row 1, positive_title", "", "", "Row 4, query"]
    assert workspace.rows()[3].row == 2


def test_a_repeated_triplet_becomes_good_when_the_first_one_goes(workspace: Workspace) -> None:
    first, second = workspace.add(triplet(1)), workspace.add(triplet(1))
    assert workspace.rows()[1].problems != ()
    workspace.delete([first])
    assert [(stored.id, stored.problems) for stored in workspace.rows()] == [(second, ())]
    workspace.undo()
    assert [bool(stored.problems) for stored in workspace.rows()] == [False, True]


def test_problems_are_those_of_the_rules_for_the_whole_set(workspace: Workspace) -> None:
    for number in range(6):
        workspace.add(triplet(number % 4))
    workspace.add(Triplet("query 1", "bad 1", "", "new", ""))
    workspace.add(Triplet("", "", "", "x\x02", ""))
    rows = workspace.rows()
    expected = check_set(
        (place, (stored.triplet.query, *stored.triplet.positive, *stored.triplet.negative))
        for place, stored in enumerate(rows, start=1)
    )
    assert [stored.problems for stored in rows] == [tuple(p.text for p in found.problems) for found in expected]
    assert sum(bool(stored.problems) for stored in rows) == 4


def test_an_edit_keeps_place_and_source_and_changes_the_origin(workspace: Workspace) -> None:
    workspace.load(report(row(1), row(2), row(3)))
    middle = workspace.rows()[1]
    workspace.edit(middle.id, triplet(9))
    stored = workspace.rows()[1]
    assert (stored.id, stored.triplet, stored.origin) == (middle.id, triplet(9), "edited")
    assert (stored.source, stored.row) == ("file.json", 2)
    assert workspace.undo() == "Edit triplet"
    assert workspace.rows()[1] == middle


def test_an_edit_without_a_change_is_no_gesture(workspace: Workspace) -> None:
    workspace.load(report(row(1)))
    generation = workspace.generation
    workspace.edit(workspace.rows()[0].id, Triplet(" query 1 ", *triplet(1).positive, *triplet(1).negative))
    assert workspace.generation == generation
    assert workspace.rows()[0].origin == "loaded"
    assert workspace.undo_label == "Load 1 row from file.json"


def test_editing_a_row_that_is_gone_is_said_plainly(workspace: Workspace) -> None:
    number = workspace.add(triplet(1))
    workspace.undo()
    with pytest.raises(UserError, match="was undone"):
        workspace.edit(number, triplet(2))


def test_deleted_rows_come_back_to_their_place(workspace: Workspace) -> None:
    numbers = [workspace.add(triplet(number)) for number in range(5)]
    before = workspace.rows()
    assert workspace.delete([numbers[3], numbers[1], numbers[1], 12345]) == 2
    assert queries(workspace) == ["query 0", "query 2", "query 4"]
    workspace.undo()
    assert workspace.rows() == before


def test_deleting_nothing_is_no_gesture(workspace: Workspace) -> None:
    assert workspace.delete([]) == workspace.delete([7]) == workspace.clear() == 0
    assert workspace.undo_label is None
    assert workspace.generation == 0


def test_labels_say_what_would_be_undone_and_redone(workspace: Workspace) -> None:
    numbers = [workspace.add(triplet(number)) for number in range(3)]
    workspace.delete(numbers[:1])
    workspace.delete(numbers[1:])
    assert workspace.undo() == "Delete 2 triplets"
    assert (workspace.undo_label, workspace.redo_label) == ("Delete 1 triplet", "Delete 2 triplets")
    workspace.undo()
    workspace.clear()
    assert (workspace.undo_label, workspace.redo_label) == ("Clear 3 triplets", None)
    assert workspace.redo() is None


def test_rows_undo_and_redo_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    with closing(Workspace.open(path)) as workspace:
        workspace.load(report(row(1), row(2, positive_abstract=5)))
        workspace.add(triplet(3))
        workspace.add(triplet(4))
        workspace.undo()
        before = workspace.rows()
    with closing(Workspace.open(path)) as workspace:
        assert workspace.rows() == before
        assert workspace.redo() == "Add triplet"
        assert queries(workspace)[-1] == "query 4"
        assert [workspace.undo() for _ in range(4)] == [
            "Add triplet",
            "Add triplet",
            "Load 2 rows from file.json",
            None,
        ]


def test_an_id_is_never_given_twice(workspace: Workspace) -> None:
    first = workspace.add(triplet(1))
    workspace.undo()
    assert workspace.add(triplet(2)) > first


def test_the_generation_tells_whether_anything_changed(workspace: Workspace) -> None:
    assert workspace.generation == 0
    workspace.add(triplet(1))
    rows = workspace.rows()
    assert workspace.generation == 1
    assert workspace.rows() is rows
    assert workspace.redo() is None
    assert workspace.generation == 1
    workspace.undo()
    assert workspace.generation == 2


def test_queries_and_papers_are_those_of_the_valid_rows(workspace: Workspace) -> None:
    workspace.add(Triplet("bees", "A", "on a", "B", ""))
    workspace.add(Triplet("", "left out", "", "B", ""))
    workspace.add(Triplet("ants", "B", "", "C", "on c"))
    workspace.add(Triplet("bees", "A", "on a", "C", "on c"))
    assert workspace.queries() == ["bees", "ants"]
    assert workspace.papers() == [Paper("t1", "A", "on a"), Paper("t2", "B", ""), Paper("t3", "C", "on c")]


def test_half_a_character_is_refused_with_its_field(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="positive_abstract holds half a character"):
        workspace.add(Triplet("q", "t", "broken \ud83d", "n", ""))
    number = workspace.add(triplet(1))
    with pytest.raises(UserError, match="query holds half a character"):
        workspace.edit(number, Triplet("\udc00", "t", "", "n", ""))
    assert queries(workspace) == ["query 1"]


def test_a_control_character_is_kept_and_named_as_a_problem(workspace: Workspace) -> None:
    workspace.add(Triplet("a\0b", "t", "", "n", ""))
    assert workspace.rows()[0].triplet.query == "a\0b"
    assert "control character" in workspace.rows()[0].problems[0]
    workspace.clear()
    workspace.undo()
    assert workspace.rows()[0].triplet.query == "a\0b"


def test_the_loaded_file_is_never_changed(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps([row(1), row(2, query=7)]), encoding="utf-8")
    before = sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns
    workspace.load(read_triplets(file.read_bytes(), file.name))
    workspace.edit(workspace.rows()[0].id, triplet(5))
    workspace.clear()
    workspace.undo()
    assert (sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns) == before


def test_two_threads_may_use_it(workspace: Workspace) -> None:
    def add_and_look(number: int) -> int:
        workspace.add(triplet(number))
        return len(workspace.rows()) + len(workspace.papers())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_and_look, range(40)))
    assert sorted(queries(workspace)) == sorted(f"query {number}" for number in range(40))
    assert workspace.generation == 40


def test_ten_thousand_rows_are_loaded_and_undone_as_one(workspace: Workspace) -> None:
    read = report(*(row(number) for number in range(10_000)))
    assert workspace.load(read) == 10_000
    workspace.add(triplet(-1))
    workspace.undo()
    assert workspace.valid_triplets() == read.triplets
    assert workspace.undo() == "Load 10,000 rows from file.json"
    assert workspace.rows() == ()
    workspace.redo()
    assert workspace.valid_triplets() == read.triplets
