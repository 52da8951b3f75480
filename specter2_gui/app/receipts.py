"""What became of an imported file, number by number, so that nothing vanishes uncounted."""

from dataclasses import dataclass

from specter2_gui.domain.texts import counted


@dataclass(frozen=True, slots=True)
class Receipt:
    """The account of one file.

    ``start_marks`` are the beginnings of records that an independent count found; each is a record or a reject.
    Each record is ``added``, was ``already_there``, has ``updated`` its paper, or was ``kept_edited``: the file has another
    state of it, and the paper, which was changed by hand here, stays as it is. ``title_only`` counts the records
    without an abstract, ``duplicates`` the added ones that stand for a paper which the file or the collection has
    already. ``doubtful`` names what may be wrong because of the encoding; ``notes`` are sentences about the first records that
    were odd though they could be read.
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
            f"Format: {self.format}. Encoding: {self.encoding} ({self.encoding_reason.rstrip('.')}).",
            f"Columns taken: {', '.join(f'{column} as {field}' for column, field in self.columns)}." if self.columns else "",
        )  # fmt: skip
        return tuple(sentence for sentence in sentences if sentence)
