"""Records side by side, field by field: what is the same stands calm, what differs is marked word by word."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.domain.texts import shortened
from specter2_gui.qt.design.style import current_scheme, set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.duplicate_differences import Comparison, FieldRow, Likeness, Piece
from specter2_gui.qt.widgets.duplicate_words import field_name, likeness_words
from specter2_gui.qt.widgets.sign import Sign

COLUMN_WIDTH = 190
"""The least width of a record; further ones are scrolled to."""
NAME_WIDTH = 108
LONGEST_QUERY = 48
_SIGNS = {Likeness.DIFFERS: ("differs", "warning"), Likeness.SOME: ("info", "muted")}


class DuplicateComparison(QScrollArea):
    """A grid of one row for each field and one column for each record, below the heads it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: list[tuple[QLabel, tuple[Piece, ...]]] = []
        self.comparison = Comparison()
        self.setObjectName("duplicateComparison")
        self.setAccessibleName(self.tr("The records side by side"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_kind(self, "plain")
        self.show_comparison(Comparison(), ())

    def show_comparison(self, comparison: Comparison, heads: Sequence[QWidget]) -> None:
        """Show ``comparison`` with one of ``heads`` above each record."""
        self.comparison = comparison
        self._texts = []
        content = QWidget()
        content.setObjectName("duplicateFields")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, SPACE_S, SPACE_M, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        for column, head in enumerate(heads, start=1):
            grid.addWidget(head, 0, column)
            grid.setColumnMinimumWidth(column, COLUMN_WIDTH)
            grid.setColumnStretch(column, 1)
        for place, row in enumerate(comparison.rows):
            self._add_row(grid, 2 * place + 1, row, len(comparison.papers))
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(content)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Write the marks in the colours of the new scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _add_row(self, grid: QGridLayout, line: int, row: FieldRow, columns: int) -> None:
        rule = QFrame()
        set_kind(rule, "line")
        grid.addWidget(rule, line, 0, 1, columns + 1)
        grid.addWidget(_name(row), line + 1, 0, Qt.AlignmentFlag.AlignTop)
        name = field_name(row.name)
        if row.likeness is Likeness.SAME:
            label = self._cell(row.cells[0], f"{name}, {likeness_words(row.likeness)}: {row.text(0)}")
            set_kind(label, "muted")
            grid.addWidget(label, line + 1, 1, 1, columns)
            return
        for column in range(columns):
            said = self.tr("{field}, record {n}: {text}").replace("{field}", name).replace("{n}", str(column + 1))
            words = row.text(column) or self.tr("not given")
            grid.addWidget(self._cell(row.cells[column], said.replace("{text}", words)), line + 1, column + 1)

    def _cell(self, pieces: tuple[Piece, ...], spoken: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setAccessibleName(spoken)
        if not pieces:
            set_kind(label, "muted")
        self._texts.append((label, pieces))
        return label

    def _write(self) -> None:
        scheme = current_scheme()
        style = f"background-color:{scheme.warning_soft};color:{scheme.text};font-weight:600;text-decoration:underline"
        for label, pieces in self._texts:
            text = "".join(
                f'<span style="{style}">{escape(words)}</span>' if mark else escape(words) for words, mark in pieces
            )
            label.setText(text or f"<i>{escape(self.tr('not given'))}</i>")


def _name(row: FieldRow) -> QWidget:
    """The name of a field, and below it how the records stand to one another."""
    name = QLabel(field_name(row.name))
    set_kind(name, "section")
    words = QLabel(f"“{shortened(row.query, LONGEST_QUERY)}”" if row.query else likeness_words(row.likeness))
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    set_kind(words, "small")
    below = QHBoxLayout()
    below.setSpacing(SPACE_XS)
    if row.likeness in _SIGNS:
        below.addWidget(Sign(*_SIGNS[row.likeness]), 0, Qt.AlignmentFlag.AlignTop)
    below.addWidget(words, 1)
    holder = QWidget()
    holder.setMaximumWidth(NAME_WIDTH)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(name)
    column.addLayout(below)
    return holder
