import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from specter2_gui.app.searching import SearchEngine, best_of, read_collection
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.encoder.catalogue import Backbone
from tests.material import make_papers, write_lines


@pytest.fixture
def engine(tiny_backbone: Backbone) -> SearchEngine:
    return SearchEngine.open(str(tiny_backbone.folder), device="cpu")


def test_the_nearest_papers_come_first_by_l2_distance(engine: SearchEngine) -> None:
    papers = make_papers(12)
    engine.index(papers)
    hits = engine.search("bee honey", 5)
    encoder = engine._encoder
    vectors = encoder.encode(Role.PAPER, encoder.texts_of(papers))
    distances = np.linalg.norm(vectors - encoder.encode(Role.QUERY, ["bee honey"]), axis=1)
    order = np.argsort(distances, kind="stable")[:5]
    assert [hit.id for hit in hits] == [papers[place].id for place in order]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    np.testing.assert_allclose([hit.score for hit in hits], -distances[order], rtol=1e-5)


def test_equal_papers_stand_in_the_order_of_the_collection(engine: SearchEngine) -> None:
    engine.index([Paper(name, "bee honey", "") for name in ("b", "a", "c")])
    assert [hit.id for hit in engine.search("honey", 3)] == ["b", "a", "c"]


def test_a_collection_smaller_than_asked_for_gives_all_of_it(engine: SearchEngine) -> None:
    engine.index(make_papers(3))
    assert len(engine.search("honey", 10)) == 3


@pytest.mark.parametrize(("query", "k"), [("  ", 5), ("honey", 0), ("honey", 1001)])
def test_what_cannot_be_searched_is_refused_in_words(engine: SearchEngine, query: str, k: int) -> None:
    engine.index(make_papers(3))
    with pytest.raises(UserError, match=r"nothing to search for|hits cannot be shown"):
        engine.search(query, k)


def test_paper_vectors_are_made_once_for_models_with_the_same_paper_adapter(tuned_run: Path) -> None:
    """Queries-only training leaves the paper side as it is, so base and tuned share one matrix in memory."""
    base, tuned = SearchEngine.open_base(tuned_run, device="cpu"), SearchEngine.open(tuned_run, device="cpu")
    assert base.hashes["paper"] == tuned.hashes["paper"]
    assert base.hashes["query"] != tuned.hashes["query"]
    told: list[int] = []
    base.index(make_papers(8), lambda done, _: told.append(done))
    assert told[-1] == 8
    told.clear()
    tuned.index(make_papers(8), lambda done, _: told.append(done))
    assert told == []
    assert tuned._vectors is base._vectors
    tuned.index(make_papers(9), lambda done, _: told.append(done))
    assert told[-1] == 9, "another collection needs vectors of its own"
    assert [hit.score for hit in base.search("bee honey", 3)] != [hit.score for hit in tuned.search("bee honey", 3)]


def test_a_collection_that_was_searched_before_is_not_encoded_again(tiny_backbone: Backbone) -> None:
    def opened() -> SearchEngine:
        return SearchEngine.open(str(tiny_backbone.folder), device="cpu")

    told: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        told.append((done, total))

    engine = opened()
    engine.index(make_papers(8), hear)
    hits = engine.search("bee honey", 8)
    del engine  # its vectors are shared in memory only as long as it lives
    told.clear()
    again = opened()
    again.index(make_papers(8), hear)
    assert told == [(8, 8)], "all of them lie on the disk"
    assert again.search("bee honey", 8) == hits
    told.clear()
    again.index(make_papers(10), hear)
    assert told[0] == (8, 10)
    assert told[-1] == (10, 10)


def test_vectors_that_cannot_be_kept_are_said_and_searched_all_the_same(
    engine: SearchEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "in the way"))
    told: list[str] = []
    engine.index(make_papers(8), warn=told.append)
    assert len(told) == 1
    assert len(engine.search("honey", 3)) == 3


def test_the_base_of_a_run_is_its_start_and_is_proven_by_its_hashes(tuned_run: Path, tmp_path: Path) -> None:
    before = json.loads((tuned_run / "run.json").read_text(encoding="utf-8"))["adapters"]["before"]
    assert SearchEngine.open_base(tuned_run, device="cpu").hashes == before
    copy = shutil.copytree(tuned_run, tmp_path / "copy")
    record = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    record["adapters"]["before"]["query"] = "0" * 64
    (copy / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UserError, match="have changed on this computer"):
        SearchEngine.open_base(copy)
    del record["adapters"]
    (copy / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UserError, match="does not say what it started from"):
        SearchEngine.open_base(copy)


def test_the_best_model_passed_on_alone_can_be_searched_with(tuned_run: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(tuned_run / "best", tmp_path / "from a colleague")
    assert SearchEngine.open(alone).hashes == SearchEngine.open(tuned_run).hashes


def test_a_run_of_which_nothing_was_kept_says_so(tuned_run: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tuned_run, tmp_path / "copy")
    shutil.rmtree(copy / "best")
    with pytest.raises(UserError, match="holds no model"):
        best_of(copy)
    with pytest.raises(UserError, match="not the folder of a run"):
        best_of(tmp_path)


def test_a_best_model_that_a_crash_left_between_two_renames_is_searched_with(tuned_run: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tuned_run, tmp_path / "copy")
    record = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    (copy / "run.json").write_text(json.dumps(record | {"status": "running"}), encoding="utf-8")
    (copy / "best").rename(copy / ".best.old")
    assert best_of(copy) == copy / "best"
    assert (copy / "best" / "manifest.json").is_file()


def test_several_threads_get_the_same_hits(engine: SearchEngine) -> None:
    engine.index(make_papers(12))
    expected = engine.search("river ocean", 4)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(engine.search("river ocean", 4))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_a_collection_is_read_from_lines(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "c.jsonl", [{"id": "1", "title": "A", "abstract": "B"}])
    assert read_collection(path) == [Paper("1", "A", "B")]


def test_an_empty_collection_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match=r"c\.jsonl"):
        read_collection(tmp_path / "c.jsonl")
