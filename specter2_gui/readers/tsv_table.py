"""Tables whose cells are parted by tabs, whatever the file is called; Web of Science exports them too."""

from specter2_gui.readers import csv_table
from specter2_gui.readers.formats import Format


def recognise(head: bytes, text: str, name: str) -> int:
    """How sure it is that this is a table parted by tabs."""
    return 0 if csv_table.recognise(head, text, name) else csv_table.likelihood(head, text, name)


FORMAT = Format("tsv", "Table (tabs)", recognise, csv_table.read, csv_table.start_marks, again=csv_table.again)
