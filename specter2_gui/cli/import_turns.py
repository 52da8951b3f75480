"""The files of an import one after the other, and what is told where somebody ends it in between."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from specter2_gui.cli.interrupting import noticing_ctrl_c
from specter2_gui.domain.texts import shortened

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

Account = tuple[dict[str, Any], list[str]]
"""What is told of one file: as an object, and as lines for people."""


KINDS: Final = ("files", "queries", "judgements", "triplets")
"""As what a file can be imported, in the order in which it is told."""


class Turn(NamedTuple):
    """The file ``path``, as what it is imported (one of :data:`KINDS`), and how."""

    kind: str
    path: Path
    work: Callable[[Path], Account]


@dataclass(slots=True)
class Taken:
    """The accounts of the files that are done, by what they were imported as.

    Where somebody ended the import, ``unfinished`` is the file that was being read (``changed`` says that all of it was
    taken nevertheless) and ``not_begun`` are those after it; ``interrupted`` is true even where none was left.
    """

    accounts: dict[str, list[Account]] = field(default_factory=dict[str, list[Account]])
    interrupted: bool = False
    unfinished: Path | None = None
    changed: bool = False
    not_begun: tuple[Path, ...] = ()

    @property
    def done(self) -> int:
        """How many files have an account."""
        return sum(map(len, self.accounts.values()))

    def add(self, kind: str, account: Account) -> None:
        """Keep the account of one more file."""
        self.accounts.setdefault(kind, []).append(account)

    @property
    def lines(self) -> list[str]:
        """All accounts for people."""
        return [line for each in self._in_order.values() for _, words in each for line in words]

    @property
    def objects(self) -> dict[str, Any]:
        """All accounts for programs; the list of ``files`` may be empty, the others are there where there were such files."""
        return {kind: [value for value, _ in each] for kind, each in self._in_order.items()}

    @property
    def _in_order(self) -> dict[str, list[Account]]:
        found = {kind: self.accounts.get(kind, []) for kind in KINDS}
        return {kind: each for kind, each in found.items() if each or kind == KINDS[0]}

    @property
    def left(self) -> str:
        """What became of the files without an account, in a sentence."""
        said: list[str] = []
        if self.unfinished is not None:
            became = "was imported, but has no receipt" if self.changed else "left nothing"
            said.append(f"{shortened(self.unfinished.name, 80)} {became}")
        if self.not_begun:
            names = [shortened(path.name, 80) for path in self.not_begun]
            listed = f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
            said.append(f"{listed} {'were' if names[1:] else 'was'} not begun")
        return f"{'; '.join(said)}." if said else "Every file had been imported."

    @property
    def left_as_object(self) -> dict[str, Any]:
        """The same for programs."""
        name = None if self.unfinished is None else self.unfinished.name
        left = {"unfinished": name, "imported_without_receipt": self.changed}
        return {**left, "not_begun": [path.name for path in self.not_begun]}


def take_all(project: "Project", turns: Sequence[Turn], late: Callable[[], Account | None]) -> Taken:
    """Take one turn after the other; Ctrl+C ends that, and what was done until then is told all the same.

    ``late`` gives the account of a file of papers that was imported although the interruption kept its turn from giving it.
    """
    taken, begun, changes = Taken(), 0, 0
    with noticing_ctrl_c() as pressed:
        try:
            for begun, turn in enumerate(turns, start=1):  # noqa: B007 - how far it came when it is interrupted
                changes = project.ledger.changes
                taken.add(turn.kind, turn.work(turn.path))
                if pressed():
                    break
        except KeyboardInterrupt:
            taken.interrupted = True
        except sqlite3.Error:
            if not pressed():
                raise
        if taken.interrupted or pressed():
            if begun > taken.done:
                _close_up(taken, turns[begun - 1], project.ledger.changes > changes, late)
            taken.interrupted, taken.not_begun = True, tuple(turn.path for turn in turns[begun:])
    return taken


def _close_up(taken: Taken, turn: Turn, changed: bool, late: Callable[[], Account | None]) -> None:
    """Find out what became of ``turn``, in the middle of which the interruption came."""
    account = late() if changed and turn.kind == "files" else None
    if account is not None:
        taken.add(turn.kind, account)
    else:
        taken.unfinished, taken.changed = turn.path, changed
