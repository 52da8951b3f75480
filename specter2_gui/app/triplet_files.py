"""Loading triplets: from a file, or the sample collection that comes along."""

from pathlib import Path

from specter2_gui.app.files import read_file
from specter2_gui.disk.places import resources
from specter2_gui.domain.triplet_reading import TripletReport, read_triplets

SAMPLE = "sample"
"""The word that stands for the sample collection in settings and on the command line."""


def load_triplets(where: str | Path) -> TripletReport:
    """The triplets in the file ``where``, or those of the sample collection for :data:`SAMPLE`, row by row accounted for.

    Raises:
        UserError: the file is absent, unreadable, too large, or holds no rows.
    """
    if where == SAMPLE:
        return read_triplets(read_file(resources() / "sample" / "triplets.json", "triplets"), SAMPLE)
    path = Path(where).expanduser()
    return read_triplets(read_file(path, "triplets"), path.name)
