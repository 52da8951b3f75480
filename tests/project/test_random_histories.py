"""Whatever a person does in whatever order, the workspace does what a plain model says, also across restarts."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from specter2_gui.domain.triplet_checks import check_set
from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.workspace import Workspace
from tests.project.making import report

# Few different words, so that rows often repeat or contradict one another; and texts that are hard to keep.
words = st.sampled_from(["", "bees", "ants", "a\0b", "é", "🐝 '\"", "\u200b", "x" * 200])
triplets = st.builds(Triplet, words, words, words, words, words)
file_rows = st.one_of(
    st.fixed_dictionaries(dict.fromkeys(FIELDS, words)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, words)),
    st.fixed_dictionaries({name: st.one_of(words, st.just(7), st.just("half \ud83d")) for name in FIELDS}),
    st.just("no row"),
)
Kept = tuple[Triplet, str, str, int, bool]
"""A row of the model: texts, origin, source, row in its file, and whether its file had problems that texts lack."""


COUNT = int(os.environ.get("SPECTER2_GUI_HISTORIES", "20"))
pytestmark = pytest.mark.timeout(120 + 10 * COUNT)


class Histories(RuleBasedStateMachine):
    """The model is a dictionary by id and two stacks of whole earlier dictionaries."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = Workspace.open(self.folder / "workspace.sqlite")
        self.rows: dict[int, Kept] = {}
        self.done: list[tuple[str, dict[int, Kept]]] = []
        self.undone: list[tuple[str, dict[int, Kept]]] = []

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)

    def gesture(self, rows: dict[int, Kept]) -> None:
        """The model moves on; the label is the workspace's own business."""
        label = self.workspace.undo_label
        assert label is not None
        self.done.append((label, self.rows))
        self.undone.clear()
        self.rows = rows

    @rule(triplet=triplets)
    def add(self, triplet: Triplet) -> None:
        number = self.workspace.add(triplet)
        assert number > max(self.rows, default=0)
        self.gesture(self.rows | {number: (kept(triplet), "clicked", "", 0, False)})

    @rule(rows=st.lists(file_rows, min_size=1, max_size=6))
    def load(self, rows: list[Any]) -> None:
        read = report(*rows)
        before = set(self.rows)
        assert self.workspace.load(read) == len(rows)
        new = [stored for stored in self.workspace.rows() if stored.id not in before]
        good_alone = [not check_set([(1, row.fields)])[0].problems for row in read.rows]
        added = {
            stored.id: (Triplet(*row.fields), "loaded", read.name, row.row, lost(row.problems) if good else False)
            for stored, row, good in zip(new, read.rows, good_alone, strict=True)
        }
        self.gesture(self.rows | added)

    @precondition(lambda self: self.rows)
    @rule(triplet=triplets, data=st.data())
    def edit(self, triplet: Triplet, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.rows)))
        old = self.rows[number]
        generation = self.workspace.generation
        self.workspace.edit(number, triplet)
        if self.workspace.generation == generation:
            assert kept(triplet) == old[0]
        else:
            self.gesture(self.rows | {number: (kept(triplet), "edited", *old[2:4], False)})

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        numbers = data.draw(st.sets(st.sampled_from(sorted(self.rows)), min_size=1))
        assert self.workspace.delete(numbers) == len(numbers)
        self.gesture({number: row for number, row in self.rows.items() if number not in numbers})

    @precondition(lambda self: self.rows)
    @rule()
    def clear(self) -> None:
        assert self.workspace.clear() == len(self.rows)
        self.gesture({})

    @rule()
    def undo(self) -> None:
        label = self.workspace.undo()
        assert label == (self.done[-1][0] if self.done else None)
        if self.done:
            label, before = self.done.pop()
            self.undone.append((label, self.rows))
            self.rows = before

    @rule()
    def redo(self) -> None:
        label = self.workspace.redo()
        assert label == (self.undone[-1][0] if self.undone else None)
        if self.undone:
            label, after = self.undone.pop()
            self.done.append((label, self.rows))
            self.rows = after

    @rule()
    def reopen(self) -> None:
        shown = self.workspace.rows()
        self.workspace.close()
        self.workspace = Workspace.open(self.folder / "workspace.sqlite")
        assert self.workspace.rows() == shown

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        shown = self.workspace.rows()
        assert [stored.id for stored in shown] == sorted(self.rows)
        for stored in shown:
            assert (stored.triplet, stored.origin, stored.source, stored.row) == self.rows[stored.id][:4]
            assert stored.problems or not self.rows[stored.id][4]

    @invariant()
    def the_labels_are_those_of_the_model(self) -> None:
        assert self.workspace.undo_label == (self.done[-1][0] if self.done else None)
        assert self.workspace.redo_label == (self.undone[-1][0] if self.undone else None)

    @invariant()
    def the_valid_triplets_are_those_of_the_rules(self) -> None:
        texts = [texts_of(row[0]) for _, row in sorted(self.rows.items()) if not row[4]]
        expected = [found.triplet for found in check_set(enumerate(texts, start=1)) if found.triplet is not None]
        assert list(self.workspace.valid_triplets()) == expected


def texts_of(triplet: Triplet) -> tuple[str, ...]:
    return (triplet.query, *triplet.positive, *triplet.negative)


def kept(triplet: Triplet) -> Triplet:
    """Texts in which nothing can be seen are empty; the others here have no space around them."""
    return Triplet(*("" if text == "\u200b" else text for text in texts_of(triplet)))


def lost(problems: tuple[Any, ...]) -> bool:
    """Whether the problems of a file are about values that the texts no longer show."""
    return any(
        what in problem.text for problem in problems for what in ("the value is", "is missing", "the text holds")
    )


Histories.TestCase.settings = settings(
    max_examples=COUNT,
    stateful_step_count=25,
    deadline=None,
    database=None,
)
TestHistories = Histories.TestCase
