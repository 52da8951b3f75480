"""What other libraries read from the real exports, and why that differs from what is in the files."""

import io
import re
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pymarc
import rispy
from bibtexparser.entrypoint import parse_string


def _rispy(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig") as file:
        found = rispy.load(file)
    return [str(record.get("title") or record.get("primary_title") or "") for record in found]


def _bibtexparser(path: Path) -> list[str]:
    library = parse_string(path.read_text(encoding="utf-8-sig"))
    titles = (entry.fields_dict.get("title") for entry in library.entries)
    return ["" if title is None else str(title.value) for title in titles]


def _pymarc(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [_marc_title(record) for record in pymarc.MARCReader(file) if record is not None]


def _pymarc_xml(path: Path) -> list[str]:
    return [_marc_title(record) for record in pymarc.parse_xml_to_array(str(path)) if record is not None]


def _marc_title(record: pymarc.Record) -> str:
    return str(record.title or "")


PEERS: dict[str, Callable[[Path], list[str]]] = {
    "ris": _rispy,
    "bibtex": _bibtexparser,
    "marc21": _pymarc,
    "marcxml": _pymarc_xml,
}
"""The other library's reader for the files of a folder."""


_PREFIX = "pymarc refuses the prefix “marc:”, which the file uses without declaring it; ours knows what it means"
_UTF_16 = "bibtexparser takes text, so whoever calls it has to know that this is UTF-16"

EXPLAINED: dict[str, str] = {
    "bibtex/bibtexparser__biber-examples.bib": "the key tmn4 is there twice; bibtexparser sets the second aside as failed, ours reads both",
    "bibtex/bibtexparser__gbk_test.bib": "bibtexparser takes text, so whoever calls it has to know that this is GBK",
    "bibtex/jabref__tiny-BE-noBOM.bib": _UTF_16,
    "bibtex/jabref__tiny-BE-withBOM.bib": _UTF_16,
    "bibtex/jabref__tiny-LE-noBOM.bib": _UTF_16,
    "bibtex/jabref__tiny-LE-withBOM.bib": _UTF_16,
    "marcxml/jabref__MarcXMLParserTestInProceedings.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestArticle.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestBook.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestBookSeries.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestNotes.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestSummaryAndKeywords.xml": _PREFIX,
    "marcxml/jabref__MarcXmlParserTestThesis.xml": _PREFIX,
    "ris/jabref__RisImporterCorrupted.ris": "rispy begins a record at TY only, and this one has none",
    "ris/jabref__RisImporterTest1.ris": "rispy makes one record of all lines up to ER; ours begins one at each TY, lest two papers be merged",
    "ris/rispy__example_wos.ris": "this is the format of Web of Science, for which rispy has another reader that must be asked for",
}
"""Why the other library finds another number of records in a file than truly begin there."""


def same_title(ours: str, theirs: str) -> bool:
    """Whether two readers mean the same title.

    bibtexparser leaves LaTeX as it is, does not inherit titles by cross-references, and keeps subtitles apart.
    """
    return "\\" in theirs or _letters(ours).startswith(_letters(theirs))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def peer_titles(path: Path) -> list[str] | None:
    """The titles that the other library reads; None where there is none for such files, or where it fails on this one."""
    peer = PEERS.get(path.parent.name)
    if peer is None:
        return None
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return peer(path)
        except Exception:  # noqa: BLE001 - a library that fails is a library that cannot read the file, however it fails
            return None
