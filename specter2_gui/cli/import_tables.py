"""What the option ``--column`` says, for each table among the files of an import."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specter2_gui.app.importing import ImportOptions
from specter2_gui.app.previewing import TablePreview, preview_table
from specter2_gui.app.said_columns import refuse_unknown, said_columns, with_said
from specter2_gui.domain.errors import UserError

if TYPE_CHECKING:
    from specter2_gui.project.project import Project


class Tables:
    """The columns that somebody has named.

    Raises:
        UserError: an option cannot be followed, or names a column that no table among ``paths`` has.
    """

    def __init__(self, options: Sequence[str], paths: Sequence[Path]) -> None:
        self._said = said_columns(options)
        self.left_out: dict[Path, tuple[str, ...]] = {}
        """By the table the columns that nothing was taken from, once its :meth:`options` were asked for."""
        if self._said:
            refuse_unknown(self._said, [table for path in paths if (table := _table(None, path))])

    def options(self, project: "Project", path: Path) -> ImportOptions:
        """How the file ``path`` is to be imported.

        Raises:
            UserError: it is a table of which nobody has said which column holds the titles, and no name of a column tells.
        """
        table = _table(project, path)
        if table is None:
            return ImportOptions()
        mapping = with_said(table, self._said)
        self.left_out[path] = tuple(name for name in table.header if name not in mapping)
        # What was said is remembered for the next such table; what was only recognised is recognised again.
        recognised = dict(mapping) == dict(table.mapping) and not table.guessed
        return ImportOptions() if recognised else ImportOptions({path.name: mapping})


def _table(project: "Project | None", path: Path) -> TablePreview | None:
    """The table in the file; None for what is no table or cannot be read, of which the import says why."""
    path = path.expanduser()
    try:
        return preview_table(project, path) if path.is_file() else None  # reading a pipe might never end
    except (UserError, OSError, ValueError):  # ValueError: a name with a zero character
        return None
