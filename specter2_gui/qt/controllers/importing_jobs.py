"""What can be imported: a file, a table once more with other columns, a library of Zotero."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.app.importing import ImportEvent, ImportOptions, import_files
from specter2_gui.app.zotero_import import ItemsFetched, Library, import_library
from specter2_gui.project.project import Project

Told = ItemsFetched | ImportEvent
"""What a job tells while it is done."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to import; ``mapping`` is what a person decided about its columns."""

    path: Path
    mapping: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What it is called while it is imported."""
        return self.path.name

    def events(self, project: Project) -> Iterable[Told]:
        """Import it."""
        mappings = {} if self.mapping is None else {self.path.name: self.mapping}
        return import_files(project, [self.path], options=ImportOptions(mappings))

    def forget(self) -> None:
        """It will not be done, and leaves nothing."""


@dataclass(frozen=True, slots=True)
class ZoteroJob:
    """A library of the Zotero on this computer to import."""

    library: Library
    port: int

    @property
    def name(self) -> str:
        """What it is called while it is imported."""
        return f"Zotero, {self.library.name}"

    def events(self, project: Project) -> Iterable[Told]:
        """Fetch it and import it."""
        return import_library(project, self.library, port=self.port)

    def forget(self) -> None:
        """It will not be done, and leaves nothing."""


@dataclass(frozen=True, slots=True)
class AgainJob:
    """A table that was imported already, to be imported with other columns in the place of that import.

    ``path`` is a copy of its bytes in a folder of its own, which is gone afterwards.
    """

    path: Path
    mapping: Mapping[str, str]
    import_id: int

    @property
    def name(self) -> str:
        """What it is called while it is imported."""
        return self.path.name

    def events(self, project: Project) -> Iterator[Told]:
        """Import the table, which takes that import back at the last moment; where nothing comes of it, all stays."""
        options = ImportOptions({self.path.name: self.mapping}, replaces=self.import_id)
        try:
            yield from import_files(project, [self.path], options=options)
        finally:
            self.forget()

    def forget(self) -> None:
        """It is done or will not be: remove the copy."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


Job = FileJob | AgainJob | ZoteroJob
"""One thing to import."""
