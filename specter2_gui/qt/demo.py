"""The demo: the real window drives itself through the whole main job on the sample collection and prints what came of it."""

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from specter2_gui.app.evaluating import Evaluation
from specter2_gui.disk.places import HOME_VARIABLE
from specter2_gui.domain.errors import UserError

FOLDER = "specter2-demo"


def run_demo(out: Path | None) -> int:
    """Play the demo into ``out`` (a new folder below the present one if none is named); the exit status.

    Raises:
        UserError: the folder cannot be used, or a step failed.
    """
    folder = _new_folder(out)
    _show_without_screen()
    with _home_in(folder / "home"):
        from specter2_gui.qt.main import preload_torch_library

        preload_torch_library()
        # Qt only now: the platform and the home folder have to be settled first.
        from specter2_gui.qt.demo_play import Played, play
        from specter2_gui.qt.screen import unreachable_screen_said
        from specter2_gui.qt.session import make_application, open_session

        with unreachable_screen_said():
            _application = make_application()  # kept until the session takes it over
        session = open_session()
        try:
            played: Played = session.made.background.loop.run_until_complete(play(session.made, folder))
        finally:
            session.made.window.may_close = None
            session.end()
    sys.stdout.write(_report(played.evaluation, folder, played.run_dir))
    sys.stdout.write(_search_words(played.query, played.before, played.after))
    return 0


def _new_folder(out: Path | None) -> Path:
    """A folder that holds nothing yet."""
    if out is None:
        number = 1
        while (folder := Path.cwd() / (FOLDER if number == 1 else f"{FOLDER}-{number}")).exists():
            number += 1
    else:
        folder = out.expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        holds_something = any(folder.iterdir())
    except OSError:
        raise UserError(
            f"The folder '{folder}' cannot be used for the demo", "The system does not let this program write there",
            "Name another folder with --out",
        ) from None  # fmt: skip
    if holds_something:
        raise UserError(
            f"The folder '{folder}' cannot be used for the demo", "It holds something already, and nothing is overwritten",
            "Name a folder that is empty or not there yet",
        )  # fmt: skip
    return folder


def _show_without_screen() -> None:
    """On a computer without a screen the window is drawn all the same, only nobody sees it."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        sys.stderr.write("There is no screen; the window is drawn without one.\n")


@contextmanager
def _home_in(folder: Path) -> Generator[None]:
    """The demo keeps its own workspace and never touches the person's."""
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = before


def _report(evaluation: Evaluation, folder: Path, run_dir: Path) -> str:
    """The comparison as a small table and a sentence."""
    tuned = evaluation.tuned or {}
    rows = (
        ("BM25 (words only)", evaluation.bm25),
        (f"before: {evaluation.titles['base']}", evaluation.base),
        (f"after: {evaluation.titles.get('tuned', '')}", tuned),
    )
    width = max(len(name) for name, _figures in rows)
    lines = [f"Sample collection, {evaluation.queries} queries that were never trained on:", ""]
    lines.append(f"{'':{width}}  nDCG@10    MRR    MAP  recall@100")
    lines += [f"{name:{width}}  {_figures(figures)}" for name, figures in rows]
    lines += ["", evaluation.verdict, *evaluation.remarks, ""]
    lines += [f"Run folder: {run_dir}", f"Curves: {folder / 'curve.png'}", f"Window: {folder / 'window.png'}", ""]
    return "\n".join(lines)


def _figures(figures: Mapping[str, float]) -> str:
    names = ("ndcg@10", "mrr", "map", "recall@100")
    return "  ".join(f"{figures[name]:{size}.3f}" for name, size in zip(names, (7, 5, 5, 10), strict=True))


def _search_words(query: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    lines = ["", f"A search for “{query}” finds first"]
    for words, titles in (("before", before), ("after", after)):
        lines += [f"  {words}:", *(f"    {rank}. {title}" for rank, title in enumerate(titles, start=1))]
    return "\n".join(lines) + "\n"
