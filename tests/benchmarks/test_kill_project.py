"""The benchmark that kills a librarian's work: it passes on ours, and notices what it is there to notice."""

from pathlib import Path

from specter2_gui.project.project import Project
from tests.benchmarks.kill_project import Tally, compare, heard, killed, look_at_remains
from tests.benchmarks.librarian_gestures import do, gesture_of, state


def test_nothing_is_lost_in_a_kill(tmp_path: Path) -> None:
    tally = killed(tmp_path, 1, 3)
    assert tally.passed, tally.figures()
    assert tally.figures()["kills"] == sum(tally.during.values()) == 1
    assert tally.gestures > 0


def test_two_histories_of_the_same_gestures_are_alike_and_others_are_not(tmp_path: Path) -> None:
    with Project.open(tmp_path / "one") as one, Project.open(tmp_path / "two") as two:
        for number in range(6):
            do(one, number, tmp_path)
            do(two, number, tmp_path)
        assert state(one) == state(two)
        one.queries.add(["one more"])
        assert state(one) != state(two)
    assert {gesture_of(number) for number in range(40)} == {"import", "edit", "backup"}


def test_a_lost_gesture_and_a_damaged_backup_are_noticed(tmp_path: Path) -> None:
    path, tally = tmp_path / "killed", Tally(gestures=1)
    with Project.open(path) as project, Project.open(tmp_path / "twin") as twin:
        project.queries.add(["honey bees"])
        twin.queries.add(["honey bees"])
        twin.queries.add(["a gesture that the killed one has lost"])
        backup = project.back_up().path
        project.close()
        compare(path, twin, tmp_path, tally)
    assert "queries" in tally.different[0]
    backup.write_bytes(backup.read_bytes().replace(b"honey bees", b"money bees"))
    look_at_remains(path, tally)
    assert backup.name in tally.damaged[0]
    assert not tally.passed


def test_a_line_that_the_kill_has_cut_says_nothing() -> None:
    assert heard("begun 7\n", 6, 6) == (7, 6)
    assert heard("done 7\n", 7, 6) == (7, 8)
    assert heard("done 7", 7, 6) == (7, 6)
    assert heard("begu", 7, 6) == (7, 6)
