"""A line that says that tables wait to be looked at, where the person is busy with something else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from specter2_gui.qt.design.style import set_mark
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.import_labels import plain_label
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class ImportWaiting(QFrame):
    """Takes no room while nothing waits."""

    look_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importWaiting")
        set_mark(self, "notice", "info")
        self.words = plain_label()
        self.button = push_button(self.tr("Look at the columns"), "columns", name="lookAtColumns")
        self.button.clicked.connect(self.look_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(Sign("columns", "accent"))
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_waiting(self, tables: int) -> None:
        """Say that ``tables`` wait; 0 puts the line away."""
        self.words.setText(
            counted(
                tables,
                self.tr("{n} table waits: say which of its columns holds what."),
                self.tr("{n} tables wait: say which of their columns holds what."),
            )
        )
        self.setVisible(tables > 0)
