"""What a person does to papers while a file is compared with them: nothing is lost, and nothing of it overrun."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from specter2_gui.app.matching import Matching
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.project import Project
from tests.app.importing import numbers, papers_of, receipt_of, ris, ris_file

Meanwhile = Callable[[Callable[[], object]], list[int]]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let something happen once, between the comparison of a file and its taking; lists the comparisons."""

    def arrange(gesture: Callable[[], object]) -> list[int]:
        settle = Matching.settle
        done: list[int] = []

        def settle_and_go_on(matching: Matching) -> None:
            settle(matching)
            done.append(len(done))
            if len(done) == 1:
                gesture()

        monkeypatch.setattr(Matching, "settle", settle_and_go_on)
        return done

    return arrange


def test_papers_that_are_deleted_meanwhile_come_in_again(
    project: Project, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2)])
    receipt_of(project, path)
    meanwhile(lambda: project.papers.delete([row.id for row in papers_of(project)]))
    assert numbers(receipt_of(project, path)) == (2, 0, 0, 0)
    assert [row.key for row in papers_of(project)] == ["r1", "r2"]


def test_papers_whose_import_is_undone_meanwhile_come_in_again(
    project: Project, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1), ris(2)]))
    newer = ris_file(tmp_path / "refs.ris", [ris(1, AB="Another abstract."), ris(2), ris(3)])
    meanwhile(project.undo)
    assert numbers(receipt_of(project, newer)) == (3, 0, 0, 0)


def test_a_paper_changed_by_hand_meanwhile_is_kept(project: Project, tmp_path: Path, meanwhile: Meanwhile) -> None:
    receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1), ris(2)]))
    newer = ris_file(tmp_path / "refs.ris", [ris(1, AB="Another abstract."), ris(2)])
    paper = papers_of(project)[0].id
    meanwhile(lambda: project.papers.edit(paper, {"abstract": "My own abstract."}))
    assert numbers(receipt_of(project, newer)) == (0, 1, 0, 1)
    assert papers_of(project)[0].abstract == "My own abstract."


def test_no_paper_is_hidden_behind_one_that_is_deleted_meanwhile(
    project: Project, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1)]))
    paper = papers_of(project)[0].id
    meanwhile(lambda: project.papers.delete([paper]))
    receipt = receipt_of(project, ris_file(tmp_path / "b.ris", [ris(1, ID="x9", KW="hymenoptera")]))
    assert (receipt.added, receipt.duplicates) == (1, 0)
    [row] = papers_of(project)
    assert (row.hidden, row.group) == (False, None)


def test_several_gestures_meanwhile_are_all_looked_at(project: Project, tmp_path: Path, meanwhile: Meanwhile) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2)])
    receipt_of(project, path)
    paper = papers_of(project)[0].id

    def two_gestures() -> None:
        project.papers.delete([paper])
        project.workspace.add(Triplet("a query", "A paper", "", "Another paper", ""))

    meanwhile(two_gestures)
    assert numbers(receipt_of(project, path)) == (1, 1, 0, 0)


def test_what_touches_no_paper_lets_nothing_be_compared_twice(
    project: Project, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    compared = meanwhile(lambda: project.workspace.add(Triplet("a query", "A paper", "", "Another paper", "")))
    receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1)]))
    assert len(compared) == 1
