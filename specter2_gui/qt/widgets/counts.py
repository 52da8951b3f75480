"""Numbers in the system's own writing, and the word that agrees with them."""

from PySide6.QtCore import QLocale


def writing() -> QLocale:
    """How the system writes numbers and dates; one that is set to no language as in Britain, whose words these are.

    Without a language it would be 1606 beside sentences with 1,606, and “1 12 2026” for a day.
    """
    found = QLocale()
    if found.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return found


def number(value: int) -> str:
    """``value`` with the group separators of :func:`writing`."""
    return writing().toString(value)


def counted(value: int, one: str, many: str) -> str:
    """``one`` or ``many``, whichever agrees with ``value``, with ``{n}`` replaced by the number."""
    return (one if value == 1 else many).replace("{n}", number(value))
