"""What the CSL-JSON files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "citationjs__crossref_doi_records.json": Truth(
        "csl-json", 2, 2, 0, "two records of Crossref, one with an abstract in JATS tags"
    ),
}
