import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.app.receipts import Receipt
from specter2_gui.app.said_columns import FIELD_NAMES, NOT_READ
from specter2_gui.cli import import_command, import_papers
from specter2_gui.project.project import Project
from tests.app.importing import ris, ris_file
from tests.cli.conftest import Shell

COUNTS = ("start_marks", "records", "rejects", "title_only", "duplicates", "added", "already_there", "updated")


def counts(account: dict[str, object]) -> tuple[object, ...]:
    return tuple(account[name] for name in COUNTS)


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    records = [ris(1), ris(2, AB="n/a"), ris(3, TI=None, AB=None), ris(4, DO="10.1000/m.1")]
    return ris_file(tmp_path / "refs.ris", records)


def test_it_prints_one_object_with_the_account_of_each_file(shell: Shell, tmp_path: Path, refs: Path) -> None:
    more = ris_file(tmp_path / "more.ris", [ris(9)])
    said = shell("import", tmp_path / "project", refs, more, "--json")
    assert said.status == 0
    first, second = said.value["files"]
    assert (first["name"], first["format"], first["encoding"]) == ("refs.ris", "ris", "utf-8")
    assert counts(first) == (4, 3, 1, 1, 1, 3, 0, 0)
    [reject] = first["rejected"]
    assert reject["line"] > 1
    assert "neither a title nor an abstract" in reject["reason"]
    assert counts(second) == (1, 1, 0, 0, 0, 1, 0, 0)
    assert said.value.keys() == {"files"}


def test_the_same_file_again_adds_nothing(shell: Shell, tmp_path: Path, refs: Path) -> None:
    shell("import", tmp_path / "project", refs)
    [again] = shell("import", tmp_path / "project", refs, "--json").value["files"]
    assert counts(again) == (4, 3, 1, 1, 0, 0, 3, 0)


def test_for_people_it_says_what_became_of_every_record(shell: Shell, tmp_path: Path, refs: Path) -> None:
    said = shell("import", tmp_path / "project", refs)
    assert said.status == 0
    for words in (
        "4 records in the file: 3 read, 1 rejected.", "3 added, 0 already there, 0 updated.", "1 paper repeats another one",
        "1 record has a title only.", "Encoding: utf-8", "neither a title nor an abstract",
    ):  # fmt: skip
        assert words in said.out
    assert "\r" not in said.err


def test_a_refused_file_is_status_2_and_the_others_are_imported(shell: Shell, tmp_path: Path, refs: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    said = shell("import", tmp_path / "project", tmp_path / "paper.pdf", refs, tmp_path / "gone.ris", "--json")
    assert said.status == 2
    pdf, good, gone = said.value["files"]
    assert "a PDF" in pdf["error"]
    assert good["records"] == 3
    assert "no file" in gone["error"]
    assert "2 of 3 files were not imported" in said.error
    alone = shell("import", tmp_path / "project", tmp_path / "paper.pdf")
    assert alone.status == 2
    assert "a PDF" in alone.error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "nothing to import"),
        (["REFS", "--column", "Title"], "which column holds what"),
        (["REFS", "--column", ""], "empty"),
        (["--queries", "gone.jsonl"], "gone.jsonl"),
        (["--qrels", "gone.tsv"], "gone.tsv"),
    ],
)
def test_what_cannot_be_followed_is_one_line_and_status_2(
    shell: Shell, tmp_path: Path, refs: Path, options: list[str], words: str
) -> None:
    said = shell("import", tmp_path / "project", *(str(refs) if option == "REFS" else option for option in options))
    assert said.status == 2
    assert said.out == ""
    assert words in said.error


def test_a_folder_with_other_things_in_it_is_no_project(shell: Shell, tmp_path: Path, refs: Path) -> None:
    said = shell("import", tmp_path, refs)
    assert said.status == 2
    assert "other files, and no project" in said.error


def test_a_project_that_is_open_elsewhere_is_left_alone(shell: Shell, tmp_path: Path, refs: Path) -> None:
    with Project.open(tmp_path / "project"):
        said = shell("import", tmp_path / "project", refs)
    assert said.status == 2
    assert "project" in said.error


def test_the_columns_of_a_table_can_be_said(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("A,B\nWild bees of a meadow,We counted all of them.\n", encoding="utf-8")
    said = shell("import", tmp_path / "project", table, "--column", "A=title", "--column", "B=abstract", "--json")
    [account] = said.value["files"]
    assert account["columns"] == {"A": "title", "B": "abstract"}
    assert account["title_only"] == 0
    assert "Columns taken: A as title, B as abstract." in shell("import", tmp_path / "project", table).out


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A table whose titles only their words give away."""
    rows = ["Signatur;Haupttitel;Kurzfassung;Jahr", "Z 1;Wild bees of a wet meadow in spring;We counted all of them.;2001",
            "Z 2;Ants in the gardens of a large city;Nobody had looked.;2002"]  # fmt: skip
    (tmp_path / "own.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path / "own.csv"


def test_a_guess_is_not_imported_before_somebody_has_said_yes_to_it(shell: Shell, tmp_path: Path, own: Path) -> None:
    said = shell("import", tmp_path / "project", own, "--json")
    assert said.status == 2
    assert "“Haupttitel” seems to hold the titles" in said.error
    assert "--column 'Haupttitel=title'" in said.error
    assert "Kurzfassung" in said.value["files"][0]["error"]
    [account] = shell("import", tmp_path / "project", own, "--column", "Haupttitel=title", "--json").value["files"]
    assert account["columns"] == {"Haupttitel": "title", "Kurzfassung": "abstract", "Jahr": "year"}
    assert (account["records"], account["title_only"]) == (2, 0)
    [again] = shell("import", tmp_path / "project", own, "--json").value["files"]
    assert (again["already_there"], again["columns"]) == (2, account["columns"])


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Hauptitel=title", "'Hauptitel' is no column of “own.csv”. The columns are “Signatur”, “Haupttitel”"),
        ("Haupttitel=titlle", "'titlle' is no field of a paper"),
        ("Haupttitel=", "does not say which column holds what"),
        ("Kurzfassung=none", "“Haupttitel” seems to hold the titles"),
    ],
)
def test_a_mistyped_column_costs_no_data(shell: Shell, tmp_path: Path, own: Path, column: str, words: str) -> None:
    said = shell("import", tmp_path / "project", own, "--column", column)
    assert said.status == 2
    assert words in said.error
    assert "added" not in said.out


def test_two_fields_for_one_column_and_columns_without_a_table_are_refused(
    shell: Shell, tmp_path: Path, own: Path, refs: Path
) -> None:
    both = ("--column", "Haupttitel=title", "--column", "Haupttitel=abstract")
    assert "said to hold two fields" in shell("import", tmp_path / "project", own, *both).error
    said = shell("import", tmp_path / "project", refs, "--column", "Haupttitel=title")
    assert "None of the files is a table" in said.error
    assert not (tmp_path / "project").exists()


def test_a_table_that_comes_again_with_other_columns_is_told(shell: Shell, tmp_path: Path, own: Path) -> None:
    shell("import", tmp_path / "project", own, "--column", "Haupttitel=title")
    said = shell("import", tmp_path / "project", own, "--column", "Signatur=title", "--column", "Haupttitel=none")
    assert "imported before with other columns" in said.out


def test_what_is_said_goes_before_what_is_recognised(shell: Shell, tmp_path: Path, own: Path) -> None:
    columns = ("--column", "kurzfassung=Titel", "--column", "Haupttitel=abstract", "--column", "Jahr=none")
    [account] = shell("import", tmp_path / "project", own, *columns, "--json").value["files"]
    assert account["columns"] == {"Kurzfassung": "title", "Haupttitel": "abstract"}


def test_a_table_whose_titles_nothing_tells_is_asked_about(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "Werk;Abstract\nWild bees;We counted.\nAnts;Nobody looked.\nRed moss;It is red.\n", encoding="utf-8"
    )
    said = shell("import", tmp_path / "project", tmp_path / "own.csv")
    assert said.status == 2
    assert "--column 'Werk=title'" in said.error
    [account] = shell("import", tmp_path / "project", tmp_path / "own.csv", "--column", "Werk=title", "--json").value[
        "files"
    ]
    assert account["title_only"] == 0


def test_the_receipt_names_the_columns_that_were_left_out(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Title,Abstract,Shelf\nBees,We counted.,A 1\n", encoding="utf-8")
    assert "Columns left out: Shelf." in shell("import", tmp_path / "project", tmp_path / "list.csv").out
    [account] = shell("import", tmp_path / "project", tmp_path / "list.csv", "--json").value["files"]
    assert account["columns_left_out"] == ["Shelf"]


def test_of_several_columns_for_a_field_the_receipt_says_which_goes_first(
    shell: Shell, tmp_path: Path, own: Path
) -> None:
    columns = ("--column", "Haupttitel=title", "--column", "Kurzfassung=title")
    assert (
        "Columns taken: Haupttitel else Kurzfassung as title, Jahr as year."
        in shell("import", tmp_path / "project", own, *columns).out
    )


def test_rejects_and_notes_are_told_apart_and_have_the_word_for_their_place(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"title": "Bees"}\n{"title": \n{"title": "Ants", "id": "a b"}\n', encoding="utf-8"
    )
    (tmp_path / "b.mrc").write_bytes(b"00026nam a2200025 a 4500\x1e\x1d")
    said = shell("import", tmp_path / "project", tmp_path / "a.jsonl", tmp_path / "b.mrc")
    assert "  Rejected: Line 2: The JSON of this record is damaged in line 2: A value is missing" in said.out
    assert "  Note: Line 3: Its id “a b” has a space in it" in said.out
    assert "  Rejected: Record 1: " in said.out


def test_a_column_may_be_in_one_of_several_tables(shell: Shell, tmp_path: Path, own: Path) -> None:
    (tmp_path / "known.csv").write_text("Title,Abstract\nBees,We counted\n", encoding="utf-8")
    said = shell("import", tmp_path / "project", tmp_path / "known.csv", own, "--column", "Haupttitel=title", "--json")
    assert [account["records"] for account in said.value["files"]] == [1, 2]


def test_queries_among_the_references_are_not_taken_for_papers(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"id": "q1", "text": "wild bees"}\n', encoding="utf-8")
    said = shell("import", tmp_path / "project", path, "--json")
    assert said.status == 2
    assert "holds queries, not references" in said.error
    assert "--queries" in said.error


def test_references_behind_queries_are_not_taken_for_queries(shell: Shell, tmp_path: Path, refs: Path) -> None:
    said = shell("import", tmp_path / "project", "--queries", refs)
    assert said.status == 2
    assert "holds references, not queries" in said.error


def test_files_may_stand_before_and_behind_the_options(shell: Shell, tmp_path: Path, refs: Path) -> None:
    more = ris_file(tmp_path / "more.ris", [ris(9)])
    said = shell("import", tmp_path / "project", "--json", refs, more)
    assert [account["name"] for account in said.value["files"]] == ["refs.ris", "more.ris"]
    assert shell("import", tmp_path / "project", "--json", "--", refs).value["files"][0]["name"] == "refs.ris"
    said = shell("import", tmp_path / "project", refs, "--jason", more)
    assert "nrecognized arguments: --jason" in said.error
    assert "nrecognized arguments: more" in shell("export", tmp_path / "project", *EXPORT, "more").error


EXPORT = ("--what", "papers", "--format", "ris", "--out", "x.ris")


def test_a_mistyped_file_leaves_no_new_project(shell: Shell, tmp_path: Path, refs: Path) -> None:
    assert "There is no file" in shell("import", tmp_path / "project", tmp_path / "ref.ris").error
    assert "None of the 2 files is there" in shell("import", tmp_path / "project", "a.ris", "--qrels", "b.tsv").error
    assert not (tmp_path / "project").exists()
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\n", encoding="utf-8")
    assert "There is no project" in shell("import", tmp_path / "project", "--qrels", tmp_path / "qrels.tsv").error
    assert not (tmp_path / "project").exists()
    shell("import", tmp_path / "project", refs)
    [account] = shell("import", tmp_path / "project", tmp_path / "ref.ris", "--json").value["files"]
    assert "no file" in account["error"]


def test_triplets_are_told_from_references_and_added_once(shell: Shell, tmp_path: Path, refs: Path) -> None:
    project, triplets = tmp_path / "project", tmp_path / "triplets.json"
    rows = [make_row("wild bees"), make_row("ants"), {"query": "wasps"}]
    triplets.write_text(json.dumps(rows), encoding="utf-8")
    said = shell("import", project, refs, triplets, "--json")
    assert said.status == 0
    assert [account["name"] for account in said.value["files"]] == ["refs.ris"]
    [account] = said.value["triplets"]
    assert (account["rows"], account["added"], account["already_there"], account["rejects"]) == (3, 3, 0, 1)
    assert {problem["row"] for problem in account["problems"]} == {3}
    rows.append(make_row("moths"))
    triplets.write_text(json.dumps(rows), encoding="utf-8")
    again = shell("import", project, triplets)
    assert "4 triplets in the file: 1 added, 3 already there." in again.out
    with Project.open(project) as opened:
        assert [triplet.query for triplet in opened.workspace.valid_triplets()] == ["wild bees", "ants", "moths"]


def test_a_refused_file_of_triplets_costs_no_other_file(
    shell: Shell, tmp_path: Path, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specter2_gui.app.files.LARGEST", 150)
    triplets, small = tmp_path / "triplets.json", tmp_path / "small.json"
    triplets.write_text(json.dumps([make_row("wild bees"), make_row("ants")]), encoding="utf-8")
    small.write_text(json.dumps([make_row("ants")]), encoding="utf-8")
    said = shell("import", tmp_path / "project", triplets, small, refs, "--queries", tmp_path / "gone.txt", "--json")
    assert said.status == 2
    assert said.value["files"][0]["records"] == 3
    large, good = said.value["triplets"]
    assert "too large" in large["error"]
    assert good["added"] == 1
    assert "no file" in said.value["queries"][0]["error"]
    assert "3 of 4 files were not imported" not in said.error
    assert "2 of 4 files were not imported" in said.error


def test_a_broken_row_is_not_taken_for_that_of_another_file(shell: Shell, tmp_path: Path) -> None:
    project, first, second = tmp_path / "project", tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(json.dumps(make_row("bees")) + '\n{"query": 1, broken\n', encoding="utf-8")
    second.write_text(json.dumps(make_row("ants")) + '\n{"query": 2, broken\n', encoding="utf-8")
    [one], [two] = (shell("import", project, file, "--json").value["triplets"] for file in (first, second))
    assert (one["added"], two["added"], two["rejects"]) == (2, 2, 1)
    [again] = shell("import", project, second, "--json").value["triplets"]
    assert (again["added"], again["already_there"]) == (0, 2)


def test_a_row_that_contradicts_the_project_is_named_and_good_once_the_other_is_gone(
    shell: Shell, tmp_path: Path
) -> None:
    project, file = tmp_path / "project", tmp_path / "t.json"
    row, turned = make_row("bees"), make_row("bees")
    for part in ("title", "abstract"):
        turned[f"positive_{part}"], turned[f"negative_{part}"] = row[f"negative_{part}"], row[f"positive_{part}"]
    file.write_text(json.dumps([row]), encoding="utf-8")
    shell("import", project, file)
    file.write_text(json.dumps([row, turned]), encoding="utf-8")
    [account] = shell("import", project, file, "--json").value["triplets"]
    assert (account["added"], account["already_there"], account["rejects"]) == (1, 1, 1)
    assert {problem["row"] for problem in account["problems"]} == {2}
    with Project.open(project) as opened:
        opened.workspace.delete([opened.workspace.rows()[0].id])
        assert [stored.problems for stored in opened.workspace.rows()] == [()]
    file.write_text(json.dumps([row]), encoding="utf-8")
    [account] = shell("import", project, file, "--json").value["triplets"]
    assert account["rejects"] == 1
    assert "does not go together with a triplet of the project" in account["problems"][0]["text"]


def test_judgements_among_the_references_are_refused_with_the_option_for_them(
    shell: Shell, tmp_path: Path, refs: Path
) -> None:
    (tmp_path / "j.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\n", encoding="utf-8")
    said = shell("import", tmp_path / "project", refs, tmp_path / "j.tsv")
    assert said.status == 2
    assert "behind --qrels" in said.error
    assert "3 added" in said.out


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes on Windows")
@pytest.mark.timeout(30)
def test_a_pipe_among_the_files_is_refused_at_once(shell: Shell, tmp_path: Path, refs: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = shell("import", tmp_path / "project", tmp_path / "pipe", refs, "--json")
    assert said.status == 2
    assert ["error" in account for account in said.value["files"]] == [True, False]


def make_row(query: str) -> dict[str, str]:
    texts = {"positive_title": f"Of {query}", "positive_abstract": "", "negative_title": f"Not of {query}"}
    return {"query": query, **texts, "negative_abstract": ""}


def test_what_was_not_imported_is_said_after_what_was(tmp_path: Path, refs: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    command = [sys.executable, "-m", "specter2_gui", "import", tmp_path / "project", refs, tmp_path / "paper.pdf"]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stdout.splitlines()[-1].startswith("error: ")


def test_queries_and_judgements_come_after_the_papers(shell: Shell, tmp_path: Path, refs: Path) -> None:
    (tmp_path / "q.txt").write_text("wild bees\n\nWILD  bees\nants of meadows\n", encoding="utf-8")
    (tmp_path / "j.csv").write_text(
        "query,doi,relevance\nwild bees,https://doi.org/10.1000/m.2,relevant\nwild bees,10.1000/none,0\n",
        encoding="utf-8",
    )
    said = shell(
        "import", tmp_path / "project", refs, "--queries", tmp_path / "q.txt", "--qrels", tmp_path / "j.csv", "--json"
    )
    assert said.status == 0
    [queries], [judgements] = said.value["queries"], said.value["judgements"]
    assert (queries["found"], queries["added"], queries["already_there"]) == (3, 2, 1)
    assert (judgements["found"], judgements["added"], judgements["left_out"]) == (2, 1, 1)
    assert judgements["unknown_papers"] == ["10.1000/none"]


def test_contradictory_judgements_of_identical_papers_are_shown(shell: Shell, tmp_path: Path) -> None:
    records = [ris(1), ris(1, ID="twin"), ris(2)]
    ris_file(tmp_path / "refs.ris", records)
    (tmp_path / "q.jsonl").write_text('{"id": "q1", "text": "bees"}\n', encoding="utf-8")
    (tmp_path / "j.tsv").write_text("q1\tr1\t1\nq1\ttwin\t0\nq1\tr2\t0\n", encoding="utf-8")
    options = ["--queries", tmp_path / "q.jsonl", "--qrels", tmp_path / "j.tsv"]
    [account] = shell("import", tmp_path / "project", tmp_path / "refs.ris", *options, "--json").value["judgements"]
    assert account["contradictory_groups"] == 1
    assert account["contradictions"] == [{"query": "q1", "grades": {"r1": 1, "twin": 0}}]
    said = shell("import", tmp_path / "project", "--qrels", tmp_path / "j.tsv")
    assert "1 group of identical papers has contradictory judgements" in said.out
    assert "paper r1 was given 1, paper twin was given 0" in said.out


def test_the_screening_collection_shows_its_repeats_and_contradictions(
    shell: Shell, tmp_path: Path, shared_data: Path
) -> None:
    folder = shared_data / "screening_copd"
    if not folder.is_dir():
        pytest.skip("the collection screening_copd is not there")
    said = shell(
        "import", tmp_path / "project", folder / "corpus.jsonl", "--queries", folder / "queries.jsonl",
        "--qrels", folder / "qrels.tsv", "--json",
    )  # fmt: skip
    [papers], [judgements] = said.value["files"], said.value["judgements"]
    assert counts(papers) == (1606, 1606, 0, 163, 84, 1606, 0, 0)
    assert (judgements["added"], judgements["contradictory_groups"]) == (1606, 15)


def test_numbers_that_do_not_go_together_are_warned_of(
    shell: Shell, tmp_path: Path, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Receipt, "alarm", property(lambda _: "Something is missing."))
    assert "Warning: Something is missing." in shell("import", tmp_path / "project", refs).err


INTERRUPTED = """
import os, signal, sys
from {module} import {name} as whole
import {place} as place
count = 0
def watched(*values):
    global count
    count += 1
    if count == 400: os.kill(os.getpid(), signal.SIGINT)
    return whole(*values)
place.{name} = watched
from specter2_gui.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
READING = INTERRUPTED.format(module="specter2_gui.domain.cleaning", name="cleaned", place="specter2_gui.app.importing")
WRITING = INTERRUPTED.format(module="specter2_gui.project.seals", name="seal_of", place="specter2_gui.project.seals")
"""SQLite calls back while it writes, and makes an error of its own of what is raised there."""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize("program", [READING, WRITING], ids=["reading", "writing"])
@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_leaves_nothing_of_the_file_that_is_being_read_and_tells_what_was_done(
    tmp_path: Path, program: str, as_json: bool
) -> None:
    first = ris_file(tmp_path / "first.ris", [ris(1)])
    second = ris_file(tmp_path / "second.ris", map(ris, range(2, 1000)))
    third = ris_file(tmp_path / "third.ris", [ris(2000)])
    options = ["--queries", str(tmp_path / "queries.txt"), *(["--json"] if as_json else [])]
    files = [str(path) for path in (first, second, third)]
    command = [sys.executable, "-c", program, "import", str(tmp_path / "project"), *files, *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr == "\nInterrupted. second.ris left nothing; third.ris and queries.txt were not begun.\n"
    if as_json:
        said = json.loads(done.stdout)
        assert [account["name"] for account in said["files"]] == ["first.ris"]
        left = {"unfinished": "second.ris", "imported_without_receipt": False}
        assert said["interrupted"] == {**left, "not_begun": ["third.ris", "queries.txt"]}
    else:
        assert done.stdout.startswith("first.ris\n  1 record in the file: 1 read, 0 rejected.\n")
    with Project.open(tmp_path / "project") as project:
        assert [row.key for row in project.papers.all()] == ["r1"]
        assert len(list((project.folder / "originals").iterdir())) == 1


def test_a_file_that_was_imported_when_ctrl_c_came_has_its_receipt(
    shell: Shell, tmp_path: Path, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = import_papers._account  # pyright: ignore[reportPrivateUsage] - the interruption comes in the middle

    def interrupted(*_: object) -> None:
        monkeypatch.setattr(import_papers, "_account", account)
        raise KeyboardInterrupt

    monkeypatch.setattr(import_papers, "_account", interrupted)
    said = shell("import", tmp_path / "project", refs, tmp_path / "gone.ris", "--json")
    assert said.status == 130
    assert [account["name"] for account in said.value["files"]] == ["refs.ris"]
    assert said.value["interrupted"]["unfinished"] is None
    assert said.err == "\nInterrupted. gone.ris was not begun.\n"


def test_ctrl_c_among_other_files_tells_what_was_refused_too(
    shell: Shell, tmp_path: Path, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(project: Project, path: Path) -> None:
        if path.name == "second.txt":
            raise KeyboardInterrupt
        real(project, path)
        raise KeyboardInterrupt

    real = import_command.import_queries
    (tmp_path / "first.txt").write_text("wild bees\n", encoding="utf-8")
    (tmp_path / "second.txt").write_text("ants\n", encoding="utf-8")
    monkeypatch.setattr(import_command, "import_queries", interrupted)
    for name, became in (("second.txt", "left nothing"), ("first.txt", "was imported, but has no receipt")):
        files = [refs, tmp_path / "gone.ris", "--queries", tmp_path / name]
        said = shell("import", tmp_path / "project", *files)
        assert said.status == 130
        assert "gone.ris: There is no file" in said.err
        assert said.err.splitlines()[-1] == f"Interrupted. {name} {became}."
        assert "refs.ris" in said.out


def test_as_a_program_it_prints_json_alone(tmp_path: Path, refs: Path) -> None:
    command = [sys.executable, "-m", "specter2_gui", "import", str(tmp_path / "project"), str(refs), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout)["files"][0]["records"] == 3


def test_the_readme_and_the_help_name_every_field(shell: Shell) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    told = shell("import", "--help").out
    for field in (*FIELD_NAMES, NOT_READ):
        assert f"`{field}`" in readme
        assert field in told
