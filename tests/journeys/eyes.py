"""Eyes: what a person reads in the window, and how long they are willing to look for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytestqt.qtbot import QtBot

from specter2_gui.qt.composition import Composition
from specter2_gui.qt.widgets.curves import Curves
from specter2_gui.qt.widgets.hit_list import HitList
from specter2_gui.qt.widgets.triplet_rows import Column

PATIENCE_MS = 180_000
"""No measure of speed: by then something is broken even on a busy computer."""


@dataclass(frozen=True)
class Points:
    """How many points the curves of the training loss and of the held-out triplets are drawn with."""

    training_loss: int
    held_out_loss: int
    held_out_accuracy: int

    @property
    def on_both(self) -> bool:
        """Whether each has its first point."""
        return min(self.training_loss, self.held_out_loss, self.held_out_accuracy) > 0


@dataclass(frozen=True)
class Found:
    """A paper in a column of the Search page: its place, title, and the words that say how it moved."""

    place: int
    title: str
    moved: str


class Eyes:
    """Reads the window of ``made``."""

    def __init__(self, qtbot: QtBot, made: Composition) -> None:
        self._qtbot = qtbot
        self._made = made

    def wait_for(self, sight: Callable[[], object], what: str) -> None:
        """Look until ``sight`` is there."""
        try:
            self._qtbot.waitUntil(lambda: bool(sight()), timeout=PATIENCE_MS)
        except self._qtbot.TimeoutError:
            raise AssertionError(f"never seen: {what}; notices: {self.notices}") from None

    def wait_for_rest(self) -> None:
        """Look until everything is saved and nothing is at work but a training."""
        made = self._made
        self.wait_for(lambda: not made.curating.busy and not made.background.busy, "everything at rest")

    @property
    def page(self) -> str:
        """The name of the page on show."""
        return self._made.window.page

    @property
    def notices(self) -> list[str]:
        """The notices on show, oldest first."""
        return [notice.text for notice in self._made.window.notices.notices if notice.isVisible()]

    @property
    def count_line(self) -> str:
        """The words that count the triplets."""
        return self._made.panels.curate.table.counts.text()

    @property
    def table(self) -> list[tuple[str, ...]]:
        """The lines of the table of triplets on show, each with its cells from left to right."""
        model = self._made.panels.curate.table.model
        return [tuple(str(model.index(line, column).data()) for column in Column) for line in range(model.rowCount())]

    @property
    def reason(self) -> str:
        """What the pane below the table says of the triplet in it."""
        words = self._made.panels.curate.detail.verdict.words
        assert words.isVisible()
        return words.text()

    @property
    def maker_verdict(self) -> str:
        """What "Make a triplet" says of the choice."""
        return self._made.panels.curate.maker.verdict.words.text()

    @property
    def readiness(self) -> str:
        """The headline of the traffic light."""
        return self._made.panels.train.light.headline.text()

    @property
    def training_curves(self) -> Points:
        """What is drawn on the Train page."""
        return points(self._made.panels.train.curves)

    @property
    def run_curves(self) -> Points:
        """What is drawn on the Runs page."""
        return points(self._made.panels.runs.curves)

    @property
    def verdict(self) -> str:
        """What is said at the end of a training; nothing while it is at work."""
        card = self._made.panels.train.verdict_card
        return f"{card.headline.text()} {card.sentence.text()}" if card.isVisible() else ""

    @property
    def runs(self) -> list[tuple[str, str]]:
        """Name and state of the runs that are listed, newest first."""
        model = self._made.panels.runs.model
        return [
            (str(model.index(line, 0).data()), str(model.index(line, 2).data())) for line in range(model.rowCount())
        ]

    @property
    def before(self) -> list[Found]:
        """The papers that the untouched model finds."""
        return papers_in(self._made.panels.search.before)

    @property
    def after(self) -> list[Found]:
        """The papers that the trained model finds."""
        return papers_in(self._made.panels.search.after)


def points(curves: Curves) -> Points:
    """The points in the lines as they are drawn, if they can be seen."""
    if not curves._loss.isVisible():
        return Points(0, 0, 0)
    return Points(drawn(curves._loss, "raw"), drawn(curves._loss, "held out"), drawn(curves._metric, "metric"))


def drawn(plot: Any, name: str) -> int:
    """How many points the line ``name`` of a plot is drawn with."""
    found = plot._curves[name].getData()[0]
    return 0 if found is None else len(found)


def papers_in(column: HitList) -> list[Found]:
    """The cards of a column, if they can be seen."""
    shown = [card for card in column.cards if card.isVisible() and card.hit is not None]
    return [Found(place, card.title.accessibleName(), card.moved.text()) for place, card in enumerate(shown, start=1)]
