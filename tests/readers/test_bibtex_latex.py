"""LaTeX in BibTeX fields as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from specter2_gui.domain.texts import clean
from specter2_gui.readers.bibtex_latex import decoded, verbatim


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("Caf{\\'e}", "Café"),
        ('M\\"uller, M\\"{u}ller, M{\\"u}ller, M{\\" u}ller', "Müller, Müller, Müller, Müller"),
        ("{\\'{\\i}}ndice, \\'\\i x", "índice, íx"),
        ("Stra{\\ss}e, Stra\\ss{}e, Stra\\ss e", "Straße, Straße, Straße"),
        ("{\\AA}ngstr{\\\"o}m, Erd\\H{o}s, \\c{C}elik, \\v Sverko, {\\L}\\'od\\'z", "Ångström, Erdős, Çelik, Šverko, Łódź"),
        ("\\~{n}, \\r{a}, \\k{e}, \\u{g}, \\=a, \\.z, \\d{s}", "ñ, å, ę, ğ, ā, ż, ṣ"),
        ("the {DNA} of {{The} Mouse}", "the DNA of The Mouse"),
        ("\\emph{in vitro} and \\textit{E. coli}", "in vitro and E. coli"),
        ("$\\alpha$-helix, \\beta cells, $\\Delta G$, $\\mu$m", "α-helix, β cells, Δ G, μm"),
        ("CO$_2$, H$_{2}$O, 10$^{-3}$, $p<0.05$", "CO2, H2O, 10^-3, p<0.05"),
        ("R\\&D, 50\\% of \\$3, a\\_b, \\#1, \\{x\\}", "R&D, 50% of $3, a_b, #1, {x}"),
        ("50% of patients paid $5 to $6 more", "50% of patients paid $5 to $6 more"),
        ("pages 3--5 --- ``quoted'' text", "pages 3–5 — “quoted” text"),
        ("Dr.~No, about ~50 km, http://x.org/~me", "Dr. No, about ~50 km, http://x.org/ me"),
        ("\\~{}user \\textasciitilde{}", "~user ~"),
        ("one\\\\two\\ three\\,four, wo\\-man, \\(x\\)", "one two three four, woman, x"),
        ("\\LaTeX{} and C:\\new\\files and \\unknown{x}", "LaTeX and C:\\new\\files and x"),
        ("$\\frac{1}{2}$, \\mkbibquote{Intention}", "1/2, Intention"),
        ("methodology\\hyphen independent", "methodology- independent"),
        ("\\u00e9 \\r\\n \\'", "\\u00e9 \\r\\n "),
        ("plain", "plain"),
        ("", ""),
    ],
)  # fmt: skip
def test_latex_becomes_what_it_would_print(latex: str, text: str) -> None:
    assert decoded(latex) == text


@pytest.mark.parametrize("accent", list("`'^~=.\"urHvdck"))
@pytest.mark.parametrize("form", ["\\%s{%s}", "{\\%s{%s}}", "{\\%s %s}"])
def test_accents_are_those_of_the_latex_library(accent: str, form: str) -> None:
    for letter in "aeiouyncszlgtdrhkAEIOUYNCSZLGTDRHK":
        latex = form % (accent, letter)
        assert clean(decoded(latex)) == clean(LatexNodes2Text().latex_to_text(latex)), latex


@pytest.mark.parametrize(
    "letter",
    [
        "ss",
        "ae",
        "AE",
        "oe",
        "OE",
        "aa",
        "AA",
        "o",
        "O",
        "l",
        "L",
        "i",
        "j",
        "DH",
        "TH",
        "ng",
        "alpha",
        "Omega",
        "lambda",
        "xi",
        "leq",
        "pm",
    ],
)
def test_letters_are_those_of_the_latex_library(letter: str) -> None:
    latex = f"{{\\{letter}}}"
    assert decoded(latex) == LatexNodes2Text().latex_to_text(latex)


@given(st.text(alphabet="\\{}$~'`\"-^_%&aceu ßé\n", max_size=60))
def test_nothing_but_markup_is_lost(text: str) -> None:
    kept = [character for character in decoded(text) if character in "ßé%&"]
    assert len([character for character in text if character in "ß%&"]) == len(
        [character for character in kept if character in "ß%&"]
    )


def test_a_heap_of_accents_costs_no_time() -> None:
    assert len(decoded("\\'" * 100_000 + "e")) < 10
    assert decoded("{" * 100_000 + "x" + "}" * 100_000) == "x"


def test_an_address_keeps_its_tilde() -> None:
    assert verbatim("{http://x.org/~me/a\\_b}") == "http://x.org/~me/a_b"
