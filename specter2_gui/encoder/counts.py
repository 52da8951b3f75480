"""How much an encoder has computed, and what it costs by the book."""

from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Counts:
    """What has gone through a model; ``padded_tokens`` are the places that were filled up, computed for nothing."""

    texts: int = 0
    tokens: int = 0
    padded_tokens: int = 0

    def __sub__(self, earlier: "Counts") -> "Counts":
        """What has been added since ``earlier``."""
        return Counts(
            self.texts - earlier.texts,
            self.tokens - earlier.tokens,
            self.padded_tokens - earlier.padded_tokens,
        )

    @property
    def padding_share(self) -> float:
        """The share of padding in all that was computed, 0 to 1."""
        places = self.tokens + self.padded_tokens
        return self.padded_tokens / places if places else 0.0


class Counter:
    """Counts for several threads at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts = Counts()

    @property
    def counts(self) -> Counts:
        """What was counted so far."""
        return self._counts

    def add(self, texts: int, tokens: int, padded_tokens: int = 0) -> None:
        """Count one forward."""
        with self._lock:
            now = self._counts
            self._counts = Counts(now.texts + texts, now.tokens + tokens, now.padded_tokens + padded_tokens)
