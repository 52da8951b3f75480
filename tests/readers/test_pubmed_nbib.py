"""PubMed's tagged format: six-space continuations, records without a number, several abstracts."""

from specter2_gui.readers.pubmed_nbib import FORMAT
from tests.readers.outcome import outcome

RECORD = """PMID- 27169098
OWN - NLM
TI  - Proteomics: a new perspective
      for cancer.
LID - S0001-1(20)10.1-2 [pii]
LID - 10.4103/2277-9175.180636 [doi]
AB  - First part.
AB  - Second part.
FAU - Shruthi, Basavaradhya
      Sahukar
AU  - Shruthi BS
LA  - eng
PT  - Journal Article
DP  - 2016 May
JT  - Advanced biomedical research
PMC - PMC4513071
MH  - Women, Working/*history/
      psychology
OT  - Biomarkers
"""


def test_each_field_is_read() -> None:
    (found,) = outcome(FORMAT, RECORD).records
    assert " ".join(found.title.split()) == "Proteomics: a new perspective for cancer."
    assert found.abstract == "First part. Second part."
    assert found.authors == ("Shruthi, Basavaradhya Sahukar",)
    assert found.year == "2016 May"
    assert found.venue == "Advanced biomedical research"
    assert found.doi == "10.4103/2277-9175.180636"
    assert found.ids == (("key", "27169098"), ("pmid", "27169098"), ("pmcid", "PMC4513071"))
    assert found.keywords == ("Women, Working/*history/ psychology", "Biomarkers")
    assert (found.language, found.kind, found.note) == ("eng", "Journal Article", "")


def test_a_blank_line_parts_records_that_have_no_pubmed_number() -> None:
    found = outcome(FORMAT, "OWN - ERIC\nTI  - One\n\n\nOWN - ERIC\nTI  - Two\nAB  - Text\n")
    assert found.titles == ["One", "Two"]
    assert found.records[0].note == "It has no PMID line."


def test_a_number_without_a_blank_line_before_it_begins_a_record() -> None:
    assert outcome(FORMAT, "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n").titles == ["One", "Two"]


def test_broken_line_ends_that_leave_every_second_line_blank_part_nothing() -> None:
    found = outcome(FORMAT, (RECORD + "\n" + RECORD).replace("\n", "\r\r\n"))
    assert [record.abstract for record in found.records] == ["First part. Second part."] * 2


def test_a_line_of_an_abstract_that_begins_like_a_tag_stays_in_it() -> None:
    (found,) = outcome(
        FORMAT, "PMID- 1\nTI  - One\nAB  - We gave\n      IL-6, and COX2-positive\nCOX2-negative cells\n"
    ).records
    assert found.abstract.endswith("COX2-negative cells")
