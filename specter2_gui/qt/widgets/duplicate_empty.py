"""What stands in the place of an empty list of duplicates: why it is empty, and what can be done next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.duplicate_pane import Side
from specter2_gui.qt.widgets.push_button import push_button

WIDTH = 560


class EmptyDuplicates(QWidget):
    """One heading, one or two sentences, and the button that goes on."""

    look_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyDuplicates")
        self.heading = QLabel()
        self.heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        set_kind(self.hint, "muted")
        self.look_button = push_button(self.tr("Look for probable duplicates"), "search", kind="primary")
        self.look_button.clicked.connect(self.look_asked)
        buttons = QHBoxLayout()
        buttons.addWidget(self.look_button)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for label in (self.heading, self.sentence):
            column.addWidget(label)
        column.addLayout(buttons)
        column.addWidget(self.hint)
        centred(self, holder)

    def explain(self, side: Side, *, decided: int, papers: bool) -> None:
        """Say why ``side`` is empty, after ``decided`` pairs, in a collection that has ``papers`` or none."""
        if not papers:
            heading, sentence, hint = self._no_papers()
        elif side is Side.OPEN:
            heading, sentence, hint = self._all_decided() if decided else self._never_looked()
        else:
            heading, sentence, hint = self._no_groups() if side is Side.GROUPED else self._none_apart()
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.look_button.setVisible(papers and side is Side.OPEN)

    def _no_papers(self) -> tuple[str, str, str]:
        return (
            self.tr("No papers yet"),
            self.tr("Import the records of your library first, on the tab Imports."),
            self.tr("Records with the same DOI, or with the same title, year and abstract, are grouped on the way."),
        )

    def _never_looked(self) -> tuple[str, str, str]:
        return (
            self.tr("Nothing to decide"),
            self.tr(
                "Records with the same DOI, or with the same title, year and abstract, are grouped when a file is imported. "
                "Others may be the same paper although they are written differently: look for them, and decide pair by pair."
            ),
            self.tr("Nothing is ever deleted, and every decision can be taken back."),
        )

    def _all_decided(self) -> tuple[str, str, str]:
        return (
            self.tr("All pairs are decided"),
            self.tr("The pairs you called the same paper are under Grouped, the others under Kept apart."),
            self.tr("Look again after the next import; pairs that are decided do not come back."),
        )

    def _no_groups(self) -> tuple[str, str, str]:
        return (
            self.tr("No duplicate groups"),
            self.tr(
                "Records with the same DOI, or with the same title, year and abstract, are grouped when a file is imported. "
                "Pairs you call the same paper come here, too."
            ),
            self.tr("Of a group one record is shown, and a judgement of one counts for all."),
        )

    def _none_apart(self) -> tuple[str, str, str]:
        return (
            self.tr("Nothing was kept apart"),
            self.tr(
                "Pairs of which you say that they are no duplicates are remembered here and not asked about again."
            ),
            "",
        )
