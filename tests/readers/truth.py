"""What a file of the real exports truly holds, judged by looking at it and not by what a reader prints."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """``format`` is the name in the receipt, or None where the file is refused as a whole, in words that hold ``says``.

    ``start_marks``, ``records`` and ``rejects`` are those of the receipt: a record is counted after cleaning, so one with neither
    title nor abstract is a reject. ``why`` tells what is in the file; where another library finds
    another number of records, ``peers.EXPLAINED`` says why.
    """

    format: str | None
    start_marks: int
    records: int
    rejects: int
    why: str
    says: str = ""


def refused(says: str, why: str) -> Truth:
    """The truth of a file that is no bibliographic file of a kind that can be read."""
    return Truth(None, 0, 0, 0, why, says)
