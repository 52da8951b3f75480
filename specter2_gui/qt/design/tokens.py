"""The sizes and colours everything in the window is made from; contrast is checked by a test."""

from dataclasses import dataclass

SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24
SPACE_XXL = 32
"""Distances in device-independent pixels; nothing in the window uses another one."""

FIELD_HEIGHT = 28
"""Least height of what is typed into or chosen from, so that fields and buttons of a row are equally tall."""

RADIUS = 6
"""Radius of rounded corners in device-independent pixels."""

TITLE_SCALE = 1.5
SECTION_SCALE = 1.15
SMALL_SCALE = 0.9
"""Sizes of type as multiples of the system's font."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one appearance as ``#RRGGBB``.

    Every text colour (``text``, ``muted``, ``accent``, ``positive``, ``negative``, ``warning``) has a contrast of at least 4.5
    to 1 on every ground it stands on; every curve, and ``edge`` (the outline of what can be used), at least 3 to 1.
    """

    name: str
    surface: str
    raised: str
    sunken: str
    border: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    accent_soft: str
    positive: str
    positive_soft: str
    negative: str
    negative_soft: str
    warning: str
    warning_soft: str
    curve_train: str
    curve_validation: str
    curve_accuracy: str
    curve_best: str
    curve_baseline: str
    curve_reference: str


LIGHT = Scheme(
    name="light",
    surface="#F5F6F8",
    raised="#FFFFFF",
    sunken="#E9ECF0",
    border="#CDD3DA",
    edge="#7C858F",
    text="#1B2127",
    muted="#56606B",
    accent="#1F6F8B",
    on_accent="#FFFFFF",
    selection="#1F6F8B",
    on_selection="#FFFFFF",
    accent_soft="#DCECF2",
    positive="#1A7340",
    positive_soft="#E0F2E7",
    negative="#B3261E",
    negative_soft="#FBE6E4",
    warning="#855300",
    warning_soft="#FBF0D9",
    curve_train="#0072B2",
    curve_validation="#D55E00",
    curve_accuracy="#009E73",
    curve_best="#A2437B",
    curve_baseline="#56606B",
    curve_reference="#8A6500",
)
"""Dark text on light surfaces; curves in Okabe and Ito's colours, the purple and the yellow darkened to stand out on white."""

DARK = Scheme(
    name="dark",
    surface="#1D2126",
    raised="#272C32",
    sunken="#16191D",
    border="#434B55",
    edge="#737D88",
    text="#E7EAEE",
    muted="#A7B1BC",
    accent="#6FC3DF",
    on_accent="#0E232B",
    selection="#2A6176",
    on_selection="#FFFFFF",
    accent_soft="#21404C",
    positive="#6BCB8C",
    positive_soft="#1F3A2A",
    negative="#F4978E",
    negative_soft="#47262A",
    warning="#E8B653",
    warning_soft="#40341B",
    curve_train="#56B4E9",
    curve_validation="#E69F00",
    curve_accuracy="#2BBF94",
    curve_best="#CC79A7",
    curve_baseline="#A7B1BC",
    curve_reference="#D6C65A",
)
"""Light text on dark surfaces; curves in the light ones of Okabe and Ito's colours."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
