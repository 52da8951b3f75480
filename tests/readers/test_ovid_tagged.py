"""What Ovid prints."""

from specter2_gui.readers.ovid_tagged import FORMAT
from tests.readers.outcome import outcome

RECORD = """Score
  *****
Accession Number
  00005131-900000000-99049.
Author
  Verbeek, Jan MD *;  van Vugt, Arie MD, PhD +;  Frolke, Jan 1
Title
  Correct positioning of screws.[Article]
Source
  Journal of Orthopaedic Trauma.   28(2):103-106, April 2015.
Abstract
  An abstract.
Author Keywords
  screw;  surgery.
Language
  English.
ISSN
  0890-5339
DOI Number
  10.1097/BOT.0000000000000502
Link to the Ovid Full Text or citation
 http://ovidsp.example/?AN=1

"""


def test_each_field_is_read() -> None:
    (found,) = outcome(FORMAT, "<1>\n" + RECORD).records
    assert (found.title.strip(), found.abstract.strip()) == ("Correct positioning of screws.[Article]", "An abstract.")
    assert found.authors == ("Verbeek, Jan", "van Vugt, Arie MD", "Frolke, Jan")
    assert (found.year, found.venue, found.doi) == (
        "2015",
        "Journal of Orthopaedic Trauma",
        "10.1097/BOT.0000000000000502",
    )
    assert found.ids == (("key", "00005131-900000000-99049"), ("issn", "0890-5339"))
    assert found.language == "English"


def test_records_begin_at_their_number_or_else_at_their_score() -> None:
    assert len(outcome(FORMAT, f"<1>\n{RECORD}<2>\n{RECORD}").records) == 2
    assert len(outcome(FORMAT, RECORD * 3).records) == 3


def test_the_short_tags_of_ovid_are_read_as_well() -> None:
    text = "<1>\nUI  - 123\nAU  - Muller Z\nTI  - A title\nSO  - A Journal. 12(3):1-9, 2020\nAB  - An abstract\n<2>\nTI  - Two\n"
    one, two = outcome(FORMAT, text).records
    assert (one.title, one.abstract, one.year, one.venue) == ("A title", "An abstract", "2020", "A Journal")
    assert two.title == "Two"
