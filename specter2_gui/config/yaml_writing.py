"""Settings written for people: the commented YAML file and the reference table."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, Final

import yaml

from specter2_gui.config.describe import FieldFacts, describe, section_help
from specter2_gui.config.settings import Settings

_WIDTH: Final = 110
_HEAD: Final = """\
Settings of a fine-tuning. Any line may be left out; the setting then has its default.
--set KEY=VALUE on the command line (for example --set train.lr=1e-4) goes before what stands here.
Relative paths begin at the folder of this file.
"""


def to_yaml(settings: Settings) -> str:
    """``settings`` as YAML with a comment above every key; reading it gives ``settings`` again."""
    values: dict[str, dict[str, Any]] = settings.model_dump()
    helps = section_help(Settings)
    lines = _comment(_HEAD.splitlines(), "")
    for section, fields in values.items():
        lines += ["", "", *_comment([helps[section]], ""), f"{section}:"]
        for facts in (facts for facts in describe(Settings) if facts.section == section):
            lines += [*_comment(_told(facts), "  "), f"  {_name(facts)}: {_scalar(fields[_name(facts)])}", ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def reference_table() -> str:
    """Every setting as a row of a Markdown table: key, default, what it accepts, what it does."""
    rows = ["| Setting | Default | Accepts | What it does |", "|---|---|---|---|"]
    for facts in describe(Settings):
        cells = (f"`{facts.key}`", _shown(facts.default), _accepts(facts), f"{facts.label}. {facts.help}")
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _told(facts: FieldFacts) -> tuple[str, str]:
    accepts = _accepts(facts)
    return f"{facts.label}. {facts.help}", f"{accepts[0].upper()}{accepts[1:]}; default {_shown(facts.default)}."


def _accepts(facts: FieldFacts) -> str:
    """What the field takes, with its unit and the meaning of its lowest value."""
    special = f", where {facts.minimum:g} means {facts.special}" if facts.special and facts.minimum is not None else ""
    unit = f" ({facts.unit})" if facts.unit else ""
    return facts.accepts + unit + special


def _shown(value: object) -> str:
    return "empty" if value == "" else f"{value}"


def _name(facts: FieldFacts) -> str:
    return facts.key.partition(".")[2]


def _comment(paragraphs: Iterable[str], indent: str) -> list[str]:
    return [f"{indent}# {line}" for text in paragraphs for line in wrap(text, _WIDTH, break_on_hyphens=False)]


def _scalar(value: str | float | bool) -> str:
    """``value`` so that this program and any other reader of YAML takes it for the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        digits = repr(value)
        # Readers of YAML 1.1 take 1e-05 for a text, but not 1.0e-05.
        return digits if "." in digits or "e" not in digits else digits.replace("e", ".0e")
    return value if _is_plain(value) else _quoted(value)


def _is_plain(text: str) -> bool:
    """Whether ``text`` needs no quotation marks in any version of YAML."""
    simple = all(character.isalnum() or character in "_-./" for character in text) and text[:1].isalpha()
    return simple and text.isascii() and yaml.safe_load(text) == text


def _quoted(text: str) -> str:
    def shown(character: str) -> str:
        if character in '"\\':
            return f"\\{character}"
        return character if character.isprintable() else f"\\U{ord(character):08x}"

    return '"' + "".join(map(shown, text)) + '"'
