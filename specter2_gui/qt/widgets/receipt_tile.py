"""One number of a receipt, which opens the list of what it counts."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS, TITLE_SCALE
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.import_button import LaidOutButton
from specter2_gui.qt.widgets.sign import Sign

_NARROWEST = 132
"""Device-independent pixels that a tile needs for its words."""


class Tile(LaidOutButton):
    """A number over what it counts, as ``one`` or as many; it can be pressed where there is a list to open."""

    def __init__(self, name: str, one: str, words: str, meaning: str, sign: str = "") -> None:
        super().__init__()
        self.setObjectName(f"tile {name}")
        set_kind(self, "tile")
        self._one, self._words, self._meaning = one, words, meaning
        self._warning = sign
        self.number = QLabel("0")
        self.number.setFont(scaled_font(TITLE_SCALE, bold=True))
        self.caption = QLabel(words)
        self.caption.setWordWrap(True)
        self._sign = Sign()
        head = QHBoxLayout()
        head.setSpacing(SPACE_XS)
        head.addWidget(self.number, 1)
        head.addWidget(self._sign)
        column = self.column
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.caption)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.let_through(self.number, self.caption, self._sign)

    def show_count(self, count: int, *, listed: bool = True, more: str = "", now: int | None = None) -> None:
        """Show ``count``; without a list to open it cannot be pressed. ``more`` is said behind the words.

        ``now`` is how many there are today; None where nobody knows.
        """
        today = count if now is None else now
        later = "" if today == count else self.tr("now {0}").format(number(today))
        words = counted(count, self._one, self._words)
        caption = ", ".join(filter(None, (words, later.replace(" ", "\u00a0"), more)))
        self.number.setText(number(count))
        self.caption.setText(caption)
        self._sign.setVisible(bool(self._warning and count))
        if self._warning:
            self._sign.show_icon(self._warning, "warning")
        opens = bool(today) and listed
        self.setEnabled(opens)
        lost = self.tr("Which ones they are is not known any more.") if today else self.tr("There are none any more.")
        self.setToolTip(self._meaning if opens or not count else f"{self._meaning}\n{lost}")
        self.setAccessibleName(f"{number(count)} {caption}".replace("\u00a0", " "))
        self.setAccessibleDescription(
            self.tr("{0} Press to see them.").format(self._meaning) if opens else self._meaning
        )


class Tiles(QWidget):
    """Tiles side by side, in two rows where there is not enough room for one."""

    def __init__(self, tiles: list[Tile]) -> None:
        super().__init__()
        self._tiles = tiles
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_S)
        self._place(len(tiles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold other rows."""
        super().resizeEvent(event)
        fits = self.width() >= len(self._tiles) * (_NARROWEST + SPACE_S) - SPACE_S
        self._place(len(self._tiles) if fits else 2)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
