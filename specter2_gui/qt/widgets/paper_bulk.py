"""What is done with the chosen papers: each action of the bar, told with their ids."""

from array import array
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.widgets.paper_bar import PaperBar
from specter2_gui.qt.widgets.paper_change import ChangeMany
from specter2_gui.qt.widgets.paper_view import PaperView


class PaperBulk(QObject):
    """Tells what is asked; ids come as an array, from top to bottom."""

    delete_asked = Signal(object)
    group_asked = Signal(object)
    apart_asked = Signal(object)
    copy_asked = Signal(object)
    export_asked = Signal(object)
    change_asked = Signal(object, str, object)
    """Ids, the field, and its new value; answered by :meth:`end_change` or the dialog's ``show_problem``."""

    def __init__(self, view: PaperView, bar: PaperBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._parent = parent
        self.dialog: ChangeMany | None = None
        self._ids = array("q")
        self.columns_action = QAction(self.tr("Columns…"), self)
        set_icon(self.columns_action, "table")
        self.columns_action.triggered.connect(view.header.offer_menu)
        view.addActions([*bar.actions_of_table, self.columns_action])
        bar.delete_asked.connect(self._ask_delete)
        bar.group_asked.connect(self._ask_group)
        bar.apart_asked.connect(self._ask_apart)
        bar.copy_asked.connect(self._ask_copy)
        bar.export_asked.connect(self._ask_export)
        bar.change_asked.connect(self._open_dialog)

    def end_change(self) -> None:
        """The papers were changed: the question is answered."""
        if self.dialog is not None:
            self.dialog.accept()

    def _ask_delete(self) -> None:
        self.delete_asked.emit(self._view.chosen_ids())

    def _ask_group(self) -> None:
        self.group_asked.emit(self._view.chosen_ids())

    def _ask_apart(self) -> None:
        self.apart_asked.emit(self._view.chosen_ids())

    def _ask_copy(self) -> None:
        self.copy_asked.emit(self._view.chosen_ids())

    def _ask_export(self, chosen: bool) -> None:
        self.export_asked.emit(self._view.chosen_ids() if chosen else self._view.papers.ids)

    def _open_dialog(self) -> None:
        if self.dialog is None:
            # What is chosen may become another meanwhile: the papers are those that the dialog counts.
            self._ids = self._view.chosen_ids()
            self.dialog = ChangeMany(len(self._ids), self._parent)
            self.dialog.change_asked.connect(self._ask_change)
            self.dialog.finished.connect(self._forget_dialog)
            self.dialog.open()

    def _ask_change(self, field: str, value: Any) -> None:
        self.change_asked.emit(self._ids, field, value)

    def _forget_dialog(self) -> None:
        self.dialog = None
