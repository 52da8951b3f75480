"""The sample collection in a project: its papers and queries beside the triplets, so that every page has something to show."""

from typing import TYPE_CHECKING

from specter2_gui.app.importing import FileRefused, import_files
from specter2_gui.app.query_import import import_queries
from specter2_gui.disk.places import resources
from specter2_gui.project.paper_filters import PaperFilter

if TYPE_CHECKING:
    from specter2_gui.project.project import Project


def add_sample(project: "Project") -> bool:
    """Import the papers and the queries of the sample into ``project``; False, and nothing, if it holds papers already.

    Its judgements stay out: what they say of the queries that are not in the triplets is for trying the result.

    Raises:
        UserError: the disk refused; what was imported until then is there.
    """
    if project.papers.count(PaperFilter(duplicates="shown")):
        return False
    folder = resources() / "sample"
    for event in import_files(project, [folder / "papers.jsonl"]):
        if isinstance(event, FileRefused):
            raise event.error
    import_queries(project, folder / "queries.jsonl")
    return True
