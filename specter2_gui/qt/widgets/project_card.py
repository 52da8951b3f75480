"""The open project on the Home page: its name, what is in it, and the ways to another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.facet_flow import Flow
from specter2_gui.qt.widgets.push_button import push_button


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is in a project, in numbers."""

    papers: int
    queries: int
    judgements: int
    triplets: int


class ProjectCard(QFrame):
    """Says which project the person wants."""

    open_asked = Signal()
    new_asked = Signal()
    zip_asked = Signal()
    recent_asked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectCard")
        set_kind(self, "card")
        self.name = QLabel()
        self.name.setObjectName("projectName")
        self.name.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.words = QLabel()
        self.words.setObjectName("projectWords")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_kind(self.words, "muted")
        self.new_button = self._button(self.tr("New project…"), "add", self.new_asked)
        self.open_button = self._button(self.tr("Open a project…"), "folder", self.open_asked)
        self.zip_button = self._button(self.tr("Open a zip file…"), "open", self.zip_asked)
        self._recent = Flow(SPACE_XS)
        self._lay_out()

    def show_project(self, name: str, place: str, *, read_only: bool) -> None:
        """Name the project that is open; ``place`` is its folder."""
        title = self.tr("Project: {0}").format(name)
        self.name.setText(self.tr("{0} (a copy for reading)").format(title) if read_only else title)
        self.name.setToolTip(place)

    def show_facts(self, facts: ProjectFacts) -> None:
        """Say what is in it."""
        parts = (
            counted(facts.papers, self.tr("{n} paper"), self.tr("{n} papers")),
            counted(facts.queries, self.tr("{n} query"), self.tr("{n} queries")),
            counted(facts.judgements, self.tr("{n} judgement"), self.tr("{n} judgements")),
            counted(facts.triplets, self.tr("{n} triplet"), self.tr("{n} triplets")),
        )
        empty = not (facts.papers or facts.queries or facts.triplets)
        self.words.setText(self.tr("Nothing is in it yet.") if empty else ", ".join(parts))

    def show_recent(self, folders: Sequence[Path]) -> None:
        """Offer the projects that were open before."""
        while (entry := self._recent.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.deleteLater()
        for folder in folders:
            button = push_button(folder.name, "folder", kind="link", tip=str(folder))
            button.setAccessibleName(self.tr("Open the project {0}").format(folder.name))
            button.setProperty("folder", str(folder))
            button.clicked.connect(self._ask_recent)
            self._recent.addWidget(button)

    def _button(self, words: str, sign: str, asked: object) -> QPushButton:
        button = push_button(words, sign, name=f"project_{sign}")
        button.clicked.connect(asked)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.name)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        for button in (self.new_button, self.open_button, self.zip_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addLayout(self._recent)

    def _ask_recent(self) -> None:
        self.recent_asked.emit(Path(str(self.sender().property("folder"))))
