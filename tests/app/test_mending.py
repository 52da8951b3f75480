"""A reject that somebody mends becomes a paper, read as its file was read; or it says what is still wrong."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from specter2_gui.app.importing import ImportOptions
from specter2_gui.app.mending import Mended, mend, read_mended
from specter2_gui.app.receipt_papers import counted_now, is_noted, receipt_papers
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Record, Reject
from specter2_gui.project.imports import RejectRow
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.project.project import Project
from tests.app.importing import papers_of, receipt_of
from tests.readers.marc_records import marc21


@pytest.fixture
def project(tmp_path: Path) -> Generator[Project]:
    with Project.open(tmp_path / "Bees") as opened:
        yield opened


def one_reject(project: Project, path: Path, options: ImportOptions | None = None) -> RejectRow:
    """The one reject of the file ``path``."""
    receipt = receipt_of(project, path, options)
    [reject] = project.imports.rejects(receipt.import_id)
    return reject


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def added(found: Mended | Reject) -> PaperRow:
    assert isinstance(found, Mended), found
    assert found.new
    return found.paper


def test_a_mended_ris_record_is_added_where_it_stood_and_can_be_undone(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "a.ris", "TY  - JOUR\nTI  - One paper\nER  - \nTY  - JOUR\nAU  - Doe, Jane\nER  - \n")
    reject = one_reject(project, path)
    paper = added(mend(project, reject.id, reject.raw.replace("AU  -", "TI  - Another\nAU  -")))
    assert (paper.title, paper.authors, paper.line, paper.source) == ("Another", ("Doe, Jane",), 4, "a.ris")
    [row] = project.imports.list()
    assert (row.start_marks, row.records, row.rejects, row.added) == (2, 2, 0, 2)
    assert project.undo() == "Mend record"
    assert [each.title for each in papers_of(project)] == ["One paper"]


BROKEN = "TY  - JOUR\nAU  - Doe, Jane\nER  - \n"
WHOLE = "TY  - JOUR\nTI  - Another\nAU  - Doe, Jane\nER  - \n"


def test_a_reject_stays_mended_when_the_same_file_is_imported_again(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "a.ris", f"TY  - JOUR\nTI  - One paper\nER  - \n{BROKEN}")
    paper = added(mend(project, one_reject(project, path).id, WHOLE))
    receipt = receipt_of(project, path)
    assert (receipt.records, receipt.rejects, receipt.already_there, receipt.added) == (2, 0, 2, 0)
    assert receipt.title_only == 2
    [reject] = project.imports.rejects(receipt.import_id)
    assert reject.mended == paper.id
    row = project.imports.get(receipt.import_id)
    assert row is not None
    listed = receipt_papers(project, row, "there")
    assert listed is not None
    assert sorted(listed) == [each.id for each in papers_of(project)]
    assert counted_now(project, row)["there"] == 2
    project.undo()
    project.papers.delete([paper.id])
    assert one_reject(project, path).mended is None, "its paper is gone, so it can be mended once more"


def test_a_reject_that_is_mended_to_a_paper_of_the_collection_adds_no_second_one(
    project: Project, tmp_path: Path
) -> None:
    there = receipt_of(project, written(tmp_path / "first.ris", WHOLE))
    reject = one_reject(project, written(tmp_path / "later.ris", BROKEN))
    found = mend(project, reject.id, WHOLE)
    assert isinstance(found, Mended)
    assert (found.new, found.paper.import_id) == (False, there.import_id)
    assert len(papers_of(project)) == 1
    row = project.imports.get(reject.import_id)
    assert row is not None
    assert (row.records, row.rejects, row.added, row.already_there, row.title_only) == (1, 0, 0, 1, 1)
    assert is_noted(project, row)
    assert receipt_papers(project, row, "there") == [found.paper.id]
    with pytest.raises(UserError, match="mended before"):
        mend(project, reject.id, WHOLE)
    assert project.undo() == "Mend record"
    [after] = project.imports.rejects(reject.import_id)
    assert after.mended is None
    assert len(papers_of(project)) == 1
    assert project.redo() == "Mend record"
    assert project.imports.rejects(reject.import_id)[0].mended == found.paper.id


def test_a_text_that_is_still_wrong_says_why_and_changes_nothing(project: Project, tmp_path: Path) -> None:
    reject = one_reject(project, written(tmp_path / "a.ris", "TY  - JOUR\nAU  - Doe, Jane\nER  - \n"))
    changes = project.changes
    for text, reason in (
        (reject.raw, "It has neither a title nor an abstract."),
        ("nothing of the kind", "No line of it begins with a tag, so its fields cannot be told apart"),
        ("", "No record begins in this text."),
        ("TY  - JOUR\nTI  - a\nER  - \nTY  - JOUR\nTI  - b\nER  - \n",
         "More than one record begins in this text, and a reject becomes one paper."),
    ):  # fmt: skip
        found = mend(project, reject.id, text)
        assert isinstance(found, Reject)
        assert (found.reason, found.line) == (reason, 1)
    assert project.changes == changes


def test_looking_changes_nothing(project: Project, tmp_path: Path) -> None:
    reject = one_reject(project, written(tmp_path / "a.ris", "TY  - JOUR\nAU  - Doe, Jane\nER  - \n"))
    changes = project.changes
    assert isinstance(read_mended(project, reject.id, f"TI  - A title\n{reject.raw}"), Record)
    assert project.changes == changes


def test_a_row_keeps_the_columns_of_its_table(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Year;Title;Abstract\n2001;One;Words\n2002;Two;;more;cells\n")
    reject = one_reject(project, path)
    paper = added(mend(project, reject.id, '2002;"Two; and more";cells'))
    assert (paper.title, paper.abstract, paper.year, paper.line) == ("Two; and more", "cells", 2002, 3)


def test_a_row_keeps_the_columns_that_a_person_chose(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Bezeichnung,Kram\nOne,alpha\nUno,alfa\nUn,aleph\nTwo,beta,gamma\n")
    options = ImportOptions({"a.csv": {"Kram": "title", "Bezeichnung": "abstract"}})
    reject = one_reject(project, path, options)
    paper = added(mend(project, reject.id, "Two,beta gamma"))
    assert (paper.title, paper.abstract) == ("beta gamma", "Two")


def test_a_row_that_names_the_columns_once_more_is_no_paper(project: Project, tmp_path: Path) -> None:
    reject = one_reject(project, written(tmp_path / "a.csv", "Title,Year\nOne,2001\nTitle,Year\nTwo,2002\n"))
    found = mend(project, reject.id, reject.raw)
    assert isinstance(found, Reject)
    assert "names the columns once more" in found.reason


def test_a_row_of_our_own_table_loses_the_apostrophes_against_formulas(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "all ids,title,abstract\n,One,Words\n,'=Two,words,more,cells\n")
    reject = one_reject(project, path)
    paper = added(mend(project, reject.id, ",'=Two,'-5 degrees and 'more'"))
    assert (paper.title, paper.abstract) == ("=Two", "-5 degrees and 'more'")


def test_a_dollar_sign_of_a_marc_record_begins_no_subfield(project: Project, tmp_path: Path) -> None:
    record = marc21([("001", "k"), ("245", "10$aA book for #24.95$ba remainder"), ("520", "  $aIt costs #5.")])
    path = tmp_path / "a.mrc"
    path.write_bytes(marc21([("001", "j"), ("245", "10$aOne")]) + record.replace(b"#", b"$").replace(b"k\x1e", b"", 1))
    reject = one_reject(project, path)
    assert "$aA book for {dollar}24.95$ba remainder" in reject.raw
    paper = added(mend(project, reject.id, reject.raw.replace("\n10$a", "\nk\n10$a")))
    assert (paper.title, paper.abstract) == ("A book for $24.95 : a remainder", "It costs $5.")


def test_a_bibtex_entry_knows_the_abbreviations_and_wholes_of_its_file(project: Project, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.bib",
        "@inproceedings{part, crossref = {whole}, title = {Unclosed}, note = {{\n"
        '@string{jm = "Journal of Meadows"}\n@proceedings{whole, title = {All Meadows}, year = 1999}\n',
    )
    reject = one_reject(project, path)
    paper = added(mend(project, reject.id, "@inproceedings{part, crossref = {whole}, title = {Closed}, series = jm}"))
    assert (paper.title, paper.venue, paper.year) == ("Closed", "All Meadows", 1999)
    other = read_mended(project, one_reject(project, written(tmp_path / "b.bib", "@article{x, title = {{A}\n@string{jm = {J}}\n")).id,
                        "@article{x, title = {A}, journal = jm}")  # fmt: skip
    assert isinstance(other, Record)
    assert other.venue == "J"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_json_object_may_be_written_over_several_lines(project: Project, tmp_path: Path, name: str) -> None:
    good = [json.dumps({"title": f"Paper {number}", "abstract": "words"}) for number in range(3)]
    lines = [*good, '{"title": "Broken" "abstract": "words"}']
    text = "\n".join(lines) if name.endswith("l") else "[\n" + ",\n".join(lines) + "\n]"
    reject = one_reject(project, written(tmp_path / name, text))
    assert added(mend(project, reject.id, '{"title": "Whole",\n "abstract": "words"}')).title == "Whole"


def test_a_damaged_xml_record_is_read_without_what_stood_round_it(project: Project, tmp_path: Path) -> None:
    record = '<record xmlns="x"><leader/><datafield tag="245" ind1=" " ind2=" "><subfield code="a">{}</subfield></datafield></record>'
    path = written(tmp_path / "a.xml", f"<collection>{record.format('One')}{record.format('<b>Two')}</collection>")
    reject = one_reject(project, path)
    assert added(mend(project, reject.id, reject.raw.replace("<b>", ""))).title == "Two"


def test_what_is_gone_or_mended_already_is_refused(project: Project, tmp_path: Path) -> None:
    reject = one_reject(project, written(tmp_path / "a.ris", "TY  - JOUR\nAU  - Doe, Jane\nER  - \n"))
    added(mend(project, reject.id, "TY  - JOUR\nTI  - A title\nER  - \n"))
    with pytest.raises(UserError, match="It was mended before"):
        mend(project, reject.id, "TY  - JOUR\nTI  - A title\nER  - \n")
    project.undo()
    project.undo()
    with pytest.raises(UserError, match="its import was undone"):
        mend(project, reject.id, "TY  - JOUR\nTI  - A title\nER  - \n")


def test_without_its_file_a_row_is_refused_in_words(project: Project, tmp_path: Path) -> None:
    reject = one_reject(project, written(tmp_path / "a.csv", "Title,Year\nOne,2001\nTwo,2002,more\n"))
    for original in project.place.originals.iterdir():
        original.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        mend(project, reject.id, "Two,2002")
