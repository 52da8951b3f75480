"""How long a training will take on this computer, and how much memory, before the person commits to it."""

from collections.abc import Sequence
from pathlib import Path

from specter2_gui.app.searching import read_collection
from specter2_gui.app.starting import load_start
from specter2_gui.app.troubles import trouble_in
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Estimated
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import shuffle_and_limit, split_by_query
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import find_backbone


def estimate(
    settings: Settings, triplets: Sequence[Triplet], papers: Sequence[Paper] | None = None
) -> Estimated | None:
    """What a training by ``settings`` on ``triplets`` will take: a trial of a few steps, which changes nothing.

    ``papers`` are those of the collection, where ``settings`` do not name a file of them. A cross-validation counts as
    often as it has folds. None where there is too little to try.

    Raises:
        UserError: the model, the device, the triplets or the collection are refused, as in a training, or there is not
            enough memory for a trial.
    """
    from specter2_gui.training.probing import foresee  # torch takes seconds to load

    chosen = shuffle_and_limit(triplets, settings.data.limit, settings.data.seed)
    training, held_out = split_by_query(chosen, settings.data.validation_share, settings.data.seed)
    if papers is None:
        papers = read_collection(Path(settings.data.collection).expanduser()) if settings.data.collection else []
    encoder = load_start(find_backbone(settings.model.backbone), settings)
    try:
        found = foresee(encoder, training, held_out, settings, papers)
    except (RuntimeError, MemoryError, OSError) as error:
        trouble = trouble_in(error)
        if trouble is None:
            raise
        raise trouble from error
    if found is None:
        return None
    times = 1 + settings.data.folds
    return Estimated(times * found.seconds, found.memory_mb, found.tokens_per_s, times * found.steps)
