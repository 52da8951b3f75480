"""The menu bar: File, Edit, View, Help; each entry is one action with its shortcut."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from specter2_gui.qt.controllers.editing import EditingController
from specter2_gui.qt.controllers.helping import HelpingController
from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.window import MainWindow

Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Built once; says which colour scheme and which page was asked for."""

    scheme_asked = Signal(str)
    sample_asked = Signal()
    new_project_asked = Signal()
    project_asked = Signal()
    archive_asked = Signal()
    backup_asked = Signal()
    restore_asked = Signal()
    preparing_chosen = Signal(bool)
    """Whether new papers shall be prepared for search in the background."""

    def __init__(
        self,
        window: MainWindow,
        curating: dict[str, QAction],
        collection: dict[str, QAction],
        editing: EditingController,
        helping: HelpingController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._editing = editing
        self._helping = helping
        self._curating = curating
        self._collection = collection
        self._schemes: dict[str, QAction] = {}
        self.preparing = QAction(self.tr("Prepare new papers for search"), window)
        self.preparing.setCheckable(True)
        self.preparing.triggered.connect(self.preparing_chosen)
        self.undo = self._action(self.tr("Undo"), editing.undo, Keys.Undo, "undo")
        self.redo = self._action(self.tr("Redo"), editing.redo, Keys.Redo, "redo")
        self._mirror(curating["undo"], self.undo)
        self._mirror(curating["redo"], self.redo)
        self._make_file()
        self._make_edit()
        self._make_view()
        self._make_help()
        helping.list_shortcuts_of(self._all())

    def show_scheme(self, name: str) -> None:
        """Mark the scheme in use."""
        if name in self._schemes:
            self._schemes[name].setChecked(True)

    def show_paused(self, paused: bool) -> None:
        """Mark whether new papers are prepared in the background."""
        self.preparing.setChecked(not paused)

    def _make_file(self) -> None:
        menu = self._menu(self.tr("&File"))
        for name in ("import", "columns", "zotero", "import queries", "import judgements"):
            menu.addAction(self._collection[name])
        menu.addSeparator()
        for name in ("load", "load more", "save as"):
            self._adopt(menu, self._curating[name])
        # On every system Ctrl+S saves; the usual key for "Save as" is empty on some of them.
        self._curating["save as"].setShortcuts([QKeySequence(Keys.Save), QKeySequence(Keys.SaveAs)])
        menu.insertAction(
            self._curating["save as"],
            self._action(self.tr("Load the sample collection"), self.sample_asked, None, "sample"),
        )
        menu.addActions([self._collection["export queries"], self._collection["export judgements"]])
        menu.addSeparator()
        for words, asked, sign in (
            (self.tr("New project…"), self.new_project_asked, "add"),
            (self.tr("Open a project…"), self.project_asked, "folder"),
            (self.tr("Save the project as one zip file…"), self.archive_asked, "save"),
            (self.tr("Back up the project now"), self.backup_asked, ""),
            (self.tr("Go back to a backup…"), self.restore_asked, ""),
        ):
            menu.addAction(self._action(words, asked, None, sign))
        menu.addSeparator()
        menu.addAction(self.preparing)
        menu.addSeparator()
        menu.addAction(self._action(self.tr("Quit"), self._window.close, Keys.Quit, "quit"))

    def _make_edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        menu.aboutToShow.connect(self._offer_undo)
        menu.addActions([self.undo, self.redo])
        menu.addSeparator()
        self._adopt(menu, self._curating["add"])
        for name in ("edit", "delete"):
            menu.addAction(self._curating[name])
        menu.addSeparator()
        menu.addAction(self._action(self.tr("Find"), self._editing.find, Keys.Find, "search"))

    def _make_view(self) -> None:
        menu = self._menu(self.tr("&View"))
        for number, button in enumerate(self._window.rail.buttons(), start=1):
            action = QAction(button.text(), self)
            action.setShortcut(f"Ctrl+{number}")
            action.triggered.connect(button.click)
            menu.addAction(action)
        menu.addSeparator()
        group = QActionGroup(self)
        for name, words in (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            action = QAction(words, self)
            action.setCheckable(True)
            action.setData(name)
            action.triggered.connect(self._ask_scheme)
            group.addAction(action)
            menu.addAction(action)
            self._schemes[name] = action

    def _make_help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        menu.addAction(self._action(self.tr("Help for this page"), self._window.toggle_help, Keys.HelpContents, "help"))
        menu.addAction(self._action(self.tr("Shortcuts"), self._helping.shortcuts))
        menu.addAction(self._action(self.tr("Where files are"), self._helping.places, None, "folder"))
        menu.addAction(self._action(self.tr("About specter2_gui"), self._helping.about, None, "info"))
        escape = self._action(self.tr("Close the newest notice"), self._window.close_newest_notice)
        escape.setShortcut(Qt.Key.Key_Escape)
        self._window.addAction(escape)

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        return menu

    def _action(
        self,
        words: str,
        act: Callable[[], object] | object,
        key: QKeySequence.StandardKey | None = None,
        sign: str = "",
    ) -> QAction:
        action = QAction(words, self._window)
        if sign:
            set_icon(action, sign)
        if key is not None:
            action.setShortcut(key)
        action.triggered.connect(act)
        return action

    def _adopt(self, menu: QMenu, action: QAction) -> None:
        """A page's own action that shall work on every page."""
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        menu.addAction(action)

    def _mirror(self, source: QAction, action: QAction) -> None:
        """Show in the menu what the page's action would do; the page's own shortcut would collide with the menu's."""
        source.setShortcuts([])
        action.setText(source.text())
        action.setEnabled(source.isEnabled())
        source.changed.connect(self._copy)

    def _copy(self) -> None:
        for action, source in ((self.undo, self._curating["undo"]), (self.redo, self._curating["redo"])):
            action.setText(source.text())
            action.setEnabled(source.isEnabled())

    def _offer_undo(self) -> None:
        """A text field with the focus may have something to take back where the project has nothing."""
        self.undo.setEnabled(self._curating["undo"].isEnabled() or self._editing.undoes_typing)
        self.redo.setEnabled(self._curating["redo"].isEnabled() or self._editing.redoes_typing)

    def _ask_scheme(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.scheme_asked.emit(str(action.data()))

    def _all(self) -> list[QAction]:
        found: list[QAction] = []
        for entry in self._window.menuBar().actions():
            menu = entry.menu()
            if isinstance(menu, QMenu):
                found += menu.actions()
        return found
