"""What a paper says in the cells of the table, in its badges, on hovering and to those who listen."""

from PySide6.QtCore import QCoreApplication

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.paper_columns import Column, ShownPaper

Badge = tuple[str, str]
"""The icon of a badge and its words."""


def headers() -> dict[Column, str]:
    """The names of the columns."""
    return {
        Column.TITLE: _tr("Title"),
        Column.AUTHORS: _tr("Authors"),
        Column.YEAR: _tr("Year"),
        Column.VENUE: _tr("Venue"),
        Column.SOURCE: _tr("Source file"),
        Column.LANGUAGE: _tr("Language"),
        Column.DOI: _tr("DOI"),
    }


def cell(row: PaperRow, column: Column) -> str:
    """What ``row`` says in ``column``, on one line."""
    match column:
        case Column.TITLE:
            return title_of(row)
        case Column.AUTHORS:
            return "; ".join(row.authors)
        case Column.YEAR:
            return str(row.year) if row.year else row.year_text
        case Column.VENUE:
            return row.venue
        case Column.SOURCE:
            return row.source
        case Column.LANGUAGE:
            return row.language
        case Column.DOI:
            return row.doi


def title_of(row: PaperRow) -> str:
    """The title on one line, or what is said where there is none."""
    return " ".join(row.title.split()) or _tr("(no title)")


def badges(paper: ShownPaper) -> list[Badge]:
    """What is special about ``paper``, each as an icon and words."""
    row, found = paper.row, list[Badge]()
    if row.group is not None and paper.copies > 1:
        found.append(("copy", _tr("1 of {n} duplicates").replace("{n}", number(paper.copies))))
    if row.edited:
        found.append(("edit", _tr("changed by hand")))
    if row.title_only:
        found.append(("paper", _tr("title only")))
    return found


def spoken(paper: ShownPaper) -> str:
    """The title with the words of the badges."""
    return ", ".join([title_of(paper.row), *(words for _sign, words in badges(paper))])


def tip(paper: ShownPaper, column: Column) -> str:
    """What hovering tells: the whole cell, under a title the abstract as well."""
    if column is not Column.TITLE:
        return cell(paper.row, column)
    return "\n\n".join(filter(None, (title_of(paper.row), paper.row.abstract)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Papers", text)
