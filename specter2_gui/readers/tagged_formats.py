"""A format made from a grammar of tagged lines and from what its tags mean."""

from collections.abc import Callable, Iterator

from specter2_gui.domain.records import Found, RawRecord
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.tagged import Block, Grammar, read_tagged, tagged_marks


def tagged_format(
    name: str,
    title: str,
    recognise: Callable[[str, str], int],
    grammar: Grammar | Callable[[Source], Grammar],
    record: Callable[[Block], RawRecord],
) -> Format:
    """The format ``name``: ``recognise`` tells from text and file name how sure it is, ``record`` makes a record of its lines.

    Where the files of a format differ, ``grammar`` looks at one and gives its grammar.
    """

    def grammar_of(source: Source) -> Grammar:
        return grammar if isinstance(grammar, Grammar) else grammar(source)

    def recognise_text(_: bytes, text: str, file_name: str) -> int:
        return recognise(text, file_name)

    def read(source: Source, _: ReadOptions) -> Iterator[Found]:
        return read_tagged(source, grammar_of(source), record)

    def start_marks(source: Source) -> int:
        return tagged_marks(source, grammar_of(source))

    return Format(name, title, recognise_text, read, start_marks)
