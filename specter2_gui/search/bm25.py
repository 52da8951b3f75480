"""Keyword search: BM25 over titles and abstracts, the yardstick every model is held against."""

import sqlite3
import threading
from collections.abc import Sequence

from specter2_gui.domain.papers import Paper

_WORDS = "unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE VIRTUAL TABLE papers USING fts5(title, abstract, content='', tokenize='porter {_WORDS}');
CREATE VIRTUAL TABLE query USING fts5(words, content='', tokenize='{_WORDS}');
CREATE VIRTUAL TABLE query_words USING fts5vocab(query, row);
"""  # contentless: only the index is needed, the texts already lie in the papers

# A query is one match per word whose scores are added up, not one long OR expression: BM25 is a sum over words, so
# the figures are the same, while the cost grows with the matches only and no limit on expressions can be met.
_SEARCH = """
SELECT papers.rowid, -sum(query_words.cnt * papers.rank) AS score
FROM query_words CROSS JOIN papers ON papers.papers MATCH '"' || query_words.term || '"'
GROUP BY papers.rowid ORDER BY round(score, 9) DESC, papers.rowid LIMIT ?
"""


class BM25:
    """A keyword index of papers, held in memory and usable from any thread.

    The score is the one of SQLite's FTS5 (https://sqlite.org/fts5.html#the_bm25_function), that of Robertson and
    Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with k1 = 1.2 and b = 0.75, which FTS5
    fixes, over title and abstract as one text::

        sum over the words w of the query:
            ln((N - n_w + 0.5) / (n_w + 0.5)) * f_w * (k1 + 1) / (f_w + k1 * (1 - b + b * length / mean length))

    where a word that stands in the query twice counts twice and the logarithm is at least 0.000001. Words are runs
    of letters and digits without case and accents, stemmed by Porter's rules (English). A run of Chinese or Japanese
    characters is one word, so such text is found by the same run only.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._ids = [paper.id for paper in papers]
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._database.executescript(_SCHEMA)
        rows = ((row, _storable(paper.title), _storable(paper.abstract)) for row, paper in enumerate(papers))
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO papers (rowid, title, abstract) VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The at most ``k`` best papers as (id, score), best first, equal scores in the order of the papers.

        ``text`` is plain words of any length; no character of it is an operator. A paper that shares no word with
        it is never in the answer.
        """
        with self._lock:
            self._database.execute("INSERT INTO query (query) VALUES ('delete-all')")
            self._database.execute("INSERT INTO query (rowid, words) VALUES (1, ?)", (_storable(text),))
            found = self._database.execute(_SEARCH, (max(k, 0),)).fetchall()
        return [(self._ids[row], float(score)) for row, score in found]

    def close(self) -> None:
        """Free the index; it cannot be searched after this."""
        with self._lock:
            self._database.close()


def _storable(text: str) -> str:
    """``text`` with half characters (lone surrogates) as question marks: SQLite keeps UTF-8, which cannot hold them."""
    return text.encode("utf-8", "replace").decode("utf-8")
