"""The account of one imported file: does it add up, what became of its records, and where to look at them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from specter2_gui.app.receipts import Receipt
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M, SPACE_S, TITLE_SCALE
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.import_labels import plain_label, short_name
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.receipt_balance import ReceiptBalance
from specter2_gui.qt.widgets.receipt_facts import ReceiptFacts
from specter2_gui.qt.widgets.receipt_tile import Tile, Tiles
from specter2_gui.qt.widgets.receipt_words import ShownReceipt, headline, news, origin


class ReceiptView(QScrollArea):
    """Shows one receipt; every number says that its list is wanted."""

    papers_asked = Signal(object)
    """The :class:`PaperFilter` of the papers to show on the Papers tab."""
    counted_asked = Signal(int, str)
    """The papers of an import that its receipt counts so are wanted; no filter can name them."""
    rejects_asked = Signal(int)
    undo_asked = Signal(int)
    columns_asked = Signal(int)
    """The columns of the import with this id are to be looked at again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receipt")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_kind(self, "plain")
        self.shown: ShownReceipt | None = None
        self.name = plain_label(scale=SECTION_SCALE)
        self.origin = plain_label(kind="muted")
        self.headline = plain_label(scale=TITLE_SCALE)
        self.headline.setObjectName("receiptHeadline")
        self.balance = ReceiptBalance()
        self.news = plain_label()
        self.facts = ReceiptFacts()
        self.undo_button = push_button(
            self.tr("Undo this import"),
            "undo",
            name="undoImport",
            tip=self.tr("Take the papers of this file out again"),
        )
        self._make_tiles()
        self._lay_out()
        self._connect()

    def show_receipt(self, shown: ShownReceipt) -> None:
        """Show the account ``shown``."""
        other = self.shown is None or self.shown.receipt.import_id != shown.receipt.import_id
        self.shown = shown
        receipt = shown.receipt
        self.name.setText(short_name(receipt.name))
        self.name.setToolTip(receipt.name)
        self.origin.setText(origin(shown))
        self.headline.setText(headline(receipt))
        self.balance.show_receipt(receipt)
        self.news.setText(news(shown))
        self.news.setVisible(bool(self.news.text()))
        self._show_numbers(shown)
        if other:
            self.facts.show_receipt(receipt)
            self.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"{receipt.name}. {self.headline.text()}")

    def _show_numbers(self, shown: ShownReceipt) -> None:
        receipt, tiles, now = shown.receipt, self.tiles, shown.now
        for name, count, listed in (
            ("added", receipt.added, True),
            ("there", receipt.already_there, shown.known),
            ("update", receipt.updated, shown.known),
            ("kept", receipt.kept_edited, shown.known),
            ("title only", receipt.title_only, shown.known or _all_new(receipt)),
            ("duplicates", receipt.duplicates, True),
        ):
            tiles[name].show_count(count, listed=listed, now=now.get(name))
        mended = counted(shown.mended, self.tr("{n} mended"), self.tr("{n} mended")) if shown.mended else ""
        tiles["rejects"].show_count(receipt.rejects, more=mended)
        if shown.mended:
            tiles["rejects"].setEnabled(True)
        tiles["doubtful"].show_count(len(receipt.doubtful))

    def _make_tiles(self) -> None:
        tr = self.tr
        told = (
            ("added", tr("added"), tr("added"), tr("Records that became new papers.")),
            ("there", tr("already there"), tr("already there"), tr("Records that the collection has as they are.")),
            ("update", tr("updated"), tr("updated"), tr("Papers to which this file had a newer state.")),
            (
                "kept",
                tr("kept as changed by hand"),
                tr("kept as changed by hand"),
                tr("Papers that were changed by hand here, so that the file's other state was not taken."),
            ),
            ("rejects", tr("reject"), tr("rejects"), tr("Records that could not be read.")),
            ("title only", tr("title only"), tr("title only"), tr("Records without an abstract: only the title is searched.")),
            (
                "duplicates",
                tr("duplicate hidden"),
                tr("duplicates hidden"),
                tr("New papers that are hidden behind another one. Those of this file that they are hidden behind are listed too."),
            ),
            ("doubtful", tr("doubtful text"), tr("doubtful texts"), tr("Texts whose letters may be wrong.")),
        )  # fmt: skip
        signs = {"rejects": "warning", "doubtful": "warning"}
        self.tiles = {name: Tile(name, one, many, meaning, signs.get(name, "")) for name, one, many, meaning in told}

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.name)
        titles.addWidget(self.origin)
        head.addLayout(titles, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        column.addWidget(self.headline)
        column.addWidget(self.balance)
        column.addWidget(self.news)
        tiles = list(self.tiles.values())
        column.addWidget(_heading(self.tr("What became of the records when the file was imported")))
        column.addWidget(Tiles(tiles[:4]))
        column.addWidget(_heading(self.tr("Worth a look, as counted then")))
        column.addWidget(Tiles(tiles[4:]))
        column.addWidget(self.facts)
        column.addStretch(1)
        self.setWidget(content)

    def _connect(self) -> None:
        for name in self.tiles:
            self.tiles[name].clicked.connect(partial(self._open, name))
        self.undo_button.clicked.connect(self._ask_undo)
        self.facts.text_asked.connect(self._ask_text)
        self.facts.columns_asked.connect(self._ask_columns)

    def _open(self, name: str) -> None:
        if self.shown is None:
            return
        receipt = self.shown.receipt
        source = frozenset({receipt.import_id})
        if name == "rejects":
            self.rejects_asked.emit(receipt.import_id)
        elif name == "doubtful":
            self.facts.unfold_doubtful()
            self.ensureWidgetVisible(self.facts.doubtful_fold)
        elif name == "added":
            self.papers_asked.emit(PaperFilter(sources=source, duplicates="shown"))
        elif name == "duplicates":
            self.papers_asked.emit(PaperFilter(sources=source, duplicates="only"))
        elif name == "title only" and _all_new(receipt):
            self.papers_asked.emit(PaperFilter(sources=source, title_only=True, duplicates="shown"))
        else:
            self.counted_asked.emit(receipt.import_id, name)

    def _ask_text(self, text: str) -> None:
        if self.shown is not None:
            self.papers_asked.emit(PaperFilter(text=f'"{text}"', duplicates="shown"))

    def _ask_columns(self) -> None:
        if self.shown is not None:
            self.columns_asked.emit(self.shown.receipt.import_id)

    def _ask_undo(self) -> None:
        if self.shown is not None:
            self.undo_asked.emit(self.shown.receipt.import_id)


def _all_new(receipt: Receipt) -> bool:
    """Whether the papers of the import are all that the file holds, so that a filter can name them."""
    return receipt.added == receipt.records


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    set_kind(label, "section")
    return label
