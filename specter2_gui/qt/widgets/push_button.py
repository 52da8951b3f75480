"""A button with words and an icon: named for those who cannot see it, dressed by its kind."""

from PySide6.QtWidgets import QPushButton

from specter2_gui.qt.design.style import set_icon, set_kind

_ICON_ROLES = {"primary": "on_accent", "link": "accent"}


def push_button(words: str, sign: str = "", *, kind: str = "", tip: str = "", name: str = "") -> QPushButton:
    """``kind`` is ``primary``, ``link`` or empty for a plain one; ``name`` is for tests, ``tip`` for pointing at it."""
    button = QPushButton(words)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setObjectName(name)
    if kind:
        set_kind(button, kind)
    if sign:
        set_icon(button, sign, _ICON_ROLES.get(kind, "text"))
    return button
