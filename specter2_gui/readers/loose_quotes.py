"""A second reading of a row whose quotation marks do not match, for the case that it gives as many cells as there are columns."""

from specter2_gui.readers.delimited_rows import Row


def mended(row: Row, width: int, delimiter: str) -> Row:
    """``row`` itself, or with its cells parted anew if its quotation marks are odd and it is only then ``width`` cells wide.

    Here a quotation ends at the first mark before a delimiter, so that marks inside it need not be doubled: ``"The "Big, Old" study",2014``.
    """
    if not row.odd or len(row.cells) == width:
        return row
    cells = _parted(row.text, delimiter)
    return Row(row.line, cells, row.text, row.lines, odd=True, broken=row.broken) if len(cells) == width else row


def _parted(text: str, delimiter: str) -> list[str]:
    pieces = text.split(delimiter)
    endings = [place for place, piece in enumerate(pieces) if piece.rstrip().endswith('"')]
    last_ending = endings[-1] if endings else -1
    cells: list[str] = []
    place = 0
    while place < len(pieces):
        end = place
        if pieces[place].lstrip().startswith('"') and place <= last_ending:
            while (
                not (pieces[end].rstrip().endswith('"') and (end > place or len(pieces[end].strip()) > 1))
                and end < last_ending
            ):
                end += 1
        cells.append(_without_marks(delimiter.join(pieces[place : end + 1])))
        place = end + 1
    return cells


def _without_marks(cell: str) -> str:
    plain = cell.strip()
    quoted = len(plain) > 1 and plain.startswith('"') and plain.endswith('"')
    return plain[1:-1].replace('""', '"') if quoted else cell
