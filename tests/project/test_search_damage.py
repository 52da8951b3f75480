"""A search file that is damaged while it is open, or between two sessions, costs no hit."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from specter2_gui.domain.records import Record
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.project import Project

_PAGE = 4096
WORDS = ("dance", "sing", "fly", "sleep", "eat", "rest")
_BEES = PaperFilter("bees", duplicates="shown")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose papers can be searched, closed."""
    folder = tmp_path_factory.mktemp("bees") / "project"
    with Project.open(folder) as project:
        records = [Record(f"bees {word}", authors=("Ng, B.",)) for word in WORDS]
        project.imports.add(ImportFacts("bees", "0", "ris", "utf-8", "strict", 6, 6), records)
        project.papers.change([1, 2], "venue", "Apis")
        project.papers.ids(_BEES)
    return folder


def test_whichever_page_is_lost_the_first_search_finds_all(filled: Path, tmp_path: Path) -> None:
    sound = (filled / "cache" / "search.sqlite").read_bytes()
    asked: tuple[Callable[[Project], int], ...] = (
        lambda project: len(project.papers.ids(_BEES)),
        lambda project: project.papers.count(_BEES),
        lambda project: sum(count for *_, count in project.papers.facets(_BEES).sources),
    )
    for start in range(0, len(sound), _PAGE):
        for ask in asked:
            folder = tmp_path / "damaged"
            shutil.copytree(filled, folder)
            (folder / "cache" / "search.sqlite").write_bytes(sound[:start] + bytes(_PAGE) + sound[start + _PAGE :])
            with Project.open(folder) as project:
                assert ask(project) == len(WORDS), f"page {start // _PAGE}"
            shutil.rmtree(folder)
