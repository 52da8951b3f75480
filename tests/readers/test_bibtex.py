"""Records of BibTeX files as people and programs write them, whole and damaged."""

import pytest

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers import bibtex, bibtex_crossref
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.pieces import PIECE_LIMIT
from specter2_gui.readers.source import Source
from tests.readers.outcome import Outcome, outcome


def read(text: str | bytes) -> Outcome:
    return outcome(bibtex.FORMAT, text, "file.bib")


def only(text: str | bytes) -> RawRecord:
    found = read(text)
    assert not found.rejects, found.reasons
    (record,) = found.records
    return record


def test_every_field_of_a_record_is_found() -> None:
    text = r"""
% a comment
@string{jgr = "Journal of " # "Great Results"}
@Article{noether1918,
  author = {Noether, Emmy and {van der} Waerden, B. L. and others},
  title = {Invariante {V}ariationsprobleme},
  subtitle = "Eine Einf{\"u}hrung",
  journal = jgr # { B},
  year = 1918, abstract = {Two
    lines.},
  doi = {10.1000/a\_b}, pmid = {123}, eprint = {physics/0503066}, archiveprefix = {arXiv},
  keywords = {symmetry, conservation}, language = {ngerman},
}
"""
    found = only(text)
    assert found.line == 4
    assert found.raw.startswith("@Article{noether1918,")
    assert found.title == "Invariante Variationsprobleme: Eine Einführung"
    assert found.abstract.split() == ["Two", "lines."]
    assert found.authors == ("Noether, Emmy", "van der Waerden, B. L.")
    assert (found.venue, found.year, found.doi) == ("Journal of Great Results B", "1918", "10.1000/a_b")
    assert found.ids == (("key", "noether1918"), ("pmid", "123"), ("arxiv", "physics/0503066"))
    assert found.keywords == ("symmetry", "conservation")
    assert (found.language, found.kind, found.note) == ("ngerman", "article", "")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Emmy Noether", ("Noether, Emmy",)),
        ("Noether, Emmy", ("Noether, Emmy",)),
        ("Ludwig van Beethoven and Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", ("van Beethoven, Ludwig", "de la Vallée Poussin, Charles Louis Xavier Joseph")),
        ("King, Jr, Martin Luther", ("King, Martin Luther, Jr",)),
        ("{World Health Organization} AND {Simon and Schuster}", ("World Health Organization", "Simon and Schuster")),
        ("Aks{\\i}n, {\\\"O}zge", ("Aksın, Özge",)),
        ("Plato", ("Plato",)),
        ("A, B, C, D, E", ("A, C D E, B",)),
        (" and ", ("and",)),
        ("", ()),
    ],
)  # fmt: skip
def test_names_are_inverted_and_bodies_stay_whole(written: str, names: tuple[str, ...]) -> None:
    assert only(f"@book{{k, title = {{T}}, author = {{{written}}}}}").authors == names


def test_editors_stand_in_for_authors_and_a_booktitle_for_the_title_of_a_collection() -> None:
    found = only("@collection{k, booktitle = {Flows}, editor = {M. Hsu}, series = {Bulletin}}")
    assert (found.title, found.authors, found.venue) == ("Flows", ("Hsu, M.",), "Bulletin")


def test_a_doi_may_stand_in_an_address_alone() -> None:
    assert only("@misc{k, title={T}, url={https://doi.org/10.1000/{xy}}}").doi == "10.1000/xy"


def test_a_damaged_record_takes_no_other_one_with_it() -> None:
    found = read(
        "@a{one, title = {One}}\n@a{two, title = {Two\n@a{three, title = {Three}}\n@a{four title = {Four}}\n@a{five, title = {Five}}\n@a{six, tit"
    )
    assert found.titles == ["One", "Three", "Five"]
    assert [reject.line for reject in found.rejects] == [2, 4, 6]
    assert found.rejects[0].raw == "@a{two, title = {Two"
    assert "never closed" in found.rejects[0].reason
    assert "a comma" in found.rejects[1].reason


@pytest.mark.parametrize(
    ("text", "title", "note"),
    [
        ("@a{k, title = {T}, year = 2000\n", "T", "closing brace"),
        ("@a{k, title = {T}\n year = {2000}}", "T", "comma is missing before the field “year”"),
        ('@a{k, title = "T" year = 2000}', "T", "comma is missing"),
        ("@a{k, title = {T}, title = {U}}", "T", "“title” stands there more than once"),
        ("@a{k, title = {}, title = {U}}", "U", "more than once"),
        ("@a{k, title = A bare title, year = 2000}", "A bare title", "lacks its braces"),
        ("@a{k, title = {T}, note = {\n@ home, write to a@b.org or c@{d}}}", "T", ""),
        ("@a(k, title = {T (with brackets)})", "T (with brackets)", ""),
        ("@ a {k, title = {T}}", "T", ""),
        ("@a\n{k, title = {T}}", "T", ""),
        ("@in-collection.x{k, title = {T}}", "T", ""),
        ("@a{title = {T}}", "T", "no key"),
        ("@a{k, title = {T},\n % old, note = {x},\n year = 2000}", "T", "begin with %"),
        ("@a{k, title = {T\n % of all}}", "T\n % of all", ""),
        ("@a{k, year = {2000}}, title = {T}}\n% the end, x = {y}", "T", "brace too many"),
        ("@a{, title = {T}}", "T", ""),
        ("@a{k with spaces, title = {T}}", "T", ""),
        ("@a{k, TITLE = T}", "T", ""),
        ("@string{t = {T}}@string{u = t # {U}}\n@a{k, title = T # { } # u}", "T TU", ""),
    ],
)
def test_small_damages_are_mended_and_said(text: str, title: str, note: str) -> None:
    found = only(text)
    assert found.title == title
    assert note in found.note
    assert bool(note) == bool(found.note)


def test_records_may_follow_each_other_on_one_line() -> None:
    found = read(
        "<pre>@a{one, title = {One}} @b{two, title = {Two}},\t@c(three, title = {Three}) see @d{four, title = {x}} and {@e{five}}</pre>"
    )
    assert found.titles == ["One", "Two", "Three"]


def test_an_opening_at_the_start_of_a_line_is_a_record_wherever_it_stands() -> None:
    found = read("@comment{\n@a{one, title = {One}}\n}\n%@b{two, title = {Two}}\n@a{three, note = {\n@home{is} best}}")
    assert [(record.line, record.title) for record in found.records] == [(2, "One"), (6, "")]
    assert [reject.line for reject in found.rejects] == [5]


def test_comments_preambles_and_abbreviations_are_no_records() -> None:
    assert read(
        '@comment{x}@Preamble{"x"}\n@STRING(a = {b})\n@comment jabref {\n% x\nfree text, a@b.org {x}\n'
    ) == Outcome([], [])


def test_the_same_key_may_stand_in_two_records() -> None:
    assert read("@a{k, title = {One}}\n@a{k, title = {Two}}").titles == ["One", "Two"]


def test_abbreviations_of_abbreviations_cannot_fill_the_memory() -> None:
    bomb = "@string{a = {ha}}\n" + "@string{a = a # a # a # a}\n" * 200 + "@x{k, title = a # a}"
    assert len(only(bomb).title) == 20_000


def test_a_record_takes_over_what_it_lacks_from_the_one_it_names() -> None:
    text = """
@inproceedings{part, title = {Part}, author = {A}, crossref = {WHOLE}}
@software{version, version = {2}, crossref = {whole}}
@proceedings{whole, title = {Whole}, editor = {E}, year = 1999, doi = {10.1/w}, abstract = {All}, crossref = {series}}
@misc{series, title = {Series}, year = 1900, language = {french}}
@misc{alone, title = {Alone}, crossref = {nobody}}
@set{all, crossref = {part}}
@inbook{x, title = {X}, xdata = "shared, other"}
@xdata{shared, date = {2001-02}}
"""
    part, version, whole, _, alone, x = read(text).records
    assert (part.title, part.venue, part.year, part.language) == ("Part", "Whole", "1999", "french")
    assert (part.authors, part.doi, part.abstract) == (("A",), "", "")
    assert (version.title, version.authors, version.year) == ("Whole", ("E",), "1999")
    assert (whole.year, whole.doi) == ("1999", "10.1/w")
    assert (alone.title, alone.venue) == ("Alone", "")
    assert x.year == "2001-02"
    assert [reject.reason for reject in read(text).rejects] == [
        "A set only names other records of the file and has no title of its own",
        "It only holds data that other records of the file share",
    ]


def test_records_that_refer_to_each_other_end() -> None:
    found = read(
        "@a{one, crossref = {two}}\n@a{two, crossref = {one}, title = {Two}}\n@a{three, crossref = {three}, title = {T}}"
    )
    assert found.titles == ["Two", "Two", "T"]


def test_only_so_many_records_lend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibtex_crossref, "PARENT_LIMIT", 1)
    text = "@in{a, title={A}, crossref={c}}\n@in{b, title={B}, crossref={d}}\n@book{c, title={C}}\n@book{d, title={D}}"
    assert [record.venue for record in read(text).records] == ["C", "", "", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_is_read(encoding: str) -> None:
    assert only("@book{k,\r\n title = {Élan 漢字}\r}\r".encode(encoding)).title == "Élan 漢字"


def test_an_encoding_that_the_file_names_is_used() -> None:
    head = b"% Encoding: GBK\n@book{k, title = {"
    assert only(head + "漢字研究".encode("gbk") + b"}}").title == "漢字研究"
    assert bibtex.declared(b"@book{k, title = {Encoding: GBK}}") is None


def test_twenty_thousand_braces_and_a_heap_of_marks_are_read_in_no_time() -> None:
    for heap in (
        "{" * 20_000,
        "}" * 20_000,
        "{" * 20_000 + "}" * 20_000,
        '"' * 20_000,
        "@" * 20_000,
        "\\'" * 20_000,
        "$" * 20_000,
        "a=b " * 9_000,
        "\n@" * 9_000,
    ):
        read(f"@a{{one, title = {{{heap}}}}}\n@a{{two, title = {heap}}}\n@a{{three, title = {{Three}}}}")


def test_a_record_without_end_is_not_kept_in_memory() -> None:
    found = read("@a{one, title = {" + "x" * (PIECE_LIMIT + 1_100_000) + "\n@a{two, title = {Two}}")
    assert found.titles == ["Two"]
    assert found.records[0].line == 2
    assert "longer than 4,000,000 characters" in found.reasons
    assert len(found.rejects[0].raw) < 21_000


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("@article{k,\n title = {T}}", 95),
        ("% JabRef\n\n@article{k,\n title = {T}}", 95),
        ("some words\n @whatever{k, title = {T}}", 85),
        ("@comment{nothing else}", 75),
        ("@book{\nk\n,title={T}}", 95),
        ("@book{title={T}}", 75),
        ("a@b.org, c@d.org", 0),
        ("TY  - JOUR\nTI  - @article\nER  - ", 0),
    ],
)
def test_it_is_recognised_by_content(text: str, confidence: int) -> None:
    assert bibtex.FORMAT.recognise(text.encode(), text, "x.txt") == confidence


def test_reading_is_a_generator_that_can_be_left() -> None:
    records = bibtex.FORMAT.read(Source.of_bytes(b"@a{one, title={One}}\n@a{two, title={Two}}", "x"), ReadOptions())
    assert isinstance(next(records), RawRecord)


def test_a_key_that_stands_there_twice_costs_no_record() -> None:
    found = outcome(
        bibtex.FORMAT, "@book{k, title = {One}}\n@book{k, title = {Two}}\n@book{m, title = {Three}}\n"
    ).records
    assert [(one.title, dict(one.ids)["key"]) for one in found] == [("One", "k"), ("Two", "k"), ("Three", "m")]
