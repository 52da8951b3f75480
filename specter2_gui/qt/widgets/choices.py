"""A long list of queries or papers to choose from: searched as one types, quick for 100,000 of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from specter2_gui.domain.papers import Paper
from specter2_gui.qt.widgets.triplet_model import plain_tip

ROOT = QModelIndex()
ItemRole = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A query, or a paper with its abstract as ``detail``."""

    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, with the words to search in; made off the GUI thread."""

    entries: tuple[Choice, ...] = ()
    words: tuple[str, ...] = ()


def choices_of(entries: Sequence[Choice]) -> Choices:
    """``entries`` without repetitions, in their order, made ready to be searched."""
    distinct = tuple(dict.fromkeys(entries))
    return Choices(distinct, tuple(f"{entry.title}\n{entry.detail}".casefold() for entry in distinct))


def paper_choices(papers: Sequence[Paper]) -> Choices:
    """``papers`` to choose from; two with the same title and abstract are one."""
    return choices_of([Choice(paper.title, paper.abstract) for paper in papers])


def matching(choices: Choices, needle: str) -> list[int]:
    """Positions of the entries that hold every word of ``needle``; those with all of them in the title come first."""
    terms = needle.casefold().split()
    if not terms:
        return list(range(len(choices.entries)))
    found = [position for position, words in enumerate(choices.words) if all(term in words for term in terms)]

    def only_in_abstract(position: int) -> bool:
        title = choices.entries[position].title.casefold()
        return not all(term in title for term in terms)

    return sorted(found, key=only_in_abstract)


class ChoiceModel(QAbstractListModel):
    """The choices that match what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices = Choices()
        self._needle = ""
        self._shown: list[int] = []

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices, narrowed down by what was typed before."""
        self._arrange(choices, self._needle)

    def set_needle(self, needle: str) -> None:
        """Offer only what holds every word of ``needle``."""
        self._arrange(self.choices, needle)

    def choice_at(self, position: int) -> Choice:
        """The choice in line ``position``."""
        return self.choices.entries[self._shown[position]]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        """How many choices match."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = ItemRole.DisplayRole) -> Any:
        """Title and tool tip of a choice."""
        choice = self.choice_at(index.row())
        if role in {ItemRole.DisplayRole, ItemRole.AccessibleTextRole}:
            return " ".join(choice.title.split())
        if role == ItemRole.ToolTipRole:
            return plain_tip("\n\n".join(part for part in (choice.title, choice.detail) if part))
        return None

    def _arrange(self, choices: Choices, needle: str) -> None:
        self.beginResetModel()
        self.choices, self._needle = choices, needle
        self._shown = matching(choices, needle)
        self.endResetModel()
