"""What a triplet is, drawn: a query, a paper that answers it, and one that does not."""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind, set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.chosen_card import SIGNS
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

WIDTH = 620


class EmptyTriplets(QWidget):
    """Shown while there are no triplets: one sentence, an example, and the ways to begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyTriplets")
        self.load_button = push_button(self.tr("Load triplets…"), "open", kind="primary")
        self.sample_button = push_button(self.tr("Use the sample collection"), "sample")
        self.make_button = push_button(self.tr("Make a triplet"), "add")
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("No triplets yet"))
        heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        sentence = QLabel(
            self.tr(
                "A triplet is a query, one paper that answers it and one that does not: "
                "from many of them the search learns what your readers mean."
            )
        )
        sentence.setWordWrap(True)
        hint = QLabel(self.tr("You can also drop a file of triplets (JSON) anywhere on this page."))
        hint.setWordWrap(True)
        set_kind(hint, "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        for button in (self.load_button, self.sample_button, self.make_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for widget in (heading, sentence, self._make_picture()):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(hint)
        centred(self, holder)

    def _make_picture(self) -> QWidget:
        """Two rows: the query over both papers."""
        picture = QWidget()
        picture.setAccessibleName(self.tr("An example of a triplet"))
        grid = QGridLayout(picture)
        grid.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        grid.setSpacing(SPACE_M)
        grid.addWidget(
            self._example("query", self.tr("Query"), self.tr("how do bats find their way in the dark")), 0, 0, 1, 2
        )
        grid.addWidget(
            self._example(
                "positive",
                self.tr("Positive: answers it"),
                self.tr("Echolocation and spatial memory in cave-dwelling bats"),
            ),
            1,
            0,
        )
        grid.addWidget(
            self._example(
                "negative",
                self.tr("Negative: does not answer it"),
                self.tr("The dark side of cricket bats: willow, grain and breakage"),
            ),
            1,
            1,
        )
        return picture

    def _example(self, part: str, words: str, text: str) -> QFrame:
        frame = QFrame()
        set_kind(frame, "card")
        set_mark(frame, "chosen", part)
        name = QLabel(words)
        set_kind(name, part if part != "query" else "accent")
        body = QLabel(text)
        body.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(Sign(*SIGNS[part]))
        head.addWidget(name, 1)
        column = QVBoxLayout(frame)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(body)
        return frame
