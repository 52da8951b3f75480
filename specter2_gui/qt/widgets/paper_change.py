"""Changing one field of many papers: which one, and what it shall say."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.project.paper_changes import Field, Value
from specter2_gui.qt.design.style import set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.kind_words import kind_in
from specter2_gui.qt.widgets.push_button import push_button

WIDTH: Final = 440
_LISTS: Final = frozenset({"authors", "keywords"})


class ChangeMany(QDialog):
    """Asks without stopping the window; deletes itself when it is closed.

    Nothing can be changed before a value is typed, or emptying the field is chosen.
    """

    change_asked = Signal(str, object)
    """The field, and its new value."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("changeMany")
        papers = counted(count, self.tr("{n} paper"), self.tr("{n} papers"))
        self.setWindowTitle(self.tr("Change a field of {papers}").replace("{papers}", papers))
        self.setMinimumWidth(WIDTH)
        self.field = self._make_field()
        self.value = QLineEdit()
        self.value.setAccessibleName(self.tr("New value"))
        self.emptying = QCheckBox(self.tr("&Empty the field"))
        self.emptying.setAccessibleName(self.tr("Empty the field"))
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        set_kind(self.hint, "muted")
        self.problem = QLabel()
        self.problem.setObjectName("changeProblem")
        self.problem.setWordWrap(True)
        set_kind(self.problem, "negative")
        self.problem.hide()
        self._papers = papers
        self.change_button = push_button("", kind="primary", name="changePapers")
        self._lay_out()
        self.field.currentIndexChanged.connect(self._explain)
        self.value.textChanged.connect(self._explain)
        self.emptying.toggled.connect(self._explain)
        self.change_button.clicked.connect(self._ask)
        self.finished.connect(self.deleteLater)
        self._explain()
        self.value.setFocus()

    def show_problem(self, words: str) -> None:
        """The papers were not changed, because of what was typed."""
        self.problem.setText(words)
        self.problem.show()
        set_mark(self.value, "invalid", "true")
        self.value.setAccessibleDescription(words)
        self.value.setFocus()

    def _make_field(self) -> QComboBox:
        field = QComboBox()
        field.setAccessibleName(self.tr("Field"))
        field.view().setAccessibleName(self.tr("Field"))
        for name, words in (
            ("venue", self.tr("Venue")),
            ("year_text", self.tr("Year")),
            ("language", self.tr("Language")),
            ("kind", self.tr("Kind")),
            ("keywords", self.tr("Keywords")),
            ("authors", self.tr("Authors")),
        ):
            field.addItem(words, name)
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(SPACE_M)
        form.addRow(self.tr("&Field"), self.field)
        form.addRow(self.tr("&New value"), self.value)
        form.addRow("", self.problem)
        form.addRow("", self.emptying)
        form.addRow("", self.hint)
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox()
        buttons.addButton(self.change_button, roles.AcceptRole)
        cancel = push_button(self.tr("Cancel"))
        buttons.addButton(cancel, roles.RejectRole)
        buttons.rejected.connect(self.reject)
        self.change_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_L)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)

    def _explain(self) -> None:
        self.problem.hide()
        set_mark(self.value, "invalid", "false")
        empty, typed = self.emptying.isChecked(), bool(self.value.text().strip())
        self.value.setEnabled(not empty)
        button = self.tr("Empty it in {papers}") if empty else self.tr("Change {papers}")
        self.change_button.setText(button.replace("{papers}", self._papers))
        self.change_button.setAccessibleName(self.change_button.text())
        self.change_button.setEnabled(empty or typed)
        self.hint.setText(self._consequence(empty=empty))

    def _consequence(self, *, empty: bool) -> str:
        if empty:
            return self.tr("Nothing is left in this field of all of them. It can be undone.")
        if self.field.currentData() in _LISTS:
            return self.tr("Several are divided by semicolons. They take the place of what is there; it can be undone.")
        return self.tr("It takes the place of what is there. It can be undone.")

    def _ask(self) -> None:
        field: Field = self.field.currentData()
        text = "" if self.emptying.isChecked() else self.value.text()
        value: Value = text.split(";") if field in _LISTS else kind_in(text) if field == "kind" else text
        self.change_asked.emit(field, value)
