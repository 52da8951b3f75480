"""Whatever a librarian does with a collection in whatever order, it is what a plain model says, also after a restart and after a kill."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from specter2_gui.domain.records import Record, Reject
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project import paper_writing
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.paper_filters import NO_YEAR, Order, PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.project.queries import QueryDraft
from tests.project import plain_collection as plain
from tests.project.plain_collection import PlainReject, State

# Few different values, so that records, keys and papers meet again; and texts that are hard to keep or to find.
TITLES = ("bees dance", "The bees’ Dance", "Été à Köln", "x-ray, 2nd ed.", "蜜蜂 dance", "🐝 '\" AND (")
ABSTRACTS = ("", "", "honey bees in spring", "Dance of the été; NOT x-ray", "a" * 300)
WORDS = ("bees", "dance", "bee", "ete", "köln", "x", "x-ray", "2", "蜜蜂", "miel", "AND", "10.1/a", "k1", "spring")
KEYS = ("", "k1", "k2", "two words", "p3", "p4")
DOIS = ("", "", "10.1/a", "10.1/b")
records = st.builds(
    lambda title, abstract, key, doi, year, venue: Record(
        title=title,
        abstract=abstract,
        authors=("Müller, Ä.", "Ng, B."),
        year_text="" if year is None else f"c{year}",
        year=year,
        venue=venue,
        doi=doi,
        ids=(("key", key),) if key else (),
        keywords=("miel",),
    ),
    *map(st.sampled_from, (TITLES, ABSTRACTS, KEYS, DOIS, (None, 1999, 2020), ("", "Apis", "Ährenlese"))),
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(TITLES),
        "abstract": st.sampled_from(ABSTRACTS),
        "venue": st.sampled_from(("Apis", "Nest")),
    },
)
asked = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), st.booleans()), min_size=1, max_size=2
)
_JOURNAL_SIGN = bytes.fromhex("d9d505f920a163d7")
ORDERS = tuple(
    Order(column, down)
    for column in ("", "added", "title", "authors", "year", "venue", "source")
    for down in (False, True)
)


COUNT = int(os.environ.get("SPECTER2_GUI_HISTORIES", "8"))
pytestmark = pytest.mark.timeout(120 + 10 * COUNT)


class _KilledError(Exception):
    """The process died here."""


class Histories(RuleBasedStateMachine):
    """The model is one state and two stacks of whole earlier and later ones."""

    @initialize(many=st.sampled_from((1, 3, 1000)))
    def begin(self, many: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.many = patch.object(paper_writing, "MANY", many)
        self.many.start()
        self.project = Project.open(self.folder / "project")
        self.numbers = plain.Numbers()
        self.state = State()
        self.done: list[tuple[str, State]] = []
        self.undone: list[tuple[str, State]] = []

    def teardown(self) -> None:
        self.many.stop()
        self.project.close()
        shutil.rmtree(self.folder)

    def gesture(self, state: State) -> None:
        """The model moves on, unless nothing has changed; the label is the project's own business."""
        if state != self.state:
            label = self.project.undo_label
            assert label is not None
            self.done.append((label, self.state))
            self.undone.clear()
            self.state = state

    def some(self, data: st.DataObject, numbers: Sequence[int], least: int = 1) -> list[int]:
        return data.draw(st.lists(st.sampled_from(numbers), min_size=least, max_size=4, unique=True))

    @rule(new=st.lists(records, max_size=6), lines=st.lists(st.integers(1, 9), max_size=2), data=st.data())
    def import_file(self, new: list[Record], lines: list[int], data: st.DataObject) -> None:
        before = sorted(self.state.papers)
        known = [*before, *(-place - 1 for place in range(len(new)))]
        groups = (
            data.draw(st.lists(st.lists(st.sampled_from(known), min_size=2, max_size=4), max_size=2)) if known else []
        )
        updates = [(number, data.draw(records)) for number in (self.some(data, before, 0) if before else [])]
        facts = ImportFacts("über.ris", "0", "ris", "utf-8", "strict", len(new) + len(lines), len(new), len(lines))
        rejects = [Reject(line, "T1  - \0", "No end \ud800") for line in lines]
        number = self.project.imports.add(facts, new, rejects, updates, groups)
        assert number == self.numbers.next("imports")
        listed = {self.numbers.next("rejects"): PlainReject(number, line, self.mended_before(line)) for line in lines}
        mended = sum(reject.mended is not None for reject in listed.values())
        imports = {**self.state.imports, number: (facts.name, len(new) + mended, len(lines) - mended, len(new))}
        state = replace(self.state, imports=imports, rejects={**self.state.rejects, **listed})
        state, added = plain.add_papers(state, self.numbers, number, new)
        updated = {paper: replace(state.papers[paper], record=record, imported=record) for paper, record in updates}
        state = replace(state, papers={**state.papers, **updated})
        for group in groups:
            members = [added[-member - 1] if member < 0 else member for member in group]
            state = plain.joined_unless_decided(state, members)
        self.gesture(state)

    def mended_before(self, line: int) -> int | None:
        """The newest paper that a reject in ``line`` became; all files here have the same bytes."""
        mended = {reject.mended for reject in self.state.rejects.values() if reject.line == line}
        return max((paper for paper in self.state.papers if paper in mended), default=None)

    @precondition(lambda self: self.state.papers)
    @rule(change=changes, data=st.data())
    def edit(self, change: dict[str, str], data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.state.papers)))
        self.project.papers.edit(number, change)  # pyright: ignore[reportArgumentType] - Hypothesis draws plain strings
        self.change_papers([number], change)

    @precondition(lambda self: self.state.papers)
    @rule(venue=st.sampled_from(("Apis", "Hive", "")), data=st.data())
    def change(self, venue: str, data: st.DataObject) -> None:
        numbers = self.some(data, sorted(self.state.papers))
        assert self.project.papers.change(numbers, "venue", venue) == len(numbers)
        self.change_papers(numbers, {"venue": venue})

    def change_papers(self, numbers: Sequence[int], change: dict[str, str]) -> None:
        papers = dict(self.state.papers)
        for number in numbers:
            record = replace(papers[number].record, **change)  # pyright: ignore[reportArgumentType] - as above
            if record != papers[number].record:
                papers[number] = replace(papers[number], record=record, edited=True)
        self.gesture(replace(self.state, papers=papers))

    @precondition(lambda self: self.state.papers)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        numbers = self.some(data, sorted(self.state.papers))
        assert self.project.papers.delete([*numbers, 10_000]) == len(numbers)
        self.gesture(plain.delete_papers(self.state, numbers))

    @precondition(lambda self: len(self.state.papers) > 1)
    @rule(data=st.data())
    def group(self, data: st.DataObject) -> None:
        numbers = self.some(data, sorted(self.state.papers), 2)
        self.project.papers.group(numbers)
        self.gesture(plain.joined(self.state, numbers))

    @precondition(lambda self: any(paper.group for paper in self.state.papers.values()))
    @rule(data=st.data())
    def separate(self, data: st.DataObject) -> None:
        numbers = self.some(data, sorted(number for number, paper in self.state.papers.items() if paper.group))
        self.project.papers.separate(numbers)
        self.gesture(plain.separated(self.state, numbers))

    @precondition(lambda self: len(self.state.papers) > 1)
    @rule(data=st.data())
    def suggest(self, data: st.DataObject) -> None:
        one, other, *_ = self.some(data, sorted(self.state.papers), 2)
        pair, papers = (min(one, other), max(one, other)), self.state.papers
        together = papers[one].group is not None and papers[one].group == papers[other].group
        new = pair not in self.state.pairs and not together
        assert self.project.papers.suggest([(one, other, 0.9), (other, one, 0.8)]) == int(new)
        if new:
            self.gesture(replace(self.state, pairs={**self.state.pairs, pair: "open"}))

    @precondition(lambda self: "open" in self.state.pairs.values())
    @rule(same=st.booleans(), data=st.data())
    def decide(self, same: bool, data: st.DataObject) -> None:
        pair = data.draw(st.sampled_from(self.project.papers.pairs()))
        decision = "same" if same else "different"
        self.project.papers.decide(pair, decision)
        state = replace(self.state, pairs={**self.state.pairs, (pair.a, pair.b): decision})
        papers = state.papers
        if same:
            state = plain.joined(state, [pair.a, pair.b])
        elif papers[pair.a].group is not None and papers[pair.a].group == papers[pair.b].group:
            state = plain.separated(state, [pair.b])
        self.gesture(state)

    @precondition(lambda self: any(reject.mended is None for reject in self.state.rejects.values()))
    @rule(record=records, data=st.data())
    def mend(self, record: Record, data: st.DataObject) -> None:
        broken = sorted(number for number, reject in self.state.rejects.items() if reject.mended is None)
        number = data.draw(st.sampled_from(broken))
        reject = self.state.rejects[number]
        paper = self.project.imports.mend(number, record)
        there = [number for number, row in self.state.papers.items() if row.imported == record][:1]
        state, added = plain.add_papers(self.state, self.numbers, reject.import_id, [] if there else [record])
        assert [*there, *added] == [paper]
        name, read, rejected, brought = state.imports[reject.import_id]
        imports = {**state.imports, reject.import_id: (name, read + 1, rejected - 1, brought + len(added))}
        self.gesture(replace(state, imports=imports, rejects={**state.rejects, number: replace(reject, mended=paper)}))

    @precondition(lambda self: self.state.imports)
    @rule(data=st.data())
    def remove_import(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.state.imports)))
        gone = [paper for paper, row in self.state.papers.items() if row.import_id == number]
        assert self.project.imports.remove(number) == len(gone)
        imports = {other: facts for other, facts in self.state.imports.items() if other != number}
        rejects = {other: row for other, row in self.state.rejects.items() if row.import_id != number}
        self.gesture(replace(plain.delete_papers(self.state, gone), imports=imports, rejects=rejects))

    @rule(
        texts=st.lists(st.sampled_from(("What do bees dance?", "bees", "Été?")), min_size=1, max_size=3),
        key=st.sampled_from(KEYS),
    )
    def add_queries(self, texts: list[str], key: str) -> None:
        ids = self.project.queries.add([QueryDraft(text, "a note", key) for text in texts])
        queries = dict(self.state.queries)
        for number, text in zip(ids, texts, strict=True):
            assert number == self.numbers.next("queries")
            taken, wanted = {name for name, _, _ in queries.values()}, key.replace(" ", "")
            name = wanted if wanted and wanted not in taken else f"q{number}"
            queries[number] = (name, text, "a note")
        self.gesture(replace(self.state, queries=queries))

    @precondition(lambda self: self.state.queries)
    @rule(text=st.sampled_from(("bees", "Honey?")), note=st.sampled_from((None, "new note")), data=st.data())
    def edit_query(self, text: str, note: str | None, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.state.queries)))
        self.project.queries.edit(number, text, note)
        key, _, before = self.state.queries[number]
        queries = {**self.state.queries, number: (key, text, before if note is None else note)}
        self.gesture(replace(self.state, queries=queries))

    @precondition(lambda self: self.state.queries)
    @rule(data=st.data())
    def delete_queries(self, data: st.DataObject) -> None:
        gone = self.some(data, sorted(self.state.queries))
        assert self.project.queries.delete(gone) == len(gone)
        queries = {number: query for number, query in self.state.queries.items() if number not in gone}
        judgements = {pair: said for pair, said in self.state.judgements.items() if pair[0] not in gone}
        self.gesture(replace(self.state, queries=queries, judgements=judgements))

    @precondition(lambda self: self.state.queries and self.state.papers)
    @rule(grade=st.sampled_from((0, 1, 2)), data=st.data())
    def judge(self, grade: int, data: st.DataObject) -> None:
        query = data.draw(st.sampled_from(sorted(self.state.queries)))
        paper = data.draw(st.sampled_from(sorted(self.state.papers)))
        self.project.judgements.set(query, paper, grade, "clicked")  # pyright: ignore[reportArgumentType] - a plain number
        before = self.state.judgements.get((query, paper))
        if before is None or before[:2] != (grade, None):
            self.gesture(
                replace(self.state, judgements={**self.state.judgements, (query, paper): (grade, None, "clicked")})
            )

    @precondition(lambda self: self.state.judgements)
    @rule(data=st.data())
    def clear_judgement(self, data: st.DataObject) -> None:
        pair = data.draw(st.sampled_from(sorted(self.state.judgements)))
        self.project.judgements.clear(*pair)
        kept = {other: said for other, said in self.state.judgements.items() if other != pair}
        self.gesture(replace(self.state, judgements=kept))

    @precondition(lambda self: self.state.queries and self.state.papers)
    @rule(scores=st.lists(st.integers(-1, 3), min_size=1, max_size=3), data=st.data())
    def import_qrels(self, scores: list[int], data: st.DataObject) -> None:
        query = data.draw(st.sampled_from(sorted(self.state.queries)))
        papers = sorted(self.state.papers)
        chosen = {data.draw(st.sampled_from(papers)): score for score in scores}
        judged = {self.state.papers[paper].key: score for paper, score in chosen.items()}
        done = self.project.judgements.import_qrels({self.state.queries[query][0]: judged | {"nobody": 1}}, "qrels.tsv")
        assert done.unknown_papers == ("nobody",)
        judgements = dict(self.state.judgements)
        relevant = 2 if max(scores for scores in chosen.values()) > 1 else 1
        for paper, score in chosen.items():
            grade = 2 if score >= relevant else int(score > 0)
            if judgements.get((query, paper), (None, None))[:2] != (grade, score):
                judgements[query, paper] = (grade, score, "qrels.tsv")
        self.gesture(replace(self.state, judgements=judgements))

    @rule(text=st.sampled_from(("bees", "ants")))
    def add_triplet(self, text: str) -> None:
        triplet = Triplet(text, "good", "on it", f"bad {len(self.state.triplets)}", "")
        self.project.workspace.add(triplet)
        self.gesture(replace(self.state, triplets=(*self.state.triplets, triplet)))

    @precondition(lambda self: self.state.triplets)
    @rule()
    def clear_triplets(self) -> None:
        self.project.workspace.clear()
        self.gesture(replace(self.state, triplets=()))

    @rule()
    def undo(self) -> None:
        assert self.project.undo() == (self.done[-1][0] if self.done else None)
        if self.done:
            label, before = self.done.pop()
            self.undone.append((label, self.state))
            self.state = before

    @rule()
    def redo(self) -> None:
        assert self.project.redo() == (self.undone[-1][0] if self.undone else None)
        if self.undone:
            label, after = self.undone.pop()
            self.done.append((label, self.state))
            self.state = after

    @rule(cache=st.sampled_from(("kept", "kept", "lost", "damaged", "foreign")))
    def reopen(self, cache: str) -> None:
        self.project.close()
        search = self.folder / "project" / "cache" / "search.sqlite"
        if cache == "lost":
            search.unlink(missing_ok=True)
        elif cache == "damaged" and search.exists():
            search.write_bytes(search.read_bytes()[:-4096] + bytes(4096))
        elif cache == "foreign":
            search.parent.mkdir(exist_ok=True)
            search.write_bytes(b"no database at all")
        self.project = Project.open(self.folder / "project")

    @rule()
    def be_killed(self) -> None:
        """Go on from what a process killed at this moment leaves on the disk."""
        self.left_by_a_kill()
        self.go_on_from_it()

    @rule(new=st.lists(records, min_size=1, max_size=6))
    def be_killed_during_an_import(self, new: list[Record]) -> None:
        """The same while a change is being written, of which nothing may be left."""
        self.project.ledger.database.connection.execute("PRAGMA cache_size = 1")  # so that half of it is in the file
        facts = ImportFacts("killed.ris", "0", "ris", "utf-8", "strict", len(new), len(new))
        with suppress(_KilledError):
            self.project.imports.add(facts, self.records_until_a_kill(new))
        self.go_on_from_it()

    def records_until_a_kill(self, new: list[Record]) -> Iterator[Record]:
        yield from new
        yield from (replace(new[0], abstract="long " * 1_000) for _ in range(1_100))
        self.left_by_a_kill()
        assert (self.folder / "left" / "project.sqlite-journal").read_bytes()[:8] == _JOURNAL_SIGN, "half is written"
        raise _KilledError

    def left_by_a_kill(self) -> None:
        shutil.copytree(self.folder / "project", self.folder / "left")

    def go_on_from_it(self) -> None:
        self.project.close()
        shutil.rmtree(self.folder / "project")
        (self.folder / "left").rename(self.folder / "project")
        self.project = Project.open(self.folder / "project")

    @rule(phrases=asked)
    def search(self, phrases: list[tuple[list[str], bool]]) -> None:
        typed = " ".join('"' + " ".join(words) + '"' if quoted else " ".join(words) for words, quoted in phrases)
        wanted = [
            (phrase, False)
            for words, quoted in phrases
            for phrase in ([words] if quoted else [[word] for word in words])
        ]
        if not phrases[-1][1]:
            wanted[-1] = (wanted[-1][0], True)
        found = list(self.project.papers.ids(PaperFilter(typed, duplicates="shown")))
        assert sorted(found) == sorted(plain.scan(self.state, wanted))

    @rule(
        order=st.sampled_from(ORDERS),
        years=st.sampled_from((None, (1990, 2010), NO_YEAR)),
        title_only=st.sampled_from((None, True)),
    )
    def look_at_the_table(self, order: Order, years: tuple[int, int] | None, title_only: bool | None) -> None:
        wanted = PaperFilter(years=years, title_only=title_only)
        through = {
            number: paper
            for number, paper in self.state.papers.items()
            if not paper.hidden
            and (years is None or (paper.record.year or 0) in range(years[0], years[1] + 1))
            and (title_only is None or (paper.record.abstract == "") == title_only)
        }
        found = list(self.project.papers.ids(wanted, order))
        assert sorted(found) == sorted(through)
        assert self.project.papers.count(wanted) == len(found)
        assert sum(count for *_, count in self.project.papers.facets(wanted).sources) == len(found)
        if order.column == "year":
            all_years = (through[number].record.year for number in found)
            years_found = [year for year in all_years if year is not None]
            assert years_found == sorted(years_found, reverse=order.descending)
        if order.column in ("", "added"):
            assert found == sorted(found, reverse=order.descending)

    @invariant()
    def the_papers_are_those_of_the_model(self) -> None:
        shown = {row.id: row for row in self.project.papers.all()}
        assert shown.keys() == self.state.papers.keys()
        for number, row in shown.items():
            paper = self.state.papers[number]
            assert (row.key, row.import_id, row.edited) == (paper.key, paper.import_id, paper.edited)
            assert (row.hidden, row.group) == (paper.hidden, paper.group)
            assert replace(row.record, line=0) == replace(paper.record, line=0)
        assert len({row.key for row in shown.values()}) == len(shown)

    @invariant()
    def the_rest_is_that_of_the_model(self) -> None:
        project, state = self.project, self.state
        imports = {row.id: (row.name, row.records, row.rejects, row.added) for row in project.imports.list()}
        assert imports == state.imports
        assert all(row.start_marks == row.records + row.rejects for row in project.imports.list())
        rejects = {row.id: row for number in imports for row in project.imports.rejects(number)}
        assert {
            number: PlainReject(row.import_id, row.line, row.mended) for number, row in rejects.items()
        } == state.rejects
        assert {row.id: (row.key, row.text, row.note) for row in project.queries.list()} == state.queries
        judgements = {
            (one.query_id, one.paper_id): (one.grade, one.score, one.origin) for one in project.judgements.all()
        }
        assert judgements == state.judgements
        decisions = ("open", "same", "different")
        pairs = {(pair.a, pair.b): pair.decision for said in decisions for pair in project.papers.pairs(said)}
        assert pairs == state.pairs
        assert tuple(row.triplet for row in project.workspace.rows()) == state.triplets

    @invariant()
    def the_labels_are_those_of_the_model(self) -> None:
        assert self.project.undo_label == (self.done[-1][0] if self.done else None)
        assert self.project.redo_label == (self.undone[-1][0] if self.undone else None)


Histories.TestCase.settings = settings(
    max_examples=COUNT,
    stateful_step_count=25,
    deadline=None,
    database=None,
)
TestHistories = Histories.TestCase
