"""Searching a collection with a model or with the result of a run."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

from specter2_gui.app.files import read_file
from specter2_gui.app.starting import load_base
from specter2_gui.config.settings import Settings
from specter2_gui.domain.collection_reading import read_papers
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.training.run_files import BEST
from specter2_gui.training.run_record import read_run

if TYPE_CHECKING:  # both load numpy or torch, which must not delay the window
    import numpy as np
    from numpy.typing import NDArray

    from specter2_gui.encoder.device import Precision
    from specter2_gui.encoder.encoder import Encoder

MOST_HITS = 1000
"""More hits than this are not given; nobody reads them."""

OnProgress = Callable[[int, int], None]
"""Told how many of how many papers have a vector."""

OnWarning = Callable[[str], None]
"""Told in a sentence what did not go as it should although the work goes on."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper found, best first from rank 1; ``score`` is minus the L2 distance, or the cosine similarity."""

    rank: int
    id: str
    title: str
    abstract: str
    score: float


class _Vectors:
    """The vectors of one collection under one paper adapter; shared by every engine that asks for the same."""

    def __init__(self, matrix: "NDArray[np.float32]") -> None:
        self.matrix = matrix


_shared: WeakValueDictionary[str, _Vectors] = WeakValueDictionary()
_sharing = threading.Lock()


class SearchEngine:
    """One model and one indexed collection; may be used from any thread, one call at a time being served."""

    def __init__(self, encoder: "Encoder") -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._papers: Sequence[Paper] = ()
        self._vectors: _Vectors | None = None

    @classmethod
    def open(cls, model: str | Path, *, device: str = "auto") -> Self:
        """A model by its name, or, given a path, the best model of the run in that folder.

        Raises:
            UserError: the model or the run is not there, not complete, or refused by the checks on its files.
        """
        if isinstance(model, Path):
            return cls._trained(model, device)
        from specter2_gui.encoder.encoder import load_encoder  # torch takes seconds to load

        settings = Settings().model
        return cls(load_encoder(find_backbone(model), settings, device=device))

    @classmethod
    def open_base(cls, run_dir: Path, *, device: str = "auto") -> Self:
        """What the run in ``run_dir`` started from: its backbone with the adapters as they were before the first step.

        Raises:
            UserError: the record is unreadable, or what it names is not on this computer unchanged.
        """
        return cls(load_base(read_run(run_dir), device))

    @classmethod
    def _trained(cls, run_dir: Path, device: str) -> Self:
        from specter2_gui.encoder.encoder import load_trained  # torch takes seconds to load

        return cls(load_trained(best_of(run_dir), device=device))

    @property
    def title(self) -> str:
        """The model in words, its adapters included."""
        return self._encoder.title

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each role's adapter with its backbone: tells which model made a figure."""
        return {str(role): self._encoder.role_hash(role) for role in Role}

    @property
    def precision(self) -> "Precision":
        """How exactly it computes."""
        return self._encoder.precision

    def use_precision(self, precision: "Precision") -> None:
        """Compute in ``precision`` from now on; call it before indexing."""
        self._encoder.use_precision(precision)

    def index(
        self, papers: Sequence[Paper], on_progress: OnProgress | None = None, warn: OnWarning | None = None
    ) -> None:
        """Make ``papers`` the collection to search; only papers that this model has never seen are encoded.

        Their vectors lie on the disk, and two engines with one collection share them in memory. ``on_progress`` may
        raise to end the work; what was encoded until then is kept. ``warn`` hears in a sentence when nothing could be
        read or kept.
        """
        from specter2_gui.encoder.vector_cache import cached_encode  # torch takes seconds to load

        with self._lock:
            texts = self._encoder.texts_of(papers)
            key = f"{self._encoder.role_hash(Role.PAPER)}/{self._encoder.precision}/{_digest(texts)}"
            with _sharing:
                vectors = _shared.get(key)
            if vectors is None:
                found = cached_encode(self._encoder, Role.PAPER, texts, on_progress=on_progress, warn=warn)
                vectors = _Vectors(found)
                with _sharing:
                    _shared[key] = vectors
            self._papers, self._vectors = papers, vectors

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """The ``k`` nearest papers, fewer where the collection is smaller; equal scores in the order of the papers.

        Raises:
            UserError: the query is empty, or ``k`` is not between 1 and :data:`MOST_HITS`.
        """
        check_query(query, k)
        return self.search_many([query], k)[0]

    def search_many(self, queries: Sequence[str], k: int) -> list[tuple[Hit, ...]]:
        """As :meth:`search` for each of ``queries``, encoded together."""
        from specter2_gui.search.dense import rank  # numpy takes a moment to load

        if self._vectors is None:
            raise ValueError("a search needs an indexed collection")
        with self._lock:
            papers, matrix = self._papers, self._vectors.matrix
            vectors = self._encoder.encode(Role.QUERY, queries)
        rows, scores = rank(vectors, matrix, self._encoder.distance, k)
        return [_hits(papers, *found) for found in zip(rows.tolist(), scores.tolist(), strict=True)]


def read_collection(path: Path) -> list[Paper]:
    """The papers in the JSON Lines file ``path``.

    Raises:
        UserError: the file is absent or unreadable, holds no paper, or a line is no paper; the line is named.
    """
    papers = read_papers(read_file(path, "papers"), path.name)
    if not papers:
        raise UserError(f"The file '{path.name}' holds no paper", "It is empty", "Name a file with one paper a line")
    return papers


def best_of(run_dir: Path) -> Path:
    """The folder of the best model of a run; also the folder itself when it is such a model, passed on alone.

    Raises:
        UserError: there is none.
    """
    if (run_dir / BEST).is_dir():
        return run_dir / BEST
    if (run_dir / "manifest.json").is_file():
        return run_dir
    record = read_run(run_dir)
    if record.usable:  # reading the record brings back a best model that a crash left between two renames
        return run_dir / BEST
    raise UserError(
        f"The run '{record.name}' holds no model", f"Its status is '{record.status}', and nothing of it was kept",
        "Choose a run that finished or was stopped early",
    )  # fmt: skip


def check_query(query: str, k: int) -> None:
    """Refuse what cannot be searched, before a model is loaded for it.

    Raises:
        UserError: the query is empty, or ``k`` is not between 1 and :data:`MOST_HITS`.
    """
    if not query.strip():
        raise UserError("There is nothing to search for", "The query is empty", "Write a few words or a sentence")
    if not 1 <= k <= MOST_HITS:
        raise UserError(
            f"{k} hits cannot be shown",
            f"The number of hits goes from 1 to {MOST_HITS}",
            "Choose a number in that range",
        )


def _digest(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def _hits(papers: Sequence[Paper], rows: list[int], scores: list[float]) -> tuple[Hit, ...]:
    found = ((papers[row], score) for row, score in zip(rows, scores, strict=True))
    return tuple(
        Hit(place, paper.id, paper.title, paper.abstract, score) for place, (paper, score) in enumerate(found, 1)
    )
