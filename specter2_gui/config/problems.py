"""Words for settings that cannot be used: which key, what is wrong with it, what could stand there."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from specter2_gui.config.describe import FieldFacts, describe
from specter2_gui.config.settings import Settings
from specter2_gui.config.yaml_reading import Entry
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import shortened

_TOLD: Final = 3
_WHERE_TO_LOOK: Final = "specter2_conf.yaml, which comes with the program, lists every setting with its range"


@dataclass(frozen=True, slots=True)
class Problem:
    """One setting that cannot be used, in ``line`` of the file; 0 for one that comes from no file."""

    line: int
    what: str
    why: str
    how: str


def unknown_key(line: int, key: str) -> Problem:
    """``key`` is no setting and no section."""
    near = nearest_key(key)
    known = key.partition(".")[0]
    inside = [facts.key.partition(".")[2] for facts in describe(Settings) if facts.section == known]
    why = f"The nearest setting is {near}" if near else "No setting has a name like it"
    there = (
        f"the settings of {known} are {', '.join(inside)}" if inside else f"the sections are {', '.join(_sections())}"
    )
    how = f"Write {near} instead, or delete it" if near else f"Delete it; {there}"
    return Problem(line, f"{shortened(key, 80)} is not a setting", why, how)


def unknown_section(line: int, section: str, entry: Entry) -> Problem:
    """``section`` is none; its settings are not looked at."""
    near = get_close_matches(section.lower(), _sections(), n=1)
    if not isinstance(entry.value, dict) or nearest_key(section):
        return unknown_key(line, section)
    why = f"The nearest section is {near[0]}" if near else f"The sections are {', '.join(_sections())}"
    what = f"{shortened(section, 80)} is not a section of the settings"
    return Problem(line, what, why, f"Write {near[0]} instead, or delete it" if near else "Delete it")


def wrong_value(line: int, facts: FieldFacts, entry: Entry) -> Problem:
    """The value of a known key is of another type or out of its range."""
    what = f"{facts.key} {_told(entry)}"
    if facts.kind == "text" and isinstance(entry.value, str) and entry.value:
        why = "It holds a line break or another control character; in double quotation marks a backslash makes one"
        return Problem(line, what, why, "Write it without quotation marks, or in single ones")
    how = f"Write such a value, or delete it: the default is {'empty' if facts.default == '' else facts.default}"
    return Problem(line, what, f"It has to be {facts.accepts}", how)


def no_section(line: int, section: str, entry: Entry) -> Problem:
    """A section holds something else than keys."""
    first = next(facts.key.partition(".")[2] for facts in describe(Settings) if facts.section == section)
    why = f"The settings of {section} stand below it, one a line and indented"
    return Problem(line, f"{section} {_told(entry)}", why, f"Write for example “{section}: {{{first}: ...}}”")


def refusal(name: str, problems: Sequence[Problem]) -> UserError:
    """All ``problems`` of the settings called ``name`` as one error; beyond three they are counted."""
    if len(problems) == 1:
        only = problems[0]
        return UserError(f"{_place(name, only.line)}: {only.what}", only.why, only.how)
    told = [
        f"{_place('', found.line)}{found.what} ({found.why[0].lower()}{found.why[1:]})" for found in problems[:_TOLD]
    ]
    more = [f"and {len(problems) - _TOLD} more"] if len(problems) > _TOLD else []
    return UserError(
        f"{len(problems)} settings in “{name}” cannot be used",
        "; ".join(told + more),
        f"Correct them; {_WHERE_TO_LOOK}",
    )


def nearest_key(key: str) -> str | None:
    """The full name of the setting that ``key`` most likely means, also one of another section or by its label."""
    known = {facts.key: facts.key for facts in describe(Settings)}
    for facts in describe(Settings):
        known.setdefault(f"{facts.section}.{_slug(facts.label)}", facts.key)
    section, _, name = key.lower().rpartition(".")
    name = _slug(name)
    if same := [full for words, full in known.items() if words.partition(".")[2] == name]:
        return same[0]
    close = get_close_matches(f"{section}.{name}", known, n=1, cutoff=0.75) if section else []
    if close:
        return known[close[0]]
    names = {words.partition(".")[2]: full for words, full in reversed(known.items())}
    return next((names[found] for found in get_close_matches(name, names, n=1, cutoff=0.7)), None)


def _told(entry: Entry) -> str:
    """What stands there, as the end of a sentence that begins with the key."""
    if isinstance(entry.value, dict | list):
        return "holds several values"
    if entry.value is None:
        return "has no value"
    if entry.value == "":
        return "is an empty text"
    return f"is {shortened(entry.written or str(entry.value))}"


def _place(name: str, line: int) -> str:
    """Where a problem is: with the ``name`` of the file, or for a list of problems without."""
    if name:
        return f"“{name}”, line {line}" if line else name
    return f"Line {line}: " if line else ""


def _sections() -> list[str]:
    return list(dict.fromkeys(facts.section for facts in describe(Settings)))


def _slug(label: str) -> str:
    return "_".join(label[:100].lower().replace("-", " ").replace("_", " ").split())
