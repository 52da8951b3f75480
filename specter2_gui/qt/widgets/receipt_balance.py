"""Whether a receipt adds up: what begins in the file on one side, records and rejects on the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.app.receipts import Receipt
from specter2_gui.qt.design.style import scaled_font, set_kind, set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.sign import Sign


class ReceiptBalance(QFrame):
    """Start marks = records + rejects, as numbers and in a sentence; an alarm where it does not add up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receiptBalance")
        self.setToolTip(
            self.tr(
                "A start mark is what begins a record in a file of this format. Start marks are counted by other means "
                "than records are read, so that nothing can vanish uncounted."
            )
        )
        self._sign = Sign()
        self._parts = [self._part() for _ in range(3)]
        self._equal = self._operator()
        self.sentence = QLabel()
        self.sentence.setObjectName("receiptSentence")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def show_receipt(self, receipt: Receipt) -> None:
        """Set the numbers of ``receipt`` against one another."""
        sound = not receipt.alarm
        words = (
            (receipt.start_marks, self.tr("{n} start mark"), self.tr("{n} start marks")),
            (receipt.records, self.tr("{n} record"), self.tr("{n} records")),
            (receipt.rejects, self.tr("{n} reject"), self.tr("{n} rejects")),
        )
        for (value, text), (count, one, many) in zip(self._parts, words, strict=True):
            value.setText(number(count))
            text.setText(counted(count, one, many).partition(" ")[2])
        self._equal.setText("=" if sound else "≠")
        self._sign.show_icon("success" if sound else "error", "positive" if sound else "negative")
        self._sign.setAccessibleName(self.tr("The numbers add up") if sound else self.tr("Alarm"))
        set_mark(self, "notice", "success" if sound else "error")
        self.sentence.setText(self._said(receipt))
        equation = " ".join((counted(*words[0]), self._equal.text(), counted(*words[1]), "+", counted(*words[2])))
        self.setAccessibleName(f"{equation}. {self.sentence.text()}")

    def _said(self, receipt: Receipt) -> str:
        if not receipt.unaccounted:
            return self.tr("The numbers add up: everything that begins in the file was read or is listed as a reject.")
        if receipt.unaccounted > 0:
            missing = counted(
                receipt.unaccounted,
                self.tr("{n} record that begins in the file is neither read nor rejected."),
                self.tr("{n} records that begin in the file are neither read nor rejected."),
            )
        else:
            missing = counted(
                -receipt.unaccounted,
                self.tr("{n} record more came out of the file than begins in it."),
                self.tr("{n} records more came out of the file than begin in it."),
            )
        advice = self.tr("Compare the collection with the file before you rely on it.")
        return self.tr("The numbers do not add up. {0} {1}").format(missing, advice)

    def _part(self) -> tuple[QLabel, QLabel]:
        value, text = QLabel(), QLabel()
        value.setFont(scaled_font(SECTION_SCALE, bold=True))
        set_kind(text, "small")
        return value, text

    def _operator(self) -> QLabel:
        label = QLabel("+")
        label.setFont(scaled_font(SECTION_SCALE, bold=True))
        return label

    def _lay_out(self) -> None:
        equation = QHBoxLayout()
        equation.setSpacing(SPACE_L)
        for place, (value, text) in enumerate(self._parts):
            if place:
                equation.addWidget(self._equal if place == 1 else self._operator())
            part = QVBoxLayout()
            part.setSpacing(0)
            part.addWidget(value)
            part.addWidget(text)
            equation.addLayout(part)
        equation.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0)
        grid.addLayout(equation, 0, 1)
        grid.addWidget(self.sentence, 1, 1)
