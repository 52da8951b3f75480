"""What is known of an imported file beside its numbers: format, encoding and why, columns, odd records, doubtful texts."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.app.receipts import Receipt
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.fold import Fold
from specter2_gui.qt.widgets.import_entries import is_table
from specter2_gui.qt.widgets.import_labels import plain_label
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.receipt_words import columns_words, encoding_words
from specter2_gui.readers.registry import format_title


class ReceiptFacts(QWidget):
    """Rows of name and words; longer lists are behind folds."""

    text_asked = Signal(str)
    """A doubtful text was pressed: its papers are wanted."""
    columns_asked = Signal()
    """The columns of the table are to be looked at again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receiptFacts")
        self._format, self._encoding, self._columns = (plain_label() for _ in range(3))
        self._names = [QLabel(words) for words in (self.tr("Format"), self.tr("Encoding"), self.tr("Columns taken"))]
        self._notes = plain_label()
        self.notes_fold = Fold("", _indented(self._notes))
        self._doubtful = plain_label()
        self._doubtful.setTextFormat(Qt.TextFormat.RichText)
        self._doubtful.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._doubtful.linkActivated.connect(self.text_asked)
        self.doubtful_fold = Fold("", _indented(self._doubtful))
        self.columns_button = push_button(
            self.tr("Change the columns…"), "columns", kind="link", name="changeColumns",
            tip=self.tr("Look at the columns again, and import the table with other ones"),
        )  # fmt: skip
        self.columns_button.clicked.connect(self.columns_asked)
        self._lay_out()

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what ``receipt`` knows."""
        columns = columns_words(receipt)
        self._format.setText(format_title(receipt.format))
        self._encoding.setText(encoding_words(receipt))
        self._columns.setText(columns)
        for widget in (self._columns, self._names[2], self.columns_button):
            widget.setVisible(is_table(receipt.format))
        self._show_notes(receipt)
        self._show_doubtful(receipt.doubtful)

    def unfold_doubtful(self) -> None:
        """Fold the doubtful texts out, and go to them."""
        self.doubtful_fold.fold_out(out=True)
        self.doubtful_fold.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notes(self, receipt: Receipt) -> None:
        noted, notes = receipt.noted, list(receipt.notes)
        title = counted(noted, self.tr("{n} note on an odd record"), self.tr("{n} notes on odd records"))
        if noted > len(notes):
            notes.append(self.tr("and {0} more").format(number(noted - len(notes))))
        self._notes.setText("\n".join(notes))
        _title(self.notes_fold, title, shown=bool(notes))

    def _show_doubtful(self, texts: Sequence[str]) -> None:
        title = counted(
            len(texts), self.tr("{n} text whose letters may be wrong"), self.tr("{n} texts whose letters may be wrong")
        )
        links = (f'<a href="{escape(text)}">{escape(text)}</a>' for text in texts)
        advice = self.tr("Press one to see its papers, and mend it there.")
        self._doubtful.setText(f"{'&nbsp;&nbsp; '.join(links)}<br>{advice}")
        self._doubtful.setAccessibleName(", ".join(texts))
        _title(self.doubtful_fold, title, shown=bool(texts))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        values = (self._format, self._encoding, self._columns)
        for row, (name, value) in enumerate(zip(self._names, values, strict=True)):
            set_kind(name, "muted")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        grid.addWidget(self.columns_button, len(values), 1, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(grid)
        column.addWidget(self.doubtful_fold)
        column.addWidget(self.notes_fold)


def _indented(label: QLabel) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(SPACE_L + SPACE_M, 0, 0, SPACE_S)
    column.addWidget(label)
    return holder


def _title(fold: Fold, title: str, *, shown: bool) -> None:
    fold.head.setText(title)
    fold.head.setAccessibleName(title)
    fold.fold_out(out=False)
    fold.setVisible(shown)
