"""The heads above records that stand side by side: which one is shown, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class ChoiceOfShown(QButtonGroup):
    """One radio button for each record: the chosen one is shown when they are called the same paper."""

    def heads(self, papers: tuple[PaperRow, ...], shown: int) -> list[QWidget]:
        """New heads for ``papers``; ``shown`` is the id of the one that is chosen at first."""
        for button in self.buttons():
            self.removeButton(button)
        heads: list[QWidget] = []
        for place, paper in enumerate(papers, start=1):
            button = QRadioButton(self.tr("Show this one ({key})").replace("{key}", str(place)))
            button.setToolTip(
                self.tr("If both are the same paper, this record is shown and the other one hidden behind it.")
            )
            button.setObjectName(f"show_{paper.id}")
            button.setChecked(paper.id == shown)
            self.addButton(button, paper.id)
            heads.append(_below(button, self.tr("has duplicates already") if paper.group is not None else ""))
        return heads

    def choose(self, place: int) -> None:
        """Choose the record at ``place``, counted from 0."""
        if place < len(self.buttons()):
            self.buttons()[place].setChecked(True)


class MemberHead(QWidget):
    """Of one record of a group: whether it is the one that is shown, and what can be done about it."""

    show_asked = Signal(int)
    apart_asked = Signal(int)

    def __init__(self, paper: PaperRow, *, may_leave: bool) -> None:
        super().__init__()
        self._id = paper.id
        row = QHBoxLayout()
        row.setSpacing(SPACE_XS)
        words = QLabel(self.tr("Hidden behind it") if paper.hidden else self.tr("Shown"))
        set_kind(words, "muted" if paper.hidden else "accent")
        if not paper.hidden:
            row.addWidget(Sign("success", "accent"))
        row.addWidget(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        if paper.hidden:
            shown = push_button(self.tr("Show this one"), kind="link", name=f"show_{paper.id}")
            shown.setToolTip(self.tr("Show this record, and hide the others of the group behind it"))
            shown.clicked.connect(self._ask_show)
            buttons.addWidget(shown)
        if may_leave:
            apart = push_button(self.tr("Keep apart"), kind="link", name=f"apart_{paper.id}")
            apart.setToolTip(self.tr("It is another paper: take it out of the group, and remember that"))
            apart.clicked.connect(self._ask_apart)
            buttons.addWidget(apart)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(row)
        column.addLayout(buttons)
        column.addStretch(1)

    def _ask_show(self) -> None:
        self.show_asked.emit(self._id)

    def _ask_apart(self) -> None:
        self.apart_asked.emit(self._id)


def plain_head(words: str) -> QWidget:
    """A head that says nothing but ``words``."""
    label = QLabel(words)
    set_kind(label, "muted")
    return label


def _below(button: QRadioButton, words: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_S)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    if words:
        label = QLabel(words)
        set_kind(label, "small")
        column.addWidget(label)
    return holder
