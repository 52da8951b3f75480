"""What the window remembers from one day to the next, in one small file below the program's own folder."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, QSettings

from specter2_gui.disk import places

_MOST_RECENT = 8
_FILES, _PROJECTS, _RUNS = "files/recent", "projects/recent", "runs/last"


class Memory:
    """Sizes, the page, the last files, projects and runs, the form's values; unreadable entries count as absent."""

    def __init__(self) -> None:
        folder = places.home()
        folder.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """The remembered words under ``key``."""
        value: object = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def blob(self, key: str) -> QByteArray:
        """The remembered bytes under ``key`` (a geometry, a splitter); empty if there are none."""
        value: object = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def record(self, key: str) -> dict[str, Any]:
        """The remembered object under ``key``; empty if there is none."""
        try:
            value: object = json.loads(self.text(key, "{}"))
        except json.JSONDecodeError:
            return {}
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    def remember(self, key: str, value: str | QByteArray | dict[str, Any]) -> None:
        """Keep ``value`` under ``key``."""
        self._settings.setValue(key, json.dumps(value) if isinstance(value, dict) else value)

    def recent(self) -> list[str]:
        """The last triplet files, newest first, that are still there."""
        return [name for name in self._names(_FILES) if Path(name).is_file()]

    def add_recent(self, name: str) -> None:
        """Put a triplet file at the head of the recent ones; the sample needs no remembering."""
        self._add_name(_FILES, Path(name), self.recent())

    def projects(self) -> list[Path]:
        """The folders of the projects that were open last, newest first, that are still there."""
        return [Path(name) for name in self._names(_PROJECTS) if Path(name).is_dir()]

    def add_project(self, folder: Path) -> None:
        """Put a project at the head of those that were open last: the window opens with it the next time."""
        self._add_name(_PROJECTS, folder, self._names(_PROJECTS))

    def run_of(self, folder: Path) -> Path | None:
        """The run that was searched with last in the project in ``folder``, if there was one."""
        name: object = self.record(_RUNS).get(str(folder))
        return Path(name) if isinstance(name, str) else None

    def remember_run(self, folder: Path, run: Path) -> None:
        """The project in ``folder`` is searched with ``run`` from now on."""
        self.remember(_RUNS, self.record(_RUNS) | {str(folder): str(run)})

    def _names(self, key: str) -> list[str]:
        names: object = self.record(key).get("names", [])
        listed = cast("list[object]", names) if isinstance(names, list) else []
        return [name for name in listed if isinstance(name, str)]

    def _add_name(self, key: str, path: Path, others: Sequence[str]) -> None:
        name = str(path.absolute())
        names = [name, *(other for other in others if other != name)]
        self.remember(key, {"names": names[:_MOST_RECENT]})

    def keep(self) -> None:
        """Write everything to the disk now."""
        self._settings.sync()
