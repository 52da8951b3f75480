"""Damaged at random, no file makes a reader crash or lose a record unsaid; ``tests.benchmarks.mutations`` tries a hundred times as many."""

import random
import zlib

import pytest

from specter2_gui.readers import (
    biblioscape,
    copac,
    endnote_tagged,
    inspec,
    ovid_tagged,
    pubmed_nbib,
    refworks_tagged,
    ris,
    wos_tagged,
)
from specter2_gui.readers.formats import Format
from specter2_gui.readers.registry import FORMATS
from specter2_gui.readers.source import Source
from specter2_gui.readers.tagged import Grammar
from tests.readers.mutations import TOKENS, fare, mutated, recognised
from tests.readers.samples import COUNT, SAMPLES, word

PER_FORMAT = 120
GRAMMARS = {
    module.FORMAT.name: module.GRAMMAR
    for module in (
        ris,
        pubmed_nbib,
        wos_tagged,
        endnote_tagged,
        refworks_tagged,
        ovid_tagged,
        biblioscape,
        copac,
        inspec,
    )
}
EACH = pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)


@EACH
def test_a_clean_file_is_recognised_and_read_whole(kind: Format) -> None:
    data = SAMPLES[kind.name]
    assert recognised(data) is kind
    found = fare(kind, data).found
    assert found is not None
    assert len(found) == COUNT
    for number, one in enumerate(found):
        assert word(number) in getattr(one, "title", "")


@EACH
def test_files_damaged_at_random_are_read_rejected_or_refused(kind: Format) -> None:
    by = random.Random(zlib.crc32(kind.name.encode()))  # noqa: S311 - damage that can be repeated, no secret
    for number in range(PER_FORMAT):
        data = mutated(SAMPLES[kind.name], by)
        try:
            fare(kind, data)
            recognised(data)
        except Exception as error:
            error.add_note(f"number {number}: {data[:3000]!r}")
            raise


@EACH
def test_bytes_that_mean_something_do_no_harm_at_either_end(kind: Format) -> None:
    data = SAMPLES[kind.name]
    for token in TOKENS:
        for changed in (token + data, data + token, token):
            fare(kind, changed)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind.name in GRAMMARS], ids=lambda kind: kind.name)
def test_a_word_that_is_still_in_a_damaged_tagged_file_is_shown_in_a_record_or_reject(kind: Format) -> None:
    by = random.Random(11)  # noqa: S311 - damage that can be repeated, no secret
    for _ in range(PER_FORMAT):
        data = mutated(SAMPLES[kind.name], by)
        if b"\0" in data or len(data) > 15_000:  # other encodings, and records of which only the beginning is shown
            continue
        shown = fare(kind, data).shown
        for number in range(COUNT):
            if word(number).encode() in data and word(number) not in shown:
                assert has_foreign_tag(GRAMMARS[kind.name], data, word(number)), data


def has_foreign_tag(grammar: Grammar, data: bytes, looked_for: str) -> bool:
    """Whether the word stands behind a tag that the format does not know: such a line between records belongs to none."""
    texts = [line.text for line in Source.of_bytes(data, "x").lines() if looked_for in line.text]
    return any(pair and pair[0] not in grammar.known for pair in map(grammar.parse, texts))


@pytest.mark.parametrize("name", GRAMMARS)
def test_lines_that_need_not_be_parsed_would_be_parsed_the_same(name: str) -> None:
    grammar = GRAMMARS[name]
    for beginning, tag in grammar.plain().items():
        for value in ("value", "", " ", "- x", "\xa0y"):
            assert grammar.parse(beginning + value) == (tag, value)
    assert len({len(beginning) for beginning in grammar.plain()}) <= 1


@EACH
def test_one_long_line_is_read_or_refused(kind: Format) -> None:
    data = SAMPLES[kind.name]
    middle = data.index(b"everybody") if b"everybody" in data else len(data) // 2
    fare(kind, data[:middle] + b"x" * 3_000_000 + data[middle:])
    fare(kind, b"x" * 3_000_000)
