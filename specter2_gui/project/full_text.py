"""Full-text search over all papers, the best first."""

from typing import Final

import numpy as np

from specter2_gui.project.entries import Ids
from specter2_gui.project.search_file import SearchFile
from specter2_gui.project.search_index import SearchIndex
from specter2_gui.project.typed_words import Question

RANKED: Final = 20_000
"""Among more hits than this BM25 is not computed: words that are in so many papers hardly tell them apart."""


class FullText:
    """The papers that hold certain words, as far as the index has caught up; one call at a time."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._papers: tuple[int, Ids] = (-1, np.zeros(0, np.int64))

    def hits(self, question: Question) -> Ids:
        """The ids of all papers that ``question`` finds.

        The best come first by BM25. Of more than :data:`RANKED` hits those in titles come first, ranked if there are
        not too many of them too; the others follow as they were added.

        Raises:
            UserError: the disk refused.
        """
        docs = self._index.ask(lambda file: _best_first(file, question.match()))
        papers = self._papers_by_doc()
        found = papers[docs[docs < len(papers)]]
        return found[found > 0]  # 0: a text that no paper has any longer

    def _papers_by_doc(self) -> Ids:
        entries = self._index.entries
        if self._papers[0] != entries.generation:
            docs = entries.field("doc")
            papers = np.zeros(int(docs.max(initial=0)) + 1, np.int64)
            papers[docs] = entries.field("id")
            self._papers = (entries.generation, papers)
        return self._papers[1]


def _best_first(file: SearchFile, match: str) -> Ids:
    found = file.matching(match)
    if len(found) <= RANKED:
        return file.ranked(match)
    in_titles = file.matching(f"{{title}} : ({match})")
    elsewhere = np.ones(int(found[-1]) + 1, np.bool_)
    elsewhere[in_titles] = False
    if len(in_titles) <= RANKED:
        in_titles = file.ranked(f"{{title}} : ({match})")
    return np.concatenate([in_titles, found[elsewhere[found]]])
