"""All formats that can be read."""

from typing import Final

from specter2_gui.readers import (
    biblioscape,
    bibtex,
    citavi,
    copac,
    csl_json,
    csv_table,
    endnote_tagged,
    endnote_xml,
    inspec,
    json_lines,
    json_records,
    marc21,
    marcxml,
    mods,
    ovid_tagged,
    pubmed_nbib,
    pubmed_xml,
    refworks_tagged,
    ris,
    tsv_table,
    wos_tagged,
    xlsx_table,
    zotero_items,
)
from specter2_gui.readers.formats import Format

FORMATS: Final[tuple[Format, ...]] = (
    ris.FORMAT,
    bibtex.FORMAT,
    pubmed_nbib.FORMAT,
    pubmed_xml.FORMAT,
    endnote_xml.FORMAT,
    endnote_tagged.FORMAT,
    marc21.FORMAT,
    marcxml.FORMAT,
    mods.FORMAT,
    wos_tagged.FORMAT,
    refworks_tagged.FORMAT,
    ovid_tagged.FORMAT,
    biblioscape.FORMAT,
    copac.FORMAT,
    inspec.FORMAT,
    citavi.FORMAT,
    zotero_items.FORMAT,
    csl_json.FORMAT,
    json_records.FORMAT,
    json_lines.FORMAT,
    xlsx_table.FORMAT,
    csv_table.FORMAT,
    tsv_table.FORMAT,
)

_TITLES: Final = {kind.name: kind.title for kind in FORMATS}
_PLACES: Final = {kind.name: kind.place for kind in FORMATS}


def format_title(name: str) -> str:
    """What people call the format ``name``."""
    return _TITLES.get(name, name)


def format_place(name: str) -> str:
    """What the number of a record or reject counts in files of the format ``name``: ``Line``, ``Row`` or ``Record``."""
    return _PLACES.get(name, "Line")
