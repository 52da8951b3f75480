"""Which triplets are trained on and which are held out: by query, and the same for the same seed on every computer."""

import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet


def split_by_query(
    triplets: Sequence[Triplet], share: float, seed: int
) -> tuple[tuple[Triplet, ...], tuple[Triplet, ...]]:
    """Training and validation triplets, each in the order given; no query is in both.

    About ``share`` (between 0 and 1) of the distinct queries are held out, at least one and never all of them.
    Queries that differ only in case, spaces or the way a character is composed are one query. A query keeps its
    place in the draw when others are added or the order changes.

    Raises:
        UserError: there are fewer than two distinct queries, so that none can be held out.
    """
    keys = [query_key(triplet.query) for triplet in triplets]
    queries = sorted(set(keys), key=lambda key: (_drawn(seed, key), key))
    if len(queries) < 2:
        raise UserError(
            f"The triplets hold {'one query' if queries else 'no query'}, which is not enough to train on",
            "Some queries are held out, never trained on, to tell how well the model does",
            "Add triplets for other queries until there are at least two; twenty or more tell something",
        )
    held_out = set(queries[: min(max(round(share * len(queries)), 1), len(queries) - 1)])
    train = tuple(triplet for triplet, key in zip(triplets, keys, strict=True) if key not in held_out)
    return train, tuple(triplet for triplet, key in zip(triplets, keys, strict=True) if key in held_out)


def shuffle_and_limit(triplets: Sequence[Triplet], limit: int, seed: int) -> tuple[Triplet, ...]:
    """``triplets`` in an order drawn with ``seed``, at most ``limit`` of them (0: all); smaller limits give beginnings."""
    order = sorted(range(len(triplets)), key=lambda place: (_drawn(seed, str(place)), place))
    return tuple(triplets[place] for place in (order[:limit] if limit else order))


def query_key(query: str) -> str:
    """What tells queries apart: case, spaces and the way a character is composed do not."""
    return " ".join(unicodedata.normalize("NFKC", query).casefold().split())


def query_digest(query: str) -> str:
    """A short name for ``query`` that does not give its text away: twelve hexadecimal digits of a hash of its key."""
    return blake2b(query_key(query).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _drawn(seed: int, text: str) -> bytes:
    # A hash, not a generator: its order depends on nothing but seed and text, whatever else is drawn.
    return blake2b(text.encode("utf-8"), digest_size=16, salt=seed.to_bytes(8, "little")).digest()
