"""The one style sheet, generated from the tokens: only what Fusion and the palette cannot say."""

from specter2_gui.qt.design.curation_sheet import curation_rules
from specter2_gui.qt.design.field_sheet import field_rules, picture
from specter2_gui.qt.design.import_sheet import import_rules
from specter2_gui.qt.design.paper_sheet import paper_rules
from specter2_gui.qt.design.tokens import RADIUS, SPACE_M, SPACE_S, SPACE_XS, Scheme


def style_sheet(scheme: Scheme) -> str:
    """Rules by object name and by the property ``kind``; a widget without either looks as Fusion draws it."""
    parts = (field_rules, _shell, _pages, _controls, _notices, curation_rules, import_rules, paper_rules)
    return "\n".join(part(scheme) for part in parts)


def _shell(scheme: Scheme) -> str:
    return f"""
QWidget#rail {{ background: {scheme.sunken}; border-right: 1px solid {scheme.border}; }}
QToolButton[kind="rail"] {{ border: 0; border-radius: {RADIUS}px; padding: {SPACE_S}px {SPACE_XS}px; color: {scheme.muted}; }}
QToolButton[kind="rail"]:hover {{ background: {scheme.surface}; color: {scheme.text}; }}
QToolButton[kind="rail"]:checked {{ background: {scheme.accent_soft}; color: {scheme.accent}; font-weight: 600; }}
QToolButton[kind="rail"]:focus {{ border: 2px solid {scheme.accent}; padding: {SPACE_S - 2}px {SPACE_XS - 2}px; }}
QStatusBar {{ border-top: 1px solid {scheme.border}; background: {scheme.sunken}; }}
QStatusBar::item {{ border: 0; }}
QToolButton[kind="status"] {{ border: 0; padding: {SPACE_XS}px {SPACE_S}px; color: {scheme.muted}; }}
QToolButton[kind="status"]:hover {{ color: {scheme.text}; }}
QToolButton[kind="status"]:focus {{ border: 1px solid {scheme.accent}; }}
"""


def _pages(scheme: Scheme) -> str:
    return f"""
QFrame[kind="card"] {{ background: {scheme.raised}; border: 1px solid {scheme.border}; border-radius: {RADIUS}px; }}
QFrame[kind="option"] {{ background: {scheme.raised}; border: 1px solid {scheme.border}; border-radius: {RADIUS}px; }}
QFrame[kind="option"][chosen="true"] {{ border-color: {scheme.accent}; background: {scheme.accent_soft}; }}
QFrame[kind="line"] {{ background: {scheme.border}; border: 0; max-height: 1px; min-height: 1px; }}
QLabel[kind="muted"], QLabel[kind="small"] {{ color: {scheme.muted}; }}
QLabel[kind="positive"] {{ color: {scheme.positive}; }}
QLabel[kind="negative"] {{ color: {scheme.negative}; }}
QLabel[kind="warning"] {{ color: {scheme.warning}; }}
QLabel[kind="help"] {{ background: {scheme.accent_soft}; color: {scheme.text}; border-radius: {RADIUS}px; padding: {SPACE_M}px; }}
QScrollArea[kind="plain"] {{ background: transparent; border: 0; }}
QScrollArea[kind="plain"] > QWidget > QWidget {{ background: transparent; }}
"""


def _controls(scheme: Scheme) -> str:
    return f"""
QToolButton[kind="quiet"] {{ border: 1px solid transparent; border-radius: {RADIUS}px; padding: {SPACE_XS}px; }}
QToolButton[kind="quiet"]:hover {{ background: {scheme.accent_soft}; }}
QToolButton[kind="quiet"]:focus {{ border-color: {scheme.accent}; }}
QPushButton[kind="link"], QToolButton[kind="link"] {{
  border: 1px solid transparent; border-radius: {RADIUS}px; background: transparent; color: {scheme.accent};
  padding: {SPACE_XS}px {SPACE_S}px; text-align: left;
}}
QPushButton[kind="link"]:hover, QToolButton[kind="link"]:hover {{ background: {scheme.accent_soft}; }}
QPushButton[kind="link"]:focus, QToolButton[kind="link"]:focus {{ border-color: {scheme.accent}; }}
QPushButton[kind="link"]:disabled {{ color: {scheme.muted}; }}
QToolButton[kind="fold"] {{ border: 1px solid transparent; border-radius: {RADIUS}px; background: transparent; color: {scheme.accent}; padding: {SPACE_XS}px {SPACE_S}px {SPACE_XS}px 0; }}
QToolButton[kind="fold"]:hover {{ background: {scheme.accent_soft}; }}
QToolButton[kind="fold"]:focus {{ border-color: {scheme.accent}; }}
QRadioButton, QCheckBox {{ spacing: {SPACE_S}px; }}
QRadioButton::indicator, QCheckBox::indicator {{
  width: 14px; height: 14px; border: 1px solid {scheme.edge}; background: {scheme.raised};
}}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {scheme.accent}; background: {scheme.raised}; }}
QCheckBox::indicator:checked {{ border-color: {scheme.accent}; background: {scheme.accent}; image: url("{picture("check", scheme)}"); }}
QRadioButton::indicator:focus, QCheckBox::indicator:focus {{ border-color: {scheme.text}; }}
QRadioButton::indicator:disabled, QCheckBox::indicator:disabled {{ border-color: {scheme.border}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {scheme.muted}; }}
QProgressBar {{ border: 0; border-radius: {SPACE_XS}px; background: {scheme.border}; }}
QProgressBar::chunk {{ border-radius: {SPACE_XS}px; background: {scheme.accent}; }}
"""


def _notices(scheme: Scheme) -> str:
    kinds = (
        ("info", scheme.accent, scheme.accent_soft),
        ("success", scheme.positive, scheme.positive_soft),
        ("warning", scheme.warning, scheme.warning_soft),
        ("error", scheme.negative, scheme.negative_soft),
    )
    rules = (
        f'QFrame[notice="{kind}"] {{ background: {soft}; border: 1px solid {strong}; border-radius: {RADIUS}px; }}'
        for kind, strong, soft in kinds
    )
    return "\n".join(rules)
