"""The pane in which one paper is read: its texts letter by letter, whatever characters they are made of."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_reading import PaperReading

SIGNS = "What's <b>new</b> & \"old\": p < 0.05 &amp; it isn't &#x27;much&#x27;"


def paper(title: str, abstract: str) -> ShownPaper:
    row = PaperRow(
        id=1, key="p1", title=title, abstract=abstract, authors=(), year_text="", year=None, venue="", doi="", ids=(),
        keywords=(), language="", kind="", import_id=1, source="a.ris", line=1, group=None, hidden=False, edited=False,
    )  # fmt: skip
    return ShownPaper(row, title, abstract)


def reading_of(qtbot: QtBot, shown: ShownPaper) -> PaperReading:
    reading = PaperReading()
    qtbot.addWidget(reading)
    reading.resize(400, 600)
    reading.show_paper(shown)
    return reading


def seen(label: QLabel) -> str:
    """What a person reads; a label that guesses the format by the text is wrong sooner or later."""
    text, form = label.text(), label.textFormat()
    assert form in (Qt.TextFormat.RichText, Qt.TextFormat.PlainText)
    return QTextDocumentFragment.fromHtml(text).toPlainText() if form == Qt.TextFormat.RichText else text


@pytest.mark.parametrize("text", ["It isn't much", "Bees & flowers", SIGNS])
def test_a_text_is_read_as_it_was_written_with_and_without_marks(qtbot: QtBot, text: str) -> None:
    reading = reading_of(qtbot, paper(text, text))
    assert seen(reading.title) == text
    assert seen(reading.abstract) == text
    reading.show_paper(paper(text, text.replace("much", "\x02much\x03")))
    assert seen(reading.abstract) == text


def test_where_there_is_no_text_its_absence_is_said_in_plain_words(qtbot: QtBot) -> None:
    reading = reading_of(qtbot, paper("", ""))
    assert seen(reading.title) == "(no title)"
    assert seen(reading.abstract).startswith("There is no abstract")


def test_authors_and_facts_with_markup_are_read_as_they_were_written(qtbot: QtBot) -> None:
    row = replace(paper("Bees", "").row, authors=("<i>Adams</i>, A.",), keywords=("<b>hives</b>",))
    reading = reading_of(qtbot, ShownPaper(row, "Bees", ""))
    assert seen(reading.authors) == "<i>Adams</i>, A."
    assert "<b>hives</b>" in {seen(label) for label in reading.findChildren(QLabel, "fact")}
