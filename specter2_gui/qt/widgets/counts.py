"""Numbers in the system's own writing, and the word that agrees with them."""

from PySide6.QtCore import QLocale


def number(value: int) -> str:
    """``value`` with the group separators of the system's locale; a system without any groups as English does."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:  # it writes 1606 where the words of this program write 1,606
        locale = QLocale(QLocale.Language.English)
    return locale.toString(value)


def counted(value: int, one: str, many: str) -> str:
    """``one`` or ``many``, whichever agrees with ``value``, with ``{n}`` replaced by the number."""
    return (one if value == 1 else many).replace("{n}", number(value))
