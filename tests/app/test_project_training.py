"""Training inside a project: its judgements choose the best model, from files that stay as they were at the beginning."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.project_training import SNAPSHOTS, estimate_in, finetune_in, with_runs_of
from specter2_gui.config.settings import Settings
from specter2_gui.disk.places import HOME_VARIABLE
from specter2_gui.domain.events import Evaluated, Event, RunFailed, RunFinished
from specter2_gui.domain.records import Record
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.project import Project
from specter2_gui.project.reading import open_to_read
from specter2_gui.training.control import Control
from tests.material import make_papers
from tests.trainings import learnable_triplets, settings_for

TRIPLETS = learnable_triplets()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Papers, the queries of the triplets and two more, and a relevant paper for each."""
    with Project.open(tmp_path / "theses") as opened:
        papers = make_papers(40)
        facts = ImportFacts("a.ris", "0", "ris", "utf-8", "", start_marks=40, records=40)
        opened.imports.add(facts, [Record(title=paper.title, abstract=paper.abstract) for paper in papers])
        texts = [*dict.fromkeys(triplet.query for triplet in TRIPLETS), "another question", "and one more"]
        for place, query in enumerate(opened.queries.add(texts)):
            opened.judgements.set(query, place + 1, 2, "clicked")
        yield opened


def train(project: Project, settings: Settings, run: str = "run") -> list[Event]:
    placed = with_runs_of(project, settings)
    folder = Path(placed.train.output_dir) / run
    return list(finetune_in(project, placed, TRIPLETS, folder, Control()))


def test_the_judgements_of_the_project_choose_the_best_model(project: Project, tiny_backbone: Backbone) -> None:
    events = train(project, settings_for(tiny_backbone))
    assert isinstance(events[-1], RunFinished)
    checks = [event for event in events if isinstance(event, Evaluated)]
    assert checks
    assert all(check.figures is not None for check in checks)
    assert (project.place.runs / "run" / "best").is_dir()


def test_without_a_relevant_paper_it_is_as_without_a_project(project: Project, tiny_backbone: Backbone) -> None:
    for query in project.queries.list():
        for one in project.judgements.of_query(query.id):
            project.judgements.set(query.id, one.paper_id, 0, "clicked")
    events = train(project, settings_for(tiny_backbone))
    assert isinstance(events[-1], RunFinished)
    assert all(event.figures is None for event in events if isinstance(event, Evaluated))
    assert not (project.place.runs / SNAPSHOTS).exists()


def test_an_estimate_leaves_nothing_behind(project: Project, tiny_backbone: Backbone) -> None:
    found = estimate_in(project, settings_for(tiny_backbone), TRIPLETS)
    assert found is not None
    assert found.seconds > 0
    assert not project.place.runs.exists()


def test_files_that_no_run_names_go_after_a_day(project: Project, tiny_backbone: Backbone) -> None:
    train(project, settings_for(tiny_backbone))
    snapshots = project.place.runs / SNAPSHOTS
    [named] = snapshots.iterdir()
    stray, fresh = snapshots / "stray", snapshots / "fresh"
    for folder in (stray, fresh):
        folder.mkdir()
    for folder in (named, stray):
        os.utime(folder, (0, 0))
    project.queries.add(["a third one"])
    train(project, settings_for(tiny_backbone), "second")
    left = {folder.name for folder in snapshots.iterdir()}
    assert named.name in left, "a run was judged by it"
    assert "fresh" in left, "a training may be about to begin with it"
    assert "stray" not in left


def test_runs_of_a_copy_for_reading_do_not_go_into_the_project_of_somebody_else(
    project: Project, tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    project.close()
    with open_to_read(project.folder) as copy:
        events = train(copy, settings_for(tiny_backbone))
    assert isinstance(events[-1], RunFinished)
    assert (tmp_path / "home" / "runs" / "run" / "best").is_dir()
    assert not project.place.runs.exists()


def test_a_folder_of_runs_that_cannot_be_made_is_said_in_words(project: Project, tiny_backbone: Backbone) -> None:
    project.place.runs.write_text("a file in the way", encoding="utf-8")
    [failed] = train(project, settings_for(tiny_backbone))
    assert isinstance(failed, RunFailed)
    assert failed.details == ""
