"""From the flat values of the form to settings and back; what is wrong is told field by field."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from specter2_gui.config.settings import Settings


def flat(settings: Settings) -> dict[str, Any]:
    """The settings by full name, as ``train.lr``."""
    return {
        f"{section}.{name}": value
        for section, values in settings.model_dump().items()
        for name, value in values.items()
    }


def settings_of(values: Mapping[str, Any]) -> tuple[Settings | None, dict[str, str]]:
    """The settings that ``values`` make, or None and for each wrong field a sentence; what is left out has its default."""
    nested: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        nested.setdefault(section, {})[name] = value
    try:
        return Settings.model_validate(nested), {}
    except ValidationError as error:
        problems = {".".join(str(part) for part in one["loc"][:2]): _sentence(one["type"]) for one in error.errors()}
        return None, problems


def sound_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that the settings of today accept, in their present types: remembered ones may be older."""
    known = {key: value for key, value in values.items() if key in flat(Settings())}
    _settings, problems = settings_of(known)
    kept = {key: value for key, value in known.items() if key not in problems}
    settings, _problems = settings_of(kept)
    sound = flat(settings) if settings else {}
    return {key: sound[key] for key in kept if key in sound}


def _sentence(kind: str) -> str:
    if kind == "string_too_short":
        return "This must not be empty. Type something, or go back to the default."
    return "This value is not possible here. Choose another one, or go back to the default."
