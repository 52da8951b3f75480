"""Backups are checked before they count, thinned so that old and new ones stay, and never replaced by damaged ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from specter2_gui.project import backups as backups_module
from specter2_gui.project.backups import Backup, backups_of, daily_is_due, make_backup, superfluous
from specter2_gui.project.failures import DamagedError
from specter2_gui.project.project import Project
from specter2_gui.project.restore import restore
from tests.project.making import triplet
from tests.project.projects import content, everything_in, fill, put

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        fill(opened)
        yield opened


def made(project: Project, moment: datetime, reason: str = "daily") -> Backup:
    return make_backup(project.place, project.ledger.database.connection, reason, moment)


def due(project: Project, moment: datetime) -> bool:
    return daily_is_due(project.place, project.ledger.database.connection, moment)


def test_a_backup_restored_is_the_project_as_it_was(project: Project) -> None:
    before = content(project)
    backup = project.back_up()
    project.workspace.clear()
    put(project, "queries", text="ants")
    project.close()
    restore(project.folder, backup.path)
    with Project.open(project.folder) as restored:
        assert content(restored) == before
        assert restored.undo() == "Add to judgements"


def test_backups_are_listed_newest_first_and_other_files_passed_over(project: Project) -> None:
    for days in (2, 0, 1):
        made(project, NOON - timedelta(days))
    (project.place.backups / "2026-02-31T000000.000Z-daily-1.sqlite").touch()
    (project.place.backups / "letter.txt").touch()
    listed = backups_of(project.folder)
    assert [backup.made for backup in listed] == [NOON, NOON - timedelta(1), NOON - timedelta(2)]
    assert {(backup.reason, backup.changes) for backup in listed} == {("daily", 8)}


def test_a_daily_backup_is_due_once_a_day_and_only_after_a_change(project: Project) -> None:
    assert due(project, NOON)
    made(project, NOON)
    project.workspace.add(triplet(7))
    assert not due(project, NOON + timedelta(hours=1))
    assert due(project, NOON + timedelta(days=1))
    made(project, NOON + timedelta(days=1))
    assert not due(project, NOON + timedelta(days=30)), "nothing has changed since"


def test_the_first_opening_of_a_day_makes_a_backup(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.close()
    made_then: list[str] = []
    original = backups_module.make_backup
    monkeypatch.setattr(
        "specter2_gui.project.opening.make_backup",
        lambda place, connection, reason: made_then.append(reason) or original(place, connection, reason),
    )
    for _ in range(2):
        Project.open(project.folder).close()
    assert made_then == ["daily"]


def test_what_a_crash_left_of_a_backup_goes_with_the_next_one(project: Project) -> None:
    project.place.backups.mkdir(exist_ok=True)
    for name in (".2026-11-25T120000.000Z-daily-1.sqlite.part", ".2026-11-25T120000.000Z-daily-1.sqlite.part-journal"):
        (project.place.backups / name).write_bytes(b"half")
    assert backups_of(project.folder) == []
    backup = project.back_up()
    assert list(project.place.backups.iterdir()) == [backup.path]


def every(step: timedelta, number: int, reason: str = "daily") -> list[Backup]:
    """Backups newest first, one each ``step``."""
    moments = [NOON - step * place for place in range(number)]
    return [Backup(Path(f"{moment:%Y-%m-%dT%H%M}-{reason}"), moment, reason, 1) for moment in moments]


def kept(backups: list[Backup]) -> list[Backup]:
    gone = superfluous(backups)
    return [backup for backup in backups if backup not in gone]


def test_seven_days_four_weeks_and_six_months_are_kept() -> None:
    days = [(NOON - backup.made).days for backup in kept(every(timedelta(days=1), 400))]
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert days[7:] == [10, 17, 25, 56, 86, 117, 148], "the Sundays of two more weeks, the ends of five more months"


def test_thinning_day_by_day_keeps_as_many_as_thinning_at_once() -> None:
    left: list[Backup] = []
    for backup in reversed(every(timedelta(days=1), 400)):
        left = kept([backup, *left])
    assert left == kept(every(timedelta(days=1), 400))


def test_an_afternoon_of_imports_does_not_push_the_morning_out() -> None:
    morning = Backup(Path("morning"), NOON - timedelta(hours=3), "daily", 1)
    left: list[Backup] = [morning]
    for backup in reversed(every(timedelta(minutes=1), 50, "bulk")):
        left = kept([backup, *left])
    assert len(left) == 4
    assert left[-1] == morning


def test_what_was_kept_before_a_newer_version_stays() -> None:
    old = Backup(Path("old"), NOON - timedelta(days=3000), "version", 1)
    assert old in kept([*every(timedelta(days=1), 300), old])


def test_a_damaged_project_pushes_no_good_backup_out(project: Project) -> None:
    for days in range(40, 0, -1):
        made(project, NOON - timedelta(days))
    before = everything_in(project.place.backups)
    connection = project.ledger.database.connection
    connection.execute("UPDATE papers_seal SET seal = seal + 1 WHERE id = 2")
    for moment in (NOON, NOON + timedelta(1)):
        with pytest.raises(DamagedError, match=r"texts are no longer what was written \(1 row of papers\)"):
            made(project, moment)
    assert everything_in(project.place.backups) == before


def test_a_daily_backup_finds_damage_that_opening_alone_does_not(project: Project) -> None:
    project.ledger.database.connection.execute("UPDATE papers_seal SET seal = seal + 1 WHERE id = 2")
    project.close()
    with pytest.raises(DamagedError) as refused:
        Project.open(project.folder)
    assert refused.value.what == "The project “project” could not be opened"
    assert "1 row of papers" in refused.value.why


def test_a_backup_before_many_rows_is_made_only_if_there_is_something_new(project: Project) -> None:
    for _ in range(2):
        with project.ledger.gesture("nothing", rows=1001):
            pass
    assert [backup.reason for backup in backups_of(project.folder)] == ["bulk"]
    with project.ledger.gesture("nothing", rows=1000):
        pass
    project.workspace.add(triplet(7))
    with project.ledger.gesture("nothing", rows=1001):
        pass
    assert [backup.changes for backup in backups_of(project.folder)] == [9, 8]
