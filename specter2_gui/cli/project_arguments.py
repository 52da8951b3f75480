"""The commands that fill a project, take out of it, and prepare it for searching."""

from typing import Any

from specter2_gui.app.exporting import FORMATS
from specter2_gui.app.said_columns import FIELD_NAMES, NOT_READ
from specter2_gui.cli.argument_kinds import JSON, PROJECT, add_command, add_model, path, text

_IMPORT = (
    "Read files of references into a project. The format is recognised by the content: RIS, BibTeX, PubMed, Web of Science, "
    "EndNote, RefWorks, Ovid, MARC, MODS, Citavi, CSV, TSV, Excel, CSL-JSON, JSON and JSON Lines; files of triplets are told apart. "
    "For each file it says what became of every record; a file that is imported again, or in a newer state, adds only what is new. The files are never changed."
)
_IMPORT_STATUSES = (
    "Exit status: 0 all files were imported, 1 a fault of the program, 2 a file was refused (the others were imported), "
    "130 interrupted (the file that was being read leaves nothing; what was done before is told)."
)


def add_project_commands(commands: Any) -> None:
    """Add ``import``, ``export`` and ``embed``."""
    _add_import(commands)
    _add_export(commands)
    _add_embed(commands)


def _add_import(commands: Any) -> None:
    command = add_command(commands, "import", "read files of references into a project", _IMPORT)
    command.epilog = _IMPORT_STATUSES
    command.add_argument("project", metavar="PROJECT", type=path, help=PROJECT)
    command.add_argument(
        "files", metavar="FILE", type=path, nargs="*", default=[], help="files of references, or of triplets"
    )
    command.add_argument(
        "--column", metavar="COLUMN=FIELD", action="append", default=[], type=text, dest="columns",
        help="for tables: which column holds what, for example --column 'Source title=venue'; may be given several times, and "
        f"goes before what is recognised; the fields are {', '.join(FIELD_NAMES)}, and {NOT_READ} to leave a column out; "
        "what is said is remembered for the next table with these columns",
    )  # fmt: skip
    command.add_argument(
        "--queries", metavar="FILE", action="append", default=[], type=path,
        help='queries as JSON Lines ({"id": ..., "text": ...}), a table (CSV, Excel), or plain text with one query a line',
    )  # fmt: skip
    command.add_argument(
        "--qrels", metavar="FILE", action="append", default=[], type=path,
        help="judgements as TREC qrels, TSV or CSV; papers are named by their id or DOI, queries by their id or text",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help=JSON)


def _add_export(commands: Any) -> None:
    formats = "; ".join(f"{what}: {', '.join(names)}" for what, names in FORMATS.items())
    command = add_command(
        commands, "export", "write papers, queries, judgements or triplets of a project into a file",
        "Write what a project holds into a file for other programs. The whole file is written, or an old one stays as it is.",
    )  # fmt: skip
    command.add_argument("project", metavar="PROJECT", type=path, help="folder of a project")
    command.add_argument("--what", metavar="WHAT", choices=tuple(FORMATS), required=True, help=", ".join(FORMATS))
    command.add_argument("--format", metavar="FORMAT", type=text, required=True, help=formats)
    command.add_argument("--out", metavar="FILE", type=path, required=True, help="the file to write")


def _add_embed(commands: Any) -> None:
    command = add_command(
        commands, "embed", "compute the vectors of a project's papers, so that searches begin at once",
        "Compute the vectors of all papers that have none under a model. What is done is kept: after Ctrl+C the next call goes on there.",
    )  # fmt: skip
    command.add_argument("project", metavar="PROJECT", type=path, help="folder of a project")
    add_model(command, required=False)
    command.add_argument("--json", action="store_true", help=JSON)
