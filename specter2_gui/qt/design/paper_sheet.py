"""The rules of the style sheet for the Papers tab: chips, facets, badges."""

from specter2_gui.qt.design.field_sheet import picture
from specter2_gui.qt.design.tokens import RADIUS, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Scheme


def paper_rules(scheme: Scheme) -> str:
    """Rules by the property ``kind``."""
    return f"""
QToolButton[kind="chip"] {{
  border: 1px solid {scheme.accent}; border-radius: {RADIUS}px; background: {scheme.accent_soft}; color: {scheme.text};
  padding: 1px {SPACE_S}px;
}}
QToolButton[kind="chip"]:hover {{ background: {scheme.raised}; }}
QToolButton[kind="chip"]:focus {{ border: 2px solid {scheme.accent}; padding: 0 {SPACE_S - 1}px; }}
QToolButton[kind="toggle"] {{
  border: 1px solid {scheme.edge}; border-radius: {RADIUS}px; background: {scheme.raised}; color: {scheme.text};
  padding: {SPACE_XS}px {SPACE_S}px;
}}
QToolButton[kind="toggle"]:hover {{ background: {scheme.accent_soft}; }}
QToolButton[kind="toggle"]:checked {{ background: {scheme.accent_soft}; color: {scheme.accent}; border-color: {scheme.accent}; }}
QToolButton[kind="toggle"]:focus {{ border: 2px solid {scheme.accent}; padding: {SPACE_XS - 1}px {SPACE_S - 1}px; }}
QToolButton[kind="bar"][popupMode="2"] {{ padding-right: {SPACE_L + SPACE_XS}px; }}
QToolButton[kind="bar"][popupMode="2"]::menu-indicator {{
  image: url("{picture("down", scheme)}"); subcontrol-origin: padding; subcontrol-position: center right;
  width: {SPACE_M}px; height: {SPACE_M}px; right: {SPACE_XS}px;
}}
QListView[kind="facet"]::indicator {{
  width: 14px; height: 14px; border: 1px solid {scheme.edge}; border-radius: 3px; background: {scheme.raised};
}}
QListView[kind="facet"]::indicator:checked {{
  border-color: {scheme.accent}; background: {scheme.accent}; image: url("{picture("check", scheme)}");
}}
QListView[kind="facet"] {{ background: transparent; border: 1px solid transparent; border-radius: {RADIUS}px; }}
QListView[kind="facet"]:focus {{ border-color: {scheme.accent}; }}
QListView[kind="facet"]::item {{ padding: 0 {SPACE_XS}px; color: {scheme.text}; }}
QListView[kind="facet"]::item:focus {{ background: {scheme.accent_soft}; }}
QFrame[kind="paperBadge"] {{ background: {scheme.surface}; border: 1px solid {scheme.border}; border-radius: {RADIUS}px; }}
"""
