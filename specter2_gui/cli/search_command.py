"""``search``: the papers of a collection that fit a query best."""

from argparse import Namespace
from pathlib import Path

from specter2_gui.app.runs import refuse_damaged
from specter2_gui.app.searching import Hit, SearchEngine, check_query
from specter2_gui.cli.collections import papers_for
from specter2_gui.cli.fetching import fetch_on_first_use
from specter2_gui.cli.outcome import Outcome
from specter2_gui.cli.output import as_json
from specter2_gui.cli.progress import Progress


def search_command(arguments: Namespace) -> Outcome:
    """Search once.

    Raises:
        UserError: the query, the number of hits, the collection or the model is refused.
    """
    check_query(arguments.query, arguments.k)
    papers = papers_for(arguments)
    progress = Progress()
    engine = SearchEngine.open(chosen_model(arguments))
    progress.say(f"Model: {engine.title}")
    engine.index(papers, progress.papers, progress.say)
    hits = engine.search(arguments.query, arguments.k)
    progress.close()
    if arguments.json:
        found = [{"rank": h.rank, "id": h.id, "title": h.title, "score": round(h.score, 6)} for h in hits]
        return Outcome(as_json({"query": arguments.query, "model": engine.title, "hits": found}))
    return Outcome(_words(hits))


def chosen_model(arguments: Namespace) -> str | Path:
    """What ``--run`` (a path) or ``--model`` (a name) asks for; SPECTER2 comes onto this computer on its first use.

    Raises:
        UserError: the record of the run is damaged, or SPECTER2 cannot be downloaded.
    """
    run: Path | None = arguments.run
    if run is not None:
        run = run.expanduser()
        refuse_damaged(run)
        return run
    fetch_on_first_use(arguments.model)
    return str(arguments.model)


def _words(hits: tuple[Hit, ...]) -> str:
    return "\n".join(f"{hit.rank:>4}  {hit.score:>9.4f}  {hit.id}  {hit.title or '(no title)'}" for hit in hits)
