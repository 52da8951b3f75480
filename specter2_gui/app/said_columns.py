"""Which column of a table holds which field, as somebody said in words: ``COLUMN=FIELD``, joined with what is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from specter2_gui.app.previewing import TablePreview
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import shortened
from specter2_gui.readers.column_names import FIELDS, known_fields, normalised

NOT_READ: Final = "none"
"""The field of a column that is not to be read."""
FIELD_NAMES: Final = tuple(field.name for field in FIELDS)
"""The fields that can be said."""

_BY_NAME: Final = {normalised(field.name): field.name for field in FIELDS} | {NOT_READ: ""}
_TEXTS: Final = frozenset({"title", "abstract"})
_SHOWN: Final = 20
_NEARLY: Final = 0.8


def said_columns(options: Sequence[str]) -> dict[str, str]:
    """What each of ``options``, a ``COLUMN=FIELD``, says: column to field, and to nothing where it is not to be read.

    A field may also be said by a name that columns have for it, such as ``journal``.

    Raises:
        UserError: one is of another form, names no field, or says something else of a column than one before it.
    """
    said: dict[str, str] = {}
    for option in options:
        column, sign, name = (part.strip() for part in option.rpartition("="))
        if not (column and sign and name):
            raise UserError(
                f"'{option}' does not say which column holds what", "The option --column takes a column and a field",
                "Write for example --column 'Source title=venue'",
            )  # fmt: skip
        field = _field(name)
        if said.setdefault(column, field) != field:
            raise UserError(
                f"The column '{column}' is said to hold two fields",
                "A column holds one",
                "Name it once behind --column",
            )
    return said


def _field(name: str) -> str:
    field = _BY_NAME.get(normalised(name))
    if field is None:
        meaning = known_fields([name]).get(0)
        field = meaning.field if meaning and meaning.usual else None
    if field is None:
        raise UserError(
            f"'{name}' is no field of a paper", "The option --column takes a column and a field",
            f"Take one of these: {', '.join(FIELD_NAMES)}; or {NOT_READ}, to leave the column out",
        )  # fmt: skip
    return field


def refuse_unknown(said: Mapping[str, str], tables: Sequence[TablePreview]) -> None:
    """See that each column ``said`` is one of a table.

    Raises:
        UserError: there is no table, or none has such a column; its columns are named.
    """
    if said and not tables:
        raise UserError(
            "None of the files is a table", "The option --column says what a column of a table holds",
            "Leave it out: other files name their fields themselves",
        )  # fmt: skip
    for column in said:
        if not any(_named(table, column) for table in tables):
            where = f"of “{tables[0].name}”" if len(tables) == 1 else "of any of the tables"
            raise UserError(
                f"'{column}' is no column {where}", f"The columns are {_columns(tables)}", "Write it as it stands there"
            )


def with_said(table: TablePreview, said: Mapping[str, str]) -> Mapping[str, str]:
    """The mapping of ``table``: ``said`` goes before what is known, for its columns and for its fields.

    Raises:
        UserError: which columns hold titles and abstracts is not known, or a guess that nobody has said yes to.
    """
    found = {name: field for column, field in said.items() if (name := _named(table, column))}
    told = set(found.values())
    known = {name: field for name, field in table.mapping.items() if name not in found and field not in told}
    mapping = {name: field for name, field in (found | known).items() if field}
    guessed = [name for name in table.guessed if name in known]
    untitled = "title" not in mapping.values() and not said and _may_hold_titles(table, mapping)
    if guessed or untitled or not _TEXTS & set(mapping.values()):
        raise _not_certain(table, guessed)
    return mapping


def _may_hold_titles(table: TablePreview, mapping: Mapping[str, str]) -> bool:
    """Whether a column that nothing is taken from has a text of its own in nearly every row, as titles are."""
    rest = [place for place, name in enumerate(table.header) if name not in mapping]
    columns = ([row[place].strip() for row in table.rows] for place in rest)
    return any(_are_texts(cells) for cells in columns)


def _are_texts(cells: Sequence[str]) -> bool:
    texts = {cell for cell in cells if any(letter.isalpha() for letter in cell) and "://" not in cell}
    several = sum(len(text.split()) > 1 for text in texts)
    return bool(texts) and len(texts) > _NEARLY * len(cells) and several > len(texts) / 2


def _not_certain(table: TablePreview, guessed: Sequence[str]) -> UserError:
    options = [f"--column '{name}={table.mapping[name]}'" for name in guessed]
    first = next((name for name in table.header if name not in table.mapping), table.header[0] if table.header else "")
    what = " and ".join(f"“{shortened(name)}” seems to hold the {table.mapping[name]}s" for name in guessed)
    how = (
        f"If that is right, add: {' '.join(options)}"
        if guessed
        else f"Say it, for example: --column '{shortened(first)}=title'"
    )
    return UserError(
        f"Which column of “{table.name}” holds what is not certain, so it was not imported",
        f"The columns are {_columns([table])}{'; judged by what stands in it, ' + what if what else ''}",
        f"{how}. The fields are {', '.join(FIELD_NAMES)}",
    )


def _named(table: TablePreview, column: str) -> str:
    """The column of ``table`` that is meant; nothing if there is none."""
    if column in table.header:
        return column
    wanted = normalised(column)
    return next((name for name in table.header if wanted and normalised(name) == wanted), "")


def _columns(tables: Iterable[TablePreview]) -> str:
    names = list(dict.fromkeys(name for table in tables for name in table.header))
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(f"“{shortened(name, 60)}”" for name in names[:_SHOWN]) + more
