"""The rejects of one import: the list on the left, the chosen one on the right, the way back above."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from specter2_gui.project.imports import ImportRow, RejectRow
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.import_labels import plain_label, short_name
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.reject_detail import RejectDetail
from specter2_gui.qt.widgets.reject_list import RejectList
from specter2_gui.readers.registry import format_place


class RejectView(QWidget):
    """Shows rejects; says which text to read again, and when the person has seen enough."""

    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rejectView")
        self.import_id = 0
        self._places = {"Line": self.tr("Line"), "Row": self.tr("Row"), "Record": self.tr("Record")}
        self.back_button = push_button(self.tr("Back to the receipt"), "back", kind="link", name="backFromRejects")
        self.heading = plain_label(scale=SECTION_SCALE)
        self.list = RejectList()
        self.detail = RejectDetail()
        self._lay_out()
        self.back_button.clicked.connect(self.back_asked)
        self.list.current_changed.connect(self._show_reject)
        self.detail.next_asked.connect(self._next)

    @property
    def has_draft(self) -> bool:
        """Whether something was written that is no paper yet."""
        return bool(self.detail.drafts)

    def save(self) -> None:
        """Ask to read it again, which makes it a paper or says why not."""
        self.detail.read_first()

    def discard(self) -> None:
        """Throw it away."""
        self.detail.forget()

    def show_rejects(self, row: ImportRow, rejects: Sequence[RejectRow]) -> None:
        """Show the rejects of the import ``row``."""
        self.import_id = row.id
        self.heading.setText(self._headline(row, rejects))
        place = self._places.get(format_place(row.format), self.tr("Line"))
        self.list.show_place(place)
        self.detail.show_place(place, lines=format_place(row.format) != "Record")
        self.detail.show_states(rejects)
        self.list.show_rejects(rejects)

    def start(self) -> None:
        """Put the focus where work goes on."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _headline(self, row: ImportRow, rejects: Sequence[RejectRow]) -> str:
        mended = sum(reject.mended is not None for reject in rejects)
        total = number(row.start_marks)
        said = counted(
            row.rejects, self.tr("{n} of {0} records of “{1}” could not be read"),
            self.tr("{n} of {0} records of “{1}” could not be read"),
        ).replace("{0}", total).replace("{1}", short_name(row.name))  # fmt: skip
        if not mended:
            return said
        return said + counted(mended, self.tr("; {n} was mended"), self.tr("; {n} were mended"))

    def _show_reject(self, reject: RejectRow | None) -> None:
        self.detail.show_reject(reject)
        self.detail.next_button.setEnabled(self.list.has_next)

    def _next(self) -> None:
        if self.list.go_on():
            self.detail.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self.back_button)
        head.addWidget(self.heading, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("rejectSplit")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_L)
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setSizes([300, 560])
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(split, 1)
