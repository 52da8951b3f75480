"""CSL-JSON: what Zotero, Mendeley, Crossref and citation processors exchange."""

import re
from typing import Final

from specter2_gui.readers import json_records
from specter2_gui.readers.formats import Format

_OWN: Final = re.compile(r'"(?:date-parts|container-title|issued|citation-key|citation-label|title-short)"\s*+:')
_TYPE: Final = re.compile(
    r'"type"\s*+:\s*+"(?:article(?:-[a-z]+)?|book|chapter|[a-z]+-article|paper-conference|posted-content|thesis|report|webpage)"'
)


def recognise(head: bytes, text: str, name: str) -> int:
    """More likely than plain JSON where objects have names that only this format has."""
    own = bool(_OWN.search(text)) + bool(_TYPE.search(text))
    return (
        10 * own + json_records.recognise(head, text, name) if own and json_records.recognise(head, text, name) else 0
    )


FORMAT: Final = Format("csl-json", "CSL-JSON", recognise, json_records.read, json_records.start_marks)
