"""The people and bodies of a BibTeX name field, each as ``Family, Given``."""

from typing import Final

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from specter2_gui.readers.bibtex_latex import decoded

LONGEST_NAME: Final = 500
"""Characters; what is longer is no name but a text in the wrong field, and stays as it is."""


def names(value: str) -> tuple[str, ...]:
    """The names in ``value``, whose LaTeX is still there because its braces keep words together; ``and others`` is left out."""
    found = (_name(name) for name in split_multiple_persons_names(value))
    return tuple(name for name in found if name and name.lower() != "others")


def _name(written: str) -> str:
    if len(written) > LONGEST_NAME:
        return _line(written)
    parts = parse_single_name_into_parts(written, strict=False)
    family = _line(" ".join([*parts.von, *parts.last]))
    given = _line(" ".join(parts.first))
    suffix = _line(" ".join(parts.jr))
    return ", ".join(part for part in (family, given, suffix) if part)


def _line(text: str) -> str:
    return " ".join(decoded(text).split())
