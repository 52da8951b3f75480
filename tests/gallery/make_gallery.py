"""Draws every page and state of the real window, light and dark, in two sizes, as pictures for people to look at."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from specter2_gui.app.device import DeviceWords
from specter2_gui.app.runs import RunRecord
from specter2_gui.app.searching import Hit, read_collection
from specter2_gui.config.settings import Settings
from specter2_gui.disk.places import HOME_VARIABLE, resources
from specter2_gui.domain.events import Estimated, VerdictReached, as_record
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.project import Project
from specter2_gui.project.takeover import open_default
from specter2_gui.qt.awaiting import until
from specter2_gui.qt.compose import build
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.controllers.hit_words import hits_after, hits_before
from specter2_gui.qt.readiness import readiness
from specter2_gui.qt.run_progress import RunProgress
from specter2_gui.qt.session import make_application
from specter2_gui.qt.verdict_words import verdict
from specter2_gui.search.bm25 import BM25
from specter2_gui.training.run_files import EVENTS_FILE, TRIPLETS_FILE
from tests.gallery import collection_states, recorded
from tests.gallery.camera import Camera
from tests.gallery.collection_states import CollectionStates
from tests.qt.rows import BAD_ROWS

QUERY = "migrations held up by weirs and gates"
WORSE = tuple(
    f"{query}?"
    for query in (
        "How do fish pass a weir",
        "which gates are left open in spring and who decides that in a year with little water",
        "counting eels at night",
        "ladders for fish that do not jump",
        "what a lock keeper writes down",
        "mussels below a sluice",
        "silt in front of a closed gate",
        "birds that wait at a weir",
        "noise of turbines and migration",
        "who owns an old mill weir",
        "temperature of slow water",
    )
)


def main(arguments: Sequence[str]) -> int:
    """Draw into the folder named by the first argument; further ones are beginnings of the names to draw."""
    out = Path(arguments[0]) if arguments else Path("gallery")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        app = make_application()
        wanted = tuple(arguments[1:])
        if not wanted or not all(name.startswith(collection_states.NAMES) for name in wanted):
            made = build(app, open_default(Path(home)))
            made.window.show()
            Gallery(made, Camera(app, made, out, wanted), Path(home)).draw()
            _close(made)
        if not wanted or any(name.startswith(collection_states.NAMES) for name in wanted):
            made = build(app, Project.open(Path(home) / "Land, water and works"))
            made.window.show()
            CollectionStates(made, Camera(app, made, out, wanted), Path(home)).draw()
            _close(made)
    return 0


def _close(made: Composition) -> None:
    made.window.may_close = None
    made.window.close()
    made.close()
    made.drop()


class Gallery:
    """Brings the window into each state without a collection once."""

    def __init__(self, made: Composition, camera: Camera, home: Path) -> None:
        self._made = made
        self._camera = camera
        self._home = home

    def draw(self) -> None:
        """All states, in an order in which one leads to the next."""
        self._made.training.jobs = replace(self._made.training.jobs, estimate=expected)
        self._made.shell.model_ready.emit()
        self._made.shell._show_device(DeviceWords("CPU only, 2 threads, fp32", "Training runs on the processor."))
        self._made.models.refresh()
        self._camera.settle()
        states: tuple[Callable[[], None], ...] = (
            self._empty, self._loaded, self._training, self._ended, self._runs, self._search, self._other,
        )  # fmt: skip
        for state in states:
            state()

    def _empty(self) -> None:
        made = self._made
        self._camera.take("home", "home")
        self._camera.take("curate", "curate_empty")
        self._camera.take("train", "train_empty")
        self._camera.take("search", "search_empty")
        made.panels.runs.show_runs(())
        self._camera.take("runs", "runs_empty")

    def _loaded(self) -> None:
        made = self._made
        rows: list[Any] = json.loads((resources() / "sample" / "triplets.json").read_text(encoding="utf-8"))
        file = self._home / "triplets of the reading room.json"
        file.write_text(json.dumps(rows[:6] + BAD_ROWS + rows[6:]), encoding="utf-8")
        made.curating.load(file)
        self._camera.settle()
        self._camera.take("home", "home_recent")
        self._camera.take("curate", "curate_bad_rows")
        made.window.notices.close_newest()
        made.curating.actions["add"].trigger()
        self._camera.take("curate", "curate_making")
        made.window.show_page("train")
        self._wait_for_times()
        self._camera.take("train", "train_ready")
        made.panels.train.form_fold.fold_out(out=True)
        made.panels.train.form.set_values({"train.epochs": 12})
        made.panels.train.form.show_help("train.lr")
        self._camera.take("train", "train_form")
        made.panels.train.form.reset_all()
        made.panels.train.form_fold.fold_out(out=False)

    def _training(self) -> None:
        panel, progress = self._made.panels.train, RunProgress()
        for name, news, log in (
            ("train_folds", recorded.fold_events(), False),
            ("train_middle", recorded.judged_events(360), False),
            ("train_facts", (), True),
        ):
            panel.show_running(running=True)
            if news:
                panel.begin()
                panel.show_events(news)
                seen = progress.after(news)
                assert seen is not None
                panel.progress.show_progress(seen.done, seen.total, seen.words)
                self._made.tasks.show_training("Training", seen.done, seen.total)
            panel.log_fold.fold_out(out=log)
            self._camera.take("train", name)
        panel.log_fold.fold_out(out=False)

    def _ended(self) -> None:
        panel = self._made.panels.train
        panel.show_running(running=False)
        self._made.tasks.show_training("", 0, 0)
        panel.show_verdict(verdict(recorded.PAUSED, panel.curves.data.evaluations, 192, 30))
        self._camera.take("train", "train_paused")
        panel.begin([*recorded.events(), recorded.FINISHED])
        panel.show_verdict(verdict(recorded.FINISHED, panel.curves.data.evaluations, 192, 30))
        self._camera.take("train", "train_finished")
        self._judged("train_better", recorded.reached("better"), 0.06)
        self._judged("train_no_difference", recorded.reached("no clear difference"), 0.02)
        self._judged("train_worse", recorded.reached("worse"), -0.05)
        panel.begin(recorded.judged_events(120))
        panel.show_verdict(verdict(recorded.FAILED, (), 0, 0))
        panel.verdict_card.offer_resume("Resume from step 100")
        self._camera.take("train", "train_failed")

    def _judged(self, name: str, reached: VerdictReached, gain: float) -> None:
        panel = self._made.panels.train
        panel.begin([*recorded.judged_events(gain=gain), reached, recorded.FINISHED_JUDGED])
        evaluations = panel.curves.data.evaluations
        panel.show_verdict(verdict(recorded.FINISHED_JUDGED, evaluations, 192, 30, reached))
        panel.verdict_card.show_worse((WORSE * 2)[: reached.worse])
        panel.verdict_card.worse_fold.fold_out(out=name == "train_better")
        self._camera.take("train", name)

    def _runs(self) -> None:
        panel, runs = self._made.panels.runs, recorded.runs(self._home)
        told = (
            recorded.judged_events(360, gain=0.035, seed=8, fall=420.0),
            [*recorded.judged_events(), recorded.reached("better"), recorded.FINISHED_JUDGED],
            recorded.events(212),
            [],
        )
        for run, events in zip(runs, told, strict=True):
            (run.folder / "best").mkdir(parents=True)
            lines = [json.dumps(as_record(event)) + "\n" for event in events]
            (run.folder / EVENTS_FILE).write_text("".join(lines), encoding="utf-8")
        (runs[0].folder / TRIPLETS_FILE).write_text("[]", encoding="utf-8")
        panel.show_runs(runs)
        self._camera.take("runs", "runs_paused")
        panel.choose(runs[1].folder)
        self._camera.take("runs", "runs_curves")
        panel.tabs.setCurrentIndex(1)
        self._camera.take("runs", "runs_settings")
        panel.tabs.setCurrentIndex(0)
        self._compared(runs)

    def _compared(self, runs: Sequence[RunRecord]) -> None:
        panel = self._made.panels.runs
        panel.choose(runs[0].folder, runs[1].folder)
        self._camera.take("runs", "runs_compared")
        panel.both_tabs.setCurrentIndex(1)
        self._camera.take("runs", "runs_compared_difference")
        panel.both_settings.only.setChecked(False)
        self._camera.take("runs", "runs_compared_settings")

    def _search(self) -> None:
        panel = self._made.panels.search
        self._made.window.show_page("search")
        self._camera.settle()
        before, after = _rankings()
        panel.show_empty(shown=False)
        panel.show_after(shown=True)
        panel.before.show_model(f"{recorded.MODEL}, untrained")
        panel.after.show_model(f"2026-01-12-2 · {recorded.MODEL}, new query adapter")
        panel.bar.show_state("Ready: all 102 papers have a vector.", can_prepare=False)
        panel.bar.field.blockSignals(True)  # noqa: FBT003 - Qt takes its arguments by position
        panel.bar.field.setText(QUERY)
        panel.before.show_hits(hits_before(before, after, 50), QUERY)
        panel.after.show_hits(hits_after(before, after, 50), QUERY)
        self._camera.take("search", "search_results")

    def _other(self) -> None:
        made = self._made
        made.models._heard(answers=True)
        self._camera.take("home", "home_offer")
        made.window.show_page("train")
        made.panels.train.show_readiness(readiness((), 3, 0.2, 13))
        made.window.notices.say(
            "13 of 5,000 rows cannot be used.", "warning", action=("Show them", made.shell.show_curate)
        )
        made.window.notices.say("The disk is full. Free some space. Then save again.", "error", "details")
        made.window.toggle_help()
        self._camera.take("train", "notices_and_help")

    def _wait_for_times(self) -> None:
        """What each preset takes is asked for as soon as the person rests."""
        presets, loop = self._made.panels.train.presets, self._made.background.loop
        loop.run_until_complete(
            until(
                self._made.background.busy_changed, loop, lambda: presets.time_of("queries-and-papers")[:5] == "about"
            )
        )


def expected(settings: Settings, triplets: Sequence[Triplet]) -> Estimated:
    """As a computer with a small graphics card might say."""
    del triplets
    seconds = 21.0 if settings.model.train_adapters == "query" else 190.0
    return Estimated(seconds * settings.train.epochs / 2, 912.0, 31_400.0, 600)


def _rankings() -> tuple[list[Hit], list[Hit]]:
    """Two different orders of papers that share words with the query."""
    papers = {paper.id: paper for paper in read_collection(resources() / "sample" / "papers.jsonl")}
    words = BM25(list(papers.values()))
    found = [name for name, _score in words.search(QUERY, 12)]
    words.close()
    other = [found[2], found[0], found[5], found[1], *found[3:5], *found[6:]]
    return _hits(found, papers), _hits(other, papers)


def _hits(order: list[str], papers: dict[str, Any]) -> list[Hit]:
    return [
        Hit(rank, name, papers[name].title, papers[name].abstract, -0.6 - 0.03 * rank)
        for rank, name in enumerate(order, start=1)
    ]
