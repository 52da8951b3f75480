"""How the application looks: Fusion, a palette and a style sheet made from the scheme, icons that follow it."""

from typing import Literal, cast

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget

from specter2_gui.qt.design import icons
from specter2_gui.qt.design.sheet import style_sheet
from specter2_gui.qt.design.tokens import DARK, LIGHT, SPACE_S, Scheme

SchemeName = Literal["system", "light", "dark"]
_STYLE_NAME = "specter2Style"


class _Style(QObject):
    """What the application looks like now; a child of the application, so that it lives exactly as long."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_STYLE_NAME)
        self.wanted: SchemeName = "system"
        self.scheme = LIGHT
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def follow(self) -> None:
        """Take over what the system says, if the person left it to the system."""
        app = QApplication.instance()
        if self.wanted == "system" and isinstance(app, QApplication):
            self.show_scheme(app, _system_scheme(app))

    def show_scheme(self, app: QApplication, scheme: Scheme) -> None:
        """Colour everything there is in ``scheme``."""
        self.scheme = scheme
        app.setPalette(_palette(scheme))
        app.setStyleSheet(style_sheet(scheme))
        for widget in app.allWidgets():
            icons.redraw(widget, scheme)
            for action in widget.actions():
                icons.redraw(action, scheme)


def apply_style(app: QApplication, scheme: SchemeName = "system") -> None:
    """Dress the application: ``light``, ``dark``, or what the system says, followed while the window is open."""
    style = _style(app)
    if style is None:
        app.setStyle("Fusion")
        style = _Style(app)
    style.wanted = scheme
    chosen = {"light": LIGHT, "dark": DARK}.get(scheme) or _system_scheme(app)
    style.show_scheme(app, chosen)


def current_scheme() -> Scheme:
    """The colours in use; light before :func:`apply_style` was called."""
    app = QApplication.instance()
    style = _style(app) if isinstance(app, QApplication) else None
    return style.scheme if style else LIGHT


def icon(name: str, role: str = "text") -> QIcon:
    """The icon ``name`` in the scheme's colour ``role`` as it is now; prefer :func:`set_icon`, which follows the scheme."""
    scheme = current_scheme()
    return icons.draw(name, scheme, getattr(scheme, role))


def set_icon(target: QWidget | QAction, name: str, role: str = "text") -> None:
    """Give a button or an action the icon ``name`` in the scheme's colour ``role``; it is redrawn when the scheme changes."""
    icons.remember(target, name, role)
    icons.redraw(target, current_scheme())
    if isinstance(target, QAbstractButton):
        space_icon(target)


def space_icon(button: QAbstractButton) -> None:
    """Keep the icon of ``button`` off the words beside it: Qt has no setting for that, but draws icons in the middle."""
    beside = not isinstance(button, QToolButton) or (
        button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    )
    side = button.iconSize().height()
    if beside and button.iconSize().width() == side:
        button.setIconSize(QSize(side + SPACE_S, side))


def set_kind(widget: QWidget, kind: str) -> None:
    """Mark ``widget`` for the style sheet: ``primary``, ``link``, ``quiet``, ``card``, ``muted``, ``small``, ``positive``, ..."""
    set_mark(widget, "kind", kind)


def set_mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet asks about and have the widget drawn anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def scaled_font(scale: float, *, bold: bool = False) -> QFont:
    """The system's font in ``scale`` times its size."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    return font


def _style(app: QApplication | object) -> _Style | None:
    found = app.findChild(QObject, _STYLE_NAME) if isinstance(app, QApplication) else None
    return cast("_Style | None", found)


def _system_scheme(app: QApplication) -> Scheme:
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _palette(scheme: Scheme) -> QPalette:
    roles = QPalette.ColorRole
    colours = {
        roles.Window: scheme.surface,
        roles.WindowText: scheme.text,
        roles.Base: scheme.raised,
        roles.AlternateBase: scheme.surface,
        roles.Text: scheme.text,
        roles.PlaceholderText: scheme.muted,
        roles.Button: scheme.raised,
        roles.ButtonText: scheme.text,
        roles.BrightText: scheme.negative,
        roles.Highlight: scheme.selection,
        roles.HighlightedText: scheme.on_selection,
        roles.Accent: scheme.accent,
        roles.Link: scheme.accent,
        roles.LinkVisited: scheme.accent,
        roles.ToolTipBase: scheme.raised,
        roles.ToolTipText: scheme.text,
        roles.Mid: scheme.border,
        roles.Midlight: scheme.sunken,
        roles.Dark: scheme.border,
        roles.Light: scheme.raised,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return palette
