"""The rules of the style sheet for what every page is built from: buttons, fields, tabs, scroll bars."""

from pathlib import Path

from specter2_gui.qt.design.tokens import (
    FIELD_HEIGHT,
    RADIUS,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XS,
    SPACE_XXL,
    Scheme,
)

_PICTURES = Path(__file__).parent / "pictures"


def picture(name: str, scheme: Scheme) -> str:
    """A picture in the colours of ``scheme`` for what a style sheet can place but not draw: a check mark, an arrow."""
    return (_PICTURES / f"{name}_{scheme.name}.svg").as_posix()


def field_rules(scheme: Scheme) -> str:
    """Rules by class; buttons of another ``kind`` have rules of their own."""
    return "\n".join((_buttons(scheme), _fields(scheme), _tabs(scheme), _scroll_bars(scheme)))


def _buttons(scheme: Scheme) -> str:
    return f"""
QPushButton {{
  background: {scheme.raised}; color: {scheme.text}; border: 1px solid {scheme.edge}; border-radius: {RADIUS}px;
  padding: {SPACE_S - 2}px {SPACE_M}px;
}}
QPushButton:hover {{ background: {scheme.accent_soft}; }}
QPushButton:pressed {{ background: {scheme.sunken}; }}
QPushButton:focus {{ border: 2px solid {scheme.accent}; padding: {SPACE_S - 3}px {SPACE_M - 1}px; }}
QPushButton:disabled {{ background: transparent; color: {scheme.muted}; border-color: {scheme.border}; }}
QPushButton[kind="primary"] {{
  background: {scheme.accent}; color: {scheme.on_accent}; border: 2px solid {scheme.accent};
  padding: {SPACE_S - 3}px {SPACE_L - 1}px; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{ border-color: {scheme.text}; }}
QPushButton[kind="primary"]:focus {{ border-color: {scheme.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {scheme.sunken}; color: {scheme.muted}; border-color: {scheme.border}; }}
"""


def _fields(scheme: Scheme) -> str:
    return f"""
QLineEdit, QPlainTextEdit {{
  background: {scheme.raised}; color: {scheme.text}; border: 1px solid {scheme.edge}; border-radius: {RADIUS}px;
  placeholder-text-color: {scheme.muted};
  selection-background-color: {scheme.selection}; selection-color: {scheme.on_selection};
}}
QLineEdit {{ padding: {SPACE_XS}px {SPACE_S}px; }}
QPlainTextEdit {{ padding: 0 {SPACE_XS}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {scheme.accent}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {scheme.surface}; color: {scheme.muted}; border-color: {scheme.border}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: 0; padding: 0; background: transparent; }}
QComboBox, QAbstractSpinBox {{
  background: {scheme.raised}; color: {scheme.text}; border: 1px solid {scheme.edge}; border-radius: {RADIUS}px;
  min-height: {FIELD_HEIGHT - 2}px; max-height: {FIELD_HEIGHT - 2}px;
}}
QComboBox {{ padding-left: {SPACE_S}px; }}
QComboBox:focus, QAbstractSpinBox:focus {{ border: 1px solid {scheme.accent}; }}
QComboBox:disabled, QAbstractSpinBox:disabled {{ background: {scheme.surface}; color: {scheme.muted}; border-color: {scheme.border}; }}
QComboBox::drop-down {{ border: 0; width: {SPACE_XL}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: {SPACE_XL}px; }}
QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url("{picture("down", scheme)}"); width: {SPACE_M}px; height: {SPACE_M}px; }}
QAbstractSpinBox::up-arrow {{ image: url("{picture("up", scheme)}"); width: {SPACE_M}px; height: {SPACE_M}px; }}
QFrame[kind="card"] > QPlainTextEdit[readOnly="true"] {{ border: 0; padding: 0; background: transparent; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] {{
  border: 1px solid {scheme.negative};
}}
QTableView {{ border: 1px solid {scheme.border}; }}
QTableCornerButton::section {{
  background: {scheme.sunken}; border: 0; border-right: 1px solid {scheme.border}; border-bottom: 1px solid {scheme.border};
}}
"""


def _tabs(scheme: Scheme) -> str:
    return f"""
QTabWidget::pane {{ border: 0; border-top: 1px solid {scheme.border}; top: -1px; }}
QTabBar::tab {{
  background: transparent; color: {scheme.muted}; border: 0; border-bottom: 2px solid transparent;
  padding: {SPACE_XS}px {SPACE_M}px; margin-right: {SPACE_XS}px;
}}
QTabBar::tab:hover {{ color: {scheme.text}; }}
QTabBar::tab:selected {{ color: {scheme.accent}; border-bottom-color: {scheme.accent}; }}
QTabBar::tab:focus {{ background: {scheme.accent_soft}; }}
"""


def _scroll_bars(scheme: Scheme) -> str:
    return f"""
QScrollBar {{ background: transparent; border: 0; }}
QTableView QScrollBar {{ background: {scheme.raised}; }}
QScrollBar:vertical {{ width: {SPACE_M}px; }}
QScrollBar:horizontal {{ height: {SPACE_M}px; }}
QScrollBar::handle {{ background: {scheme.edge}; border-radius: {SPACE_XS}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {SPACE_XXL}px; }}
QScrollBar::handle:horizontal {{ min-width: {SPACE_XXL}px; }}
QScrollBar::handle:hover {{ background: {scheme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
