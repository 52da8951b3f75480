"""The curves as a widget: drawn only when there is something new and somebody looks, and kept in three forms."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.domain.events import CheckpointSaved, StepDone
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.widgets.curves import Curves
from tests.gallery import recorded


def test_nothing_is_drawn_while_nobody_looks(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    before = curves.redraws
    curves.show_events(recorded.events())
    assert curves.redraws == before
    curves.show()
    assert curves.redraws == before + 1


def test_a_thousand_events_a_moment_make_few_redraws(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show()
    before = curves.redraws
    for step in range(1, 1001):
        curves.show_events([StepDone(step, 1.0 / step, 1e-4, step / 100)])
    qtbot.waitUntil(lambda: curves.redraws > before)
    assert curves.redraws <= before + 3
    assert curves.data.raw()[0][-1] == 1000


def test_events_that_change_nothing_are_not_drawn(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show()
    before = curves.redraws
    curves.show_events([event for event in recorded.events(0) if isinstance(event, CheckpointSaved)])
    assert not curves._timer.isActive()
    assert curves.redraws == before


def test_pointing_at_a_step_tells_its_values(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show_events(recorded.events())
    curves._loss.pointed.emit(101.4)
    assert curves._values.text().startswith("Step 101: training loss 0.")
    assert "checked at step 100" in curves._values.text()
    curves._loss.pointed.emit(float("nan"))
    assert curves._values.text().startswith("600 steps so far; best at step 300: 81.7 %")


def test_a_judged_run_shows_its_ranking_and_names_exactly_what_is_drawn(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show_events(recorded.judged_events(360))
    curves.redraw()
    assert curves._measured.heading.text() == "nDCG@10"
    assert curves._measured.legend.accessibleName() == "held out, best, before"
    assert "words" not in str(curves._metric._lines)
    curves.show_events([*recorded.judged_events(), recorded.reached("better"), recorded.FINISHED_JUDGED])
    curves.redraw()
    assert curves._measured.legend.accessibleName() == "held out, best, before, BM25"
    assert curves._metric._lines["bm25"][2] == "words alone (BM25): 0.583"
    assert curves._metric._lines["baseline"][2] == "before: 0.612"
    assert curves._metric._lines["bm25"][3]["dash"] != curves._metric._lines["baseline"][3]["dash"]


def test_a_run_that_has_ended_is_not_spoken_of_as_one_that_goes_on(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show_events([*recorded.events(), recorded.FINISHED])
    curves.redraw()
    assert curves._values.text().startswith("600 steps; best at step")


def test_a_picture_of_the_curves_shows_nothing_to_be_moved(qtbot: QtBot, tmp_path: Path) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show_events(recorded.events())
    curves.resize(800, 500)
    curves.show()
    QApplication.processEvents()
    place = curves._slider.mapTo(curves, curves._slider.rect().center())
    drawn = curves.grab().toImage().pixelColor(place)
    curves.save_picture(tmp_path / "curves.png", curves.size())
    assert QImage(str(tmp_path / "curves.png")).pixelColor(place) != drawn
    assert curves._slider.isVisible(), "the slider is back"


def test_the_curves_can_be_kept_as_picture_drawing_and_table(qtbot: QtBot, tmp_path: Path) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.show_events(recorded.events())
    curves.save_picture(tmp_path / "curves.png")
    curves.save_picture(tmp_path / "curves.svg")
    curves.save_table(tmp_path / "curves.csv")
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / "curves.svg").read_bytes()[:500]
    assert len((tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()) == 602


def test_the_curves_follow_the_scheme(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    curves = Curves()
    qtbot.addWidget(curves)
    curves.resize(800, 500)
    curves.show_events(recorded.events())
    curves.show()
    light = curves.grab().toImage().pixelColor(700, 100)
    apply_style(app, "dark")
    dark = curves.grab().toImage().pixelColor(700, 100)
    assert light.lightness() > 200
    assert dark.lightness() < 80
    apply_style(app, "light")
