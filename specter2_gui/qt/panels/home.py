"""The Home page: import, open, sample, recent; the three steps as pictures; which project and which model are in use."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, space_icon
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from specter2_gui.qt.widgets.model_card import ModelCard
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.project_card import ProjectCard
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.steps_picture import StepsPicture

_BUTTON_HEIGHT = 44
_MOST_SHOWN = 5


class HomePanel(Page):
    """Says where to begin."""

    import_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    make_asked = Signal()
    recent_asked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Home"),
            self.tr("Teach the search what your readers mean."),
            self.tr(
                "Import the papers of your collection, and note what your readers ask. A triplet is a query, a paper that answers it, and a paper "
                "that does not: open a file of them, make your own on the Curate page, or try the sample collection, whose papers are invented. "
                "Then train, and compare the search before and after. All you do is kept in a project, which is a folder on your computer."
            ),
            parent,
        )
        self.model_card = ModelCard()
        self.project_card = ProjectCard()
        self._recent_files = QWidget()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(SPACE_XS)
        self.import_button = self._button(self.tr("Import papers…"), "import", "primary", self.import_asked)
        self.open_button = self._button(self.tr("Open triplets…"), "open", "", self.open_asked)
        self.make_button = self._button(self.tr("Make triplets"), "curate", "", self.make_asked)
        self.sample_button = self._button(self.tr("Try the sample collection"), "sample", "", self.sample_asked)
        self._lay_out()
        self.show_recent(())

    def show_recent(self, files: Sequence[str]) -> None:
        """List the files that were opened last."""
        while (entry := self._recent.takeAt(0)) is not None:
            _drop(entry.widget())
        self._recent_files.setVisible(bool(files))
        for name in files[:_MOST_SHOWN]:
            button = push_button(Path(name).name, "file", kind="link", tip=name)
            button.setAccessibleName(self.tr("Open {0}").format(Path(name).name))
            button.setProperty("file", name)
            button.clicked.connect(self._ask_recent)
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _button(self, words: str, sign: str, kind: str, asked: object) -> QPushButton:
        button = push_button(words, sign, kind=kind, name=f"home_{sign}")
        button.setMinimumHeight(_BUTTON_HEIGHT)
        button.setIconSize(QSize(20, 20))
        space_icon(button)
        button.clicked.connect(asked)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(SPACE_L)
        column.addWidget(StepsPicture(), 100)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        for button in (self.import_button, self.open_button, self.make_button, self.sample_button):
            buttons.addWidget(button, 1)
        column.addLayout(buttons)
        recent = QVBoxLayout(self._recent_files)
        recent.setContentsMargins(0, 0, 0, 0)
        recent.setSpacing(SPACE_S)
        title = QLabel(self.tr("Recent files"))
        title.setContentsMargins(SPACE_S, 0, 0, 0)
        title.setFont(scaled_font(SECTION_SCALE, bold=True))
        recent.addWidget(title)
        recent.addLayout(self._recent)
        recent.addStretch(1)
        lower = QHBoxLayout()
        lower.setSpacing(SPACE_XL)
        cards = QVBoxLayout()
        cards.setSpacing(SPACE_M)
        cards.addWidget(self.project_card)
        cards.addWidget(self.model_card)
        cards.addStretch(1)
        lower.addLayout(cards, 3)
        lower.addWidget(self._recent_files, 1)
        column.addLayout(lower)
        column.addStretch(1)
        self.body.addLayout(column)

    def _ask_recent(self) -> None:
        self.recent_asked.emit(Path(str(self.sender().property("file"))))


def _drop(widget: QWidget | None) -> None:
    if widget is not None:
        widget.deleteLater()
