"""Files of queries or judgements that somebody took for the other, or that hold references or no text at all."""

import re
from pathlib import Path
from typing import Final, Literal

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.encodings import lenient
from specter2_gui.readers.foreign_files import refuse_at_sight
from specter2_gui.readers.previewing import TABLES
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source

Wanted = Literal["queries", "judgements"]

_JSON: Final = frozenset({"json", "jsonl", "csl-json", "zotero-api"})
_OBJECT: Final = re.compile(r"\s*[\[{]")


def refuse_others(path: Path, wanted: Wanted) -> str:
    """Refuse what certainly holds something else than ``wanted``; gives the format by which references in it are read, if any.

    Raises:
        UserError: it is a picture, a web page or the like, or holds references; or, where judgements are wanted, a
            workbook or JSON.
    """
    source = Source(path)
    head = source.head()
    text = lenient(head)
    try:
        refuse_at_sight(path.name, head, text)
    except UserError as error:
        raise _refusal(path.name, wanted, error) from None
    try:
        found = recognise(source).name
    except UserError:
        found = ""  # the usual case: no file of references
    if found and found not in TABLES | _JSON:
        raise holds_references(path.name, wanted)
    if wanted == "judgements" and (found == "xlsx" or _OBJECT.match(text)):
        what = "is a workbook" if found == "xlsx" else "is JSON, which holds queries, papers or triplets"
        raise UserError(
            f"“{path.name}” {what}", "Judgements are read from tables of text: TREC qrels, TSV or CSV",
            "Choose that file, or save the judgements as CSV",
        )  # fmt: skip
    return found


def holds_references(name: str, wanted: Wanted) -> UserError:
    """What to say of a file of references."""
    return UserError(
        f"“{name}” holds references, not {wanted}", "Nothing was taken from it",
        f"Import it as a file of papers, or choose the file with the {wanted}",
    )  # fmt: skip


def _refusal(name: str, wanted: Wanted, error: UserError) -> UserError:
    if error.why.startswith("It is "):
        return UserError(f"“{name}” holds no {wanted}", error.why, f"Choose the file with the {wanted}")
    return error
