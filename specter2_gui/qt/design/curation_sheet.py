"""The rules of the style sheet for the Curate and Search pages: switches, cards of what was chosen, hits."""

from specter2_gui.qt.design.tokens import RADIUS, SPACE_S, SPACE_XS, Scheme


def curation_rules(scheme: Scheme) -> str:
    """Rules by the properties ``kind``, ``chosen`` and ``current``."""
    return "\n".join((_buttons(scheme), _cards(scheme), _tables(scheme)))


def _buttons(scheme: Scheme) -> str:
    return f"""
QToolButton[kind="bar"], QToolButton[kind="choice"] {{
  border: 1px solid {scheme.border}; border-radius: {RADIUS}px; background: {scheme.raised}; color: {scheme.text};
  padding: {SPACE_XS}px {SPACE_S}px;
}}
QToolButton[kind="bar"][popupMode="1"] {{ padding-right: {SPACE_S + 16}px; }}
QToolButton[kind="bar"]::menu-button {{ border: 0; border-left: 1px solid {scheme.border}; width: 16px; }}
QToolButton[kind="choice"] {{ border-radius: 0; margin-left: -1px; }}
QToolButton[edge="first"] {{ margin-left: 0; border-top-left-radius: {RADIUS}px; border-bottom-left-radius: {RADIUS}px; }}
QToolButton[edge="last"] {{ border-top-right-radius: {RADIUS}px; border-bottom-right-radius: {RADIUS}px; }}
QToolButton[kind="bar"]:hover, QToolButton[kind="choice"]:hover {{ background: {scheme.accent_soft}; }}
QToolButton[kind="choice"]:checked {{
  background: {scheme.accent_soft}; color: {scheme.accent}; border-color: {scheme.accent}; font-weight: 600;
}}
QToolButton[kind="bar"]:focus, QToolButton[kind="choice"]:focus {{ border: 2px solid {scheme.accent}; padding: {SPACE_XS - 1}px {SPACE_S - 1}px; }}
QToolButton[kind="bar"]:disabled {{ color: {scheme.muted}; background: transparent; }}
"""


def _cards(scheme: Scheme) -> str:
    sides = (("query", scheme.accent), ("positive", scheme.positive), ("negative", scheme.negative))
    edges = "\n".join(
        f'QFrame[kind="card"][chosen="{side}"] {{ border: 2px solid {colour}; }}' for side, colour in sides
    )
    return f"""{edges}
QLabel[kind="accent"] {{ color: {scheme.accent}; font-weight: 600; }}
QLabel[kind="positive"], QLabel[kind="negative"], QLabel[kind="section"] {{ font-weight: 600; }}
QFrame[kind="hit"] {{ background: {scheme.raised}; border: 1px solid {scheme.border}; border-radius: {RADIUS}px; }}
QFrame[kind="hit"]:focus {{ border: 2px solid {scheme.accent}; }}
QLabel[kind="badge"] {{
  background: {scheme.warning_soft}; color: {scheme.warning}; border-radius: {RADIUS}px; padding: 0 {SPACE_S}px;
}}
"""


def _tables(scheme: Scheme) -> str:
    return f"""
QHeaderView::section {{
  background: {scheme.sunken}; color: {scheme.text}; border: 0; border-right: 1px solid {scheme.border};
  border-bottom: 1px solid {scheme.border}; padding: {SPACE_XS}px;
}}
"""
