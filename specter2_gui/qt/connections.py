"""Who hears of what: the signals that go from one part of the window to another."""

from pathlib import Path

from specter2_gui.app.file_kinds import FileKind
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.controllers.dropping import (
    DroppingController,
    Taker,
    forgotten_words,
    show_words,
    taken_words,
    waiting_words,
)
from specter2_gui.qt.panels.collection import DUPLICATES, IMPORTS, PAPERS


def connect(made: Composition) -> None:
    """Connect the parts of ``made``."""
    window, panels, shell = made.window, made.panels, made.shell
    _connect_files(made)
    _connect_collection(made)
    made.curating.triplets_changed.connect(made.training.refresh)
    made.curating.triplets_changed.connect(made.expecting.triplets_changed)
    window.page_shown.connect(made.expecting.page_shown)
    shell.model_ready.connect(made.expecting.model_ready)
    made.training.task_changed.connect(made.tasks.show_training)
    made.tasks.changed.connect(window.status.tasks.show_tasks)
    window.status.tasks.cancel_asked.connect(made.tasks.cancel)
    window.status.tasks.pause_asked.connect(made.tasks.pause)
    made.gestures.refused.connect(shell.tell_refusal)
    made.gestures.changed.connect(shell.project_changed)
    made.gestures.changed.connect(made.projects.project_changed)
    made.gestures.changed.connect(made.embedding.project_changed)
    made.trainer.began.connect(made.embedding.make_way)
    shell.model_ready.connect(made.embedding.model_ready)
    made.models.in_use_changed.connect(made.embedding.model_changed)
    made.menus.new_project_asked.connect(made.projects.choose_new)
    made.menus.project_asked.connect(made.projects.choose)
    made.menus.archive_asked.connect(made.projects.choose_archive)
    made.menus.backup_asked.connect(made.projects.back_up)
    made.menus.restore_asked.connect(made.projects.choose_backup)
    made.menus.preparing_chosen.connect(made.embedding.choose)
    made.embedding.paused_changed.connect(made.menus.show_paused)
    made.menus.show_paused(made.embedding.paused)
    made.training.run_ended.connect(made.running.refresh)
    made.running.listed.connect(made.resuming.runs_listed)
    made.running.resume_asked.connect(made.resuming.resume)
    made.training.try_asked.connect(shell.search_with)
    made.running.use_asked.connect(shell.search_with)
    shell.run_chosen.connect(made.searching.use_run)
    made.training.backbone_changed.connect(made.models.use)
    made.models.chosen.connect(made.training.use_backbone)
    made.models.in_use_changed.connect(shell.show_model)
    panels.runs.train_asked.connect(shell.show_train)
    panels.train.curate_asked.connect(shell.show_curate)
    panels.train.train_asked.connect(window.notices.pass_on)
    for curves in (panels.train.curves, panels.runs.curves, panels.runs.both_curves):
        curves.refused.connect(shell.tell_error)
    panels.search.train_asked.connect(shell.show_train)
    panels.search.runs_asked.connect(shell.show_runs)
    panels.search.curate_asked.connect(shell.show_curate)
    made.background.refused.connect(shell.tell_error)
    made.background.faulted.connect(shell.tell_fault)
    made.menus.scheme_asked.connect(shell.use_scheme)
    shell.scheme_changed.connect(made.menus.show_scheme)


def _connect_files(made: Composition) -> None:
    home, shell, curating = made.panels.home, made.shell, made.curating
    home.open_asked.connect(made.panels.curate.show_triplets)
    home.sample_asked.connect(made.panels.curate.show_triplets)
    home.make_asked.connect(made.panels.curate.show_triplets)
    home.recent_asked.connect(made.panels.curate.show_triplets)
    home.open_asked.connect(shell.show_curate)
    home.open_asked.connect(curating.choose_file)
    home.sample_asked.connect(shell.show_curate)
    home.sample_asked.connect(curating.load_sample)
    home.make_asked.connect(shell.show_curate)
    home.make_asked.connect(curating.actions["add"].trigger)
    home.recent_asked.connect(shell.show_curate)
    home.recent_asked.connect(curating.load)
    made.menus.sample_asked.connect(shell.show_curate)
    made.menus.sample_asked.connect(curating.load_sample)
    curating.actions["load"].triggered.connect(shell.show_curate)
    curating.actions["add"].triggered.connect(shell.show_curate)
    curating.file_loaded.connect(shell.file_loaded)


def _connect_collection(made: Composition) -> None:
    ways = Ways(made)
    collection = made.panels.collection
    made.panels.home.import_asked.connect(ways.import_files)
    collection.papers.import_asked.connect(ways.import_files)
    collection.imports.papers_asked.connect(ways.show_papers)
    made.importing.asked.connect(ways.show_imports)
    made.importing.outdated.connect(made.window.notices.withdraw)
    made.duplicates.search.outdated.connect(made.window.notices.withdraw)
    for name in ("import", "zotero", "columns"):
        made.importing.actions[name].triggered.connect(ways.show_imports)
    for name in ("import queries", "import judgements"):
        made.queries.actions[name].triggered.connect(ways.show_queries)
    dropping = DroppingController(made.background, made.project, ways.takers, made.window)
    dropping.began.connect(made.queries.files.begin_step)
    made.window.files_dropped.connect(dropping.take)
    made.importing.files_dropped.connect(dropping.take)
    made.importing.rested.connect(ways.take_waiting)
    made.importing.cancelled.connect(ways.forget_waiting)


class Ways:
    """What leads from one page to another with something to do there."""

    def __init__(self, made: Composition) -> None:
        self._made = made
        self._waiting: list[Path] = []
        """Judgements whose papers are on their way."""

    @property
    def takers(self) -> dict[FileKind, Taker]:
        """Who takes dropped files, by what they are for."""
        return {
            "papers": self.take_papers,
            "triplets": self.take_triplets,
            "queries": self.take_queries,
            "judgements": self.take_judgements,
            "project": self.open_project,
            "archive": self.unpack,
        }

    def import_files(self) -> None:
        """Show the imports and ask for files."""
        self.show_imports()
        self._made.importing.choose_files()

    def show_imports(self) -> None:
        """Show the imports."""
        self._show_collection(IMPORTS)

    def show_papers(self, wanted: PaperFilter) -> None:
        """Show the papers that ``wanted`` lets through."""
        self._show_collection(PAPERS)
        self._made.panels.collection.papers.want(wanted)

    def show_duplicates(self) -> None:
        """Show the duplicates."""
        self._show_collection(DUPLICATES)

    def show_queries(self) -> None:
        """Show the queries."""
        self._made.panels.curate.show_queries()
        self._made.window.show_page("curate")

    def take_papers(self, paths: list[Path]) -> None:
        """Import these files."""
        self.show_imports()
        self._made.importing.import_files(paths)

    def take_triplets(self, paths: list[Path]) -> None:
        """Load these files of triplets."""
        self._made.panels.curate.show_triplets()
        self._made.window.show_page("curate")
        self._made.curating.take(paths)

    def take_queries(self, paths: list[Path]) -> None:
        """Add the queries of these files."""
        self.show_queries()
        for path in paths:
            self._made.queries.files.import_queries(path)

    def take_judgements(self, paths: list[Path]) -> None:
        """Take over the judgements of these files, once the papers they may be about are there."""
        if self._made.importing.unfinished:
            self._waiting += paths
            self._made.window.notices.say(waiting_words(paths))
            return
        self.show_queries()
        for path in paths:
            self._made.queries.files.import_dropped_judgements(path)

    def take_waiting(self) -> None:
        """Take over the judgements that waited for papers."""
        paths, self._waiting = self._waiting, []
        if not paths:
            return
        elsewhere = self._made.window.page not in ("collection", "curate")
        if elsewhere:  # where somebody is at work by now
            self._made.window.notices.say(taken_words(), action=(show_words(), self.show_queries))
        else:
            self.show_queries()
        for path in paths:
            self._made.queries.files.import_dropped_judgements(path)

    def forget_waiting(self) -> None:
        """Leave alone the judgements that waited for papers which do not come."""
        paths, self._waiting = self._waiting, []
        if paths:
            self._made.window.notices.say(forgotten_words(paths), "warning")

    def open_project(self, paths: list[Path]) -> None:
        """Open the project in the first of these folders."""
        self._made.projects.open(paths[0])

    def unpack(self, paths: list[Path]) -> None:
        """Ask where to unpack the first of these zip files."""
        self._made.projects.take_archive(paths[0])

    def _show_collection(self, tab: str) -> None:
        self._made.panels.collection.show_tab(tab)
        self._made.window.show_page("collection")
