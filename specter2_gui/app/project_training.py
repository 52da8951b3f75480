"""What a training takes from a project: its triplets, and its papers, queries and judgements as they are at this moment."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from specter2_gui.app.estimating import estimate
from specter2_gui.app.finetuning import finetune
from specter2_gui.app.project_data import ProjectData, data_of
from specter2_gui.app.runs import default_folder, list_runs
from specter2_gui.app.troubles import trouble_in
from specter2_gui.config.settings import Data, Settings
from specter2_gui.disk.atomic import replace_folder
from specter2_gui.domain.duplicates import RELEVANT
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Estimated, Event, RunFailed, Warned
from specter2_gui.domain.texts import counted
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.control import Control

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_DAY: Final = 86_400.0

SNAPSHOTS: Final = "snapshots"
"""The folder beside a project's runs that holds what they were judged by; it is named by its content."""

_OWN: Final = ("triplets", "collection", "queries", "qrels")
"""Settings of ``data`` that a project brings itself."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """``triplets`` to train on, ``settings`` that name the frozen files to judge by, and sentences to tell the person."""

    triplets: tuple[Triplet, ...]
    settings: Settings
    source: str
    remarks: tuple[str, ...] = ()


def training_data(project: "Project", settings: Settings) -> TrainingData:
    """Freeze what a training by ``settings`` needs of ``project``, so that nobody has to keep the project open for it.

    The papers, queries and judgements are written beside the project's runs once for each state of them. Without a paper
    judged relevant the triplets alone choose the best model.

    Raises:
        UserError: the project holds no triplets, ``settings`` name files that the project brings itself, or the disk
            refused.
    """
    _refuse_named_files(settings)
    triplets = project.workspace.valid_triplets()
    data = data_of(project)
    if not triplets:
        raise _no_triplets(project, data)
    settings = with_runs_of(project, settings)
    if not _has_relevant(data):
        return TrainingData(triplets, settings, project.name, (*data.remarks, _NOT_JUDGED))
    return TrainingData(triplets, _judged_by(project, data, settings), project.name, data.remarks)


def finetune_in(
    project: "Project",
    settings: Settings,
    triplets: Sequence[Triplet],
    run_dir: Path,
    control: Control,
    *,
    rejected: int = 0,
) -> Iterator[Event]:
    """As :func:`finetune`; the papers, queries and judgements of ``project`` choose the best model.

    If it holds no paper judged relevant, or if ``settings`` name files to judge by, all is as without a project.
    """
    try:
        data = _judged_data(project, settings)
        judged = settings if data is None else _judged_by(project, data, settings)
    except (UserError, OSError) as error:
        trouble = trouble_in(error)
        if trouble is None:
            raise
        yield RunFailed(trouble.what, trouble.why, trouble.how, 0)
        return
    yield from map(Warned, data.remarks if data is not None else ())
    yield from finetune(judged, triplets, run_dir, control, rejected=rejected, source=project.name)


def estimate_in(project: "Project", settings: Settings, triplets: Sequence[Triplet]) -> Estimated | None:
    """As :func:`estimate`, for a training by :func:`finetune_in`.

    Raises:
        UserError: as :func:`estimate`.
    """
    data = _judged_data(project, settings)
    return estimate(settings, triplets, None if data is None else data.papers)


def with_runs_of(project: "Project", settings: Settings) -> Settings:
    """``settings`` by which runs go into ``project``, unless they name another folder.

    A copy for reading is somebody else's project: its runs go into the program's own folder.
    """
    if settings.train.output_dir:
        return settings
    train = settings.train.model_copy(update={"output_dir": str(_runs(project))})
    return settings.model_copy(update={"train": train})


def _runs(project: "Project") -> Path:
    return default_folder() if project.read_only else project.place.runs


def _judged_data(project: "Project", settings: Settings) -> ProjectData | None:
    """What the project judges by, or None where it is judged by files or not at all."""
    named = settings.data.collection or settings.data.queries or settings.data.qrels
    if named or not any(row.relevant for row in project.queries.list()):
        return None
    data = data_of(project)
    return data if _has_relevant(data) else None


def _has_relevant(data: ProjectData) -> bool:
    return any(grade >= RELEVANT for grades in data.qrels.values() for grade in grades.values())


def _judged_by(project: "Project", data: ProjectData, settings: Settings) -> Settings:
    """``settings`` that name the frozen files with ``data``."""
    files = settings.data.model_copy(update=_frozen(_runs(project) / SNAPSHOTS, data))
    return settings.model_copy(update={"data": files})


def _refuse_named_files(settings: Settings) -> None:
    plain = Data()
    named = [f"data.{name}" for name in _OWN if getattr(settings.data, name) != getattr(plain, name)]
    if named:
        raise UserError(
            f"A project cannot be used together with {' and '.join(named)}",
            "The project brings its own triplets, papers, queries and judgements",
            "Leave these settings out, or leave out the project",
        )


def _no_triplets(project: "Project", data: ProjectData) -> UserError:
    judgements = sum(map(len, data.qrels.values()))
    held = (
        counted(len(data.papers), "paper", "papers"),
        counted(len(data.queries), "query", "queries"),
        counted(judgements, "judgement", "judgements"),
    )
    return UserError(
        f"The project “{project.name}” holds no triplets, and they are what is trained on",
        f"It holds {held[0]}, {held[1]} and {held[2]}, but nobody has made triplets of them",
        "Make or load triplets on the Curate page, or import a file of them: specter2-gui import PROJECT TRIPLETS.json",
    )


def _frozen(folder: Path, data: ProjectData) -> dict[str, str]:
    """The settings that name the files with ``data`` in ``folder``, which are written if they are not there yet."""
    digest = hashlib.sha256()
    for name, lines in _FILES.items():
        digest.update(name.encode())
        for line in lines(data):
            digest.update(line.encode("utf-8"))
    place = folder / digest.hexdigest()[:16]
    if not place.is_dir():
        replace_folder(place, lambda new: _write(new, data))
        _tidy(folder, place)
    return {name: str(place / _NAMES[name]) for name in _FILES}


def _tidy(folder: Path, kept: Path) -> None:
    """Remove what no run names any more; what is younger than a day may belong to a training that is about to begin."""
    named = {
        Path(str(record.settings.get("data", {}).get("collection", ""))).parent for record in list_runs(folder.parent)
    }
    for place in folder.iterdir():
        if place not in named and place != kept and time.time() - place.stat().st_mtime > _DAY:
            shutil.rmtree(place, ignore_errors=True)


def _write(folder: Path, data: ProjectData) -> None:
    for name, lines in _FILES.items():
        with (folder / _NAMES[name]).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(data))


def _papers(data: ProjectData) -> Iterator[str]:
    for paper in data.papers:
        yield _line({"id": paper.id, "title": paper.title, "abstract": paper.abstract})


def _queries(data: ProjectData) -> Iterator[str]:
    for query in data.queries:
        yield _line({"id": query.id, "text": query.text})


def _qrels(data: ProjectData) -> Iterator[str]:
    yield "query-id\tcorpus-id\tscore\n"
    for query, grades in data.qrels.items():
        yield from (f"{query}\t{paper}\t{grade}\n" for paper, grade in grades.items())


def _line(value: Mapping[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


_FILES: Final[Mapping[str, Callable[[ProjectData], Iterator[str]]]] = {
    "collection": _papers,
    "queries": _queries,
    "qrels": _qrels,
}
_NAMES: Final = {"collection": "collection.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
_NOT_JUDGED: Final = "The project holds no paper judged relevant, so the held-out triplets alone choose the best model."
