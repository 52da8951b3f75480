"""The icons of the window, by the word for what they mean; drawn from a font, coloured by the scheme."""

from typing import Any, Protocol, cast

import qtawesome
from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from specter2_gui.qt.design.tokens import Scheme

ICON_PROPERTY = "iconName"
"""Dynamic property in which a button or an action remembers its icon, so that a change of scheme can redraw it."""

GLYPHS: dict[str, str] = {
    "home": "home-outline",
    "collection": "bookshelf",
    "import": "tray-arrow-down",
    "curate": "cards-outline",
    "train": "chart-line",
    "search": "magnify",
    "runs": "history",
    "open": "folder-open-outline",
    "save": "content-save-outline",
    "sample": "flask-outline",
    "file": "file-document-outline",
    "folder": "folder-outline",
    "recent": "clock-outline",
    "undo": "undo",
    "redo": "redo",
    "add": "plus",
    "edit": "pencil-outline",
    "delete": "delete-outline",
    "help": "help-circle-outline",
    "close": "close",
    "success": "check-circle-outline",
    "warning": "alert-outline",
    "error": "alert-circle-outline",
    "info": "information-outline",
    "positive": "check",
    "negative": "close-thick",
    "partly": "circle-half-full",
    "ready": "check-circle",
    "almost": "circle-half-full",
    "not ready": "alert-circle",
    "download": "download-outline",
    "play": "play",
    "pause": "pause",
    "stop": "stop",
    "cancel": "cancel",
    "reset": "restore",
    "copy": "content-copy",
    "change": "form-textbox",
    "duplicates": "content-duplicate",
    "fold": "chevron-down",
    "unfold": "chevron-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "same": "minus",
    "differs": "not-equal-variant",
    "model": "cube-outline",
    "device": "chip",
    "query": "comment-question-outline",
    "paper": "text-box-outline",
    "settings": "tune",
    "log": "format-list-bulleted",
    "picture": "image-outline",
    "table": "table",
    "theme": "theme-light-dark",
    "quit": "logout",
    "zotero": "alpha-z-box-outline",
    "columns": "table-column",
    "back": "arrow-left",
    "next": "arrow-right",
    "read": "file-refresh-outline",
}
"""Word to Material Design glyph."""


class _IconTarget(Protocol):
    """Anything that shows an icon and remembers properties: a button, an action."""

    def setIcon(self, icon: QIcon, /) -> None: ...


def draw(name: str, scheme: Scheme, colour: str = "") -> QIcon:
    """The icon ``name`` in ``colour`` (the scheme's text colour if empty), faded where disabled.

    Raises:
        KeyError: no icon has that name.
    """
    made: Any = cast("Any", qtawesome).icon(
        f"mdi6.{GLYPHS[name]}",
        color=colour or scheme.text,
        color_disabled=scheme.muted,
        color_selected=scheme.on_selection,
    )
    return cast("QIcon", made)


def remember(target: QObject, name: str, role: str) -> None:
    """Note on ``target`` which icon it shows and in which colour of the scheme."""
    target.setProperty(ICON_PROPERTY, f"{name}|{role}")


def redraw(target: QObject, scheme: Scheme) -> None:
    """Draw the icon that ``target`` remembers in the colours of ``scheme``; nothing if it remembers none."""
    noted = target.property(ICON_PROPERTY)
    if not isinstance(noted, str):
        return
    name, role = noted.split("|")
    cast("_IconTarget", target).setIcon(draw(name, scheme, getattr(scheme, role)))
