"""The form: one field for every setting, and what goes in comes out."""

from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from specter2_gui.config.describe import FieldFacts, describe
from specter2_gui.config.settings import Settings
from specter2_gui.qt.form_values import flat, settings_of
from specter2_gui.qt.widgets.number_field import NumberField
from specter2_gui.qt.widgets.settings_form import SettingsForm

FIELDS = describe(Settings)


@pytest.fixture
def form(qtbot: QtBot) -> SettingsForm:
    made = SettingsForm(FIELDS)
    qtbot.addWidget(made)
    return made


def other_value(facts: FieldFacts) -> Any:
    """A value of the field that is not its default."""
    if facts.kind == "choice":
        return facts.choices[-1] if facts.choices[-1] != facts.default else facts.choices[0]
    if facts.kind == "int":
        usual = int(facts.minimum or 0) if isinstance(facts.default, str) else int(facts.default)
        return usual + 1 if usual != facts.maximum else usual - 1
    if facts.kind == "float":
        return 0.0625
    if facts.widget == "loss":
        return facts.default
    return not facts.default if facts.kind == "bool" else "elsewhere"


def test_the_form_has_a_field_for_every_setting_and_shows_the_defaults(form: SettingsForm) -> None:
    assert form.keys == tuple(flat(Settings()))
    assert settings_of(form.values()) == (Settings(), {})
    assert form.differing() == ()


@pytest.mark.parametrize("facts", FIELDS, ids=[facts.key for facts in FIELDS])
def test_every_field_gives_back_what_was_put_in(form: SettingsForm, facts: FieldFacts) -> None:
    value = other_value(facts)
    form.set_values({facts.key: value})
    assert form.values()[facts.key] == value
    settings, problems = settings_of(form.values())
    assert problems == {}
    assert settings is not None
    assert flat(settings)[facts.key] == value


@pytest.mark.parametrize("facts", FIELDS, ids=[facts.key for facts in FIELDS])
def test_every_field_has_a_name_and_an_explanation_for_those_who_cannot_see_it(
    form: SettingsForm, facts: FieldFacts
) -> None:
    field = form.editor(facts.key).focus
    assert field.accessibleName() == facts.label
    assert facts.help in field.accessibleDescription()
    assert "Default" in field.toolTip()


def test_a_changed_field_is_bold_and_can_be_put_back(form: SettingsForm, qtbot: QtBot) -> None:
    form.show()
    form.set_values({"train.epochs": 9})
    assert form.differing() == ("train.epochs",)
    resets = [
        button
        for button in form.findChildren(QToolButton)
        if button.property("settingKey") == "train.epochs" and button.isVisible()
    ]
    assert len(resets) == 1
    with qtbot.waitSignal(form.changed):
        resets[0].click()
    assert form.values()["train.epochs"] == Settings().train.epochs
    assert not resets[0].isVisible()


def test_a_field_left_empty_is_named_with_its_reason(form: SettingsForm) -> None:
    form.set_values({"model.query_adapter": ""})
    settings, problems = settings_of(form.values())
    assert settings is None
    assert list(problems) == ["model.query_adapter"]
    form.mark_invalid(problems)
    assert form.editor("model.query_adapter").focus.property("invalid") == "true"
    form.mark_invalid({})
    assert form.editor("model.query_adapter").focus.property("invalid") == "false"


def test_a_small_number_can_be_typed_in_either_writing(qtbot: QtBot) -> None:
    field = NumberField(1e-10, 0.1)
    qtbot.addWidget(field)
    for typed in ("2e-4", "0.0002"):
        field.setValue(0.05)
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.value() == pytest.approx(2e-4)


def test_a_number_is_shown_and_read_with_the_decimal_sign_of_the_system(qtbot: QtBot) -> None:
    field = NumberField(0.0, 10.0)
    qtbot.addWidget(field)
    field.setLocale(QLocale(QLocale.Language.German))
    field.setValue(0.25)
    assert field.text() == "0,25"
    field.selectAll()
    qtbot.keyClicks(field, "0,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.5


def test_pointing_at_a_field_explains_it(form: SettingsForm, qtbot: QtBot) -> None:
    form.show()
    qtbot.waitExposed(form)
    form.show_help("train.clip")
    assert "Longest gradient" in form.help_line.text()
