"""What reading bytes in a format comes to, with the check that nothing vanished uncounted."""

from dataclasses import dataclass

from specter2_gui.domain.records import RawRecord, Reject
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source


@dataclass(frozen=True)
class Outcome:
    """All that was read, in the order of the file."""

    records: list[RawRecord]
    rejects: list[Reject]

    @property
    def titles(self) -> list[str]:
        """Those of the records."""
        return [record.title for record in self.records]

    @property
    def reasons(self) -> str:
        """Those of the rejects, one on each line."""
        return "\n".join(reject.reason for reject in self.rejects)


def outcome(format: Format, data: str | bytes, name: str = "file") -> Outcome:  # noqa: A002 - the word for it
    """Read ``data`` and see that as many records begin as are read or rejected."""
    source = Source.of_bytes(data.encode() if isinstance(data, str) else data, name)
    source.declare(format.declared(source.head()))
    found = list(format.read(source, ReadOptions()))
    assert format.start_marks(source) == len(found)
    assert [one.line for one in found] == sorted(one.line for one in found)
    records = [one for one in found if isinstance(one, RawRecord)]
    return Outcome(records, [one for one in found if isinstance(one, Reject)])
