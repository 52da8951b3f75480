"""What is written down about a run before it begins, and what must be the same for it to be resumed."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from importlib import metadata
from pathlib import Path
from typing import Any

from specter2_gui import __version__
from specter2_gui.config.settings import Data, Settings
from specter2_gui.disk.atomic import sha256_of
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet

_MODEL_PACKAGES = ("torch", "adapters", "transformers", "numpy")


def data_sha256(triplets: Sequence[Triplet]) -> str:
    """SHA-256 over the texts of ``triplets`` in their order, whatever file they came from."""
    digest = hashlib.sha256()
    for triplet in triplets:
        digest.update(json.dumps(astuple(triplet), ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()


def judged_sha256(data: Data) -> dict[str, str]:
    """SHA-256 of the files of papers, queries and judgements that ``data`` names, by setting; none for none.

    Raises:
        OSError: one of them cannot be read.
    """
    named = {"collection": data.collection, "queries": data.queries, "qrels": data.qrels}
    return {name: sha256_of(Path(path).expanduser()) for name, path in named.items() if path}


def facts_of(settings: Settings, triplets: Sequence[Triplet], rejected: int, source: str) -> Mapping[str, Any]:
    """What is known of a run before it begins."""
    return {
        "settings": settings.model_dump(mode="json"),
        "triplets": len(triplets),
        "rejected": rejected,
        "source": source,
        "data_sha256": data_sha256(triplets),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """The versions of all that computes."""
    own = {"specter2_gui": __version__, "python": platform.python_version()}
    return own | {name: metadata.version(name) for name in _MODEL_PACKAGES}


def check_same(name: str, facts: Mapping[str, Any], triplets: Sequence[Triplet], data: Data) -> None:
    """Refuse to resume the run ``name`` on other data than it began with.

    Raises:
        UserError: the triplets, or the files of papers, queries or judgements, are not those it began with.
        OSError: one of the files cannot be read.
    """
    if data_sha256(triplets) != facts.get("data_sha256"):
        raise _changed(name, "The triplets in its folder are not those it began with")
    for setting, digest in judged_sha256(data).items():
        if digest != facts.get("judged_sha256", {}).get(setting, digest):
            raise _changed(name, f"The file of data.{setting} has changed since it began")


def check_same_model(name: str, facts: Mapping[str, Any], hashes: Mapping[str, str]) -> None:
    """Refuse to resume the run ``name`` with a model that is not the one it began with; ``hashes`` are its roles'.

    Raises:
        UserError: backbone or adapters have changed.
    """
    if facts.get("adapters", {}).get("before", hashes) != hashes:
        raise _changed(name, "The model or the adapters it started from have changed on this computer since")


def other_device(facts: Mapping[str, Any], device: str, precision: str) -> Iterator[str]:
    """A sentence if the run was begun on another device or in another precision."""
    before = (facts.get("device", device), facts.get("precision", precision))
    if before != (device, precision):
        yield (
            f"The run was begun on the device {before[0]} in {before[1]} and goes on on {device} in {precision}: "
            "its last digits may differ from a run that was never interrupted."
        )


def other_versions(facts: Mapping[str, Any]) -> Iterator[str]:
    """A sentence if the run was begun with other versions of what computes."""
    before, present = facts.get("versions", {}), versions()
    changed = sorted(name for name in present if before.get(name) != present[name])
    if changed:
        yield (
            f"The run was begun with another version of {', '.join(changed)}: it goes on, "
            "but its last digits may differ from a run that was never interrupted."
        )


def _changed(name: str, why: str) -> UserError:
    return UserError(
        f"The training in '{name}' cannot be resumed",
        why,
        "Put back what it began with, or train again; the best model of this run, if it has one, stays usable",
    )
