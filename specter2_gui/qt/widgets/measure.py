"""What the lower curve of a run measures: nDCG@10 where queries were judged, else the triplets in the right order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.domain.events import Evaluated


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by the ``key`` it has in events and records; ``scale`` leads from its share to what is shown."""

    key: str
    scale: float
    digits: int
    least_span: float
    """How much of the axis is shown at the least, so that small changes do not look large."""

    @property
    def title(self) -> str:
        """The heading of its curve."""
        return self.short if self is NDCG else _tr("Triplets in right order (%)")

    @property
    def short(self) -> str:
        """The heading of its column."""
        return _tr("nDCG@10") if self is NDCG else _tr("Right order")

    def of(self, check: Evaluated) -> float | None:
        """The value of ``check`` as it is shown; None if it was not measured then."""
        share = check.triplet_accuracy if self is ACCURACY else (check.figures or {}).get(self.key)
        return None if share is None else self.scale * share

    def words(self, value: float) -> str:
        """``value``, as it is shown, in the system's writing: ``81.2 %`` or ``0.612``."""
        return QLocale().toString(value, "f", self.digits) + (" %" if self is ACCURACY else "")

    def said(self, value: float) -> str:
        """``value`` in a sentence."""
        if self is ACCURACY:
            return _tr("{0} in the right order").format(self.words(value))
        return _tr("nDCG@10 {0}").format(self.words(value))

    def recorded(self, figures: Mapping[str, Any] | None) -> float | None:
        """The value among the ``figures`` of a run's record, as it is shown."""
        share = (figures or {}).get(self.key)
        if isinstance(share, bool) or not isinstance(share, int | float):
            return None
        return self.scale * share


ACCURACY = Measure("triplet_accuracy", 100.0, 1, 10.0)
NDCG = Measure("ndcg@10", 1.0, 3, 0.1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("measure", text)
