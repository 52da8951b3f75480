"""Shown while a project has no queries: what a query is, and the ways to begin."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.push_button import push_button

WIDTH = 560


class EmptyQueries(QWidget):
    """One sentence, and two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyQueries")
        self.import_button = push_button(self.tr("Queries from a file…"), "open", kind="primary")
        self.paste_button = push_button(self.tr("Paste queries"), "copy")
        heading = QLabel(self.tr("No queries yet"))
        heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        sentence = QLabel(
            self.tr(
                "A query is what a reader asks of your collection. Type one above and press Enter, paste a list with one "
                "query a line, or read them from a file. For each of them papers are judged later: does this one answer it?"
            )
        )
        self.hint = QLabel()
        set_kind(self.hint, "muted")
        for label in (sentence, self.hint):
            label.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.paste_button)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addLayout(buttons)
        column.addWidget(self.hint)
        centred(self, holder)
        self.show_busy("")

    def show_busy(self, words: str) -> None:
        """Say what is being done; empty ``words`` end it."""
        drop = self.tr(
            "You can also drop a file of queries or judgements (CSV, JSON Lines, plain text, TREC) on this page."
        )
        self.hint.setText(words or drop)
