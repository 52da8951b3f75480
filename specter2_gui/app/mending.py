"""A record that could not be read, mended by hand: read once more as a record of its file, and added as a paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.identity import content_digest
from specter2_gui.domain.records import Found, Record, Reject
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.reading import read_again

if TYPE_CHECKING:
    from specter2_gui.project.paper_rows import PaperRow
    from specter2_gui.project.project import Project

_NONE: Final = "No record begins in this text"
_SEVERAL: Final = "More than one record begins in this text, and a reject becomes one paper"


@dataclass(frozen=True, slots=True)
class Mended:
    """The paper that a reject became: a ``new`` one, or one that the collection had with the same record."""

    paper: "PaperRow"
    new: bool


def mend(project: "Project", reject_id: int, text: str) -> "Mended | Reject":
    """Read ``text``, the mended text of a reject, in the format of its file and add it as a paper, as one gesture.

    A record that a paper of the collection was imported with, to the last character, adds no second one. If the text
    still cannot be read, a reject says why, and nothing is changed.

    Raises:
        UserError: the reject is gone or mended already, what its file says of all records is gone, or the disk refused;
            nothing is changed.
    """
    found = read_mended(project, reject_id, text)
    if isinstance(found, Reject):
        return found
    with project.ledger.lock:  # nobody may undo it before it is looked at
        new = not project.papers.matching("digest", [content_digest(found)])
        [paper] = project.papers.rows([project.imports.mend(reject_id, found)])
        return Mended(paper, new)


def read_mended(project: "Project", reject_id: int, text: str) -> Record | Reject:
    """What :func:`mend` would add, or why it could not; changes nothing, so that it can be shown while somebody writes.

    Raises:
        UserError: the reject is gone or mended already, or what its file says of all records is gone.
    """
    reject, file = project.imports.to_mend(reject_id)
    mapping: Mapping[str, str] | None = file.mapping or None
    original = project.place.originals / file.sha256
    found = _only(read_again(text, file.format, original, ReadOptions(mapping)), text)
    read = found if isinstance(found, Reject) else cleaned(found)
    return replace(read, line=reject.line)


def _only(found: Iterator[Found], text: str) -> Found:
    """The one record in ``text``."""
    first = list(islice(found, 2))
    if len(first) == 1:
        return first[0]
    return Reject(1, text, f"{_SEVERAL if first else _NONE}.")
