"""What the Search page shows while there are no papers: why, and the two ways to get some."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.push_button import push_button

WIDTH = 520


class EmptySearch(QWidget):
    """Two sentences and two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptySearch")
        self.open_button = push_button(self.tr("Open a collection…"), "open", kind="primary")
        self.curate_button = push_button(self.tr("Go to Curate"), "curate")
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("No papers to search in yet"))
        heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        sentence = QLabel(
            self.tr(
                "Open a collection (one record with id, title and abstract per line, JSON Lines; it can also be dropped here), "
                "or load triplets on the Curate page: their papers can be searched at once."
            )
        )
        sentence.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.curate_button)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addLayout(buttons)
        centred(self, holder)
