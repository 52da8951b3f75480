"""Views that take the room there is: lists inside them shrink before the whole page has to scroll."""

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget


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


def show_alone(stack: QStackedWidget, shown: QWidget) -> None:
    """Show ``shown``; a stack otherwise claims the room of its largest view, and small windows would scroll."""
    policies = QSizePolicy.Policy
    previous = stack.currentWidget()
    if previous is not None:
        previous.setSizePolicy(policies.Ignored, policies.Ignored)
    shown.setSizePolicy(policies.Preferred, policies.Preferred)
    stack.setCurrentWidget(shown)
