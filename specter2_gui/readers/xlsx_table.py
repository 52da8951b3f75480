"""Tables in workbooks of Excel and LibreOffice: the first sheet that holds something, its values as they were last computed."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Found
from specter2_gui.readers.delimited_rows import Row
from specter2_gui.readers.encodings import Encoding
from specter2_gui.readers.foreign_files import ZIP_MARK
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.table_layout import find_layout, first_rows
from specter2_gui.readers.table_rows import Table, find_again, find_places, find_records, table_of
from specter2_gui.readers.xlsx_cells import Cells, SharedTexts
from specter2_gui.readers.xlsx_fragments import VALUE, count_filled, fragments
from specter2_gui.readers.xlsx_package import Package, Sheet

_FILLED: Final = re.compile(VALUE)


class Workbook:
    """An open workbook, to be used in a ``with``; ``sheet`` is the one that is read."""

    def __init__(self, source: Source) -> None:
        self._open = ExitStack()
        with ExitStack() as failing:
            failing.callback(self._open.close)
            self._package = self._open.enter_context(Package(source))
            part = self._package.shared_texts()
            texts = fragments(self._package.text(part), "si", "sst")
            self._shared = self._open.enter_context(closing(SharedTexts(texts, self._package.prefixes(part))))
            self._dates = self._package.date_styles()
            self._from_1904 = self._package.counts_from_1904()
            self.sheet, self.others = self._choose(source.name)
            failing.pop_all()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def rows(self) -> Iterator[Row]:
        """The rows of the sheet that are not blank."""
        return self._rows_of(self.sheet)

    def rows_in(self, text: str) -> Iterator[Row]:
        """The rows in ``text``: cells with tabs between them, or of a damaged row the XML of its element."""
        if text.lstrip().startswith("<"):
            yield self._cells_of(self.sheet).row(text.strip())
            return
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield Row(number, line.split("\t"), line)

    def table(self) -> Table:
        """The table in the sheet."""
        unread = ", ".join(f"“{name}”" for name in self.others)
        note = [f"Read from the sheet “{self.sheet.name}”, not from {unread}"] if self.others else []
        return table_of(find_layout(first_rows(self.rows())), note)

    def count(self) -> int:
        """How many rows of the sheet are not blank, counted without reading their cells."""
        return count_filled(self._package.text(self.sheet.part), "row", "sheetData")

    def _choose(self, name: str) -> tuple[Sheet, list[str]]:
        """The first sheet that holds something, and the names of the others that do."""
        filled = [sheet for sheet in self._package.sheets() if next(self._rows_of(sheet), None)]
        if not filled:
            raise UserError(
                f"The workbook “{name}” is empty",
                "None of its sheets holds a value",
                "Check that it was saved, or choose another file",
            )
        return filled[0], [sheet.name for sheet in filled[1:]]

    def _rows_of(self, sheet: Sheet) -> Iterator[Row]:
        cells = self._cells_of(sheet)
        found = fragments(self._package.text(sheet.part), "row", "sheetData")
        return (cells.row(fragment) for fragment in found if _FILLED.search(fragment))

    def _cells_of(self, sheet: Sheet) -> Cells:
        return Cells(self._shared, self._dates, self._from_1904, self._package.prefixes(sheet.part))


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Each row as a record or a reject."""
    with Workbook(source) as book:
        table = book.table()
        places = find_places(source.name, table, options.mapping)
        width = len(table.layout.header)
        yield from find_records(table, (_padded(row, width) for row in book.rows()), places)


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The rows in ``text`` as rows of the workbook ``original``."""
    with Workbook(original) as book:
        table = book.table()
        places = find_places(original.name, table, options.mapping)
        width = len(table.layout.header)
        yield from find_again(table, (_padded(row, width) for row in book.rows_in("".join(text.text()))), places)


def _padded(row: Row, width: int) -> Row:
    """``row`` with the empty cells at its end, which a workbook leaves out."""
    row.cells.extend([""] * (width - len(row.cells)))
    return row


def start_marks(source: Source) -> int:
    """How many rows stand below the one that names the columns."""
    with Workbook(source) as book:
        return book.count() - book.table().layout.skipped


def recognise(head: bytes, text: str, name: str) -> int:  # noqa: ARG001 - the shape of Format.recognise
    """How sure it is that this is a workbook."""
    if not head.startswith(ZIP_MARK):
        return 0
    if b"xl/w" in head or b"xl/_rels/" in head:
        return 95
    return 50 if name.lower().endswith((".xlsx", ".xlsm")) and b"[Content_Types].xml" in head else 0


def encoding(source: Source) -> Encoding:  # noqa: ARG001 - the shape of Format.encoding
    """What receipts say: that of the texts in the workbook, not that of the archive's bytes."""
    return Encoding("utf-8", "A workbook keeps its texts in Unicode")


FORMAT = Format(
    "xlsx", "Excel workbook", recognise, read, start_marks, encoding=encoding, again=again, place="Row", zipped=True
)
