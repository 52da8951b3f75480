from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from specter2_gui.app import importing
from specter2_gui.app.importing import (
    FileImported,
    FileRefused,
    ImportEvent,
    ImportOptions,
    ImportProgress,
    import_files,
)
from specter2_gui.app.receipts import receipt_of as kept_receipt
from specter2_gui.disk.atomic import sha256_of
from specter2_gui.domain.records import RawRecord
from specter2_gui.project.paper_changes import Field
from specter2_gui.project.project import Project
from specter2_gui.project.reading import open_to_read
from tests.app.importing import events_of, numbers, papers_of, receipt_of, refusal_of, ris, ris_file


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


def originals(project: Project) -> list[str]:
    folder = project.folder / "originals"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def left_over(project: Project) -> list[str]:
    return [path.name for path in (project.folder / "cache").glob("import-*")]


def test_a_file_becomes_papers_and_an_account_of_every_record(project: Project, tmp_path: Path) -> None:
    path = ris_file(
        tmp_path / "refs.ris",
        [ris(1), ris(2, AB="[No abstract available]"), ris(3, TI=None, AB=None), ris(4, DO="10.1000/m.1")],
    )
    receipt = receipt_of(project, path)
    assert (receipt.name, receipt.format, receipt.encoding) == ("refs.ris", "ris", "utf-8")
    assert (receipt.start_marks, receipt.records, receipt.rejects) == (4, 3, 1)
    assert (receipt.title_only, receipt.duplicates, receipt.added) == (1, 1, 3)
    [reject] = project.imports.rejects(receipt.import_id)
    assert "neither a title nor an abstract" in reject.reason
    assert "r3" in reject.raw
    rows = papers_of(project)
    assert [row.key for row in rows] == ["r1", "r2", "r4"]
    assert rows[0].authors == ("Smith1, Jane",)
    assert [row.hidden for row in rows] == [False, False, True]
    assert rows[0].group == rows[2].group is not None


def test_the_file_stays_as_it_is_and_its_bytes_are_kept(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1)])
    before = path.read_bytes()
    receipt_of(project, path)
    assert path.read_bytes() == before
    assert originals(project) == [sha256_of(path)]
    assert (project.folder / "originals" / sha256_of(path)).read_bytes() == before
    assert left_over(project) == []


def test_the_same_file_again_adds_nothing(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2), ris(2), ris(3, ID=None, DO=None)])
    assert numbers(receipt_of(project, path)) == (4, 0, 0, 0)
    before = papers_of(project)
    assert numbers(receipt_of(project, path)) == (0, 4, 0, 0)
    assert papers_of(project) == before


def test_two_equal_records_are_two_papers_of_which_one_is_hidden(project: Project, tmp_path: Path) -> None:
    receipt = receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(2), ris(2)]))
    assert (receipt.added, receipt.duplicates) == (2, 1)
    assert [row.hidden for row in papers_of(project)] == [False, True]
    more = receipt_of(project, ris_file(tmp_path / "more.ris", [ris(2), ris(2), ris(2)]))
    assert (more.added, more.already_there, more.duplicates) == (1, 2, 1)


@pytest.mark.parametrize("missing", [{}, {"ID": None}, {"ID": None, "DO": None}], ids=["by id", "by DOI", "by title"])
def test_a_newer_state_of_a_file_updates_what_changed_and_adds_what_is_new(
    project: Project, tmp_path: Path, missing: dict[str, str | None]
) -> None:
    path = ris_file(tmp_path / "scopus.ris", [ris(1, **missing), ris(2, **missing)])
    receipt_of(project, path)
    keys = [row.key for row in papers_of(project)]
    newer = ris_file(
        tmp_path / "scopus (1).ris",
        [ris(1, **missing), ris(2, AB="A longer abstract now.", KW=None, **missing), ris(3, **missing)],
    )
    assert numbers(receipt_of(project, newer)) == (1, 1, 1, 0)
    rows = papers_of(project)
    assert [row.key for row in rows][:2] == keys
    assert rows[1].abstract == "A longer abstract now."
    assert rows[1].keywords == ("bees",), "what the newer state does not say stays"
    assert numbers(receipt_of(project, newer)) == (0, 3, 0, 0)
    assert numbers(receipt_of(project, path)) == (0, 2, 0, 0), "a file that was imported before says nothing new"
    assert papers_of(project) == rows


def test_what_was_changed_by_hand_is_kept_and_said(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2)])
    receipt_of(project, path)
    project.papers.edit(papers_of(project)[0].id, {"title": "My own words for the bees of meadow number 1"})
    assert numbers(receipt_of(project, path)) == (0, 1, 0, 1), "the file says what it said, and not what the paper says"
    newer = ris_file(tmp_path / "refs.ris", [ris(1, AB="Another abstract."), ris(2)])
    receipt = receipt_of(project, newer)
    assert numbers(receipt) == (0, 1, 0, 1)
    assert papers_of(project)[0].title.startswith("My own words")
    assert papers_of(project)[0].abstract == "We counted the bees of meadow 1."
    assert any("changed by hand here and kept" in sentence for sentence in receipt.words)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "My own words for the bees"), ("abstract", "Mine."), ("authors", ["Me, M."]), ("year_text", "1923"),
        ("venue", "Mine"), ("doi", "10.1000/mine"), ("keywords", ["mine"]), ("language", "German"), ("kind", "BOOK"),
    ],
)  # fmt: skip
def test_the_same_file_again_says_which_papers_were_changed_by_hand_in_whatever_field(
    project: Project, tmp_path: Path, field: Field, value: str | list[str]
) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2)])
    receipt_of(project, path)
    before = papers_of(project)[0]
    project.papers.edit(before.id, {field: value})
    rows = papers_of(project)
    assert numbers(receipt_of(project, path)) == (0, 1, 0, 1)
    assert papers_of(project) == rows
    project.papers.edit(before.id, {field: getattr(before, field)})
    assert numbers(receipt_of(project, path)) == (0, 2, 0, 0), "changed back it says what the file says"


def test_an_id_alone_makes_no_two_papers_one(project: Project, tmp_path: Path) -> None:
    """Many programs just count their records from 1."""
    receipt_of(project, ris_file(tmp_path / "one.ris", [ris(1, ID="1")]))
    other = ris(7, ID="1", TI="Monetary policy after the crisis", AB="We look at banks.")
    receipt = receipt_of(project, ris_file(tmp_path / "one.ris", [other]))
    assert numbers(receipt) == (1, 0, 0, 0)
    assert [row.key for row in papers_of(project)] == ["1", "p2"]


def test_a_paper_from_another_database_is_added_hidden_behind_the_first(project: Project, tmp_path: Path) -> None:
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1), ris(2)]))
    receipt = receipt_of(project, ris_file(tmp_path / "b.ris", [ris(1, ID="x9", KW="hymenoptera"), ris(3)]))
    assert (receipt.added, receipt.duplicates) == (2, 1)
    assert [row.key for row in papers_of(project) if row.hidden] == ["x9"]


def test_of_duplicates_the_one_with_an_abstract_is_shown(project: Project, tmp_path: Path) -> None:
    receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1, AB=None), ris(2, ID="with", DO="10.1000/m.1")]))
    assert [row.key for row in papers_of(project) if row.hidden] == ["r1"]


def test_what_was_said_to_be_no_duplicate_stays_apart(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1), ris(2, DO="10.1000/m.1")])
    receipt_of(project, path)
    project.papers.separate([papers_of(project)[1].id])
    receipt_of(project, path)
    receipt_of(project, ris_file(tmp_path / "b.ris", [ris(3, DO="10.1000/m.1")]))
    assert papers_of(project)[0].group != papers_of(project)[1].group or papers_of(project)[1].group is None


def test_an_import_is_one_gesture(project: Project, tmp_path: Path) -> None:
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1)]))
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1, AB="New."), ris(2)]))
    assert project.undo_label == "Import 2 papers from a.ris"
    project.undo()
    assert [row.abstract for row in papers_of(project)] == ["We counted the bees of meadow 1."]
    assert len(project.imports.list()) == 1
    project.redo()
    assert [row.key for row in papers_of(project)] == ["r1", "r2"]


def test_an_import_is_called_by_what_it_adds_or_changes(project: Project, tmp_path: Path) -> None:
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1), ris(2)]))
    receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1), ris(2, AB="New."), ris(3), ris(4, TI=None, AB=None)]))
    assert project.undo_label == "Import 2 papers from a.ris"
    receipt_of(project, ris_file(tmp_path / "b.ris", [ris(1)]))
    assert project.undo_label == "Import b.ris"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("paper.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("empty.ris", b"", "is empty"),
        ("notes.txt", b"just some words of mine\n", "cannot be imported"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing_and_the_others_are_imported(
    project: Project, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    bad, good = tmp_path / name, ris_file(tmp_path / "good.ris", [ris(1)])
    bad.write_bytes(data)
    refused, imported = [event for event in events_of(project, bad, good) if not isinstance(event, ImportProgress)]
    assert isinstance(refused, FileRefused)
    assert words in refused.error.sentence
    assert isinstance(imported, FileImported)
    assert originals(project) == [sha256_of(good)]
    assert left_over(project) == []


def test_what_is_no_file_is_refused_in_words(project: Project, tmp_path: Path) -> None:
    assert "There is no file" in refusal_of(project, tmp_path / "gone.ris").sentence
    assert "is a folder" in refusal_of(project, tmp_path).sentence


def test_closed_in_the_middle_it_leaves_nothing_of_the_file_and_keeps_the_one_before(
    project: Project, tmp_path: Path
) -> None:
    first = ris_file(tmp_path / "first.ris", [ris(1)])
    second = ris_file(tmp_path / "second.ris", map(ris, range(2, 1200)))
    changes = project.changes
    events = cast("Generator[ImportEvent]", import_files(project, [first, second]))
    with closing(events):
        for event in events:
            if isinstance(event, ImportProgress) and event.name == "second.ris" and event.records > 300:
                break
    assert [row.key for row in papers_of(project)] == ["r1"]
    assert project.changes == changes + 1
    assert originals(project) == [sha256_of(first)]
    assert left_over(project) == []


def test_a_file_that_comes_in_beside_another_leaves_its_copy_alone(project: Project, tmp_path: Path) -> None:
    """The sample may be added while files are imported."""
    first = ris_file(tmp_path / "first.ris", [ris(1)])
    events = cast("Generator[ImportEvent]", import_files(project, [first]))
    with closing(events):
        assert isinstance(next(events), ImportProgress)
        assert isinstance(next(events), ImportProgress), "a part of it is copied"
        receipt_of(project, ris_file(tmp_path / "other.ris", [ris(2)]))
        last = list(events)[-1]
    assert isinstance(last, FileImported), last
    assert sorted(row.key for row in papers_of(project)) == ["r1", "r2"]
    assert len(originals(project)) == 2


def test_a_fault_while_reading_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_raw: RawRecord) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "cleaned", faulty)
    with pytest.raises(ZeroDivisionError):
        events_of(project, ris_file(tmp_path / "refs.ris", [ris(1)]))
    assert papers_of(project) == []
    assert (originals(project), left_over(project)) == ([], [])


def test_a_full_disk_is_told_in_words_and_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "x"))

    monkeypatch.setattr(importing.Stage, "done", full)
    error = refusal_of(project, ris_file(tmp_path / "refs.ris", [ris(1)]))
    assert "disk is full" in error.sentence
    assert (papers_of(project), originals(project), left_over(project)) == ([], [], [])


def test_what_a_crash_left_in_the_cache_goes_with_the_next_import(project: Project, tmp_path: Path) -> None:
    folder = project.folder / "cache"
    folder.mkdir(exist_ok=True)
    (folder / "import-abc.staged").write_bytes(b"x")
    (project.folder / "originals").mkdir(exist_ok=True)
    (project.folder / "originals" / ".abc.part").write_bytes(b"x")
    path = ris_file(tmp_path / "refs.ris", [ris(1)])
    receipt_of(project, path)
    assert left_over(project) == []
    assert originals(project) == [sha256_of(path)]


def test_a_copy_that_can_only_be_read_takes_no_file(tmp_path: Path) -> None:
    place = tmp_path / "project"
    with Project.open(place) as opened:
        receipt_of(opened, ris_file(tmp_path / "refs.ris", [ris(1)]))
    with open_to_read(place) as copy:
        assert "can only be read" in refusal_of(copy, ris_file(tmp_path / "more.ris", [ris(2)])).sentence
    assert len(list((place / "originals").iterdir())) == 1


def test_progress_grows_and_ends_with_all_that_was_read(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", map(ris, range(900)))
    far = [event for event in events_of(project, path) if isinstance(event, ImportProgress)]
    assert len(far) > 4
    assert [event.records for event in far] == sorted(event.records for event in far)
    assert (far[-1].read, far[-1].records) == (path.stat().st_size, 900)
    assert all(event.size == path.stat().st_size for event in far)


def test_numbers_that_do_not_go_together_are_said_loudly(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    begin = importing.begin_source
    monkeypatch.setattr(importing, "begin_source", lambda *args: replace(begin(*args), start_marks=3))
    last = events_of(project, ris_file(tmp_path / "refs.ris", [ris(1)]))[-1]
    assert isinstance(last, FileImported)
    assert last.receipt.unaccounted == 2
    assert "do not go together" in last.receipt.alarm


def test_the_columns_of_a_table_are_told_and_what_a_person_decided_is_remembered(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Title,Words,Year\nWild bees of a meadow,We counted them all.,2019\n", encoding="utf-8")
    first = receipt_of(project, path)
    assert dict(first.columns)["Title"] == "title"
    decided = {"Title": "title", "Words": "abstract", "Year": "year"}
    second = receipt_of(project, path, ImportOptions({"table.csv": decided}))
    assert dict(second.columns) == decided
    assert papers_of(project)[-1].abstract == "We counted them all."
    other = tmp_path / "other.csv"
    other.write_text("Title,Words,Year\nAnts of the same meadow,We counted ants.,2020\n", encoding="utf-8")
    assert dict(receipt_of(project, other).columns) == decided


def test_a_receipt_tells_tomorrow_what_it_tells_today(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@book{k, title = {One}}\n@book{k, title = {Two}}\n", encoding="utf-8")
    with Project.open(tmp_path / "Bees") as project:
        today = receipt_of(project, path)
        assert today.notes == ("Line 2: Its id “k” belongs to another paper, so here it has the id “p2”.",)
        assert "1 note says what is odd about records that could be read." in today.words
    with Project.open(tmp_path / "Bees") as project:
        [row] = project.imports.list()
        assert kept_receipt(row) == today


def test_an_id_that_cannot_be_kept_is_told(project: Project, tmp_path: Path) -> None:
    receipt_of(project, _table(tmp_path / "first.csv", ["1"], "Ants of the desert"))
    receipt = receipt_of(project, _table(tmp_path / "second.csv", ["1", "a b", "x" * 300, "2"]))
    keys = [paper.key for paper in papers_of(project)]
    assert keys == ["1", "p2", "p3", "p4", "2"]
    assert receipt.noted == 3
    assert [note.partition(": ")[2] for note in receipt.notes] == [
        "Its id “1” belongs to another paper, so here it has the id “p2”.",
        "Its id “a b” has a space in it, so here it has the id “p3”.",
        f"Its id “{'x' * 37}...” is too long, so here it has the id “p4”.",
    ]


def test_what_stands_for_a_doi_and_is_none_is_told(project: Project, tmp_path: Path) -> None:
    said = (
        "10.1/xyz",
        "siehe Verlag",
        "https://doi.org/10.1000/A.1",
        "doi:10.1000/a.2",
        "https://doi.org/",
        "doi:",
        "n/a",
    )
    receipt = receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(n, DO=doi) for n, doi in enumerate(said)]))
    assert receipt.notes == (
        "Line 1: “10.1/xyz” is no DOI and was left out.",
        "Line 13: “siehe Verlag” is no DOI and was left out.",
    )
    assert receipt.noted == 2
    assert [paper.doi for paper in papers_of(project)] == ["", "", "10.1000/a.1", "10.1000/a.2", "", "", ""]


def test_a_record_that_is_odd_otherwise_has_one_note_for_both(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "refs.ris"
    path.write_text("TY  - JOUR\nTI  - Wild bees\nDO  - 10.1/xyz\n", encoding="utf-8")
    receipt = receipt_of(project, path)
    assert receipt.notes == ("Line 1: Its end mark (ER) is missing. “10.1/xyz” is no DOI and was left out.",)
    assert receipt.noted == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.nbib", "PMID- 1\nTI  - Wild bees\nLID - 10.1/xyz [doi]\n"),
        ("a.isi", "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI Wild bees\nDI 467-72\nER\n\nEF\n"),
        (
            "a.txt",
            "<1>\nAccession Number\n  1.\nTitle\n  Wild bees\nSource\n  Journal. 8(6):1-4, May 2020.\nDOI Number\n  none-1\n",
        ),
        ("a.csv", "Title,Abstract,DOI\nWild bees,We counted,10.1/xyz\n"),
    ],
)
def test_a_doi_that_is_none_is_told_in_every_kind_of_file(
    project: Project, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    [note] = receipt_of(project, tmp_path / name).notes
    assert note.endswith("is no DOI and was left out.")


def test_of_many_ids_that_cannot_be_kept_the_first_are_told_and_all_counted(project: Project, tmp_path: Path) -> None:
    receipt = receipt_of(project, _table(tmp_path / "many.csv", [f"a {number}" for number in range(70)]))
    assert (receipt.noted, len(receipt.notes)) == (70, 50)


def _table(path: Path, keys: list[str], title: str = "Wild bees") -> Path:
    rows = [f"{key},{title} {number},We counted." for number, key in enumerate(keys)]
    path.write_text("\n".join(["id,title,abstract", *rows]) + "\n", encoding="utf-8")
    return path
