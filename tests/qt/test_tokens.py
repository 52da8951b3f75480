"""Colours: every text can be read on every surface it may stand on."""

import pytest

from specter2_gui.qt.design.tokens import DARK, LIGHT, Scheme, contrast

SCHEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
TEXTS = ("text", "muted", "accent", "positive", "negative", "warning")
CURVES = ("curve_train", "curve_validation", "curve_accuracy", "curve_best", "curve_baseline")


def test_black_on_white_has_the_highest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_every_text_colour_can_be_read(scheme: Scheme, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", ["text", "muted"])
def test_words_on_the_rail_and_in_the_status_line_can_be_read(scheme: Scheme, text: str) -> None:
    assert contrast(getattr(scheme, text), scheme.sunken) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_coloured_grounds_can_be_read(scheme: Scheme) -> None:
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    assert contrast(scheme.accent, scheme.accent_soft) >= 4.5
    for ground in ("accent_soft", "positive_soft", "negative_soft", "warning_soft"):
        assert contrast(scheme.text, getattr(scheme, ground)) >= 4.5
    assert contrast(scheme.warning, scheme.warning_soft) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_stands_out_from_its_ground(scheme: Scheme, curve: str) -> None:
    assert contrast(getattr(scheme, curve), scheme.raised) >= 3.0
