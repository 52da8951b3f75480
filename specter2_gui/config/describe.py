"""The declared settings as plain facts, one a field, from which file, options, form and reference table are made."""

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal["int", "float", "choice", "text", "bool"]
Value = int | float | str | bool


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """Everything there is to know about one setting.

    ``kind`` ``choice`` takes one of ``choices`` alone; a number with ``choices`` takes these words as well (``auto``).
    ``names`` gives a choice its words for the screen. ``minimum`` itself is not allowed when ``exclusive_minimum``.
    ``special`` are the words for the value ``minimum`` (0 triplets: ``all``). ``widget`` names a wish for the form
    (``file``, ``folder``, ``backbone``, ``loss``) or is empty. ``path`` tells when the text is the path of a file or
    folder: ``always``, when something of that name is ``existing``, or never (empty); ``words`` are texts that are not.
    """

    key: str
    section: str
    label: str
    kind: Kind
    default: Value
    minimum: float | None
    maximum: float | None
    exclusive_minimum: bool
    choices: tuple[str, ...]
    names: dict[str, str]
    unit: str
    special: str
    help: str
    widget: str
    path: str = ""
    words: tuple[str, ...] = ()

    @property
    def accepts(self) -> str:
        """What may stand there, in words, such as ``a whole number from 1 to 4,096``."""
        *most, last = [f"'{choice}'" for choice in self.choices] or [""]
        words = f"{', '.join(most)} or {last}" if most else last
        if self.kind == "choice":
            return words
        noun = {"int": "a whole number", "float": "a number", "bool": "true or false", "text": "a text"}[self.kind]
        return f"{noun}{self._range}, or {words}" if words else noun + self._range

    @property
    def _range(self) -> str:
        if self.minimum is None or self.maximum is None:
            return ""
        low, high = _plain(self.minimum), _plain(self.maximum)
        return f" above {low}, up to {high}" if self.exclusive_minimum else f" from {low} to {high}"


@cache
def describe(settings: type[BaseModel]) -> tuple[FieldFacts, ...]:
    """The facts of every field of every section of ``settings``, in the order of their declaration."""
    sections = ((name, section.annotation) for name, section in settings.model_fields.items())
    return tuple(
        _facts(section, name, info)
        for section, model in sections
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, info in model.model_fields.items()
    )


@cache
def section_help(settings: type[BaseModel]) -> dict[str, str]:
    """One sentence about each section of ``settings``."""
    models = {name: section.annotation for name, section in settings.model_fields.items()}
    return {name: (model.__doc__ or "").strip() for name, model in models.items()}


def _facts(section: str, name: str, info: FieldInfo) -> FieldFacts:
    kind, choices, limits = _kind(info.annotation, list(info.metadata))
    extra = cast("dict[str, Any]", info.json_schema_extra or {})
    lowest, above = _limit(limits, "ge"), _limit(limits, "gt")
    return FieldFacts(
        key=f"{section}.{name}",
        section=section,
        label=info.title or name,
        kind=kind,
        default=cast("Value", info.default),
        minimum=lowest if above is None else above,
        maximum=_limit(limits, "le"),
        exclusive_minimum=above is not None,
        choices=choices,
        names=dict(extra.get("names", {})),
        unit=str(extra.get("unit", "")),
        special=str(extra.get("special", "")),
        help=info.description or "",
        widget=str(extra.get("widget", "")),
        path=str(extra.get("path", "")),
        words=tuple(extra.get("words", ())),
    )


def _kind(annotation: Any, limits: list[Any]) -> tuple[Kind, tuple[str, ...], list[Any]]:
    """The kind, the words and the limits of a type: a plain one, a choice, or a number that may be a word."""
    origin = get_origin(annotation)
    if origin is Literal:
        return "choice", get_args(annotation), limits
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        found = [limit for mark in marks for limit in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
        return _kind(inner, limits + found)
    if origin in (types.UnionType, Union):
        parts = [_kind(part, limits) for part in get_args(annotation)]
        number = next(part for part in parts if part[0] != "choice")
        return number[0], tuple(word for part in parts for word in part[1]), number[2]
    kinds: dict[Any, Kind] = {int: "int", float: "float", bool: "bool", str: "text"}
    return kinds[annotation], (), limits


def _limit(limits: list[Any], name: str) -> float | None:
    return next((getattr(limit, name) for limit in limits if hasattr(limit, name)), None)


def _plain(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:g}"
