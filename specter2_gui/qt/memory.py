"""What the window remembers from one day to the next, in one small file below the program's own folder."""

import json
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, QSettings

from specter2_gui.disk import places

_MOST_RECENT = 8


class Memory:
    """Sizes, the page, the last files and run, the form's values; unreadable entries count as absent."""

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
        names: object = self.record("files/recent").get("names", [])
        listed = cast("list[object]", names) if isinstance(names, list) else []
        return [name for name in listed if isinstance(name, str) and Path(name).is_file()]

    def add_recent(self, name: str) -> None:
        """Put a triplet file at the head of the recent ones; the sample needs no remembering."""
        path = str(Path(name).absolute())
        names = [path, *(other for other in self.recent() if other != path)]
        self.remember("files/recent", {"names": names[:_MOST_RECENT]})

    def keep(self) -> None:
        """Write everything to the disk now."""
        self._settings.sync()
