from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app import embedding
from specter2_gui.app.embedding import Embedded, embed
from specter2_gui.app.project_data import papers_of
from specter2_gui.app.searching import SearchEngine
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import ModelLoaded, PapersEncoded
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.project.project import Project
from tests.app.importing import papers_of as rows_of
from tests.app.importing import receipt_of, ris, ris_file


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        receipt_of(opened, ris_file(tmp_path / "refs.ris", map(ris, range(30))))
        yield opened


def computed(project: Project, model: Backbone) -> int:
    last = list(embed(project, str(model.folder), device="cpu"))[-1]
    assert isinstance(last, Embedded)
    return last.computed


def test_it_tells_the_model_how_far_it_is_and_what_it_computed(project: Project, tiny_backbone: Backbone) -> None:
    events = list(embed(project, str(tiny_backbone.folder), device="cpu"))
    assert isinstance(events[0], ModelLoaded)
    far = [(event.done, event.total) for event in events if isinstance(event, PapersEncoded)]
    assert far == sorted(far)
    assert far[-1] == (30, 30)
    assert events[-1] == Embedded(30, 30, events[0].model)


def test_only_new_and_changed_papers_are_computed(project: Project, tmp_path: Path, tiny_backbone: Backbone) -> None:
    assert computed(project, tiny_backbone) == 30
    assert computed(project, tiny_backbone) == 0
    project.papers.edit(rows_of(project)[0].id, {"title": "Another title of the meadow"})
    receipt_of(project, ris_file(tmp_path / "more.ris", [ris(99)]))
    assert computed(project, tiny_backbone) == 2


def test_paused_it_keeps_what_is_done_and_goes_on_from_there(
    project: Project, tiny_backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "_AT_ONCE", 10)
    for event in embed(project, str(tiny_backbone.folder), device="cpu"):
        if isinstance(event, PapersEncoded) and event.done == 20:
            break
    assert computed(project, tiny_backbone) == 10


def test_a_search_begins_with_the_vectors_that_were_made(project: Project, tiny_backbone: Backbone) -> None:
    computed(project, tiny_backbone)
    engine = SearchEngine.open(str(tiny_backbone.folder), device="cpu")
    heard: list[tuple[int, int]] = []
    engine.index(papers_of(project), lambda done, total: heard.append((done, total)))
    assert heard[0] == (30, 30), "all of them lie on the disk"


def test_hidden_duplicates_get_no_vector(project: Project, tmp_path: Path, tiny_backbone: Backbone) -> None:
    receipt_of(project, ris_file(tmp_path / "twins.ris", [ris(1, ID="twin", KW="x")]))
    last = list(embed(project, str(tiny_backbone.folder), device="cpu"))[-1]
    assert isinstance(last, Embedded)
    assert last.papers == 30


def test_an_empty_project_or_an_unknown_model_is_refused_in_words(project: Project, tmp_path: Path) -> None:
    with Project.open(tmp_path / "empty") as empty, pytest.raises(UserError, match="nothing to embed"):
        list(embed(empty))
    with pytest.raises(UserError, match="no such model"):
        list(embed(project, "no such model"))
