"""Papers that look alike are found in a collection and wait for a decision."""

from collections.abc import Generator
from pathlib import Path

import pytest

from specter2_gui.app.probable import ProbableFound, ProbableProgress, find_probable
from specter2_gui.project.project import Project
from tests.app.importing import papers_of, receipt_of, ris, ris_file

TITLE = "Wild bees of dry meadows in the mountains of Bohemia"


@pytest.fixture
def project(tmp_path: Path) -> Generator[Project]:
    with Project.open(tmp_path / "Bees") as opened:
        records = [
            ris(1, TI=TITLE, AU="Smith, J."),
            ris(2, TI=TITLE.replace("mountains", "montains"), AU="Smith, J.", DO=None),
            ris(3, TI="Ants under the snow, a study of three winters in Lapland"),
        ]
        receipt_of(opened, ris_file(tmp_path / "a.ris", records))
        yield opened


def last(project: Project) -> ProbableFound:
    *steps, found = find_probable(project)
    assert all(isinstance(step, ProbableProgress) for step in steps)
    assert isinstance(found, ProbableFound)
    return found


def test_a_pair_is_found_once_and_waits_for_a_decision(project: Project) -> None:
    assert last(project) == ProbableFound(pairs=1, new=1)
    one, other, _ = papers_of(project)
    [pair] = project.papers.pairs("open")
    assert (pair.a, pair.b) == (one.id, other.id)
    assert 0.85 <= pair.score <= 1
    changes = project.changes
    assert last(project) == ProbableFound(pairs=1, new=0)
    assert project.changes == changes, "nothing new, so there is nothing to undo"


def test_the_search_is_one_gesture(project: Project) -> None:
    last(project)
    assert project.undo() == "Find 1 probable duplicate"
    assert not project.papers.pairs("open")


def test_papers_that_are_known_to_be_the_same_are_no_pair(project: Project) -> None:
    project.papers.group([row.id for row in papers_of(project)[:2]])
    assert last(project) == ProbableFound(pairs=0, new=0)


def test_a_search_that_is_given_up_changes_nothing(project: Project) -> None:
    changes = project.changes
    searching = find_probable(project)
    next(searching)
    searching.close()
    assert project.changes == changes
