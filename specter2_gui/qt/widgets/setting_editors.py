"""One editor for each kind of setting: a widget, how to read and write it, and a signal when it changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from specter2_gui.config.describe import FieldFacts
from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.number_field import ChoiceField, CountField, NumberField
from specter2_gui.training.losses import loss_names

_SMALLEST = 1e-10
_LONGEST_RANGE = 2**31 - 1


class Changed(QObject):
    """Says that a person or the program changed a field."""

    signal = Signal()

    def tell(self, *_value: object) -> None:
        """Whatever the field's own signal carries, only the fact counts."""
        self.signal.emit()


@dataclass(frozen=True)
class Editor:
    """A field of the form: ``focus`` is the widget that takes the keyboard, ``widget`` the whole of it."""

    widget: QWidget
    focus: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], None]
    changed: Changed


def make_editor(facts: FieldFacts) -> Editor:
    """The editor that fits ``facts``, showing the default."""
    changed = Changed()
    editor = _maker(facts)(facts, changed)
    changed.setParent(editor.widget)
    editor.write(facts.default)
    return editor


def _maker(facts: FieldFacts) -> Callable[[FieldFacts, Changed], Editor]:
    if facts.widget in ("file", "folder"):
        return _path_editor
    if facts.widget == "backbone":
        return _backbone_editor
    if facts.widget == "loss":
        return _loss_editor
    if facts.kind in ("int", "float") and facts.choices:
        return _auto_number_editor
    kinds = {"int": _count_editor, "float": _number_editor, "choice": _choice_editor, "bool": _switch_editor}
    return kinds.get(facts.kind, _text_editor)


def _count_editor(facts: FieldFacts, changed: Changed) -> Editor:
    field = _count_field(facts)
    field.valueChanged.connect(changed.tell)
    return Editor(field, field, field.value, field.setValue, changed)


def _count_field(facts: FieldFacts) -> CountField:
    field = CountField()
    field.setRange(int(facts.minimum or 0), int(_LONGEST_RANGE if facts.maximum is None else facts.maximum))
    field.setGroupSeparatorShown(True)
    if facts.unit:
        field.setSuffix(f" {facts.unit}")
    if facts.special:
        field.setSpecialValueText(facts.special)
    return field


def _number_editor(facts: FieldFacts, changed: Changed) -> Editor:
    field = _number_field(facts)
    field.valueChanged.connect(changed.tell)
    return Editor(field, field, field.value, field.setValue, changed)


def _number_field(facts: FieldFacts) -> NumberField:
    lowest = float(facts.minimum or 0.0)
    field = NumberField(
        lowest + _SMALLEST if facts.exclusive_minimum else lowest,
        1e9 if facts.maximum is None else float(facts.maximum),
    )
    if facts.unit:
        field.setSuffix(f" {facts.unit}")
    if facts.special:
        field.setSpecialValueText(facts.special)
    return field


class _AutoNumber(QWidget):
    """A number, or the word that leaves it to the program."""

    def __init__(self, facts: FieldFacts, changed: Changed) -> None:
        super().__init__()
        self._word = facts.choices[0]
        self.field = _count_field(facts) if facts.kind == "int" else _number_field(facts)
        self.field.setValue(1)
        self.field.setAccessibleName(facts.label)
        self.switch = QCheckBox(self._word)
        self.switch.setAccessibleName(f"{facts.label}: {self._word}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.switch)
        row.addWidget(self.field, 1)
        self.switch.toggled.connect(self.field.setDisabled)
        self.switch.toggled.connect(changed.tell)
        self.field.valueChanged.connect(changed.tell)

    def read(self) -> float | str:
        """The number, or the word."""
        return self._word if self.switch.isChecked() else self.field.value()

    def write(self, value: float | str) -> None:
        """Show the number, or the word."""
        self.switch.setChecked(value == self._word)
        if isinstance(value, str):
            return
        if isinstance(self.field, CountField):
            self.field.setValue(int(value))
        else:
            self.field.setValue(value)


def _auto_number_editor(facts: FieldFacts, changed: Changed) -> Editor:
    widget = _AutoNumber(facts, changed)
    return Editor(widget, widget.switch, widget.read, widget.write, changed)


class _Choice(ChoiceField):
    """A closed list whose entries have names for people."""

    def read(self) -> str:
        """The chosen value."""
        return cast("str", self.currentData())

    def write(self, value: str) -> None:
        """Choose ``value``."""
        self.setCurrentIndex(self.findData(value))


def _choice_editor(facts: FieldFacts, changed: Changed) -> Editor:
    return _closed_list([(str(choice), str(facts.names.get(choice, choice))) for choice in facts.choices], changed)


def _loss_editor(_facts: FieldFacts, changed: Changed) -> Editor:
    return _closed_list([(name, name.replace("_", " ")) for name in loss_names()], changed)


def _closed_list(entries: list[tuple[str, str]], changed: Changed) -> Editor:
    field = _Choice()
    for value, words in entries:
        field.addItem(words, value)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.currentIndexChanged.connect(changed.tell)
    return Editor(field, field, field.read, field.write, changed)


def _switch_editor(_facts: FieldFacts, changed: Changed) -> Editor:
    field = QCheckBox()
    field.toggled.connect(changed.tell)
    return Editor(field, field, field.isChecked, field.setChecked, changed)


def _text_editor(_facts: FieldFacts, changed: Changed) -> Editor:
    field = QLineEdit()
    field.textChanged.connect(changed.tell)
    return Editor(field, field, field.text, field.setText, changed)


class _PathField(QWidget):
    """A path that can be typed or chosen."""

    def __init__(self, facts: FieldFacts, changed: Changed) -> None:
        super().__init__()
        self._folder = facts.widget != "file"
        self._title = facts.label
        self.line = QLineEdit()
        if facts.default == "":
            self.line.setPlaceholderText(self.tr("the program's own folder") if self._folder else self.tr("none"))
        self.line.textChanged.connect(changed.tell)
        self.button = _browse_button(self.tr("Choose: {0}").format(facts.label))
        self.button.clicked.connect(self._browse)
        _side_by_side(self, self.line, self.button)

    def _browse(self) -> None:
        _open_chooser(self, self._title, self.line.setText, folder=self._folder)


def _path_editor(facts: FieldFacts, changed: Changed) -> Editor:
    widget = _PathField(facts, changed)
    return Editor(widget, widget.line, widget.line.text, widget.line.setText, changed)


class _BackboneField(QWidget):
    """A known model from a list, or a folder or hub name typed in."""

    def __init__(self, facts: FieldFacts, changed: Changed) -> None:
        super().__init__()
        self._title = facts.label
        self.box = ChoiceField()
        self.box.setEditable(True)
        self.box.addItems(["auto", "specter2", "starter"])
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.editTextChanged.connect(changed.tell)
        self.button = _browse_button(self.tr("Choose a folder with a model"))
        self.button.clicked.connect(self._browse)
        _side_by_side(self, self.box, self.button)

    def _browse(self) -> None:
        _open_chooser(self, self._title, self.box.setEditText, folder=True)


def _backbone_editor(facts: FieldFacts, changed: Changed) -> Editor:
    widget = _BackboneField(facts, changed)
    return Editor(widget, widget.box, widget.box.currentText, widget.box.setEditText, changed)


def _open_chooser(parent: QWidget, title: str, take: Callable[[str], None], *, folder: bool) -> None:
    """Ask for a folder or file without stopping the window."""
    dialog = QFileDialog(parent, title)
    modes = QFileDialog.FileMode
    dialog.setFileMode(modes.Directory if folder else modes.ExistingFile)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _browse_button(words: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(words)
    button.setAccessibleName(words)
    set_kind(button, "quiet")
    set_icon(button, "folder")
    return button


def _side_by_side(owner: QWidget, field: QWidget, button: QWidget) -> None:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_XS)
    row.addWidget(field, 1)
    row.addWidget(button)
