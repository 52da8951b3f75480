"""The choices of one facet with their counts, as a Qt list with check marks."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.triplet_model import plain_tip

ROOT = QModelIndex()
Role = Qt.ItemDataRole
AnyIndex = QModelIndex | QPersistentModelIndex

COUNT_ROLE: Final = int(Role.UserRole)
"""The number of papers in the system's writing."""
SHARE_ROLE: Final = COUNT_ROLE + 1
"""That number as a share of the largest one."""

Mode = Literal["many", "at most one", "one"]
"""How many choices can be made."""


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One choice: the ``value`` for the filter, its words, and how many papers it has."""

    value: Hashable
    label: str
    count: int


class FacetModel(QAbstractListModel):
    """The choices that hold what was typed; a check mark is a choice, told with :attr:`chosen_changed`."""

    chosen_changed = Signal()

    def __init__(self, mode: Mode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = mode
        self._choices: tuple[FacetChoice, ...] = ()
        self._shown: tuple[FacetChoice, ...] = ()
        self._most = 1
        self._needle = ""
        self.chosen: frozenset[Hashable] = frozenset()

    @property
    def choices(self) -> tuple[FacetChoice, ...]:
        """All choices."""
        return self._choices

    def set_choices(self, choices: Sequence[FacetChoice]) -> None:
        """Offer ``choices``; what is chosen stays chosen, whether it is among them or not."""
        self._choices = tuple(choices)
        self._most = max((choice.count for choice in choices), default=0) or 1
        self._arrange()

    def value_at(self, line: int) -> Hashable:
        """The value of the choice in ``line``; None where there is no such line."""
        return self._shown[line].value if 0 <= line < len(self._shown) else None

    def line_of(self, value: Hashable) -> int:
        """The line of the choice with ``value``, or -1."""
        return next((line for line, choice in enumerate(self._shown) if choice.value == value), -1)

    def set_chosen(self, chosen: frozenset[Hashable]) -> None:
        """Check ``chosen`` without telling it."""
        self.chosen = chosen
        self._redraw()

    def set_needle(self, needle: str) -> None:
        """Offer only what holds ``needle``."""
        self._needle = needle.strip().casefold()
        self._arrange()

    def toggle(self, line: int) -> None:
        """Choose what stands in ``line``, or take it back."""
        value = self._shown[line].value
        if self._mode == "many":
            self.chosen = self.chosen ^ {value}
        elif value not in self.chosen:
            self.chosen = frozenset({value})
        elif self._mode == "at most one":
            self.chosen = frozenset()
        self._redraw()
        self.chosen_changed.emit()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many choices there are."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        """Each can be checked; none is selected."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsUserCheckable | flags.ItemNeverHasChildren | flags.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Role.DisplayRole) -> Any:
        """Words, check mark, count, and all of them for those who listen."""
        choice = self._shown[index.row()]
        if role == Role.DisplayRole:
            return choice.label
        if role == Role.CheckStateRole:
            return Qt.CheckState.Checked if choice.value in self.chosen else Qt.CheckState.Unchecked
        if role == COUNT_ROLE:
            return number(choice.count)
        if role == SHARE_ROLE:
            return choice.count / self._most
        if role in {Role.AccessibleTextRole, Role.ToolTipRole}:
            return self._spoken(choice, role)
        return None

    def setData(self, index: AnyIndex, _value: Any, role: int = Role.EditRole) -> bool:
        """A check mark was set or taken away."""
        if role != Role.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def _spoken(self, choice: FacetChoice, role: int) -> str:
        papers = counted(choice.count, self.tr("{n} paper"), self.tr("{n} papers"))
        if role == Role.ToolTipRole:
            return plain_tip(f"{choice.label}\n{papers}")
        return f"{choice.label}, {papers}"

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = tuple(each for each in self._choices if self._needle in each.label.casefold())
        self.endResetModel()

    def _redraw(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), [Role.CheckStateRole])
