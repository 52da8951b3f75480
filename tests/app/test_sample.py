"""The sample brings papers and queries into an empty collection, and never into one that holds papers."""

from pathlib import Path

from specter2_gui.app.sample import add_sample
from specter2_gui.domain.records import Record
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.project import Project


def test_an_empty_project_holds_the_papers_and_queries_of_the_sample(tmp_path: Path) -> None:
    with Project.open(tmp_path / "new") as project:
        assert add_sample(project)
        assert (project.papers.count(), len(project.queries.list())) == (170, 40)
        assert not list(project.judgements.all())
        assert not add_sample(project), "it is there already"
        project.undo()
        project.undo()
        assert (project.papers.count(), len(project.queries.list())) == (0, 0)


def test_a_collection_of_somebody_stays_as_it_is(tmp_path: Path) -> None:
    with Project.open(tmp_path / "mine") as project:
        facts = ImportFacts("mine.ris", "0", "ris", "utf-8", "", start_marks=1, records=1)
        project.imports.add(facts, [Record(title="Bees", abstract="We counted")])
        assert not add_sample(project)
        assert (project.papers.count(), len(project.queries.list())) == (1, 0)
