"""What the MARC21 files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "pymarc__marc.dat": Truth("marc21", 20, 20, 0, "20 books in MARC-8, all of them in plain letters"),
    "pymarc__utf8_without_leader_flag.dat": Truth(
        "marc21", 1, 1, 0, "a book in UTF-8 whose leader says MARC-8; “à la” shows which is true"
    ),
}
