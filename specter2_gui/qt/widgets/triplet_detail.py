"""The pane below the table: the five texts of a triplet, to be read and changed, and whether it can be used."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.workspace import StoredTriplet
from specter2_gui.qt.design.style import set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.problem_words import field_of, told
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import side_heading
from specter2_gui.qt.widgets.verdict import Verdict

ABSTRACT_LINES = 4
"""How many lines of an abstract are seen at the least."""


class TripletDetail(QFrame):
    """Holds one triplet. A change waits here until it is saved or discarded; meanwhile no other triplet is shown."""

    draft_changed = Signal(int, Triplet)
    """Id of the triplet, and what it would be with the changes."""
    save_asked = Signal(int, Triplet)
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tripletDetail")
        set_kind(self, "card")
        self._stored: StoredTriplet | None = None
        self._read_back: dict[str, str] = {}
        self._filling = False
        self.fields = self._make_fields()
        self.verdict = Verdict(self)
        self.save_button = push_button(self.tr("Save changes"), "save", tip=self.tr("Save the changes (Ctrl+Return)"))
        self.discard_button = push_button(self.tr("Discard changes"), "reset", tip=self.tr("Go back to what is saved"))
        self._lay_out()
        self._connect()
        self.show_triplet(None)

    @property
    def has_draft(self) -> bool:
        """Whether something was changed and neither saved nor discarded."""
        return self._stored is not None and any(self._text(name) != self._read_back[name] for name in FIELDS)

    @property
    def shown_id(self) -> int | None:
        """The id of the triplet in the pane."""
        return self._stored.id if self._stored else None

    def show_triplet(self, stored: StoredTriplet | None) -> None:
        """Show ``stored`` as it is saved, or an empty pane."""
        self._stored = stored
        self._filling = True
        for name in FIELDS:
            self._set_text(name, getattr(stored.triplet, name) if stored else "")
            self._read_back[name] = self._text(name)
            self.fields[name].setEnabled(stored is not None)
        self._filling = False
        self._show_buttons()
        self.show_problems(stored.problems if stored else ())

    def show_problems(self, problems: tuple[str, ...]) -> None:
        """Say whether the triplet can be used, and if not, why."""
        if self._stored is None:
            self._mark_fields(())
            self.verdict.say_nothing(self.tr("Choose a triplet in the table to see all of it."))
            return
        unsaved = self.tr("The changes are not saved yet.") if self.has_draft else ""
        self._mark_fields(problems)
        self.verdict.say(tuple(map(told, problems)), self.tr("This triplet can be used for training."), unsaved)

    def _mark_fields(self, problems: tuple[str, ...]) -> None:
        concerned = {field_of(problem) for problem in problems}
        for name, field in self.fields.items():
            set_mark(field, "invalid", "true" if name in concerned else "false")

    def show_waiting(self) -> None:
        """Say why another triplet, chosen in the table, is not shown yet."""
        hint = self.tr(
            "Changed and not saved. Save or discard the changes, and the triplet you chose will be shown here."
        )
        self.verdict.say_waiting(hint)

    def edit(self) -> None:
        """Put the cursor where the change is probably wanted: the first empty field, else the query."""
        if self._stored is None:
            return
        empty = [name for name in FIELDS if not self._text(name).strip() and not name.endswith("abstract")]
        field = self.fields[empty[0] if empty and self._stored.problems else FIELDS[0]]
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> Triplet | None:
        """The triplet with the changes; texts nobody touched stay exactly what they were."""
        if self._stored is None:
            return None
        texts = {
            name: getattr(self._stored.triplet, name) if self._text(name) == self._read_back[name] else self._text(name)
            for name in FIELDS
        }
        return Triplet(**texts)

    def save(self) -> None:
        """Ask to keep the changes, if there are any."""
        draft = self.draft()
        if self._stored is not None and draft is not None and self.has_draft:
            self.save_asked.emit(self._stored.id, draft)

    def discard(self) -> None:
        """Go back to what is saved."""
        self.show_triplet(self._stored)
        self.discarded.emit()

    def _make_fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        names = {
            "query": self.tr("Query"),
            "positive_title": self.tr("Title of the positive paper"),
            "positive_abstract": self.tr("Abstract of the positive paper"),
            "negative_title": self.tr("Title of the negative paper"),
            "negative_abstract": self.tr("Abstract of the negative paper"),
        }
        fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        for name, words in names.items():
            field = QPlainTextEdit() if name.endswith("abstract") else QLineEdit()
            field.setObjectName(name)
            field.setAccessibleName(words)
            if isinstance(field, QPlainTextEdit):
                field.setTabChangesFocus(True)
                field.setMinimumHeight(ABSTRACT_LINES * field.fontMetrics().lineSpacing() + SPACE_M)
            fields[name] = field
        return fields

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.verdict, 1)
        head.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignTop)
        query = QFormLayout()
        query.addRow(self.tr("Query"), self.fields["query"])
        sides = QHBoxLayout()
        sides.setSpacing(SPACE_L)
        sides.addLayout(self._side("positive", self.tr("Positive: answers the query")), 1)
        sides.addLayout(self._side("negative", self.tr("Negative: does not answer it")), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addLayout(query)
        column.addLayout(sides, 1)
        self._set_tab_order()

    def _side(self, side: str, words: str) -> QVBoxLayout:
        form = QFormLayout()
        form.setVerticalSpacing(SPACE_XS)
        form.addRow(self.tr("Title"), self.fields[f"{side}_title"])
        form.addRow(self.tr("Abstract"), self.fields[f"{side}_abstract"])
        column = QVBoxLayout()
        column.setSpacing(SPACE_XS)
        column.addWidget(side_heading(side, words))
        column.addLayout(form, 1)
        return column

    def _set_tab_order(self) -> None:
        stops: list[QWidget] = [*(self.fields[name] for name in FIELDS), self.save_button, self.discard_button]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textChanged.connect(self._change)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _change(self) -> None:
        if self._filling or self._stored is None:
            return
        self._show_buttons()
        draft = self.draft()
        if draft is not None:
            self.draft_changed.emit(self._stored.id, draft)

    def _show_buttons(self) -> None:
        self.save_button.setEnabled(self.has_draft)
        self.discard_button.setEnabled(self.has_draft)

    def _text(self, name: str) -> str:
        field = self.fields[name]
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def _set_text(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field, QLineEdit):
            field.setText(text)
            field.setCursorPosition(0)
        else:
            field.setPlainText(text)
