"""YAML as plain values that know their lines: no tags, no references, no repeated keys, numbers as people write them."""

import re
from dataclasses import dataclass
from typing import Any, Final, cast

import yaml

Scalar = str | int | float | bool | None

_INT: Final = re.compile(r"[-+]?[0-9]{1,300}")
_FLOAT: Final = re.compile(r"[-+]?(?:[0-9]{1,300}\.?[0-9]{0,300}|\.[0-9]{1,300})(?:[eE][-+]?[0-9]{1,9})?")
_WORDS: Final[dict[str, Scalar]] = {
    "": None, "~": None, "null": None, "Null": None, "true": True, "True": True, "false": False, "False": False,
    ".inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan"), ".NaN": float("nan"),
}  # fmt: skip
_FAULTS: Final = {
    "mapping values are not allowed": "a colon stands where no key can be, or a line is indented too far",
    "found character '\\t'": "a tab stands at the beginning of a line, where only spaces may",
    "found character": "a text begins with a character that has a meaning in YAML and needs quotation marks",
    "found unknown escape": "a backslash stands in double quotation marks; use single ones",
    "expected escape sequence": "a backslash stands in double quotation marks; use single ones",
    "could not find expected ':'": "the colon behind a key is missing",
    "expected <block end>": "a line is not indented like those above it",
    "found unexpected end of stream": "a quotation mark is not closed",
    "expected the node content": "a value or a closing bracket is missing",
    "expected ',' or": "a bracket is not closed, or a comma is missing",
    "second occurrence": "it marks a place with &, and settings have no references",
    "but found another document": "a second document begins there",
}
_PLAIN_TAGS: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


class YamlError(Exception):
    """The text is no YAML, or more than is read here: ``why`` in words, ``line`` counted from 1."""

    def __init__(self, why: str, line: int) -> None:
        self.why = why
        self.line = line
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the line it begins in; ``written`` is a single value as it stands in the file, else None."""

    value: "Scalar | list[Entry] | dict[str, Entry]"
    line: int
    written: str | None = None


class _Loader(yaml.SafeLoader):
    """Makes nodes of texts alone: what a word means is decided in this module, not by the rules of YAML 1.1."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - the library's own name and type

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse references, with which a few lines can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            event = cast("Any", self).peek_event()
            line = int(event.start_mark.line) + 1
            raise YamlError("it refers to another place with *, and settings have no references", line)
        return super().compose_node(parent, index)


def read_yaml(text: str) -> Entry:
    """The one value in ``text``; 2e-4 is a number, 010 is ten, and neither ``no`` nor a date is anything but a text.

    Raises:
        YamlError: no YAML; or tags, references, a repeated key, a key that is no text, several documents.
    """
    try:
        node = yaml.compose(text.removeprefix("\ufeff"), Loader=_Loader)
        return Entry(None, 1, "") if node is None else _entry(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(_fault_words(str(error.problem)), int(mark.line) + 1 if mark else 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise YamlError("a character stands there that no text may hold", line) from error
    except RecursionError as error:
        raise YamlError("brackets or lines are nested too deeply", 1) from error
    except (ValueError, OverflowError) as error:  # the library's scanner on numbers of characters that do not exist
        raise YamlError("a backslash stands in double quotation marks; use single ones", 1) from error


def _entry(node: yaml.Node) -> Entry:
    line = _line_of(node)
    if node.tag not in _PLAIN_TAGS:
        raise YamlError(
            f"it has a tag ({str(node.tag)[:80].removeprefix('tag:yaml.org,2002:')}), and settings have none", line
        )
    if isinstance(node, yaml.MappingNode):
        return Entry(_mapping(node), line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(part) for part in cast("list[yaml.Node]", node.value)], line)
    written = cast("str", node.value)
    plain = cast("yaml.ScalarNode", node).style is None
    return Entry(_scalar(written) if plain else written, line, written)


def _mapping(node: yaml.MappingNode) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
        key, line = key_node.value, _line_of(key_node)
        if not isinstance(key_node, yaml.ScalarNode) or not isinstance(key, str) or not key:
            raise YamlError("a key is no word", line)
        if key in entries:
            raise YamlError(f"the key “{key[:80]}” is already in line {entries[key].line}", line)
        entry = _entry(value_node)
        entries[key] = Entry(entry.value, line, entry.written)
    return entries


def _scalar(written: str) -> Scalar:
    """What a word without quotation marks means: YAML 1.2's core rules, and every usual form of a number."""
    if written in _WORDS:
        return _WORDS[written]
    if _INT.fullmatch(written):
        return int(written)
    return float(written) if _FLOAT.fullmatch(written) else written


def _line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _fault_words(problem: str) -> str:
    found = next((words for begin, words in _FAULTS.items() if problem.startswith(begin)), None)
    return found or "this does not follow the rules of YAML"
