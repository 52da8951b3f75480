"""Vectors for the papers of a project, made ahead of the first search; only what is new or has changed is computed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from specter2_gui.app.project_data import papers_of
from specter2_gui.app.searching import best_of
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import ModelLoaded, PapersEncoded, Warned
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.encoder.catalogue import find_backbone

if TYPE_CHECKING:  # loads torch, which takes seconds and must not delay the window
    from specter2_gui.encoder.encoder import Encoder
    from specter2_gui.project.project import Project

_AT_ONCE: Final = 20_000
"""Papers whose vectors are in memory together: 60 MB of them with 768 numbers each."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """All ``papers`` have a vector under the model; ``computed`` of their distinct texts had none before."""

    papers: int
    computed: int
    model: str


EmbeddingEvent = ModelLoaded | PapersEncoded | Warned | Embedded
"""What an embedding tells; it ends with ``Embedded``."""


def embed(project: "Project", model: str | Path = "auto", *, device: str = "auto") -> Iterator[EmbeddingEvent]:
    """Compute and keep a vector for every shown paper of ``project`` that has none under ``model``.

    ``model`` is a name, or the path of a run. What is made is kept part by part, where searches look for it: closing the
    generator pauses the work, and the next call goes on from there. Nothing is ever downloaded.

    Raises:
        UserError: the project holds no paper, or the model or run is refused.
    """
    papers = papers_of(project)
    if not papers:
        raise UserError(
            "There is nothing to embed", f"The project “{project.name}” holds no papers", "Import papers first"
        )
    encoder = _encoder(model, device)
    yield ModelLoaded(encoder.title, str(encoder.device), encoder.precision)
    told: dict[str, None] = {}
    before = encoder.counts.texts
    for start in range(0, len(papers), _AT_ONCE):
        for event in _part(encoder, papers[start : start + _AT_ONCE], start, len(papers), told.setdefault):
            yield from map(Warned, told)  # before it is said that vectors are there which could not be kept
            told.clear()
            yield event
    yield Embedded(len(papers), encoder.counts.texts - before, encoder.title)


def _part(
    encoder: "Encoder", papers: Sequence[Paper], before: int, total: int, warn: Callable[[str], object]
) -> Iterator[PapersEncoded]:
    """Give ``papers``, of which ``before`` of ``total`` are done already, their vectors."""
    from specter2_gui.encoder.vector_cache import encoding  # torch takes seconds to load

    def told(text: str) -> None:
        warn(text)

    texts = encoder.texts_of(papers)
    for done, _ in encoding(encoder, Role.PAPER, texts, warn=told):
        yield PapersEncoded(min(before + done, total), total)
    yield PapersEncoded(before + len(papers), total)


def _encoder(model: str | Path, device: str) -> "Encoder":
    from specter2_gui.encoder.encoder import load_encoder, load_trained  # torch takes seconds to load

    if isinstance(model, Path):
        return load_trained(best_of(model), device=device)
    return load_encoder(find_backbone(model), Settings().model, device=device)
