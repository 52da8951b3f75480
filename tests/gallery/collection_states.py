"""The states of a project in the window: Home, Collection, the queries of Curate, and long tasks in the status line."""

from dataclasses import replace
from pathlib import Path

from specter2_gui.disk.places import resources
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.paper_filters import ALL
from specter2_gui.project.project import Project
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.panels.collection import DUPLICATES, IMPORTS, PAPERS
from specter2_gui.qt.widgets.duplicate_pane import Side
from tests.benchmarks.made_papers import MadePapers
from tests.gallery import made_files
from tests.gallery.camera import Camera
from tests.qt.test_projects import damage

NAMES = ("project", "papers", "imports", "duplicates", "queries")
"""How the names of these pictures begin."""
MANY = 4_780


class CollectionStates:
    """Brings the window of an empty project into each state once; files are written into ``folder``."""

    def __init__(self, made: Composition, camera: Camera, folder: Path) -> None:
        self._made = made
        self._camera = camera
        self._folder = folder

    def draw(self) -> None:
        """All states, in an order in which one leads to the next."""
        for state in (
            self._empty, self._receipts, self._rejects, self._mapping, self._during,
            self._queries, self._duplicates, self._many, self._editing, self._home, self._tasks,
        ):  # fmt: skip
            state()

    def _empty(self) -> None:
        made = self._made
        made.window.status.show_device("CPU only, 2 threads, fp32", "Training runs on the processor.")
        made.models.refresh()
        made.projects.begin(None)
        self._refresh()
        self._camera.take("home", "project_empty")
        self._tab(PAPERS, "papers_empty")
        self._tab(IMPORTS, "imports_empty")
        self._tab(DUPLICATES, "duplicates_no_papers")
        made.panels.curate.show_queries()
        self._camera.take("curate", "queries_empty")

    def _receipts(self) -> None:
        self._import(made_files.catalogue(self._folder), "imports_clean")
        self._import(made_files.loans(self._folder), "imports_rejects")
        self._import(self._folder / "minutes.pdf", "imports_refused")
        (self._folder / "minutes.pdf").unlink()

    def _import(self, path: Path, name: str) -> None:
        if path.suffix == ".pdf":
            path.write_bytes(b"%PDF-1.7\n" + b"no references in here\n" * 20)
        self._made.importing.import_files([path])
        self._camera.settle()
        self._tab(IMPORTS, name)
        self._made.window.notices.close_newest()

    def _rejects(self) -> None:
        imports = self._made.panels.collection.imports
        place = [getattr(entry, "rejects", 0) > 0 for entry in imports.list.entries].index(True)
        imports.list.setCurrentIndex(imports.list.model().index(place, 0))
        self._camera.settle()
        imports.receipt.tiles["rejects"].click()
        self._camera.settle()
        self._tab(IMPORTS, "imports_reject_list")
        editor = imports.rejects.detail.editor
        imports.rejects.detail.read_button.click()
        self._camera.settle()
        self._tab(IMPORTS, "imports_reject_still_wrong")
        editor.setPlainText(editor.toPlainText().replace("PY  -", "TI  - What the lock keeper heard at night\nPY  -"))
        self._tab(IMPORTS, "imports_reject_being_mended")
        imports.rejects.detail.read_button.click()
        self._camera.settle()
        self._tab(IMPORTS, "imports_reject_mended")
        self._made.window.notices.close_newest()
        imports.rejects.back_button.click()

    def _mapping(self) -> None:
        imports = self._made.panels.collection.imports
        self._made.importing.import_files([made_files.reading_list(self._folder)])
        self._camera.settle()
        self._tab(IMPORTS, "imports_mapping")
        for choice in imports.mapping.table.choices:
            choice.setCurrentIndex(0)
        self._tab(IMPORTS, "imports_mapping_nothing_chosen")
        imports.mapping.table.set_mapping(
            {"Heading": "title", "What it is about": "abstract", "Who": "authors", "Year": "year"}
        )
        self._tab(IMPORTS, "imports_mapping_ready")
        imports.mapping.import_button.click()
        self._camera.settle()
        self._made.window.notices.close_newest()

    def _during(self) -> None:
        made = self._made
        words = "12,480 records, 37 % of the file"
        made.panels.collection.imports.progress.show_progress("Importing “old card index.mrc”, file 2 of 5", words, 370, 1000)  # fmt: skip
        task = made.tasks.begin("import", "Importing “old card index.mrc”", "import", cancel=_nothing)
        task.report("", 370, 1000)
        self._tab(IMPORTS, "imports_during")
        made.panels.collection.imports.progress.rest()
        task.end()

    def _queries(self) -> None:
        made, view, sample = self._made, self._made.panels.curate.queries, resources() / "sample"
        view.show_busy("")
        made.queries.files.import_queries(sample / "queries.jsonl")
        self._camera.settle()
        self._camera.take("curate", "queries_file_receipt")
        made.queries.files.import_judgements(sample / "qrels.tsv")
        self._camera.settle()
        self._camera.take("curate", "queries_judgements_receipt")
        view.close_card()
        self._camera.settle()
        self._camera.take("curate", "queries_list")
        view.entry.line.setPlainText("slow leaks, a little lost each night")
        made.queries._look_for_near(view.entry.text)
        self._camera.settle()
        self._camera.take("curate", "queries_near")
        view.entry.clear()
        made.queries.paste(made_files.ASKED)
        self._camera.settle()
        self._camera.take("curate", "queries_paste")
        view.close_card()

    def _duplicates(self) -> None:
        made, view = self._made, self._made.panels.collection.duplicates
        made.window.show_page("collection")
        self._tab(DUPLICATES, "duplicates_not_looked_for")
        made.duplicates.search.start()
        self._camera.settle()
        self._tab(DUPLICATES, "duplicates_pair")
        made.window.notices.close_newest()
        for _pair in range(2):
            view.pane.same_button.click()
            self._camera.settle()
        view.pane.different_button.click()
        self._camera.settle()
        self._judge_in_two_ways()
        view.go_to(Side.GROUPED)
        self._camera.settle()
        self._tab(DUPLICATES, "duplicates_grouped")
        view.go_to(Side.APART)
        self._camera.settle()
        self._tab(DUPLICATES, "duplicates_apart")
        view.go_to(Side.OPEN)
        self._decide_all()
        self._tab(DUPLICATES, "duplicates_all_decided")

    def _decide_all(self) -> None:
        pane = self._made.panels.collection.duplicates.pane
        self._camera.settle()
        while self._made.project.papers.pairs("open"):
            pane.different_button.click()
            self._camera.settle()

    def _judge_in_two_ways(self) -> None:
        """Say of one record of a group that it answers a query, and of the other one that it does not."""
        project = self._made.project
        query = project.queries.list()[0].id
        for grade, paper in zip((2, 0), project.papers.groups()[0][:2], strict=True):
            project.judgements.set(query, paper, grade, "clicked")
        self._refresh()

    def _many(self) -> None:
        made, browser = self._made, self._made.panels.collection.papers
        facts = ImportFacts("card index of the old library.mrc", "1" * 64, "marc", "utf-8", "made up", MANY, MANY)
        made.project.imports.add(facts, list(MadePapers(MANY, 7).records()))
        for _left in made.project.papers.catch_up():
            pass
        self._refresh()
        self._tab(PAPERS, "papers_many")
        browser.want(replace(ALL, text="weir water"))
        self._camera.settle()
        browser.view.choose([(1, 2)], 1)
        self._tab(PAPERS, "papers_search")
        browser.want(replace(ALL, text="weir waterwheels of the moon"))
        self._tab(PAPERS, "papers_nothing_found")
        self._narrowed()

    def _narrowed(self) -> None:
        browser = self._made.panels.collection.papers
        wanted = replace(ALL, venues=frozenset({"Orchard and Hive", "The Village Engineer"}), years=(2000, 2010))
        browser.want(wanted)
        self._camera.settle()
        browser.view.choose([(0, 4)], 2)
        self._tab(PAPERS, "papers_filters")

    def _editing(self) -> None:
        browser = self._made.panels.collection.papers
        browser.clear()
        self._camera.settle()
        browser.view.choose([(3, 4)], 3)
        self._camera.settle()
        browser.detail.edit()
        browser.detail.editing.show_draft(
            {**browser.detail.editing.draft(), "venue": "Annals of Rivers and Drains, new series"}
        )
        self._tab(PAPERS, "papers_editing")
        browser.detail.editing.show_draft({**browser.detail.editing.draft(), "doi": "see the card"})
        browser.detail.save_button.click()
        self._camera.settle()
        self._tab(PAPERS, "papers_editing_problem")
        browser.discard()
        self._made.window.notices.close_newest()

    def _home(self) -> None:
        made, damaged = self._made, self._folder / "Maps and plans"
        for name in ("Theses of the college", "Village records"):
            Project.open(self._folder / name).close()
            made.memory.add_project(self._folder / name)
        made.projects.begin(None)
        made.memory.add_recent(str(self._folder / "triplets of the reading room.json"))
        made.panels.home.show_recent(made.memory.recent())
        self._camera.take("home", "project_home")
        damage(damaged)
        made.projects.open(damaged)
        self._camera.settle()
        self._camera.take("home", "project_trouble")
        made.window.notices.close_newest()

    def _tasks(self) -> None:
        tasks = self._made.tasks
        first = tasks.begin("import", "Importing “card index of the old library.mrc”", "import", cancel=_nothing)
        first.report("", 370, 1000)
        second = tasks.begin("embed", "Preparing 4,950 papers for searching", "search", pause=_nothing)
        second.report("", 1200, 4950)
        self._camera.take("home", "project_tasks")
        first.end()
        second.end()

    def _refresh(self) -> None:
        self._made.gestures.refresh()
        self._camera.settle()

    def _tab(self, tab: str, name: str) -> None:
        self._made.panels.collection.show_tab(tab)
        self._camera.take("collection", name)


def _nothing() -> None:
    """What a pressed button of a picture does."""
