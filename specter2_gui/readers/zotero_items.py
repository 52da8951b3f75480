"""Zotero's items as its programming interface gives them, and as they are saved from the Zotero on the same computer."""

import re
from typing import Final

from specter2_gui.readers import json_records
from specter2_gui.readers.formats import Format

_TYPE: Final = re.compile(r'"itemType"\s*+:\s*+"')
_DATA: Final = re.compile(r'"data"\s*+:\s*+\{')


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where an object holds Zotero's data."""
    return 92 if json_records.recognise(head, text, name) and _TYPE.search(text) and _DATA.search(text) else 0


FORMAT: Final = Format("zotero-api", "Zotero library", recognise, json_records.read, json_records.start_marks)
