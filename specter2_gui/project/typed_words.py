"""What a person types into the search field, as words the full-text index knows; nothing typed can be an error."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from specter2_gui.domain.texts import without_unusable

TOKENIZER: Final = "unicode61 remove_diacritics 2"
"""How FTS5 (https://sqlite.org/fts5.html#unicode61_tokenizer) takes texts apart: letters and digits, without case and marks."""

HIT_BEGINS, HIT_ENDS = "\x02", "\x03"
"""What stands round a hit in a highlighted text; no text of a paper holds them."""

Highlighted = tuple[str, str]
"""Title and abstract with marks round the hits."""

_MOST_CHARACTERS: Final = 1000
_MOST_PHRASES: Final = 32
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECE: Final = re.compile(r'"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+)')

_SCHEMA: Final = f"""
CREATE VIRTUAL TABLE typed USING fts5(words, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE typed_words USING fts5vocab(typed, instance);
CREATE VIRTUAL TABLE shown USING fts5(title, abstract, tokenize='{TOKENIZER}');
"""
_HIGHLIGHT: Final = """
SELECT rowid, highlight(shown, 0, :begins, :ends), highlight(shown, 1, :begins, :ends) FROM shown WHERE shown MATCH :match
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Phrases that all have to be there, each of one or more words side by side.

    The last word of all is the beginning of one if ``unfinished``. Words are as the tokenizer gives them.
    """

    phrases: tuple[tuple[str, ...], ...] = ()
    unfinished: bool = False

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def match(self, joint: str = "AND") -> str:
        """The question in the language of FTS5, its phrases joined by ``joint``."""
        quoted = [f'"{" ".join(words)}"' for words in self.phrases]
        return f" {joint} ".join(quoted) + (" *" if self.unfinished else "")


class TypedWords:
    """Takes texts apart as the index does, by means of a small database in memory; one call at a time."""

    def __init__(self) -> None:
        self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._memory.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()

    def question(self, text: str) -> Question:
        """What ``text`` asks for; an empty question where it holds neither letters nor digits."""
        pieces = list(_pieces(text))[:_MOST_PHRASES]
        words = self._words([piece for piece, _ in pieces])
        asked = [(phrase, unclosed) for phrase, (_, unclosed) in zip(words, pieces, strict=True) if phrase]
        return Question(tuple(phrase for phrase, _ in asked), bool(asked) and asked[-1][1])

    def highlights(self, question: Question, texts: Iterable[tuple[int, str, str]]) -> dict[int, Highlighted]:
        """Marked titles and abstracts by id for ``texts`` (id, title, abstract), whatever was hit in them."""
        rows = list(texts)
        found: dict[int, Highlighted] = {number: (title, abstract) for number, title, abstract in rows}
        if question:
            self._memory.executemany("INSERT INTO shown (rowid, title, abstract) VALUES (?, ?, ?)", rows)
            hits = self._memory.execute(
                _HIGHLIGHT, {"begins": HIT_BEGINS, "ends": HIT_ENDS, "match": question.match("OR")}
            )
            found |= {number: (title, abstract) for number, title, abstract in hits}
            self._memory.execute("DELETE FROM shown")
        return found

    def _words(self, pieces: list[str]) -> list[tuple[str, ...]]:
        self._memory.executemany("INSERT INTO typed (rowid, words) VALUES (?, ?)", enumerate(pieces))
        found = self._memory.execute("SELECT doc, term FROM typed_words ORDER BY doc, offset").fetchall()
        self._memory.execute("INSERT INTO typed (typed) VALUES ('delete-all')")
        return [tuple(word for number, word in found if number == place) for place in range(len(pieces))]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The words and quoted phrases of ``text``, each with whether something may still be typed behind it."""
    for found in _PIECE.finditer(without_unusable(text[:_MOST_CHARACTERS]).translate(_QUOTES)):
        yield found["quoted"] or found["word"] or "", not found["closed"]
