"""Putting a block of words a little above the middle of a page."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def centred(page: QWidget, block: QWidget) -> None:
    """Lay ``block`` out in ``page``: as wide as its maximum allows, with the height its wrapped words need."""
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(block, 1000)
    middle.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(2)
    column.addLayout(middle)
    column.addStretch(3)
