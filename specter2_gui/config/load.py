"""Settings from a file and from KEY=VALUE options; whatever cannot be used is refused by name, all of it at once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from specter2_gui.config.describe import FieldFacts, describe
from specter2_gui.config.paths import with_paths
from specter2_gui.config.problems import Problem, no_section, refusal, unknown_key, unknown_section, wrong_value
from specter2_gui.config.settings import Settings
from specter2_gui.config.yaml_reading import Entry, YamlError, read_yaml
from specter2_gui.config.yaml_writing import reference_table, to_yaml
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.texts import unusable_character

__all__ = ["apply_overrides", "load_settings", "parse_settings", "reference_table", "to_yaml"]

MOST_BYTES: Final = 1 << 18
"""Longer files are no settings; the library would take seconds for each megabyte."""

_FACTS: Final = {facts.key: facts for facts in describe(Settings)}
_SECTIONS: Final = frozenset(facts.section for facts in _FACTS.values())
_CHOOSE: Final = "Choose another file"


def load_settings(path: Path) -> Settings:
    """The settings in the file ``path``; its relative paths are taken from its own folder, not from the working one.

    Raises:
        UserError: the file cannot be read or is too long, or anything of :func:`parse_settings`.
    """
    settings = parse_settings(_text_of(path), path.name)
    return with_paths(settings, path.absolute().parent, _FACTS)


def parse_settings(text: str, name: str) -> Settings:
    """The settings in the YAML ``text`` called ``name``; what it does not mention has its default. Paths stay as they are.

    Raises:
        UserError: no YAML, no keys, unknown keys, values of another type or out of range: all of them in one error.
    """
    try:
        top = read_yaml(text)
    except YamlError as error:
        how = "Correct this line in a text editor; keys and values are written “key: value”"
        raise UserError(f"“{name}” cannot be read as settings", f"Line {error.line}: {error.why}", how) from error
    if top.value is None:
        return Settings()
    if not isinstance(top.value, dict):
        why = "Settings are written “section: {key: value}”, for example “train: {epochs: 3}”"
        raise UserError(f"“{name}” holds no settings", why, "Choose another file, or write settings into this one")
    found, problems = _flat(top.value)
    return _settings(name, found, problems)


def apply_overrides(settings: Settings, overrides: Sequence[str], name: str = "--set") -> Settings:
    """``settings`` with each ``KEY=VALUE`` (``train.lr=1e-4``) in place; relative paths are those of the working folder.

    ``name`` is what people are told these options are called.

    Raises:
        UserError: no ``=``, an unknown key, a value of another type or out of range: all of them in one error.
    """
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for override in overrides:
        key, sign, value = override.partition("=")
        key = key.strip()
        if not sign:
            problems.append(
                Problem(0, f"{key} has no value", "An option is KEY=VALUE", "Write for example train.lr=1e-4")
            )
        elif key not in _FACTS:
            problems.append(unknown_key(0, key))
        else:
            found[key] = _option_entry(_FACTS[key], value)
    changed = _settings(name, found, problems, settings)
    return with_paths(changed, Path.cwd(), found)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError(f"There is no settings file “{path}”", "It was moved or never written", _CHOOSE) from error
    except OSError as error:
        why = "It is a folder" if path.is_dir() else f"The system says: {error.strerror}"
        raise UserError(f"The settings file “{path}” cannot be opened", why, _CHOOSE) from error
    if len(data) > MOST_BYTES:
        why = f"It is longer than {MOST_BYTES // 1024} KB, and settings never are"
        raise UserError(f"The file “{path.name}” is no settings file", why, _CHOOSE)
    return decode(data, path.name, may_be_empty=True)


def _flat(top: dict[str, Entry]) -> tuple[dict[str, Entry], list[Problem]]:
    """The values by full key, and what stands in no place where a setting can be; an empty section is all defaults."""
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for section, entry in top.items():
        if section not in _SECTIONS:
            problems.append(unknown_section(entry.line, section, entry))
        elif isinstance(entry.value, dict):
            keys = {f"{section}.{name}": below for name, below in entry.value.items()}
            found.update({key: below for key, below in keys.items() if key in _FACTS})
            problems += [unknown_key(below.line, key) for key, below in keys.items() if key not in _FACTS]
        elif entry.value is not None:
            problems.append(no_section(entry.line, section, entry))
    return found, problems


def _option_entry(facts: FieldFacts, written: str) -> Entry:
    """The value of an option: a text as it stands, so that any path can be given; else as in a file."""
    if facts.kind == "text":
        return Entry(written, 0, written)
    try:
        return replace(read_yaml(written), line=0)
    except YamlError:
        return Entry(written, 0, written)


def _settings(
    name: str,
    found: dict[str, Entry],
    problems: list[Problem],
    before: Settings | None = None,
) -> Settings:
    """``before`` (else the defaults) with the values ``found``, or one error with everything that is wrong."""
    values: dict[str, dict[str, Any]] = (before or Settings()).model_dump()
    wrong = {key for key, entry in found.items() if not _may_fit(_FACTS[key], entry)}
    for key in found.keys() - wrong:
        section, _, field = key.partition(".")
        values[section][field] = found[key].written if _FACTS[key].kind == "text" else found[key].value
    settings, refused = _validated(values)
    told = [wrong_value(entry.line, _FACTS[key], entry) for key, entry in found.items() if key in wrong | refused]
    if settings is None or problems or told:
        raise refusal(name, sorted([*problems, *told], key=lambda problem: problem.line))
    return settings


def _validated(values: dict[str, dict[str, Any]]) -> tuple[Settings | None, set[str]]:
    """The settings, or the keys whose values are refused."""
    try:
        return Settings.model_validate(values), set()
    except ValidationError as error:
        return None, {f"{fault['loc'][0]}.{fault['loc'][1]}" for fault in error.errors()}


def _may_fit(facts: FieldFacts, entry: Entry) -> bool:
    """Whether the value is of a sort that the declared model may judge: it would take true for the number 1."""
    if entry.value is None or isinstance(entry.value, list | dict):
        return False
    if facts.kind == "text":
        return unusable_character(entry.written or "") is None and "\n" not in (entry.written or "")
    return not isinstance(entry.value, bool) or facts.kind == "bool"
