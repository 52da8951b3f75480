"""The facts about every setting agree with what the declared model accepts."""

import dataclasses

import pytest
from pydantic import ValidationError

from specter2_gui.config.describe import FieldFacts, describe, section_help
from specter2_gui.config.settings import Settings

FACTS = describe(Settings)


def by_key(key: str) -> FieldFacts:
    return next(facts for facts in FACTS if facts.key == key)


def accepted(facts: FieldFacts, value: object) -> bool:
    name = facts.key.partition(".")[2]
    try:
        Settings.model_validate({facts.section: {name: value}})
    except ValidationError:
        return False
    return True


def test_every_field_of_every_section_is_described_in_order() -> None:
    declared = [f"{section}.{name}" for section, fields in Settings().model_dump().items() for name in fields]
    assert [facts.key for facts in FACTS] == declared
    assert {facts.section for facts in FACTS} == section_help(Settings).keys()


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.key)
def test_every_setting_has_label_help_and_a_default_that_is_accepted(facts: FieldFacts) -> None:
    assert facts.label != facts.key.partition(".")[2]
    assert facts.help.endswith(".")
    assert accepted(facts, facts.default)
    assert set(facts.names) <= set(facts.choices)


@pytest.mark.parametrize(
    "facts", [facts for facts in FACTS if facts.kind in ("int", "float")], ids=lambda facts: facts.key
)
def test_the_range_told_is_the_range_accepted(facts: FieldFacts) -> None:
    assert facts.minimum is not None
    assert facts.maximum is not None
    assert accepted(facts, facts.maximum)
    assert not accepted(facts, facts.maximum * 1.01 + 1)
    assert accepted(facts, facts.minimum) is not facts.exclusive_minimum
    assert not accepted(facts, facts.minimum - 1)
    assert all(accepted(facts, word) for word in facts.choices)


@pytest.mark.parametrize("facts", [facts for facts in FACTS if facts.kind == "choice"], ids=lambda facts: facts.key)
def test_a_choice_accepts_its_choices_alone(facts: FieldFacts) -> None:
    assert all(accepted(facts, choice) for choice in facts.choices)
    assert not accepted(facts, "something else")


def test_facts_of_each_kind_are_told_in_words() -> None:
    assert by_key("train.lr").accepts == "a number above 0, up to 0.1"
    assert by_key("train.batch_size").accepts == "a whole number from 1 to 4,096"
    assert by_key("train.margin").accepts == "a number above 0, up to 100, or 'auto'"
    assert by_key("train.distance").accepts == "'auto', 'l2' or 'cosine'"
    assert by_key("train.output_dir").accepts == "a text"


def test_a_number_that_may_be_a_word_is_a_number_with_a_choice() -> None:
    margin = by_key("train.margin")
    assert (margin.kind, margin.choices, margin.default) == ("float", ("auto",), "auto")
    assert (margin.minimum, margin.maximum, margin.exclusive_minimum) == (0.0, 100.0, True)


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FACTS[0].label = "other"  # pyright: ignore[reportAttributeAccessIssue] - this is what is tested
