"""The tables of a collection: papers and where they came from, queries, judgements, and pairs that look alike."""

import sqlite3
from typing import Final

from specter2_gui.project.history import record, widen

# No recorded table has a unique column of its own: undo brings rows back in any order, so that public keys, and the one
# judgement of a query and paper, are kept single by the gestures that write them. Every column that refers to another
# table has an index, or deleting a row would search that table whole.

# The numbers are those of the moment of the import, and of records mended since: what a receipt has to show.
_IMPORTS: Final = """
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    encoding_reason TEXT NOT NULL,
    doubtful TEXT NOT NULL,
    mapping TEXT NOT NULL,
    start_marks INTEGER NOT NULL,
    records INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    added INTEGER NOT NULL,
    already_there INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    title_only INTEGER NOT NULL,
    duplicates INTEGER NOT NULL
) STRICT
"""

# "digest" is that of the record as imported and outlives edits; "text_key" follows the texts. "authors", "ids" and
# "keywords" are JSON lists. Papers of one duplicate group share a "group_id", and all but one of them are hidden.
_PAPERS: Final = """
CREATE TABLE papers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    line INTEGER NOT NULL,
    year INTEGER,
    year_text TEXT NOT NULL,
    venue TEXT NOT NULL,
    doi TEXT NOT NULL,
    own_key TEXT NOT NULL,
    digest BLOB NOT NULL,
    text_key BLOB NOT NULL,
    group_id INTEGER,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    edited INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    ids TEXT NOT NULL,
    keywords TEXT NOT NULL,
    abstract TEXT NOT NULL
) STRICT
"""

# "mended" is the paper that a reject became, also when that paper was deleted since: it is mended only once.
_REJECTS: Final = """
CREATE TABLE rejects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    raw TEXT NOT NULL,
    reason TEXT NOT NULL,
    mended INTEGER
) STRICT
"""

_QUERIES: Final = """
CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""

# "grade" is ours (2 relevant, 1 partly, 0 not), "score" the grade of the file it came from, if it came from one.
_JUDGEMENTS: Final = """
CREATE TABLE judgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    query_id INTEGER NOT NULL REFERENCES queries (id) ON DELETE CASCADE,
    paper_id INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    grade INTEGER NOT NULL CHECK (grade IN (0, 1, 2)),
    score INTEGER,
    origin TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""

# Two papers that may be the same one; a is the smaller id. 'different' is the librarian's "not a duplicate".
_PAIRS: Final = """
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    a INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    b INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('open', 'same', 'different')),
    CHECK (a < b)
) STRICT
"""

RECORDED: Final = ("imports", "papers", "rejects", "queries", "judgements", "pairs")
"""The tables of the collection whose every change can be undone."""

_INDEXES: Final = (
    "CREATE INDEX papers_key ON papers (key)",
    "CREATE INDEX papers_import ON papers (import_id)",
    "CREATE INDEX papers_digest ON papers (digest)",
    "CREATE INDEX papers_text_key ON papers (text_key) WHERE text_key <> x''",
    "CREATE INDEX papers_own_key ON papers (own_key) WHERE own_key <> ''",
    "CREATE INDEX papers_doi ON papers (doi) WHERE doi <> ''",
    "CREATE INDEX papers_group ON papers (group_id) WHERE group_id IS NOT NULL",
    "CREATE INDEX rejects_import ON rejects (import_id)",
    "CREATE INDEX queries_key ON queries (key)",
    "CREATE INDEX judgements_query ON judgements (query_id, paper_id, grade)",
    "CREATE INDEX judgements_paper ON judgements (paper_id)",
    "CREATE INDEX pairs_a ON pairs (a, b)",
    "CREATE INDEX pairs_b ON pairs (b)",
)

# Which column of a table means which field, by the table's header: a habit, not a gesture, so it is not recorded.
_MAPPINGS: Final = "CREATE TABLE mappings (header TEXT PRIMARY KEY, mapping TEXT NOT NULL) STRICT, WITHOUT ROWID"

# The papers whose row in cache/search.sqlite is out of date, in the order in which they changed; undo and redo add to
# them like any gesture. "mark" names the state of that file which this list goes on from.
_UNINDEXED: Final = (
    "CREATE TABLE indexed (mark TEXT NOT NULL) STRICT",
    "INSERT INTO indexed VALUES ('')",
    "CREATE TABLE unindexed (place INTEGER PRIMARY KEY AUTOINCREMENT, paper INTEGER NOT NULL) STRICT",
    """
CREATE TRIGGER papers_unindexed_insert AFTER INSERT ON papers BEGIN
    INSERT INTO unindexed (paper) VALUES (NEW.id);
END
""",
    """
CREATE TRIGGER papers_unindexed_update AFTER UPDATE ON papers BEGIN
    INSERT INTO unindexed (paper) VALUES (NEW.id);
END
""",
    """
CREATE TRIGGER papers_unindexed_delete AFTER DELETE ON papers BEGIN
    INSERT INTO unindexed (paper) VALUES (OLD.id);
END
""",
)

# What else a receipt tells: sentences about the first records that were odd, how many there were, and how many papers
# were left as a person had changed them.
_RECEIPT_COLUMNS: Final = (
    "notes TEXT NOT NULL DEFAULT '[]'",
    "noted INTEGER NOT NULL DEFAULT 0",
    "kept_edited INTEGER NOT NULL DEFAULT 0",
)


# Other ids that files have for a query, as a JSON list: one that another query has, or one of the very same question.
_QUERY_COLUMNS: Final = ("own_keys TEXT NOT NULL DEFAULT '[]'",)


def make_collection(connection: sqlite3.Connection) -> None:
    """Make the tables of a collection and record their changes; part of a migration, after the history's own tables."""
    for statement in (_IMPORTS, _PAPERS, _REJECTS, _QUERIES, _JUDGEMENTS, _PAIRS, *_INDEXES, _MAPPINGS, *_UNINDEXED):
        connection.execute(statement)
    for table in RECORDED:
        record(connection, table)


def keep_whole_receipts(connection: sqlite3.Connection) -> None:
    """Make room for all that a receipt tells; part of a migration."""
    widen(connection, "imports", _RECEIPT_COLUMNS)


def keep_own_keys(connection: sqlite3.Connection) -> None:
    """Make room for the ids that files have for a query; part of a migration."""
    widen(connection, "queries", _QUERY_COLUMNS)
