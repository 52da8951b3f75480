"""A librarian's afternoon with a collection: files with mistakes in them, duplicates, queries, and the way back from each."""

from pathlib import Path

from specter2_gui.qt.widgets.counts import number
from tests.journeys.catalogue_files import EELS, MANY, PASTED, ROWS, Files, write_files, write_judgements
from tests.journeys.collection_librarian import CollectionLibrarian

READ = MANY + 1
"""The records of the catalogue that can be read; two cannot."""

LEAST_BEATS = 5
"""A window that waits for the files beats before and after them, and not between."""


def test_an_afternoon_with_a_collection(collector: CollectionLibrarian, tmp_path: Path) -> None:
    files = write_files(tmp_path)
    collector.opens_the_window()
    brings_two_files_in(collector, files)
    mends_a_reject(collector, files)
    decides_about_a_duplicate(collector)
    finds_a_paper_and_changes_it(collector, tmp_path / "chosen.csv")
    takes_an_import_back_and_forth(collector, files)
    notes_what_readers_ask(collector, files)


def brings_two_files_in(librarian: CollectionLibrarian, files: Files) -> None:
    sees = librarian.sees
    assert sees.page == "home"
    heart = librarian.imports_by_dropping(files.catalogue, files.table)
    assert heart.beats >= LEAST_BEATS, "the window stood still while files were read"
    assert (sees.page, sees.tab, sees.imports_page) == ("collection", "Imports", "mapping")
    librarian.says_what_the_columns_hold({"Bezeichnung": "Title", "Wer": "Authors", "Inhalt": "Abstract"})
    assert sees.files == [files.table.name, files.catalogue.name]
    librarian.chooses_the_import_of(files.table)
    assert sees.receipt == f"{len(ROWS)} records in the file: {len(ROWS)} read, 0 rejected"
    librarian.chooses_the_import_of(files.catalogue)
    assert sees.receipt == f"{number(READ + 2)} records in the file: {number(READ)} read, 2 rejected"


def mends_a_reject(librarian: CollectionLibrarian, files: Files) -> None:
    sees = librarian.sees
    librarian.opens_the_rejects()
    assert "neither a title nor an abstract" in sees.reject
    librarian.writes_into_the_reject("TI  - Lamps of the night boats")
    assert sees.reject == "Mended: this record is a paper now."
    librarian.goes_back_to_the_receipt()
    assert sees.receipt == f"{number(READ + 2)} records in the file: {number(READ + 1)} read, 1 rejected"
    assert sees.files == [files.table.name, files.catalogue.name]


def decides_about_a_duplicate(librarian: CollectionLibrarian) -> None:
    sees, before = librarian.sees, librarian.made.project.papers.count()
    librarian.shows("Duplicates")
    librarian.looks_for_duplicates()
    assert sees.pairs == [EELS]
    librarian.says_it_is_the_same_paper()
    assert librarian.made.project.papers.count() == before - 1


def finds_a_paper_and_changes_it(librarian: CollectionLibrarian, export: Path) -> None:
    sees = librarian.sees
    librarian.shows("Papers")
    librarian.finds("bridge")
    titles = [title for title, _who, text in ROWS if "bridge" in title + text]
    assert sorted(sees.titles) == sorted(titles)
    librarian.changes_the_title("A bridge, its tolls and its ferries")
    assert "A bridge, its tolls and its ferries" in sees.titles
    assert sees.notices[-1] == "The paper was changed."
    librarian.exports_the_first(2, export)
    assert sees.notices[-1] == f"2 papers were exported to {export.name}."
    written = export.read_text(encoding="utf-8-sig")
    assert [title in written for title in sees.titles] == [True, True]


def takes_an_import_back_and_forth(librarian: CollectionLibrarian, files: Files) -> None:
    sees, papers = librarian.sees, librarian.made.project.papers
    before = papers.count()
    librarian.imports_by_dropping(files.loans)
    assert (sees.tab, papers.count()) == ("Imports", before + 3)
    librarian.presses_the_button_of_the_notice("Undo")
    assert (papers.count(), files.loans.name in sees.files) == (before, False)
    librarian.redoes_by_key()
    assert (papers.count(), files.loans.name in sees.files) == (before + 3, True)


def notes_what_readers_ask(librarian: CollectionLibrarian, files: Files) -> None:
    sees, project = librarian.sees, librarian.made.project
    librarian.goes_to("curate")
    librarian.shows_the_queries()
    librarian.pastes_queries(PASTED)
    assert sorted(sees.queries) == ["do eels climb over weirs", "who pays for an old bridge"]
    write_judgements(files.judgements, project.queries.list()[0].key)
    librarian.drops(files.judgements)
    sees.wait_for(lambda: sees.query_account, "what became of the judgements")
    assert [judgement.grade for judgement in project.judgements.all()] == [2, 0]
    librarian.closes_the_account()
    librarian.undoes_by_key()
    assert list(project.judgements.all()) == []
    librarian.redoes_by_key()
    assert len(list(project.judgements.all())) == 2
