"""No cell of an export runs as a formula."""

import pytest

from specter2_gui.domain.csv_cells import harmless_cell


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\xa0@", "＝", "'="])
def test_what_a_spreadsheet_would_evaluate_gets_an_apostrophe(sign: str) -> None:
    assert harmless_cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "A title", "a = b", "(-)-menthol", "10.1000/x", "'tis so", "e-mail@home"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless_cell(text) == text


@pytest.mark.parametrize("number", ["-1", "+4.5", "-0,3", "-1.2e-05"])
def test_numbers_stay_numbers(number: str) -> None:
    assert harmless_cell(number) == number


@pytest.mark.parametrize("text", ["-1+1", "-2024-01", "+49 30 1234", "-1|cmd"])
def test_a_sum_is_no_number(text: str) -> None:
    assert harmless_cell(text) == f"'{text}"
