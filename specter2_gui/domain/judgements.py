"""Queries and what people judged: which papers answer them, and how well."""

from collections.abc import Iterable
from dataclasses import dataclass

from specter2_gui.domain.texts import counted

Qrels = dict[str, dict[str, int]]
"""Grades by query id and paper id: 1 and above means relevant, higher is better; 0 and below means not relevant."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question somebody asks of a collection."""

    id: str
    text: str


def check_qrels(qrels: Qrels, queries: Iterable[Query], paper_ids: Iterable[str]) -> tuple[str, ...]:
    """Sentences about what in ``qrels`` cannot count for these queries and papers; empty when all of it does."""
    query_ids, papers = {query.id for query in queries}, set(paper_ids)
    known = [grades for query, grades in qrels.items() if query in query_ids]
    judgements = [paper for grades in known for paper in grades]
    found = (
        (len(qrels) - len(known), "judged query is", "judged queries are", "not among the queries and left out"),
        (
            sum(paper not in papers for paper in judgements),
            "judged paper is",
            "judged papers are",
            "not in the collection; if relevant, they count as not found",
        ),
        (len(query_ids - qrels.keys()), "query has", "queries have", "no judgements and cannot be evaluated"),
        (
            sum(all(grade < 1 for grade in grades.values()) for grades in known),
            "query has",
            "queries have",
            "no relevant paper and cannot be evaluated",
        ),
    )
    return tuple(f"{counted(number, one, many)} {what}." for number, one, many, what in found if number)
