"""One paper to be changed: a field for each of its texts, and what is wrong with one beside it."""

from collections.abc import Mapping
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from specter2_gui.project.paper_changes import Field, Value
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.kind_words import kind_in, kind_words

Draft = Mapping[Field, str]
"""The texts in the fields."""

_LINES: Final[dict[Field, int]] = {"title": 3, "abstract": 9, "authors": 4, "keywords": 3}
"""Fields with several lines, and how many are seen; authors and keywords stand one in a line."""
_LISTS: Final = frozenset({"authors", "keywords"})


class PaperEditing(QScrollArea):
    """Holds the texts of one paper as they are typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperEditing")
        self.fields: dict[Field, QLineEdit | QPlainTextEdit] = {}
        self._problems: dict[Field, QLabel] = {}
        self._saved: dict[Field, str] = {}
        self._filling = False
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, SPACE_S, 0)
        self._column.setSpacing(SPACE_XS)
        for field, words in self._words().items():
            self._add(field, words)
        self._column.addStretch(1)
        set_kind(self, "plain")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_row(self, row: PaperRow) -> None:
        """Put the texts of ``row`` into the fields."""
        self.show_draft({field: _as_text(field, getattr(row, field)) for field in self.fields})
        self._saved = self.draft()

    def show_draft(self, draft: Draft) -> None:
        """Put ``draft`` into the fields; what is saved stays known."""
        self._filling = True
        for field, text in draft.items():
            self._set_text(field, text)
        self._filling = False
        self.show_problem("", "")
        self.changed.emit()

    def draft(self) -> dict[Field, str]:
        """What stands in the fields."""
        return {field: self._text(field) for field in self.fields}

    def changes(self) -> dict[Field, Value]:
        """The fields that say something else than what is saved."""
        return {field: _as_value(field, text) for field, text in self.draft().items() if text != self._saved.get(field)}

    def show_problem(self, field: Field | Literal[""], words: str) -> None:
        """Say ``words`` beside ``field``, and nothing beside the others."""
        for name, label in self._problems.items():
            label.setText(words if name == field else "")
            label.setVisible(name == field)
            set_mark(self.fields[name], "invalid", "true" if name == field else "false")
            self.fields[name].setAccessibleDescription(words if name == field else "")
        if field:
            self.start(field)
            self.ensureWidgetVisible(self._problems[field])

    def start(self, field: Field = "title") -> None:
        """Put the cursor into ``field``."""
        self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self) -> dict[Field, str]:
        return {
            "title": self.tr("Title"),
            "authors": self.tr("Authors, one in a line"),
            "year_text": self.tr("Year"),
            "venue": self.tr("Venue"),
            "abstract": self.tr("Abstract"),
            "doi": self.tr("DOI"),
            "keywords": self.tr("Keywords, one in a line"),
            "language": self.tr("Language"),
            "kind": self.tr("Kind"),
        }

    def _add(self, field: Field, words: str) -> None:
        editor = QPlainTextEdit() if field in _LINES else QLineEdit()
        editor.setObjectName(f"edit_{field}")
        editor.setAccessibleName(words)
        if isinstance(editor, QPlainTextEdit):
            editor.setTabChangesFocus(True)
            editor.setFixedHeight(_LINES[field] * editor.fontMetrics().lineSpacing() + SPACE_M)
        editor.textChanged.connect(self._change)
        label = QLabel(words)
        label.setBuddy(editor)
        set_kind(label, "muted")
        problem = QLabel()
        problem.setObjectName(f"problem_{field}")
        problem.setWordWrap(True)
        problem.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(problem, "negative")
        problem.hide()
        self.fields[field], self._problems[field] = editor, problem
        for widget in (label, editor, problem):
            self._column.addWidget(widget)
        self._column.addSpacing(SPACE_XS)

    def _change(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _text(self, field: Field) -> str:
        editor = self.fields[field]
        return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()

    def _set_text(self, field: Field, text: str) -> None:
        editor = self.fields[field]
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.setCursorPosition(0)
        else:
            editor.setPlainText(text)


def _as_text(field: Field, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return kind_words(value) if field == "kind" else value
    return "\n".join(value)


def _as_value(field: Field, text: str) -> Value:
    if field in _LISTS:
        return text.splitlines()
    return kind_in(text) if field == "kind" else text
