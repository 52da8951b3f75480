"""Views that take the room there is: lists inside them shrink before the whole page has to scroll."""

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

_POLICY = QSizePolicy.Policy


class Yielding(QWidget):
    """Holds one view and hides that it has wrapped words: a scrolling page would else give every list its full height."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)

    def hasHeightForWidth(self) -> bool:
        """No: what is needed at the least is enough."""
        return False


class Tabs(QTabWidget):
    """Tabs of which only the one on show claims room: another one, still as wide as the window was, would cut it off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._make_room)

    def tabInserted(self, place: int) -> None:
        """The new one claims nothing before it is shown."""
        super().tabInserted(place)
        self._make_room()

    def _make_room(self) -> None:
        shown = self.currentWidget()
        for view in filter(None, map(self.widget, range(self.count()))):
            claim = _POLICY.Preferred if view is shown else _POLICY.Ignored
            view.setSizePolicy(claim, claim)


def show_alone(stack: QStackedWidget, shown: QWidget) -> None:
    """Show ``shown``; a stack otherwise claims the room of its largest view, and small windows would scroll."""
    previous = stack.currentWidget()
    if previous is not None:
        previous.setSizePolicy(_POLICY.Ignored, _POLICY.Ignored)
    shown.setSizePolicy(_POLICY.Preferred, _POLICY.Preferred)
    stack.setCurrentWidget(shown)
