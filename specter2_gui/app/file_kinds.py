"""What a file that somebody dropped on the window is for: told by its content, so that it goes where it belongs."""

import codecs
import re
import zipfile
from pathlib import Path
from typing import Final, Literal

from specter2_gui.app.judgement_import import names_judgements
from specter2_gui.app.query_names import PARTS, QUERY_COLUMNS, QUERY_TEXTS
from specter2_gui.domain.triplets import FIELDS
from specter2_gui.readers.column_names import normalised

FileKind = Literal["project", "archive", "triplets", "queries", "judgements", "papers"]
"""A project's folder or zip file, or a file of one of these; "papers" is also what nothing else is, and may be refused."""

_HEAD: Final = 65_536
_KEY: Final = re.compile(r'"([^"\\]{1,40})"\s*:')
_QUERY_ID: Final = frozenset({"queryid", "qid"})
_OF_PAPERS: Final = frozenset({
    "title", "abstract", "authors", "author", "doi", "corpusid", "paperid", "docid", "paper", *map(normalised, FIELDS[1:]),
})  # fmt: skip
"""Columns of papers, judgements and triplets, which may stand beside the text of a query."""
_OF_QUERIES: Final = {"judged", "relevant", *(name for names in PARTS.values() for name in names)} - {"title"}
"""All columns of a table of queries; with others beside a “text” it may be the text of papers."""
_TREC: Final = re.compile(r"\S+[ \t]+\S+[ \t]+\S+[ \t]+-?\d+\s*")


def kind_of(path: Path) -> FileKind:
    """What ``path`` is for; a file that cannot be read is taken for papers, whose reader says why it cannot.

    Only the beginning of a file is looked at, and nothing of what is no file: reading a pipe might never end.
    """
    try:
        if path.is_dir():
            return "project"
        if not path.is_file():
            return "papers"
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):  # ValueError: a name with a zero character
        return "papers"
    if head.startswith(b"PK"):
        return "archive" if _is_archive(path) else "papers"
    return _kind_of_text(head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace").lstrip())


def _is_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.casefold() == "project.sqlite" for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _kind_of_text(text: str) -> FileKind:
    if text.startswith(("{", "[")):
        keys = set(_KEY.findall(text.partition("}")[0]))  # those of the first one
        if "query" in keys and keys & set(FIELDS[1:]):
            return "triplets"
        return "queries" if {normalised(key) for key in keys} & QUERY_COLUMNS and "title" not in keys else "papers"
    lines = text.splitlines()
    if not lines:
        return "papers"
    columns = [name.strip().strip('"') for name in re.split(r"[\t;,]", lines[0])]
    if names_judgements(columns):
        return "judgements"
    header = set(map(normalised, columns))
    if header & QUERY_TEXTS and not header & _OF_PAPERS:
        return "queries"
    if "text" in header and header <= _OF_QUERIES:
        return "queries"
    if header & _QUERY_ID and len(header) > 2:
        return "judgements"
    # The first line may be cut off at the end of what was read; a file of qrels has short ones.
    return "judgements" if all(_TREC.fullmatch(line) for line in lines[:20]) and len(lines) > 1 else "papers"
