"""Numbers in the system's own writing, and the word that agrees with them."""

from PySide6.QtCore import QLocale


def number(value: int) -> str:
    """``value`` with the group separators of the system's locale."""
    return QLocale().toString(value)


def counted(value: int, one: str, many: str) -> str:
    """``one`` or ``many``, whichever agrees with ``value``, with ``{n}`` replaced by the number."""
    return (one if value == 1 else many).replace("{n}", number(value))
