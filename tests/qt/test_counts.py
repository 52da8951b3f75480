"""Numbers on screen are grouped alike, on a computer that is set to no language too."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from specter2_gui.qt.run_words import when
from specter2_gui.qt.widgets.counts import counted, number


@pytest.fixture
def locale(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale", "written"), [("C", "1,606"), ("en_US", "1,606"), ("de_DE", "1.606")], indirect=["locale"]
)
@pytest.mark.usefixtures("locale")
def test_four_digits_are_grouped_as_the_system_does_or_as_the_words_do(written: str) -> None:
    assert number(1606) == written
    assert counted(1606, "{n} paper", "{n} papers") == f"{written} papers"
    assert number(160) == "160"


@pytest.mark.parametrize(("locale", "written"), [("C", "01/12/2026"), ("de_DE", "01.12.26")], indirect=["locale"])
@pytest.mark.usefixtures("locale")
def test_a_day_is_written_as_the_system_does_or_as_the_words_do(written: str) -> None:
    assert when("2026-12-01T12:00:00+00:00").startswith(written)
