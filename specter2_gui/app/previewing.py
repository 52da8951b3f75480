"""The beginning of a table before it is imported, so that a person can say which column holds what."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from specter2_gui.readers.column_names import FIELDS
from specter2_gui.readers.previewing import preview
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

CHOICES: Final = tuple((field.name, field.label) for field in FIELDS)
"""Everything that a column can hold: its name in a mapping and its title, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The first ``rows`` of the table in the file ``name``, each as wide as ``header``, which has every name once.

    ``mapping`` leads from a column to the name of a field in :data:`CHOICES`; columns without a field are not in it.
    It is what was decided for such a table before, where it is ``remembered``, else what the columns seem to hold.
    ``unsure`` says that a person should look at it before the file is imported; ``why`` and ``notes`` are sentences.
    ``format`` is for people. ``guessed`` are the columns taken for titles or abstracts by nothing but what stands in them.
    """

    name: str
    format: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]
    unsure: bool
    why: str
    notes: tuple[str, ...]
    remembered: bool
    guessed: tuple[str, ...] = ()


def preview_table(project: "Project | None", path: Path, rows: int = 20) -> TablePreview | None:
    """The table in the file ``path``, or None where its columns need no mapping because it is no table.

    Without a ``project`` nothing is remembered.

    What a person decides goes into :class:`ImportOptions <specter2_gui.app.importing.ImportOptions>`.

    Raises:
        UserError: the file cannot be read, or is of no kind that can.
    """
    source = Source(path)
    kind = recognise(source)
    table = preview(source, rows, kind)
    if table is None:
        return None
    remembered = project.imports.mapping_for(table.header) if project else None
    return TablePreview(
        name=path.name,
        format=kind.title,
        header=table.header,
        rows=table.rows,
        mapping=dict(table.columns.mapping) if remembered is None else remembered,
        unsure=table.columns.unsure and remembered is None,
        why=table.columns.why,
        notes=table.notes,
        remembered=remembered is not None,
        guessed=table.columns.guessed if remembered is None else (),
    )
