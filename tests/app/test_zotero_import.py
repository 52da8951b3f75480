"""A running Zotero's library into a project: what is new is added, what was there is known again."""

from collections.abc import Generator
from pathlib import Path

import pytest

from specter2_gui.app.receipts import Receipt
from specter2_gui.app.zotero_import import OWN_LIBRARY, FileImported, ItemsFetched, Library, import_library, libraries
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from tests.app.importing import numbers, papers_of
from tests.readers.zotero_server import FakeZotero, item, running_zotero


@pytest.fixture
def project(tmp_path: Path) -> Generator[Project]:
    with Project.open(tmp_path / "Bees") as opened:
        yield opened


def receipt(project: Project, zotero: FakeZotero, library: Library = OWN_LIBRARY) -> Receipt:
    events = list(import_library(project, library, port=zotero.port))
    assert isinstance(events[0], ItemsFetched)
    assert isinstance(events[-1], FileImported), events[-1]
    return events[-1].receipt


def test_a_library_is_imported_once_and_updated_the_next_time(project: Project) -> None:
    papers = [item(f"KEY{number}", f"Paper number {number} about bees", date="2020") for number in range(3)]
    with running_zotero(FakeZotero(papers)) as zotero:
        first = receipt(project, zotero)
        zotero.items[0]["data"]["abstractNote"] = "Now with an abstract"
        zotero.items.append(item("KEY9", "A paper that is new"))
        second = receipt(project, zotero)
    assert (first.name, first.format) == ("Zotero My Library.json", "zotero-api")
    assert numbers(first) == (3, 0, 0, 0)
    assert numbers(second) == (1, 2, 1, 0)
    assert [row.abstract for row in papers_of(project)] == ["Now with an abstract", "", "", ""]
    assert not list(project.place.cache.glob("zotero-*"))


def test_the_library_of_a_group_is_an_import_of_its_own(project: Project) -> None:
    groups = {7: ("Bees: all/of them?", [item("Z1", "A paper of the group")])}
    with running_zotero(FakeZotero([item("P", "My own paper")], groups=groups)) as zotero:
        own, group = libraries(zotero.port)
        found = receipt(project, zotero, group)
    assert (own, group.group) == (OWN_LIBRARY, 7)
    assert found.name == "Zotero Bees_ all_of them_.json"
    assert [row.title for row in papers_of(project)] == ["A paper of the group"]


def test_a_library_without_papers_is_refused_in_words(project: Project) -> None:
    with running_zotero(FakeZotero([item("N", itemType="note")])) as zotero, pytest.raises(UserError) as refused:
        list(import_library(project, port=zotero.port))
    assert refused.value.what == "Zotero's library “My Library” was not imported"
    assert project.changes == 0


def test_an_import_that_is_given_up_leaves_nothing(project: Project) -> None:
    with running_zotero(FakeZotero([item("P", "My own paper")])) as zotero:
        events = import_library(project, port=zotero.port)
        next(events)
        events.close()
    assert project.changes == 0
    assert not list(project.place.cache.glob("*"))
