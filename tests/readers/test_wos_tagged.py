"""Web of Science's tagged format."""

from specter2_gui.readers.wos_tagged import FORMAT
from tests.readers.outcome import outcome

HEAD = "FN Clarivate Analytics Web of Science\nVR 1.0\n"
RECORD = """PT J
AU Muller, Z
   Bronte, E
AF Muller, Zoe
   Bronte, Emily
TI Interactions stabilizing the
   structure
SO BIOCHEMISTRY
LA English
DT Article
ID ONE THING;
   ANOTHER THING
DE rivers; seas
AB An abstract
   that goes on.
SN 0006-2960
PY 2004
DI 10.1021/bi049798f
UT WOS:000221785500025
PM 15157109
ER

"""


def test_each_field_is_read() -> None:
    (found,) = outcome(FORMAT, HEAD + RECORD + "EF\n").records
    assert " ".join(found.title.split()) == "Interactions stabilizing the structure"
    assert " ".join(found.abstract.split()) == "An abstract that goes on."
    assert found.authors == ("Muller, Zoe", "Bronte, Emily")
    assert (found.year, found.venue, found.doi) == ("2004", "BIOCHEMISTRY", "10.1021/bi049798f")
    assert found.ids == (("key", "WOS:000221785500025"), ("pmid", "15157109"), ("issn", "0006-2960"))
    assert found.keywords == ("rivers", "seas", "ONE THING", "ANOTHER THING")
    assert (found.language, found.kind, found.note, found.line) == ("English", "Article", "", 3)


def test_a_missing_end_mark_merges_nothing() -> None:
    assert len(outcome(FORMAT, HEAD + RECORD.replace("ER\n", "") * 3 + "EF\n").records) == 3


def test_two_files_one_after_the_other_are_read_as_one() -> None:
    assert len(outcome(FORMAT, (HEAD + RECORD + "EF\n") * 2).records) == 2


def test_a_file_whose_line_ends_are_lost_is_listed_and_not_taken_for_a_heading() -> None:
    (reject,) = outcome(FORMAT, (HEAD + RECORD + "EF").replace("\n", " ")).rejects
    assert "Interactions" in reject.raw
