"""The libraries of the Zotero on this computer: looked for when asked, and one of them chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from specter2_gui.app.zotero_import import OWN_LIBRARY, PORT, Library, libraries
from specter2_gui.domain.errors import UserError
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_jobs import ZoteroJob
from specter2_gui.qt.widgets.import_view import ImportView


class Zotero(QObject):
    """Nothing is contacted before it is asked for."""

    chosen = Signal(object)
    """The :class:`ZoteroJob` to do."""
    absent = Signal(object, object)
    """The :class:`ZoteroJob` that could not be done, and the :class:`UserError` that says why."""

    def __init__(self, view: ImportView, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.port = PORT
        self._view = view
        self._background = background

    def ask(self) -> None:
        """Look which libraries there are; with several of them a menu asks for one."""
        self._view.zotero_action.setEnabled(False)
        self._background.run(libraries, self.port, done=self._choose, failed=self._fail, slot="zotero", long=True)

    def _choose(self, found: Sequence[Library]) -> None:
        self._view.zotero_action.setEnabled(True)
        if len(found) == 1:
            self._take(found[0])
            return
        menu = QMenu(self._view)
        menu.setObjectName("zoteroLibraries")
        menu.setAccessibleName(self.tr("Libraries of Zotero"))
        for library in found:
            menu.addAction(library.name).triggered.connect(partial(self._take, library))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _take(self, library: Library, _checked: bool = False) -> None:
        self.chosen.emit(ZoteroJob(library, self.port))

    def _fail(self, error: UserError | None) -> None:
        self._view.zotero_action.setEnabled(True)
        if error is not None:
            self.absent.emit(ZoteroJob(OWN_LIBRARY, self.port), error)
