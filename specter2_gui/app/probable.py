"""Looking through a collection for papers that may be the same one, for a person to decide."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from specter2_gui.app.duplicates import Likeness, Look, likenesses, look_of

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_TOLD_EVERY: Final = 1000


@dataclass(frozen=True, slots=True)
class ProbableProgress:
    """How far it is: ``done`` of ``total`` papers are read, or groups of similar titles compared; so many pairs are found."""

    step: Literal["reading", "comparing"]
    done: int
    total: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ProbableFound:
    """It is done: of ``pairs`` that look alike ``new`` were not known before and now wait for a decision."""

    pairs: int
    new: int


def find_probable(project: "Project") -> Generator[ProbableProgress | ProbableFound]:
    """Look for papers that look alike, and keep new pairs as one gesture; ends with :class:`ProbableFound`.

    Hidden papers are left out: it is known what they repeat. Closed before its end, it changes nothing.

    Raises:
        UserError: the disk refused; nothing is changed.
    """
    looks: list[Look] = []
    total = project.papers.count()
    for look in _looks(project):
        looks.append(look)
        if len(looks) % _TOLD_EVERY == 0:
            yield ProbableProgress("reading", len(looks), max(total, len(looks)), 0)
    found: list[tuple[int, int, float]] = []
    for each in likenesses(looks):
        if isinstance(each, Likeness):
            found.append((each.a, each.b, each.score / 100))
        else:
            yield ProbableProgress("comparing", *each, len(found))
    yield ProbableFound(len(found), project.papers.suggest(found))


def _looks(project: "Project") -> Iterator[Look]:
    for row in project.papers.all():
        if not row.hidden:
            yield look_of(row.id, row.title, row.authors, row.year, row.doi, row.group)
