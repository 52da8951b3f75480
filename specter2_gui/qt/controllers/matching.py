"""Connects the tab "Duplicates" with the project: pairs are decided one after the other, and every decision can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from specter2_gui.project.grouping import Pair
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.matching_history import History, Step, undo_step
from specter2_gui.qt.controllers.matching_reads import Lists, read_group, read_lists, read_pair
from specter2_gui.qt.controllers.matching_search import DuplicateSearch
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.duplicate_pane import Shown, Side
from specter2_gui.qt.widgets.duplicate_view import DuplicateView
from specter2_gui.qt.widgets.notices import Notifier

LISTS_SLOT, SHOWN_SLOT = "duplicate lists", "duplicate shown"


class DuplicatesController(QObject):
    """Shows the lists, and turns decisions into gestures; the next pair is shown before the gesture has ended."""

    def __init__(
        self,
        view: DuplicateView,
        project: Project,
        gestures: Gestures,
        background: Background,
        tasks: Tasks,
        say: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._gestures = gestures
        self._background = background
        self._say = say
        self._lists = Lists()
        self._later: list[int] = []
        self._decided: set[int] = set()
        self._current = 0
        self._stale = True
        self._history = History()
        self.search = DuplicateSearch(view, project, gestures, background, tasks, say, self)
        self._connect()

    def refresh(self) -> None:
        """Read the lists again; while nobody looks this waits until somebody does."""
        self._stale = not self._view.isVisible()
        if not self._stale:
            self._background.run(read_lists, self._project, self._view.side, done=self._take, slot=LISTS_SLOT)

    def same(self, shown: int) -> None:
        """The current pair is one paper; its record ``shown`` is the one to be seen."""
        pair = self._pair()
        if pair is not None:
            other = pair.b if shown == pair.a else pair.a
            self._decide(pair, partial(self._project.papers.group, [shown, other]))

    def different(self) -> None:
        """The current pair is two papers."""
        pair = self._pair()
        if pair is not None:
            self._decide(pair, partial(self._project.papers.decide, pair, "different"))

    def later(self) -> None:
        """Ask about the current pair after all the others."""
        pair = self._pair()
        if pair is None:
            return
        self._history.add(Step(pair.id, waiting=self._later))
        following = self._following(pair.id)
        self._later = [*(one for one in self._later if one != pair.id), pair.id]
        self._arrange(following)

    def undo(self) -> None:
        """Take back what was done last on this tab."""
        newest = self._history.take()
        if newest is None:
            self._after_undoing(None)
        elif newest.waiting is not None:
            self._later = list(newest.waiting)
            self._arrange(newest.pair)
        else:
            self._undo_step(newest)

    def show(self, paper: int) -> None:
        """Of the current group show ``paper``, and hide the others behind it."""
        members = self._lists.groups.get(self._current, ())
        if paper in members:
            self._current = paper
            group = [paper, *(member for member in members if member != paper)]
            self._ask(self.tr("Changing the group…"), 0, partial(self._project.papers.group, group))

    def apart(self, paper: int) -> None:
        """Take ``paper`` out of its group."""
        self._ask(
            self.tr("Keeping apart…"),
            0,
            partial(self._project.papers.separate, [paper]),
            self.tr("The record was taken out of its group."),
        )

    def again(self) -> None:
        """Put the current pair, which was kept apart, back to those that are to be decided."""
        pair = self._pair(Side.APART)
        if pair is not None:
            self._current = self._following(pair.id)
            work = partial(self._project.papers.decide, pair, "open")
            self._ask(self.tr("Putting back…"), 0, work, self.tr("The pair is to be decided again."))

    def _connect(self) -> None:
        view, pane = self._view, self._view.pane
        self._gestures.changed.connect(self._grow_old)
        self._gestures.busy_changed.connect(self._rest)
        view.seen.connect(self._look_again)
        view.side_chosen.connect(self._change_side)
        view.entry_chosen.connect(self._choose)
        pane.same_asked.connect(self.same)
        pane.different_asked.connect(self.different)
        pane.later_asked.connect(self.later)
        pane.undo_asked.connect(self.undo)
        pane.show_asked.connect(self.show)
        pane.apart_asked.connect(self.apart)
        pane.again_asked.connect(self.again)

    def _grow_old(self) -> None:
        self._stale = True

    def _rest(self, words: str) -> None:
        """Read again once no decision is on its way any more: what is read in between would bring back its pair."""
        if not words:
            self._history.drop_unfinished()
            self._look_again()

    def _look_again(self) -> None:
        if self._stale:
            self.refresh()

    def _change_side(self) -> None:
        self._current = 0
        self._view.show_pair_or_group(None)
        self.refresh()

    def _take(self, lists: Lists) -> None:
        """Show what was read, and stand where the person stood; a decision that was taken back is looked at again."""
        if self._gestures.busy or lists.side is not self._view.side:
            self._stale = True
            return
        returned = self._decided & lists.pairs.keys() if lists.side is Side.OPEN else set[int]()
        self._decided -= returned
        none_left = bool(self._lists.counts.get(Side.OPEN)) and not lists.counts[Side.OPEN]
        self._lists = lists
        if none_left:
            self.search.grow_old()
        self._arrange(max(returned) if returned else self._current)

    def _arrange(self, current: int) -> None:
        """List the entries, those for later last, and go to ``current`` or else to the first one."""
        late = {entry: place for place, entry in enumerate(self._later, start=1)}
        entries = tuple(sorted(self._lists.entries, key=lambda entry: late.get(entry.id, 0)))
        ids = [entry.id for entry in entries]
        self._lists = replace(self._lists, entries=entries)
        lists = self._lists
        self._current = current if current in ids else next(iter(ids), 0)
        self._view.show_counts(dict(lists.counts), lists.decided)
        self._view.show_entries(entries, self._current, decided=lists.decided, papers=lists.papers)
        self._read_current()

    def _choose(self, entry: int) -> None:
        self._current = entry
        self._view.show_pair_or_group(None)
        self._read_current()

    def _read_current(self) -> None:
        lists, current = self._lists, self._current
        if current in lists.pairs:
            work, arguments = read_pair, (self._project, lists.side, lists.pairs[current])
            self._background.run(work, *arguments, done=self._show, slot=SHOWN_SLOT)
        elif current in lists.groups:
            self._background.run(read_group, self._project, lists.groups[current], done=self._show, slot=SHOWN_SLOT)
        else:
            self._view.show_pair_or_group(None)

    def _show(self, shown: Shown | None) -> None:
        """Show what was read, unless it is there already: the record that was chosen to be shown stays chosen."""
        if shown is not None and shown.side is self._view.side and shown != self._view.pane.shown:
            self._view.show_pair_or_group(shown)

    def _pair(self, side: Side = Side.OPEN) -> Pair | None:
        """The pair of ``side`` that is shown; None while the next one is being read: nothing is decided unseen."""
        shown = self._view.pane.shown
        known = shown is not None and shown.side is side and shown.id == self._current
        return self._lists.pairs.get(self._current) if known else None

    def _decide(self, pair: Pair, work: Callable[[], object]) -> None:
        self.search.grow_old()
        following = self._following(pair.id)
        self._decided.add(pair.id)
        lists = self._lists
        self._lists = replace(
            lists,
            counts={**lists.counts, Side.OPEN: lists.counts[Side.OPEN] - 1},
            decided=lists.decided + 1,
            entries=tuple(entry for entry in lists.entries if entry.id != pair.id),
            pairs={number: one for number, one in lists.pairs.items() if number != pair.id},
        )
        self._view.show_pair_or_group(None)
        self._arrange(following)
        self._ask(self.tr("Saving the decision…"), pair.id, work)

    def _following(self, entry: int) -> int:
        """The entry behind ``entry``, or the first one."""
        ids = [one.id for one in self._lists.entries]
        place = ids.index(entry) + 1 if entry in ids else 0
        return ids[place] if place < len(ids) else next(iter(ids), 0)

    def _ask(self, words: str, pair: int, work: Callable[[], object], words_after: str = "") -> None:
        step = Step(pair)
        self._stale = True
        self._history.add(step)
        self._gestures.ask(words, work, partial(self._done, step, words_after))

    def _done(self, step: Step, words: str, _answer: object) -> None:
        step.made = self._gestures.made
        if words and step.made:
            self._say(words, "success", "", (self.tr("Undo"), partial(self._undo_step, step)))

    def _undo_step(self, step: Step) -> None:
        self._gestures.ask(self.tr("Undoing…"), partial(undo_step, self._project, step), self._after_undoing)

    def _after_undoing(self, step: Step | None) -> None:
        if step is not None:
            self._history.forget(step)
        else:
            self._say(self.tr("Nothing was decided here since the last other change. Edit › Undo goes further back."))
