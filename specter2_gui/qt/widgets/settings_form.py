"""The form of all settings, generated from their declaration: groups, units, ranges, help, what differs from the default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from specter2_gui.config.describe import FieldFacts
from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind, set_mark
from specter2_gui.qt.design.tokens import FIELD_HEIGHT, SECTION_SCALE, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.setting_editors import Editor, make_editor


@dataclass(frozen=True)
class _Row:
    facts: FieldFacts
    label: QLabel
    editor: Editor
    reset: QToolButton


class SettingsForm(QWidget):
    """One line for each of ``fields``; says when a value changed and explains the field that has the focus."""

    changed = Signal()

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsForm")
        self._rows: dict[str, _Row] = {}
        self._quiet = False
        self.help_line = _help_line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.help_line)
        column.addLayout(self._make_grid(fields))
        self.show_help("")

    @property
    def keys(self) -> tuple[str, ...]:
        """The full names of the settings, in their order."""
        return tuple(self._rows)

    def values(self) -> dict[str, Any]:
        """What the fields hold, by full name."""
        return {key: row.editor.read() for key, row in self._rows.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show ``values``; names the form does not have are passed over. Says ``changed`` once."""
        self._quiet = True
        for key, value in values.items():
            if key in self._rows:
                self._rows[key].editor.write(value)
        self._quiet = False
        self._field_changed()

    def reset_all(self) -> None:
        """Every field back to its default."""
        self.set_values({key: row.facts.default for key, row in self._rows.items()})

    def differing(self) -> tuple[str, ...]:
        """The full names of the settings that are not at their default."""
        return tuple(key for key, row in self._rows.items() if row.editor.read() != row.facts.default)

    def mark_invalid(self, problems: Mapping[str, str]) -> None:
        """Mark the fields named in ``problems`` and say why; all others count as good."""
        for key, row in self._rows.items():
            set_mark(row.editor.focus, "invalid", "true" if key in problems else "false")
            row.editor.focus.setToolTip(problems.get(key) or _explain(row.facts))

    def editor(self, key: str) -> Editor:
        """The field of the setting ``key``."""
        return self._rows[key].editor

    def show_help(self, key: str) -> None:
        """Explain the setting ``key`` in the line above the fields."""
        row = self._rows.get(key)
        self.help_line.setText(
            _explain(row.facts)
            if row
            else self.tr("Point at a setting to read what it does. The defaults are good to start with.")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field under the mouse or the keyboard is explained."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter):
            self.show_help(str(watched.property("settingKey") or ""))
        return super().eventFilter(watched, event)

    def _title_of(self, section: str) -> str:
        titles = {"data": self.tr("Triplets"), "model": self.tr("Model"), "train": self.tr("Training")}
        return titles.get(section, section)

    def _make_grid(self, fields: Sequence[FieldFacts]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_S)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        section = ""
        for facts in fields:
            if facts.section != section:
                section = facts.section
                grid.addWidget(_section_heading(self._title_of(section)), grid.rowCount(), 0, 1, 3)
            row = self._make_row(facts)
            self._rows[facts.key] = row
            number = grid.rowCount()
            grid.addWidget(row.label, number, 0)
            grid.addWidget(row.editor.widget, number, 1)
            grid.addWidget(row.reset, number, 2)
        return grid

    def _make_row(self, facts: FieldFacts) -> _Row:
        editor = make_editor(facts)
        label = QLabel(facts.label)
        label.setBuddy(editor.focus)
        for widget in (label, editor.focus, editor.widget):
            widget.setToolTip(_explain(facts))
            widget.setProperty("settingKey", facts.key)
            widget.installEventFilter(self)
        editor.widget.setMinimumHeight(FIELD_HEIGHT)
        editor.focus.setMinimumHeight(FIELD_HEIGHT)
        editor.focus.setObjectName(facts.key)
        editor.focus.setAccessibleName(facts.label)
        if isinstance(editor.focus, QComboBox):
            editor.focus.view().setAccessibleName(facts.label)
        editor.focus.setAccessibleDescription(_explain(facts))
        editor.changed.signal.connect(self._field_changed)
        return _Row(facts, label, editor, self._make_reset(facts))

    def _make_reset(self, facts: FieldFacts) -> QToolButton:
        button = QToolButton()
        words = self.tr("Back to the default: {0}").format(_shown(facts, facts.default))
        button.setToolTip(words)
        button.setAccessibleName(f"{facts.label}: {words}")
        button.setProperty("settingKey", facts.key)
        set_kind(button, "quiet")
        set_icon(button, "reset")
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        button.clicked.connect(self._reset_one)
        return button

    def _reset_one(self) -> None:
        row = self._rows[str(self.sender().property("settingKey"))]
        row.editor.write(row.facts.default)
        row.editor.focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_changed(self) -> None:
        if self._quiet:
            return
        differing = set(self.differing())
        for key, row in self._rows.items():
            row.label.setFont(scaled_font(1.0, bold=key in differing))
            row.reset.setVisible(key in differing)
        self.changed.emit()


def _help_line() -> QLabel:
    label = QLabel()
    label.setObjectName("settingHelp")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumHeight(4 * label.fontMetrics().lineSpacing() + 2 * SPACE_M)
    set_kind(label, "help")
    return label


def _section_heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setFont(scaled_font(SECTION_SCALE, bold=True))
    label.setContentsMargins(0, SPACE_S, 0, 0)
    return label


def _explain(facts: FieldFacts) -> str:
    """Help, what may stand there, and the default in one text."""
    parts = [facts.help]
    if facts.minimum is not None:
        parts.append(f"{facts.accepts[0].upper()}{facts.accepts[1:]}.")
    parts.append(_tr("Default: {0}.").format(_shown(facts, facts.default)))
    return " ".join(parts)


def _shown(facts: FieldFacts, value: object) -> str:
    """``value`` in the words of the form."""
    if facts.special and value == facts.minimum:
        return facts.special
    if value == "":
        return _tr("empty")
    words = str(facts.names.get(str(value), value))
    return f"{words} {facts.unit}" if facts.unit else words


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingsForm", text)
