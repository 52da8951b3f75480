"""What the tables of the real exports truly hold."""

from tests.readers.truth import Truth

_TEXTS = "made-up papers of one row each; the authors are written as lists of Python"


def _csv(count: int, why: str) -> Truth:
    return Truth("csv", count, count, 0, why)


def _tabs(why: str) -> Truth:
    return Truth("tsv", 2, 2, 0, why)


TRUTHS = {
    "asreview__duplicate_records.csv": Truth(
        "csv", 14, 10, 4, "14 rows parted by semicolons; 10 with a title, 4 with neither title nor abstract but a DOI"
    ),
    "asreview__embase.csv": _csv(6, "6 papers; the year stands inside the column Source"),
    "asreview__embase_newpage.csv": _csv(6, "the same 6 papers, each abstract on three lines"),
    "asreview__generic.csv": _csv(2, f"2 {_TEXTS}"),
    "asreview__generic_bad_record_id.csv": _csv(6, f"6 {_TEXTS}; the last column has no name"),
    "asreview__generic_column_names_with_spaces.csv": _csv(2, f"2 {_TEXTS}; a space behind the name of a column"),
    "asreview__generic_labels.csv": _csv(6, f"6 {_TEXTS}; each with a decision"),
    "asreview__generic_labels_no_abs.csv": _csv(6, f"6 {_TEXTS}; titles alone"),
    "asreview__generic_labels_no_title.csv": _csv(6, f"6 {_TEXTS}; abstracts alone"),
    "asreview__generic_partial_labels.csv": _csv(6, f"6 {_TEXTS}; some with a decision"),
    "asreview__generic_semicolon.csv": _csv(2, f"2 {_TEXTS}; parted by semicolons"),
    "asreview__generic_tab.csv": _tabs(f"2 {_TEXTS}; parted by tabs, whatever the name says"),
    "asreview__generic_tab.tab": _tabs(f"2 {_TEXTS}; parted by tabs"),
    "asreview__generic_tab.tsv": _tabs(f"2 {_TEXTS}; parted by tabs"),
    "asreview__missing_values.csv": _csv(4, "2 titles alone and 2 abstracts alone"),
    "asreview__record_id.csv": _csv(10, "10 papers numbered from 12 down to 3"),
}
