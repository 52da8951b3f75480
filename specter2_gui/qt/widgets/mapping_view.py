"""Saying which column of a table holds what, before anything of the file is imported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from specter2_gui.app.previewing import TablePreview
from specter2_gui.qt.design.style import set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.import_labels import plain_label, short_name
from specter2_gui.qt.widgets.mapping_table import MappingTable
from specter2_gui.qt.widgets.mapping_words import judged
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class MappingView(QWidget):
    """Shows the first rows of one table; says what was decided, or that the file is to be skipped."""

    decided = Signal(dict)
    """The name of the field by the name of the column; columns that are not used are not in it."""
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mappingView")
        self._preview: TablePreview | None = None
        self.heading = plain_label(scale=SECTION_SCALE)
        self.why = plain_label(kind="muted")
        self.table = MappingTable()
        self._sign = Sign()
        self.state = plain_label()
        self.state.setObjectName("mappingState")
        self.import_button = push_button(self.tr("Import"), "import", kind="primary", name="importMapped")
        self.reset_button = push_button(
            self.tr("As recognised"),
            "reset",
            name="resetMapping",
            tip=self.tr("Choose again what the columns seem to hold"),
        )
        self.skip_button = push_button(self.tr("Skip this file"), "close", name="skipTable")
        self._lay_out()
        self.table.mapping_changed.connect(self._judge)
        self.import_button.clicked.connect(self._decide)
        self.reset_button.clicked.connect(self._reset)
        self.skip_button.clicked.connect(self.skipped)

    def show_table(self, preview: TablePreview, waiting: int, *, again: bool = False) -> None:
        """Ask about the table ``preview``; ``waiting`` others are asked about afterwards.

        ``again`` says that it was imported already, with the columns that are shown.
        """
        self._preview = preview
        self._name_skipping(again=again)
        self.heading.setText(self.tr("Which column of “{0}” holds what?").format(short_name(preview.name)))
        self.heading.setToolTip(preview.name)
        more = counted(waiting, self.tr("{n} more table waits."), self.tr("{n} more tables wait.")) if waiting else ""
        remembered = self.tr("This is what was decided for such a table before.") if preview.remembered else preview.why
        if again:
            remembered = self.tr(
                "These are the columns as they were taken. With other ones, the import is taken back and done anew: "
                "its papers come in once more, without judgements."
            )
        self.table.show_columns(preview.header, preview.rows, preview.mapping)
        hidden = self.table.left_out
        wide = counted(hidden, self.tr("{n} more column is not used."), self.tr("{n} more columns are not used."))
        self.why.setText(" ".join(part for part in (remembered, *preview.notes, wide if hidden else "", more) if part))
        self._judge()

    def start(self) -> None:
        """Put the focus on the first choice."""
        if self.table.choices:
            self.table.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self) -> None:
        found = judged(self.table.mapping)
        kind = "error" if found.problem else "warning" if found.notes else "success"
        colour = {"error": "negative", "warning": "warning", "success": "positive"}[kind]
        words = found.problem or " ".join(found.notes) or self.tr("Title and abstract are there; nothing is missing.")
        self._sign.show_icon(kind, colour)
        set_mark(self._frame, "notice", kind)
        self.state.setText(words)
        self._frame.setAccessibleName(words)
        self.import_button.setEnabled(not found.problem)
        self.import_button.setToolTip(found.problem)
        self.reset_button.setEnabled(self._preview is not None and self.table.mapping != dict(self._preview.mapping))

    def _name_skipping(self, *, again: bool) -> None:
        words = self.tr("Leave it as it is") if again else self.tr("Skip this file")
        self.skip_button.setText(words)
        self.skip_button.setAccessibleName(words)

    def _decide(self) -> None:
        self.decided.emit(self.table.mapping)

    def _reset(self) -> None:
        if self._preview is not None:
            self.table.set_mapping(self._preview.mapping)

    def _lay_out(self) -> None:
        self._frame = QFrame()
        inner = QHBoxLayout(self._frame)
        inner.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(self.state, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.skip_button)
        buttons.addStretch(1)
        buttons.addWidget(self.reset_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.heading)
        column.addWidget(self.why)
        column.addWidget(self.table, 1)
        column.addWidget(self._frame)
        column.addLayout(buttons)
