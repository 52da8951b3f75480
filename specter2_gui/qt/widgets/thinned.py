"""A series of any length in few points: the lowest and highest of each stretch, and always the last one."""

_LIMIT = 600
Points = tuple[list[float], list[float]]
"""x and y, equally long."""


class Thinned:
    """A series of any length in at most ``4 * limit + 1`` points: the lowest and highest of each stretch, and the last."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._width = 1
        self._filled = 0
        self._stretches: list[tuple[float, float, float, float]] = []
        self._last: tuple[float, float] | None = None

    def add(self, x: float, y: float) -> None:
        """Append a point; ``x`` must grow and ``y`` be a number."""
        self._last = (x, y)
        if self._filled == 0:
            self._stretches.append((x, y, x, y))
        else:
            self._stretches[-1] = _join(self._stretches[-1], (x, y, x, y))
        self._filled = (self._filled + 1) % self._width
        if self._filled == 0 and len(self._stretches) >= 2 * self._limit:
            pairs = zip(self._stretches[::2], self._stretches[1::2], strict=True)
            self._stretches = [_join(first, second) for first, second in pairs]
            self._width *= 2

    def points(self) -> Points:
        """The points to draw, in the order of x."""
        found: list[tuple[float, float]] = []
        for low_x, low_y, high_x, high_y in self._stretches:
            found += sorted({(low_x, low_y), (high_x, high_y)})
        if self._last is not None and (not found or found[-1] != self._last):
            found.append(self._last)
        return [x for x, _y in found], [y for _x, y in found]


def _join(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    low = first[:2] if first[1] <= second[1] else second[:2]
    high = first[2:] if first[3] >= second[3] else second[2:]
    return (*low, *high)
