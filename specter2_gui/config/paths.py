"""Settings that are paths: relative ones become absolute, so that they mean the same wherever the program is started."""

import os
from collections.abc import Iterable
from pathlib import Path

from specter2_gui.config.describe import FieldFacts, describe
from specter2_gui.config.settings import Settings


def with_paths(settings: Settings, folder: Path, keys: Iterable[str]) -> Settings:
    """``settings`` with those of ``keys`` that are relative paths taken from ``folder``.

    Names of models stay names unless something of that name lies in ``folder``; words such as ``sample`` always stay.
    """
    values = settings.model_dump()
    for facts in describe(Settings):
        section, _, name = facts.key.partition(".")
        if facts.key in keys and facts.path:
            values[section][name] = _absolute(facts, str(values[section][name]), folder)
    return Settings.model_validate(values)


def _absolute(facts: FieldFacts, text: str, folder: Path) -> str:
    if not text or text in facts.words:
        return text
    # The functions of os, unlike those of Path, raise nothing for a name no system can have.
    path = os.path.normpath(folder / os.path.expanduser(text))  # noqa: PTH111 - see above
    return path if facts.path == "always" or os.path.exists(path) else text  # noqa: PTH110 - see above
