"""What became of an imported file, number by number, so that nothing vanishes uncounted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from specter2_gui.domain.texts import counted
from specter2_gui.readers.registry import format_place, format_title

if TYPE_CHECKING:
    from specter2_gui.project.imports import ImportRow

_WORDS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Receipt:
    """The account of one file.

    ``start_marks`` are the beginnings of records that an independent count found; each is a record or a reject.
    Each record is ``added``, was ``already_there``, has ``updated`` its paper, or was ``kept_edited``: the file has another
    state of it, and the paper, which was changed by hand here, stays as it is. ``title_only`` counts the records
    without an abstract, ``duplicates`` the added ones that stand for a paper which the file or the collection has
    already. ``doubtful`` names what may be wrong because of the encoding. ``notes`` are sentences about
    records that were odd though they could be read, the first of ``noted`` ones.
    """

    name: str
    format: str
    encoding: str
    encoding_reason: str
    doubtful: tuple[str, ...]
    start_marks: int
    records: int
    rejects: int
    title_only: int
    duplicates: int
    already_there: int
    updated: int
    added: int
    import_id: int
    kept_edited: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    noted: int = 0

    @property
    def place(self) -> str:
        """What the number of a record counts in the file: ``Line``, ``Row`` or ``Record``."""
        return format_place(self.format)

    @property
    def unaccounted(self) -> int:
        """How many start marks are neither records nor rejects; 0 in every sound import."""
        return self.start_marks - self.records - self.rejects

    @property
    def alarm(self) -> str:
        """What to say loudly where the numbers do not go together; empty where they do."""
        if not self.unaccounted:
            return ""
        found = counted(self.start_marks, "beginning of a record was", "beginnings of records were")
        return (
            f"The numbers of “{self.name}” do not go together: {found} found, but {self.records:,} records and "
            f"{self.rejects:,} rejects. Compare the collection with the file before you rely on it."
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The account in sentences, the most important first."""
        sentences = (
            f"{counted(self.start_marks, 'record', 'records')} in the file: {self.records:,} read, {self.rejects:,} rejected.",
            f"{self.added:,} added, {self.already_there:,} already there, {self.updated:,} updated.",
            f"{counted(self.kept_edited, 'paper was', 'papers were')} changed by hand here and kept, though the file has "
            "another state of it." if self.kept_edited else "",
            f"{counted(self.duplicates, 'paper repeats', 'papers repeat')} another one and "
            f"{'is' if self.duplicates == 1 else 'are'} hidden behind it." if self.duplicates else "",
            f"{counted(self.title_only, 'record has', 'records have')} a title only." if self.title_only else "",
            f"{counted(self.noted, 'note says', 'notes say')} what is odd about records that could be read."
            if self.noted else "",
            f"Format: {format_title(self.format)}. Encoding: {self.encoding} ({self.encoding_reason.rstrip('.')}).",
            f"The encoding leaves these in doubt, so look them over: {_some(self.doubtful)}." if self.doubtful else "",
            f"Columns taken: {', '.join(_taken(self.columns))}." if self.columns else "",
        )  # fmt: skip
        return tuple(sentence for sentence in sentences if sentence)


def receipt_of(row: "ImportRow") -> Receipt:
    """The receipt of an import as it is kept, whenever it was made; records that were mended since are counted as read."""
    return Receipt(
        name=row.name,
        format=row.format,
        encoding=row.encoding,
        encoding_reason=row.encoding_reason,
        doubtful=row.doubtful,
        start_marks=row.start_marks,
        records=row.records,
        rejects=row.rejects,
        title_only=row.title_only,
        duplicates=row.duplicates,
        already_there=row.already_there,
        updated=row.updated,
        added=row.added,
        import_id=row.id,
        kept_edited=row.kept_edited,
        columns=tuple(row.mapping.items()),
        notes=row.notes,
        noted=row.noted,
    )


def _taken(columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    """For each field the columns it was taken from; of several the first filled one counts, but keywords come from all."""
    by_field: dict[str, list[str]] = {}
    for column, field in columns:
        by_field.setdefault(field, []).append(column)
    return (
        f"{(' and ' if field == 'keywords' else ' else ').join(names)} as {field}" for field, names in by_field.items()
    )


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - _WORDS_SHOWN:,} more" if len(words) > _WORDS_SHOWN else ""
    return ", ".join(f"“{word}”" for word in words[:_WORDS_SHOWN]) + more
