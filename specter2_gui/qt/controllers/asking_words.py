"""What the tab "Queries" says: of near queries, of what was deleted, and the accounts of files."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from specter2_gui.app.exporting import GRADES
from specter2_gui.app.judgement_import import JudgementReceipt
from specter2_gui.app.query_import import QueryReceipt
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import shortened
from specter2_gui.project.project import Project
from specter2_gui.qt.controllers.asking_reads import Near
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.query_receipt import Account, Section

TITLE_LENGTH = 80


def near_words(near: Near) -> str:
    """What is said of a text while it is typed; empty if no query is near it."""
    if near.row is None:
        return ""
    words = _tr("This query is there already.") if near.same else _tr("“{query}” asks nearly the same.")
    return words.replace("{query}", shortened(near.row.text, TITLE_LENGTH))


def deleted_words(queries: int, judgements: int) -> str:
    """How many queries were deleted, and how many judgements went with them."""
    if not judgements:
        return counted(queries, _tr("{n} query was deleted."), _tr("{n} queries were deleted."))
    words = counted(
        queries,
        _tr("{n} query was deleted, and with it {more}."),
        _tr("{n} queries were deleted, and with them {more}."),
    )
    return words.replace("{more}", counted(judgements, _tr("{n} judgement"), _tr("{n} judgements")))


def unusable_ending(name: str, what: str, endings: Sequence[str]) -> UserError:
    """Why ``queries`` or ``judgements`` cannot be written into the file ``name``."""
    why = _tr("Queries are written into files that end in {endings}")
    if what != "queries":
        why = _tr("Judgements are written into files that end in {endings}")
    told = _tr("{some} or {last}").replace("{some}", ", ".join(endings[:-1])).replace("{last}", endings[-1])
    return UserError(
        _tr("“{name}” was not written").replace("{name}", name),
        why.replace("{endings}", told),
        _tr("Choose a name with one of these endings"),
    )


def account_of_queries(receipt: QueryReceipt) -> Account:
    """What became of a file of queries."""
    sentence = counted(receipt.found, _tr("{n} query in the file: "), _tr("{n} queries in the file: ")) + _tr(
        "{added} added, {there} there already, {rejected} left out."
    )
    numbers = {"added": receipt.added, "there": receipt.already_there, "rejected": len(receipt.rejected)}
    rejected = tuple(
        _tr("Row {n}: {why}").replace("{n}", number(row)).replace("{why}", why) for row, why in receipt.rejected
    )
    sections = (
        Section(_tr("Left out"), rejected),
        Section(_tr("Known here under another id than in the file"), receipt.renamed),
        Section(_tr("Added, although another query asks nearly the same"), receipt.near),
    )
    return Account(receipt.name, _filled(sentence, numbers), _not_empty(sections))


def account_of_judgements(project: Project, receipt: JudgementReceipt) -> Account:
    """What became of a file of judgements; read in a worker thread."""
    sentence = counted(receipt.found, _tr("{n} judgement in the file: "), _tr("{n} judgements in the file: ")) + _tr(
        "{added} added, {changed} changed, {unchanged} unchanged, {left} left out."
    )
    numbers = {
        "added": receipt.added,
        "changed": receipt.changed,
        "unchanged": receipt.unchanged,
        "left": receipt.left_out,
    }
    queries, papers = receipt.unknown_queries, receipt.unknown_papers
    sections = (
        Section(
            counted(len(queries), _tr("{n} query is not in the project"), _tr("{n} queries are not in the project")),
            queries,
        ),
        Section(
            counted(
                len(papers), _tr("{n} paper is not in the collection"), _tr("{n} papers are not in the collection")
            ),
            papers,
        ),
        Section(
            _tr("Left out: several queries have this id. Drop the judgements together with their queries"),
            receipt.several_queries,
        ),
        Section(
            _tr("Left out: several papers have this id. Drop the judgements together with their papers"),
            receipt.several_papers,
        ),
        Section(_tr("Judged twice in the file"), _repeated_lines(receipt)),
        *_contradictions(project, receipt),
    )
    return Account(receipt.name, _filled(sentence, numbers), _not_empty(sections))


def account_together(accounts: Sequence[Account]) -> Account:
    """One account of several files: what became of each, and its rows under its name."""
    if len(accounts) == 1:
        return accounts[0]
    sections = (
        Section(f"{one.name}: {section.heading}", section.lines) for one in accounts for section in one.sections
    )
    name = counted(len(accounts), _tr("{n} files"), _tr("{n} files"))
    sentence = "\n".join(f"{one.name}: {one.sentence}" for one in accounts)
    return Account(name, sentence, tuple(sections), files=len(accounts))


def _repeated_lines(receipt: JudgementReceipt) -> tuple[str, ...]:
    """Said only where nothing else explains what was left out."""
    explained = receipt.unknown_queries or receipt.unknown_papers or receipt.several_queries or receipt.several_papers
    if not receipt.left_out or explained:
        return ()
    words = _tr("{n} line judges a query and a paper that an earlier line has judged under other ids.")
    more = _tr("{n} lines judge a query and a paper that an earlier line has judged under other ids.")
    return (counted(receipt.left_out, words, more),)


def _contradictions(project: Project, receipt: JudgementReceipt) -> list[Section]:
    """The records that were judged in two ways, query by query."""
    if not receipt.contradictions:
        return []
    texts = {row.key: row.text for row in project.queries.list()}
    grades = {(one.query_key, one.paper_key): GRADES[one.grade] for one in project.judgements.all()}
    titles = _titles(project, {key for one in receipt.contradictions for key, _ in one.grades})
    heading = _tr("Records of one paper, judged in two ways for “{query}”; the highest counts")
    lines: dict[str, list[str]] = {}
    for one in receipt.contradictions:
        said = ", ".join(f"{key} {grades.get((one.query, key), '')}" for key, _ in one.grades)
        lines.setdefault(one.query, []).append(f"“{titles.get(one.grades[0][0], '')}”: {said}")
    return [
        Section(heading.replace("{query}", shortened(texts.get(query, query), TITLE_LENGTH)), tuple(found))
        for query, found in lines.items()
    ]


def _titles(project: Project, keys: Collection[str]) -> dict[str, str]:
    ids = {paper: key for key, paper in project.papers.matching("key", keys)}
    return {ids[row.id]: shortened(row.title, TITLE_LENGTH) for row in project.papers.rows(ids)}


def _filled(sentence: str, numbers: dict[str, int]) -> str:
    for name, value in numbers.items():
        sentence = sentence.replace(f"{{{name}}}", number(value))
    return sentence


def _not_empty(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Queries", text)
