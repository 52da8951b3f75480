"""Projects for tests: made, filled, held by another process, and the words of their refusals."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from tests.project.making import ROOT, report, row, triplet

Content = dict[str, list[tuple[Any, ...]]]

_EMPTY = {"TEXT": "", "INTEGER": 0, "BLOB": b"", "REAL": 0.0}
_HOLD = """
import sys; from pathlib import Path; from specter2_gui.project.project import Project
project = Project.open(Path(sys.argv[1])); print("open", flush=True); sys.stdin.read()
"""


def put(project: Project, table: str, **values: Any) -> int:
    """One row of ``table`` with ``values`` and nothing in its other columns, as a gesture; gives its id."""
    connection = project.ledger.database.connection
    columns = {name: _EMPTY[kind] for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")}
    nullable = {name for _, name, _, needed, *_ in connection.execute(f"PRAGMA table_info({table})") if not needed}
    row_of = {name: value for name, value in columns.items() if name not in nullable} | values
    places = ", ".join("?" * len(row_of))
    with project.ledger.gesture(f"Add to {table}") as open_connection:
        statement = f"INSERT INTO {table} ({', '.join(row_of)}) VALUES ({places})"  # noqa: S608 - our own tables
        open_connection.execute(statement, list(row_of.values()))
    return project.touched(table)[0]


def fill(project: Project, papers: int = 3) -> None:
    """Some triplets, an import with papers, a query and a judgement, each a gesture."""
    project.workspace.load(report(*(row(number, positive_abstract="text " * 300) for number in range(40))))
    project.workspace.add(triplet(1))
    made_by = put(project, "imports", name="file.ris")
    numbers = [
        put(project, "papers", key=f"p{number}", import_id=made_by, title=f"Paper {number}", abstract="words " * 200)
        for number in range(papers)
    ]
    query = put(project, "queries", key="q1", text="bees")
    put(project, "judgements", query_id=query, paper_id=numbers[0], grade=2)


def content(project: Project) -> Content:
    """Every recorded row of every table, and what can be undone."""
    tables = ("triplets", "imports", "papers", "queries", "judgements", "gestures")
    return {table: project.ledger.read(f"SELECT * FROM {table} ORDER BY id") for table in tables}  # noqa: S608 - our own tables


def refused(folder: Path, kind: type[UserError] = UserError) -> UserError:
    """The refusal to open the project in ``folder``."""
    with pytest.raises(kind) as found:
        Project.open(folder)
    assert found.value.what == f"The project “{folder.name}” could not be opened"
    return found.value


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file in ``folder`` with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def held(folder: Path) -> Generator[subprocess.Popen[str]]:
    """The project in ``folder`` is open in another process meanwhile."""
    command = [sys.executable, "-c", _HOLD, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        try:
            yield holder
        finally:
            holder.kill()
