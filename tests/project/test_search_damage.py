"""A search file that is damaged while it is open, or between two sessions, costs no hit."""

from pathlib import Path

import pytest

from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.project import Project
from tests.app.importing import receipt_of, ris, ris_file

_PAGE = 4096
_BEES = PaperFilter("bees", duplicates="shown")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose papers can be searched, closed."""
    folder = tmp_path_factory.mktemp("bees")
    with Project.open(folder / "project") as project:
        receipt_of(project, ris_file(folder / "refs.ris", [ris(number) for number in range(6)]))
        project.papers.ids(_BEES)
    with Project.open(folder / "project") as project:
        project.papers.change([1, 2], "venue", "Apis")
        project.papers.ids(_BEES)
    return folder / "project"


def test_whichever_page_is_lost_the_first_search_finds_all(filled: Path) -> None:
    search = filled / "cache" / "search.sqlite"
    sound = search.read_bytes()
    for start in range(0, len(sound), _PAGE):
        search.write_bytes(sound[:start] + bytes(_PAGE) + sound[start + _PAGE :])
        with Project.open(filled) as project:
            assert list(project.papers.ids(_BEES)) == [1, 2, 3, 4, 5, 6], f"page {start // _PAGE}"
        search.write_bytes(sound[:start] + bytes(_PAGE) + sound[start + _PAGE :])
        with Project.open(filled) as project:
            assert project.papers.count(_BEES) == 6, f"page {start // _PAGE}"
            assert project.papers.facets(_BEES).years == [(2019, "2019", 6)]
