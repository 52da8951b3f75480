"""Texts into token ids: cut at the longest the model reads, refused with their number where a character is broken."""

from collections.abc import Sequence
from threading import Lock

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.library import Tokenizer

TEXTS_AT_ONCE = 4096
"""Texts in one call of the tokenizer; it bounds what is held in memory twice."""


class Tokenizing:
    """A model's tokenizer for several threads."""

    def __init__(self, tokenizer: Tokenizer, max_length: int) -> None:
        self._tokenizer = tokenizer
        self._max_length = max_length
        # A call with another longest text than the last changes the tokenizer and fails in a second thread. Here all
        # calls agree on it, so this is a precaution; it is cheap beside the model.
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text with the special tokens at both ends.

        Raises:
            UserError: a text holds half a character (a lone surrogate).
        """
        for number, text in enumerate(texts, start=1):
            _check_characters(number, text)
        ids: list[list[int]] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            with self._lock:
                found = self._tokenizer(
                    list(texts[start : start + TEXTS_AT_ONCE]),
                    truncation=True,
                    max_length=self._max_length,
                    padding=False,
                    return_attention_mask=False,
                    return_token_type_ids=False,
                )
            ids.extend(found["input_ids"])
        return ids


def _check_characters(number: int, text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UserError(
            f"Text {number} cannot be read by the model",
            f"at character {error.start + 1} it holds half a character (a lone surrogate)",
            "Delete that character and type it again",
        ) from error
