"""The written settings: complete, commented, read back as they were, by this program and by others."""

from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.config.describe import FieldFacts, describe
from specter2_gui.config.load import load_settings, parse_settings, reference_table, to_yaml
from specter2_gui.config.settings import Settings
from specter2_gui.disk.places import resources
from specter2_gui.domain.texts import unusable_character

DEFAULT = resources() / "conf" / "specter2_conf.yaml"


def values_of(facts: FieldFacts) -> st.SearchStrategy[Any]:
    words = st.sampled_from(facts.choices) if facts.choices else st.nothing()
    if facts.kind == "choice":
        return words
    if facts.kind == "text":
        return st.text(min_size=1).filter(lambda text: unusable_character(text) is None and "\n" not in text)
    low, high = facts.minimum, facts.maximum
    assert low is not None
    assert high is not None
    if facts.kind == "int":
        return st.integers(int(low), int(high))
    return st.floats(low, high, exclude_min=facts.exclusive_minimum) | words


ANY_SETTINGS = st.fixed_dictionaries({facts.key: values_of(facts) for facts in describe(Settings)})


def settings_of(values: dict[str, Any]) -> Settings:
    sections: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        sections.setdefault(section, {})[name] = value
    return Settings.model_validate(sections)


def test_the_default_file_is_written_from_the_declarations() -> None:
    assert DEFAULT.read_text(encoding="utf-8") == to_yaml(Settings())


def test_the_default_file_holds_the_defaults() -> None:
    assert load_settings(DEFAULT) == Settings()


@given(ANY_SETTINGS)
def test_what_is_written_is_read_again(values: dict[str, Any]) -> None:
    settings = settings_of(values)
    assert parse_settings(to_yaml(settings), "written") == settings


@given(ANY_SETTINGS)
def test_other_readers_of_yaml_take_it_for_the_same(values: dict[str, Any]) -> None:
    settings = settings_of(values)
    assert yaml.safe_load(to_yaml(settings)) == settings.model_dump()


@pytest.mark.parametrize("path", [r"C:\new folder\täst", "a: b # c", "yes", "1e5", "'", '"', "~", "x\u0085y", "🦋"])
def test_awkward_texts_are_written_so_that_they_stay_texts(path: str) -> None:
    settings = settings_of({"train.output_dir": path})
    assert parse_settings(to_yaml(settings), "written") == settings


def test_every_key_has_a_comment_with_its_label_and_range_above_it() -> None:
    blocks = [block for block in to_yaml(Settings()).split("\n\n") if block.strip()]
    for facts in describe(Settings):
        name = facts.key.partition(".")[2]
        (block,) = [block for block in blocks if f"\n  {name}: " in block]
        comment = " ".join(line.strip("# ") for line in block.splitlines() if line.strip().startswith("#"))
        assert facts.label in comment
        assert facts.help.split()[0] in comment
        assert facts.accepts[1:] in comment


def test_lines_fit_a_screen() -> None:
    assert max(map(len, to_yaml(Settings()).splitlines())) <= 116


def test_the_reference_table_has_a_row_for_every_setting() -> None:
    rows = reference_table().splitlines()
    assert len(rows) == 2 + len(describe(Settings))
    assert {row.count(" | ") for row in [rows[0], *rows[2:]]} == {3}
    assert any(row.startswith("| `train.lr` | 0.0003 | a number above 0, up to 0.1 | Learning rate.") for row in rows)


def test_a_run_can_be_repeated_from_its_written_settings(tmp_path: Path) -> None:
    settings = settings_of({"train.lr": 1e-05, "train.output_dir": str(tmp_path / "runs"), "train.margin": 0.25})
    file = tmp_path / "settings.yaml"
    file.write_text(to_yaml(settings), encoding="utf-8")
    assert "lr: 1.0e-05" in file.read_text(encoding="utf-8")
    assert load_settings(file) == settings
    assert cast("float", settings.train.margin) == 0.25
