"""The upper part of the Search page: where to search, the query, and what the models are doing."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_S
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.push_button import push_button

TYPING_PAUSE_MS = 300
"""How long the typing must rest before a search is made."""
TRIPLETS, COLLECTION, FILE = "triplets", "collection", "file"
BAR_WIDTH = 160


class SearchBar(QWidget):
    """Tells what is asked; the query is told once the typing rests, or at once on Enter."""

    query_asked = Signal(str)
    source_chosen = Signal(str)
    """``collection``, ``triplets`` or ``file``."""
    collection_asked = Signal()
    prepare_asked = Signal()
    stop_asked = Signal()
    words_toggled = Signal(bool)
    copy_asked = Signal()
    left_downwards = Signal()
    """The person pressed Down in the query field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = QComboBox()
        self.source.setObjectName("searchSource")
        self.source.setAccessibleName(self.tr("Search in"))
        self.source.view().setAccessibleName(self.tr("Search in"))
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.count = QLabel()
        self.count.setObjectName("paperCount")
        set_kind(self.count, "muted")
        self.open_button = push_button(
            self.tr("Open a file…"),
            "open",
            tip=self.tr("Search in the papers of a file: one record with id, title and abstract per line (JSON Lines)"),
        )
        self.prepare_button = push_button(
            self.tr("Prepare search"),
            "play",
            tip=self.tr("Give every paper its vector now, so that the first query is answered at once"),
        )
        self.stop_button = push_button(
            self.tr("Stop"), "stop", tip=self.tr("Stop preparing; what was done so far is not kept")
        )
        self.field = self._make_field()
        self.words_toggle = QCheckBox(self.tr("Compare by words"))
        self.words_toggle.setToolTip(self.tr("Show a column with the papers that share words with the query (BM25)"))
        self.copy_button = QToolButton()
        self.copy_button.setToolTip(self.tr("Copy the results for a spreadsheet"))
        self.copy_button.setAccessibleName(self.tr("Copy the results"))
        set_kind(self.copy_button, "bar")
        set_icon(self.copy_button, "copy")
        self.state = QLabel()
        self.state.setObjectName("searchState")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        set_kind(self.state, "muted")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(BAR_WIDTH)
        self.progress.setAccessibleName(self.tr("Papers that have a vector"))
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.set_sources("")
        self.show_state("", can_prepare=False)

    @property
    def query(self) -> str:
        """What stands in the query field, without blanks around it."""
        return self.field.text().strip()

    def set_sources(self, file: str, *, chosen: str = TRIPLETS, collection: bool = False) -> None:
        """Offer the collection if there is one, the papers of the triplets, and the ``file`` that was opened, if any."""
        sources = [(self.tr("Your collection"), COLLECTION)] if collection else []
        sources.append((self.tr("Papers of the triplets"), TRIPLETS))
        if file:
            sources.append((file, FILE))
        self.source.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.source.clear()
        for words, source in sources:
            self.source.addItem(words, source)
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self.source.blockSignals(False)  # noqa: FBT003 - Qt takes it by position

    def show_state(self, words: str, *, can_prepare: bool) -> None:
        """Say how things stand while nothing is being prepared."""
        self._write_state(words)
        self.progress.hide()
        self.stop_button.hide()
        self.prepare_button.setVisible(can_prepare)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say what is being prepared and how far it is; a ``total`` of 0 is not known yet."""
        self._write_state(f"{words} {number(done)} / {number(total)}" if total else words)
        self.progress.setMaximum(total)
        self.progress.setValue(done)
        self.progress.show()
        self.stop_button.show()
        self.prepare_button.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the query to the hits."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return True
        return super().eventFilter(watched, event)

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("searchField")
        field.setFont(scaled_font(SECTION_SCALE))
        field.setPlaceholderText(self.tr("What are you looking for? Ask it as a reader would."))
        field.setAccessibleName(self.tr("Query"))
        field.setClearButtonEnabled(True)
        field.setMinimumHeight(field.sizeHint().height() + SPACE_S)
        return field

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(SPACE_S)
        label = QLabel(self.tr("Search &in"))
        label.setBuddy(self.source)
        for widget in (label, self.source, self.open_button, self.count):
            where.addWidget(widget)
        where.addStretch(1)
        what = QHBoxLayout()
        what.setSpacing(SPACE_S)
        what.addWidget(self.field, 1)
        what.addWidget(self.words_toggle)
        what.addWidget(self.copy_button)
        how = QHBoxLayout()
        how.setSpacing(SPACE_S)
        for widget in (self.prepare_button, self.progress, self.stop_button):
            how.addWidget(widget)
        how.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for line in (where, what, how):
            column.addLayout(line)

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._rest)
        self.field.returnPressed.connect(self._ask)
        self._pause.timeout.connect(self._ask)
        self.source.activated.connect(self._choose)
        self.open_button.clicked.connect(self.collection_asked)
        self.prepare_button.clicked.connect(self.prepare_asked)
        self.stop_button.clicked.connect(self.stop_asked)
        self.words_toggle.toggled.connect(self.words_toggled)
        self.copy_button.clicked.connect(self.copy_asked)

    def _rest(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        self.query_asked.emit(self.query)

    def _choose(self, index: int) -> None:
        self.source_chosen.emit(str(self.source.itemData(index)))

    def _write_state(self, words: str) -> None:
        self.state.setText(words)
        self.state.setAccessibleName(words)
