"""How well two states of the adapters do on queries that neither was trained on."""

from collections.abc import Generator, Mapping, Sequence

from torch import Tensor

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.control import Control
from specter2_gui.training.judging import Judged
from specter2_gui.training.plan import make_plan


def measure(
    encoder: Encoder,
    triplets: Sequence[Triplet],
    judged: Judged | None,
    settings: Settings,
    control: Control,
    states: Sequence[Mapping[str, Tensor]],
) -> Generator[Event, None, list[Mapping[str, float]]]:
    """The deciding metric by query with each of ``states`` (snapshots of ``encoder``), on ``triplets`` and ``judged``.

    Leaves the last of the states in the encoder.

    Raises:
        CancelledError: the person ended the work.
    """
    no_mining = settings.data.model_copy(update={"mined_negatives": 0})
    plain = settings.model_copy(update={"data": no_mining})
    plan = yield from make_plan(encoder, triplets, triplets, plain, control, judged)
    plan.renew_collection()
    found: list[Mapping[str, float]] = []
    for state in states:
        encoder.restore(state)
        found.append(plan.checker.check(whole=True).by_query)
    return found
