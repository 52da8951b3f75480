"""Many papers are written in another way than few, with the same outcome."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.domain.records import Record
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.paper_rows import prepared, record_in
from specter2_gui.project.paper_writing import MANY
from specter2_gui.project.project import Project

MADE_BY = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"


def record(number: int) -> Record:
    return Record(
        f"Bees of meadow {number}", "words", ("Smith, Jane",), "c1999", 1999, "Apis", f"10.1000/{number}",
        (("key", f"k{number}"), ("pmid", f"{number}")), ("bees", "é"), "English", "JOUR", number,
    )  # fmt: skip


def facts(records: int) -> ImportFacts:
    return ImportFacts("a.ris", "0", "ris", "utf-8", "why", records, records)


def test_a_prepared_record_is_the_record() -> None:
    assert record_in(prepared(record(7))) == record(7)
    assert record_in(prepared(Record("only a title"))) == Record("only a title")


def test_an_import_of_many_papers_leaves_every_index_as_it_was(tmp_path: Path) -> None:
    with Project.open(tmp_path / "Bees") as project:
        before = project.ledger.read(MADE_BY)
        project.imports.add(facts(MANY + 500), map(prepared, map(record, range(MANY + 500))))
        assert project.ledger.read(MADE_BY) == before
        assert len(project.papers.matching("doi", ["10.1000/3", "10.1000/1400"])) == 2
        assert project.papers.get("k1499") is not None
    with Project.open(tmp_path / "Bees") as project:
        assert sum(1 for _ in project.papers.all()) == MANY + 500
        assert project.undo() == f"Import {MANY + 500:,} papers from a.ris"
        assert not any(True for _ in project.papers.all())


def test_an_import_of_many_papers_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield from map(record, range(MANY + 500))
        raise ZeroDivisionError

    with Project.open(tmp_path / "Bees") as project:
        project.imports.add(facts(1), [record(1)])
        before = project.ledger.read(MADE_BY), list(project.papers.all()), project.changes
        with pytest.raises(ZeroDivisionError):
            project.imports.add(facts(MANY + 500), failing())
        assert (project.ledger.read(MADE_BY), list(project.papers.all()), project.changes) == before
