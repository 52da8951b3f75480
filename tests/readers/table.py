"""The table of the real exports: what each file truly holds, what is read of it, and what another library reads.

``python -m tests.readers.table`` prints it as Markdown, with the reasons of all rejects.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Reject
from specter2_gui.readers.reading import begin
from tests.readers.exports import ABSENT, FOLDER, export_files, truths
from tests.readers.peers import EXPLAINED, PEERS, peer_titles

HEADER = ("file", "format", "encoding", "start marks", "records", "rejects", "truly", "another library", "reasons")


@dataclass(frozen=True)
class Row:
    """A line of the table; ``right`` says whether what was read is the truth."""

    cells: tuple[str, ...]
    right: bool


def row(path: Path) -> Row:
    """The line of one file."""
    truth = truths(path.parent.name)[path.name]
    name = path.relative_to(FOLDER).as_posix()
    try:
        reading = begin(path)
    except UserError as error:
        return Row((name, "refused", "", "0", "0", "0", truth.why, "", error.sentence), truth.format is None)
    kept = [one if isinstance(one, Reject) else cleaned(one) for one in reading]
    reasons = Counter(one.reason for one in kept if isinstance(one, Reject))
    rejects = reasons.total()
    found = (reading.format.name, reading.start_marks, len(kept) - rejects, rejects)
    right = found == (truth.format, truth.start_marks, truth.records, truth.rejects)
    said = "; ".join(f"{count} × {reason}" for reason, count in reasons.items())
    cells = (
        name,
        found[0],
        reading.encoding.name,
        *map(str, found[1:]),
        truth.why,
        _another(path, EXPLAINED.get(name, "")),
        said,
    )
    return Row(cells, right)


def _another(path: Path, explained: str) -> str:
    if path.parent.name not in PEERS:
        return ""
    titles = peer_titles(path)
    count = "fails" if titles is None else str(len(titles))
    return f"{count}: {explained}" if explained else count


def main() -> None:
    """Print the table."""
    rows = [row(path) for path in export_files()]
    if not rows:
        print(ABSENT)
        return
    print("| " + " | ".join(HEADER) + " |\n|" + "---|" * len(HEADER))
    for line in rows:
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in line.cells) + " |")
    print(f"\n{len(rows)} files, {sum(line.right for line in rows)} read as what they truly hold.")


if __name__ == "__main__":
    main()
