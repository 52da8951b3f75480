"""One paper to be read: title, authors, where it appeared, its abstract, and where it came from."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import current_scheme, scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.facet_flow import Flow
from specter2_gui.qt.widgets.id_words import named_ids
from specter2_gui.qt.widgets.kind_words import told_kind
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_marks import as_html
from specter2_gui.qt.widgets.paper_words import Badge, badges, title_of
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class PaperReading(QScrollArea):
    """Shows a paper with the typed words marked; nothing here can be changed."""

    duplicates_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperReading")
        self.setAccessibleName(self.tr("The chosen paper"))
        self._paper: ShownPaper | None = None
        self._no_abstract = self.tr("There is no abstract: the search knows nothing but the title.")
        self.title = _text("readingTitle")
        self.title.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.authors = _text("readingAuthors")
        self.where = _text("readingWhere")
        set_kind(self.where, "muted")
        self.abstract = _text("readingAbstract")
        self.duplicates_button = push_button(self.tr("Show its duplicates"), "copy", kind="link", name="showDuplicates")
        self._badges = QWidget()
        self._badges.hide()
        self._badges_shown: list[Badge] = []
        self._badge_row = Flow(SPACE_S, self._badges)
        self._facts = QWidget()
        self._facts_shown: list[tuple[QLabel, QLabel]] = []
        self._lay_out()
        self.duplicates_button.clicked.connect(self.duplicates_asked)

    def show_paper(self, paper: ShownPaper) -> None:
        """Show ``paper``; the place in a long abstract stays while it is the same one."""
        row = paper.row
        self._write_marked(paper)
        self.title.setAccessibleName(title_of(row))
        _write(self.authors, "; ".join(row.authors))
        _write(self.where, ", ".join(filter(None, (row.venue, row.year_text, told_kind(row.kind)))))
        self.abstract.setAccessibleName(row.abstract or self._no_abstract)
        set_kind(self.abstract, "plain" if row.abstract else "muted")
        self.duplicates_button.setVisible(row.group is not None)
        self._show_badges(badges(paper))
        self._show_facts(row)
        self._paper = paper

    def redraw(self) -> None:
        """Write the marks again in the colours as they are now."""
        if self._paper is not None:
            self._write_marked(self._paper)

    def to_the_top(self) -> None:
        """Begin with the title."""
        self.verticalScrollBar().setValue(0)

    def _write_marked(self, paper: ShownPaper) -> None:
        scheme = current_scheme()
        colours = (scheme.warning_soft, scheme.text)
        for label, text, absent in (
            (self.title, paper.title if paper.row.title else "", self.tr("(no title)")),
            (self.abstract, paper.abstract, self._no_abstract),
        ):
            # Left to guess, the label takes HTML without any mark for plain text, and shows its entities.
            label.setTextFormat(Qt.TextFormat.RichText if text else Qt.TextFormat.PlainText)
            label.setText(as_html(text, *colours) or absent)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        for widget in (self.title, self._badges, self.authors, self.where, _space(), self.abstract, _space()):
            column.addWidget(widget)
        self._fact_rows = QFormLayout(self._facts)
        self._fact_rows.setContentsMargins(0, 0, 0, 0)
        self._fact_rows.setVerticalSpacing(SPACE_XS)
        self._fact_rows.setHorizontalSpacing(SPACE_M)
        column.addWidget(self._facts)
        links = QHBoxLayout()
        links.addWidget(self.duplicates_button)
        links.addStretch(1)
        column.addLayout(links)
        column.addStretch(1)
        set_kind(self, "plain")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _show_badges(self, found: list[Badge]) -> None:
        if found == self._badges_shown:
            return
        self._badges_shown = found
        while (item := self._badge_row.takeAt(0)) is not None:
            _let_go(item.widget())
        for sign, words in found:
            self._badge_row.addWidget(_badge(sign, words))
        self._badges.setVisible(bool(found))

    def _show_facts(self, row: PaperRow) -> None:
        """Rows are made once and used again: the arrow keys lead through many papers a second."""
        told = list(self._told(row))
        while self._fact_rows.rowCount() < len(told):
            self._add_fact()
        for place, (name, value) in enumerate(self._facts_shown):
            shown = place < len(told)
            self._fact_rows.setRowVisible(place, shown)
            if shown:
                name.setText(told[place][0])
                value.setText(told[place][1])
                value.setAccessibleName(": ".join(told[place]))

    def _add_fact(self) -> None:
        name, value = QLabel(), _text("fact")
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_kind(name, "muted")
        self._facts_shown.append((name, value))
        self._fact_rows.addRow(name, value)

    def _told(self, row: PaperRow) -> Iterator[tuple[str, str]]:
        source = self.tr("{file}, line {n}").replace("{n}", number(row.line)).replace("{file}", row.source)
        told = (
            (self.tr("DOI"), row.doi),
            (self.tr("Keywords"), "; ".join(row.keywords)),
            (self.tr("Language"), row.language),
            (self.tr("Source"), source if row.line else row.source),
            (self.tr("Id"), row.key),
            *((name, value) for name, value in named_ids(row.ids) if value != row.doi),
        )
        return ((name, words) for name, words in told if words)


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _write(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setAccessibleName(words)
    label.setVisible(bool(words))


def _badge(sign: str, words: str) -> QWidget:
    holder = QFrame()
    set_kind(holder, "paperBadge")
    row = QHBoxLayout(holder)
    row.setContentsMargins(SPACE_S, 0, SPACE_S, 0)
    row.setSpacing(SPACE_XS)
    label = QLabel(words)
    set_kind(label, "small")
    row.addWidget(Sign(sign, "muted"))
    row.addWidget(label)
    return holder


def _space() -> QWidget:
    space = QWidget()
    space.setFixedHeight(SPACE_L - SPACE_S)
    return space


def _let_go(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()
