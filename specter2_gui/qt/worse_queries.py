"""From the names a verdict gives the queries that lost to their words: ids of judged queries, or digests of trained ones."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from specter2_gui.app.files import read_file
from specter2_gui.app.runs import read_run
from specter2_gui.domain.collection_reading import read_queries
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.triplets import Triplet


def worse_texts(names: Sequence[str], triplets: Sequence[Triplet], run_dir: Path) -> tuple[str, ...]:
    """The words of the queries ``names`` of the run in ``run_dir``, in their order; a name nobody knows stands for itself.

    Raises:
        UserError: the run or its file of judged queries cannot be read any more.
    """
    texts = _judged(read_run(run_dir).settings)
    if any(name not in texts for name in names):
        texts |= {query_digest(query): query for query in {triplet.query for triplet in triplets}}
    return tuple(texts.get(name, name) for name in names)


def _judged(settings: Mapping[str, Any]) -> dict[str, str]:
    data = settings.get("data")
    named = cast("dict[str, Any]", data).get("queries", "") if isinstance(data, dict) else ""
    if not isinstance(named, str) or not named:
        return {}
    file = Path(named).expanduser()
    return {query.id: query.text for query in read_queries(read_file(file, "queries"), file.name)}
