"""``export`` and ``embed``: what a project holds into a file, and the vectors of its papers."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from specter2_gui.app.embedding import Embedded, EmbeddingEvent, embed
from specter2_gui.app.exporting import export, left_out
from specter2_gui.cli.collections import read_project
from specter2_gui.cli.outcome import Outcome
from specter2_gui.cli.output import as_json
from specter2_gui.cli.progress import Progress
from specter2_gui.cli.search_command import chosen_model
from specter2_gui.disk.places import shown
from specter2_gui.domain.events import ModelLoaded, PapersEncoded, Warned
from specter2_gui.domain.texts import counted

_NOUNS = {
    "papers": ("paper", "papers"),
    "queries": ("query", "queries"),
    "judgements": ("judgement", "judgements"),
    "triplets": ("triplet", "triplets"),
}


def export_command(arguments: Namespace) -> Outcome:
    """Write what was asked for into a file.

    Raises:
        UserError: the project cannot be opened, holds nothing of the kind, or the file cannot be written.
    """
    out: Path = arguments.out.expanduser()
    with read_project(arguments.project) as project:
        count = export(project, arguments.what, arguments.format, out)
        left = left_out(project, arguments.what)
    words = f"{counted(count, *_NOUNS[arguments.what])} written to {shown(out.absolute())}"
    rows = f"; {counted(left, 'row', 'rows')} that cannot be used yet {'was' if left == 1 else 'were'} left out"
    return Outcome(f"{words}{rows if left else ''}.")


def embed_command(arguments: Namespace) -> Outcome:
    """Compute the vectors that are missing.

    Raises:
        UserError: the project cannot be opened or holds no papers, or the model is refused.
    """
    model = "auto" if arguments.run is None and arguments.model is None else chosen_model(arguments)
    with read_project(arguments.project) as project:
        last = _embedded(embed(project, model))
    if arguments.json:
        return Outcome(as_json({"papers": last.papers, "computed": last.computed, "model": last.model}))
    return Outcome(
        f"{counted(last.papers, 'paper has', 'papers have')} a vector; {last.computed:,} were computed now. Model: {last.model}"
    )


def _embedded(events: Iterable[EmbeddingEvent]) -> Embedded:
    """Tell ``events`` and give the last; after Ctrl+C it is said how much is kept."""
    progress, far, warned = Progress(), PapersEncoded(0, 0), False
    last = Embedded(0, 0, "")
    try:
        for event in events:
            match event:
                case ModelLoaded():
                    progress.say(f"Model: {event.model}, on {event.device} with {event.precision}")
                case PapersEncoded():
                    far = event
                    progress.papers(event.done, event.total)
                case Warned():
                    warned = True
                    progress.say(f"Note: {event.text}")
                case Embedded():
                    last = event
    except KeyboardInterrupt:
        if not warned:
            progress.say(f"\n{_kept(far)}")
        raise
    progress.close()
    return last


def _kept(far: PapersEncoded) -> str:
    if not far.done:
        return "No vector was made yet."
    have = "paper has" if far.done == 1 else "papers have"
    return f"{far.done:,} of {far.total:,} {have} a vector. They are kept: the same command goes on there."
