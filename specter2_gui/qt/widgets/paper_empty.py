"""What the Papers tab shows instead of a table: how papers get there, or that nothing was found."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.push_button import push_button

WIDTH = 480


class NoPapers(QWidget):
    """The collection is empty: what belongs here, and the button that brings it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noPapers")
        self.import_button = push_button(self.tr("Import files…"), "open", kind="primary", name="importPapers")
        words = self.tr(
            "Import what your reference manager, database or catalogue exports: RIS, BibTeX, EndNote, PubMed, MARC, "
            "CSV, Excel and more. Files can also be dropped here. Every record is accounted for, and each import can be undone."
        )
        _lay_out(self, self.tr("No papers in this project yet"), QLabel(words), self.import_button)


class NothingFound(QWidget):
    """No paper passes: why, and the way back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nothingFound")
        self.sentence = QLabel()
        self.clear_button = push_button(self.tr("Clear filters"), "reset", name="clearAll")
        self.heading = _lay_out(self, "", self.sentence, self.clear_button)

    def show_reason(self, text: str, *, narrowed: bool) -> None:
        """``text`` was searched for; ``narrowed``: filters were chosen as well."""
        if text:
            self.heading.setText(self.tr("No paper has all these words"))
            self.clear_button.setText(
                self.tr("Clear the search and the filters") if narrowed else self.tr("Clear the search")
            )
        else:
            self.heading.setText(self.tr("No paper passes these filters"))
            self.clear_button.setText(self.tr("Clear filters"))
        self.clear_button.setAccessibleName(self.clear_button.text())
        reason = (
            self.tr("Some papers may have them outside the chosen filters.")
            if text and narrowed
            else self.tr("All words have to be in one paper: try fewer of them, or only how they begin.")
            if text
            else self.tr("Take one of them away to see more.")
        )
        self.sentence.setText(reason)


def _lay_out(page: QWidget, title: str, sentence: QLabel, button: QWidget) -> QLabel:
    heading = QLabel(title)
    heading.setFont(scaled_font(SECTION_SCALE, bold=True))
    sentence.setWordWrap(True)
    buttons = QHBoxLayout()
    buttons.addWidget(button)
    buttons.addStretch(1)
    holder = QWidget()
    holder.setMaximumWidth(WIDTH)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_M)
    column.addWidget(heading)
    column.addWidget(sentence)
    column.addLayout(buttons)
    centred(page, holder)
    return heading
