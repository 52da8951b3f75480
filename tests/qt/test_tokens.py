"""Colours: every text can be read on every surface it may stand on."""

import re
from dataclasses import fields

import pytest

from specter2_gui.qt.design.sheet import style_sheet
from specter2_gui.qt.design.tokens import DARK, LIGHT, Scheme, contrast

SCHEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
TEXTS = ("text", "muted", "accent", "positive", "negative", "warning")
CURVES = ("curve_train", "curve_validation", "curve_accuracy", "curve_best", "curve_baseline", "curve_reference")


def test_black_on_white_has_the_highest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


PLAIN = ("surface", "raised", "sunken")
SOFT = ("accent_soft", "positive_soft", "negative_soft", "warning_soft")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in PLAIN),  # pages, cards and fields, rail, status line and headers
    *(("text", ground) for ground in SOFT),  # notices, verdict, help, marked words
    *(("accent", ground) for ground in SOFT),  # a link in a notice, a button under the mouse
    ("warning", "warning_soft"),  # the badge of a record without abstract
    ("on_accent", "accent"),
    ("on_selection", "selection"),
]
"""Every pair of text and ground that the style sheet, the palette or a painter puts together."""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(scheme: Scheme, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_rule_of_the_style_sheet_pairs_colours_that_are_checked(scheme: Scheme) -> None:
    names = {value: field.name for field in fields(scheme) if (value := getattr(scheme, field.name)).startswith("#")}
    found = set()
    for rule in re.findall(r"\{([^{}]*)\}", style_sheet(scheme)):
        text = re.search(r"(?<![-\w])color: (#\w{6})", rule)
        ground = re.search(r"(?<![-\w])background: (#\w{6})", rule)
        if text and ground:
            found.add((text[1], ground[1]))
    assert len(found) > 8
    checked = {(getattr(scheme, text), getattr(scheme, ground)) for text, ground in PAIRS}
    assert {(names[text], names[ground]) for text, ground in found - checked} == set()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_the_outline_of_what_can_be_used_stands_out(scheme: Scheme, ground: str) -> None:
    assert contrast(scheme.edge, getattr(scheme, ground)) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_stands_out_from_its_ground(scheme: Scheme, curve: str) -> None:
    assert contrast(getattr(scheme, curve), scheme.raised) >= 3.0
