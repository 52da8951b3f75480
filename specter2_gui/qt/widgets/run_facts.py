"""How fast a run is and what it takes: one line for everybody, and all figures with their meaning for who wants them."""

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from specter2_gui.domain.events import Pace
from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SMALL_SCALE, SPACE_L, SPACE_XS
from specter2_gui.qt.event_words import memory, percent
from specter2_gui.qt.widgets.counts import number

_GAP = "   |   "


class FactsLine(QLabel):
    """Takes no room before the first news."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runFacts")
        self.setWordWrap(True)
        set_kind(self, "muted")
        self.hide()

    def show_pace(self, pace: Pace) -> None:
        """Say what a librarian wants to know; the rest when pointed at."""
        facts = [
            self.tr("{0} triplets a second").format(self.locale().toString(pace.triplets_per_s, "f", 1)),
            self.tr("{0} of memory").format(memory(pace.memory_mb)),
        ]
        if pace.encodes_saved >= 0.01:
            facts.append(self.tr("{0} less reading").format(percent(pace.encodes_saved, 0)))
        self.setText(_GAP.join(facts))
        self.setAccessibleName(self.text())
        self.setToolTip("\n".join(f"{name}: {value}" for name, value, _meaning in pace_facts(pace)))
        self.show()

    def rest(self) -> None:
        """Nothing is at work."""
        self.hide()
        self.setText("")


class FactsTable(QWidget):
    """All figures of the newest pace, each with what it means; empty and without height before the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runFactsTable")
        self.setAccessibleName(self.tr("Speed and memory of the training"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(2, 1)
        self._values: dict[int, QLabel] = {}
        self.hide()

    def show_pace(self, pace: Pace) -> None:
        """Fill in the figures."""
        for row, (name, value, meaning) in enumerate(pace_facts(pace)):
            if row not in self._values:
                self._values[row] = self._add(row, name, meaning)
            self._values[row].setText(value)
            self._values[row].setAccessibleName(f"{name}: {value}")
        self.show()

    def clear(self) -> None:
        """Another run begins."""
        self.hide()

    def _add(self, row: int, name: str, meaning: str) -> QLabel:
        value = QLabel()
        value.setFont(scaled_font(SMALL_SCALE, bold=True))
        for column, words in ((0, name), (2, meaning)):
            label = QLabel(words)
            label.setFont(scaled_font(SMALL_SCALE))
            label.setWordWrap(column == 2)
            set_kind(label, "muted" if column == 2 else "plain")
            self._grid.addWidget(label, row, column)
        self._grid.addWidget(value, row, 1)
        return value


def pace_facts(pace: Pace) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of each figure."""
    locale = QLocale()
    used = _tr("not known") if pace.utilisation is None else percent(pace.utilisation, 0)
    return (
        (_tr("Triplets a second"), locale.toString(pace.triplets_per_s, "f", 1), _tr("the time left follows from it")),
        (_tr("Tokens a second"), number(round(pace.tokens_per_s)), _tr("pieces of words that the model reads")),
        (_tr("Padding"), percent(pace.padding_share, 0), _tr("of them only fill up the shorter texts")),
        (_tr("Reading saved"), percent(pace.encodes_saved, 0), _tr("of the texts did not have to be read again")),
        (_tr("Device in use"), used, _tr("of the speed it reaches in plain arithmetic")),
        (_tr("Memory"), memory(pace.memory_mb), _tr("the most this training has taken so far")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("pace", text)
