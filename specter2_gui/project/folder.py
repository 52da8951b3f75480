"""What lies where in a project folder, and whether a folder can be one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.project.failures import DamagedError

_LITTER: Final = frozenset({".DS_Store", ".directory", "Thumbs.db", "desktop.ini", "Icon\r"})
_REMAINS_OF_A_BEGINNING: Final = frozenset({"in-use.json", "project.sqlite-journal", "cache"})


@dataclass(frozen=True, slots=True)
class ProjectFolder:
    """The places in the project folder ``path``; none of them has to be there.

    Of a copy for reading, ``apart`` is the folder of the database and of what is made from it.
    """

    path: Path
    apart: Path | None = None

    @property
    def name(self) -> str:
        """The project's name, which is that of its folder."""
        return self.path.name

    @property
    def database(self) -> Path:
        """Papers, imports, queries, judgements, triplets, and the history of all changes."""
        return (self.apart or self.path) / "project.sqlite"

    @property
    def journal(self) -> Path:
        """What SQLite needs beside the database to take an unfinished change back."""
        return (self.apart or self.path) / "project.sqlite-journal"

    @property
    def note(self) -> Path:
        """Who has the project open."""
        return (self.apart or self.path) / "in-use.json"

    @property
    def originals(self) -> Path:
        """Every imported file byte for byte, named by its SHA-256."""
        return self.path / "originals"

    @property
    def cache(self) -> Path:
        """What can be made anew: full-text index, vectors."""
        return (self.apart or self.path) / "cache"

    @property
    def runs(self) -> Path:
        """The folders of the trainings."""
        return self.path / "runs"

    @property
    def backups(self) -> Path:
        """Checked copies of the database."""
        return self.path / "backups"

    @property
    def replaced(self) -> Path:
        """Databases that a restored one took the place of."""
        return self.path / "replaced"

    def is_own(self, path: Path) -> bool:
        """Whether ``path`` is one of these places, lies in one, or belongs to the database."""
        folder, wanted = self.path.resolve(), path.absolute().resolve()
        if not wanted.is_relative_to(folder) or wanted == folder:
            return wanted == folder
        first = wanted.relative_to(folder).parts[0]
        own = (self.note, self.originals, self.cache, self.runs, self.backups, self.replaced)
        return first.startswith(self.database.name) or first in {place.name for place in own}

    @property
    def unopened(self) -> str:
        """How every refusal to open this project begins."""
        return f"The project “{self.name}” could not be opened"


def check_folder(place: ProjectFolder) -> None:
    """Refuse a folder that neither holds a project nor can become one.

    Raises:
        DamagedError: it was a project, and its database is gone or empty.
        UserError: it is a file, holds something else, or cannot be looked into.
    """
    if place.path.exists() and not place.path.is_dir():
        how = "Choose the folder of the project, or an empty one for a new project"
        raise UserError(place.unopened, f"“{place.name}” is a file, and a project is a folder", how)
    if place.database.is_dir():
        why = "There is a folder where its file project.sqlite should be"
        raise UserError(place.unopened, why, "Move that folder elsewhere, then go back to a backup of the project")
    if not place.database.exists():
        _check_may_become(place)
    elif place.database.stat().st_size == 0 and _was_used(place):
        raise DamagedError(place.unopened, "Its file project.sqlite is empty, though the project is not new", _BACK)


_BACK: Final = "Go back to a backup; the folder was not changed"


def _check_may_become(place: ProjectFolder) -> None:
    if _was_used(place):
        raise DamagedError(place.unopened, "Its file project.sqlite is missing", _BACK)
    found = {path.name for path in place.path.iterdir()} if place.path.exists() else set[str]()
    if found - _LITTER - _REMAINS_OF_A_BEGINNING:
        how = "Choose the folder of a project, or an empty one for a new project"
        raise UserError(place.unopened, "The folder holds other files, and no project", how)


def _was_used(place: ProjectFolder) -> bool:
    """Whether there is something that only a project that was worked on has."""
    return any(
        next(folder.iterdir(), None) is not None
        for folder in (place.backups, place.originals, place.replaced)
        if folder.is_dir()
    )
