"""The rules of the style sheet for the Collection page: where files are dropped, and the numbers of a receipt."""

from specter2_gui.qt.design.tokens import RADIUS, SPACE_S, Scheme


def import_rules(scheme: Scheme) -> str:
    """Rules by the properties ``kind`` and ``dragging``."""
    return f"""
QPushButton[kind="drop"] {{
  background: {scheme.raised}; border: 2px dashed {scheme.edge}; border-radius: {RADIUS}px; padding: 0;
}}
QPushButton[kind="drop"]:hover, QPushButton[kind="drop"][dragging="true"] {{
  background: {scheme.accent_soft}; border-color: {scheme.accent};
}}
QPushButton[kind="drop"]:focus {{ border: 2px solid {scheme.accent}; padding: 0; }}
QPushButton[kind="drop"]:disabled {{ border-color: {scheme.border}; background: transparent; }}
QPushButton[kind="tile"] {{
  background: {scheme.raised}; border: 1px solid {scheme.edge}; border-radius: {RADIUS}px; padding: 0;
}}
QPushButton[kind="tile"]:hover {{ background: {scheme.accent_soft}; }}
QPushButton[kind="tile"]:focus {{ border: 2px solid {scheme.accent}; padding: 0; }}
QPushButton[kind="tile"]:disabled {{ background: transparent; border-color: {scheme.border}; }}
QListView[kind="cards"] {{ background: {scheme.raised}; border: 1px solid {scheme.border}; border-radius: {RADIUS}px; }}
QListView[kind="cards"]:focus {{ border-color: {scheme.accent}; }}
QWidget[kind="gutter"] {{ background: {scheme.sunken}; color: {scheme.muted}; padding-right: {SPACE_S}px; }}
"""
