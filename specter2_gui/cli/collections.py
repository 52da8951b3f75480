"""The papers, queries and judgements that a command line names: as files, or as a project that holds them."""

from argparse import Namespace
from collections.abc import Generator, Mapping, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from specter2_gui.app.evaluating import read_judged
from specter2_gui.app.project_access import reading
from specter2_gui.app.project_data import ProjectData, data_of, papers_of
from specter2_gui.app.searching import read_collection
from specter2_gui.cli.output import say
from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_HOLDS = {"collection": "papers", "queries": "queries", "qrels": "judgements"}


@contextmanager
def read_project(folder: Path) -> Generator["Project"]:
    """The project in ``folder``, to be read; what there is to say of it is said.

    Raises:
        UserError: there is none, or it cannot be opened.
    """
    with reading(folder) as project:
        for warning in project.warnings:
            say(f"Note: {warning}")
        yield project


def papers_for(arguments: Namespace) -> Sequence[Paper]:
    """The papers of ``--collection`` or of ``--project``.

    Raises:
        UserError: both or neither are named, or there are no papers to be had.
    """
    if not _in_project(arguments, ("collection",)):
        return read_collection(arguments.collection)
    with read_project(arguments.project) as project:
        papers = papers_of(project)
    _refuse_empty(arguments.project, {"papers": papers})
    return papers


def judged_for(arguments: Namespace) -> ProjectData:
    """The papers, queries and judgements of three files or of ``--project``.

    Raises:
        UserError: as :func:`papers_for`.
    """
    if not _in_project(arguments, tuple(_HOLDS)):
        papers = read_collection(arguments.collection)
        return ProjectData(tuple(papers), *_judged(arguments))
    with read_project(arguments.project) as project:
        data = data_of(project)
    _refuse_empty(arguments.project, {"papers": data.papers, "queries": data.queries, "judgements": data.qrels})
    return data


def refuse_both(arguments: Namespace, options: Sequence[str]) -> None:
    """Refuse ``--project`` together with one of ``options``, which name what it brings itself.

    Raises:
        UserError: that is so; the options are named.
    """
    given = [f"--{name}" for name in options if getattr(arguments, name) is not None]
    if arguments.project is not None and given:
        raise UserError(
            f"--project cannot be used together with {' and '.join(given)}",
            "A project brings its own papers, queries and judgements",
            f"Leave {'it' if len(given) == 1 else 'them'} out, or leave out --project",
        )


def _in_project(arguments: Namespace, options: Sequence[str]) -> bool:
    refuse_both(arguments, options)
    if arguments.project is not None:
        return True
    missing = [f"--{name}" for name in options if getattr(arguments, name) is None]
    if missing:
        raise UserError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing",
            f"The command needs {', '.join(_HOLDS[name] for name in options)}",
            "Name the file for each, or a project that holds them with --project; run with --help to see how",
        )
    return False


def _judged(arguments: Namespace) -> tuple[tuple[Query, ...], Qrels]:
    queries, qrels = read_judged(arguments.queries, arguments.qrels)
    return tuple(queries), qrels


def _refuse_empty(folder: Path, held: Mapping[str, Sized]) -> None:
    missing = [what for what, found in held.items() if not found]
    if missing:
        raise UserError(
            f"The project '{shown(folder)}' holds no {' and no '.join(missing)}",
            "Without them there is nothing to search or to compare",
            "Import them with: specter2-gui import PROJECT FILE, or with --queries and --qrels",
        )
