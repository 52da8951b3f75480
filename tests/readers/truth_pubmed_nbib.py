"""What the PubMed files (NBIB, MEDLINE) of the real exports truly hold."""

from tests.readers.truth import Truth

_NO_TEXT = "neither title nor abstract"

TRUTHS = {
    "jabref__MedlinePlainImporterStringOutOfBounds.txt": Truth(
        "pubmed-nbib", 2, 2, 0, "2 titles; lines with other tags are damaged"
    ),
    "jabref__MedlinePlainImporterTestCompleteEntry.txt": Truth("pubmed-nbib", 1, 1, 0, "one paper"),
    "jabref__MedlinePlainImporterTestDOI.txt": Truth("pubmed-nbib", 1, 0, 1, f"number, type and DOI, {_NO_TEXT}"),
    "jabref__MedlinePlainImporterTestInproceeding.txt": Truth(
        "pubmed-nbib", 1, 0, 1, f"number, type and journal, {_NO_TEXT}"
    ),
    "jabref__MedlinePlainImporterTestMultiAbstract.txt": Truth(
        "pubmed-nbib", 1, 1, 0, "no PMID line, an empty title, two abstracts of one record"
    ),
    "jabref__MedlinePlainImporterTestMultiTitle.txt": Truth(
        "pubmed-nbib", 1, 1, 0, "no PMID line, a title in five parts"
    ),
    "jabref__MedlinePlainImporterTestMultipleEntries.txt": Truth(
        "pubmed-nbib", 7, 3, 4, f"7 records with blank lines between, 2 of them without a PMID line; 4 have {_NO_TEXT}"
    ),
    "jabref__NbibImporterTest.nbib": Truth("pubmed-nbib", 1, 1, 0, "one paper with every tag"),
}
