"""MARC21 records, whole and with wrong lengths, encodings and ends."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc import MARCReader, Record

from specter2_gui.domain.cleaning import clean_title
from specter2_gui.domain.records import RawRecord
from specter2_gui.readers import marc21, marc21_bytes
from specter2_gui.readers.source import Source
from tests.readers.exports import ABSENT, FOLDER
from tests.readers.marc_records import BOOK, Fields
from tests.readers.marc_records import marc21 as made
from tests.readers.outcome import Outcome, outcome


def read(data: bytes) -> Outcome:
    return outcome(marc21.FORMAT, data, "file.mrc")


def only(data: bytes) -> RawRecord:
    found = read(data)
    assert not found.rejects, found.reasons
    (record,) = found.records
    return record


def titled(title: str, encoding: str = "utf-8", leader: str = "am a") -> bytes:
    return made([("001", "k"), ("245", f"10$a{title}")], encoding, leader)


def test_every_field_of_a_record_is_found() -> None:
    found = only(made(BOOK))
    assert clean_title(found.title) == "The pragmatic programmer : from journeyman to master"
    assert found.authors == ("Hunt, Andrew", "Thomas, David")
    assert (found.abstract, found.year, found.language, found.kind) == ("How to program.", "c2000", "eng", "book")
    assert found.ids == (("key", "key1"), ("isbn", "020161622X"))
    assert found.keywords == ("Computer programming -- History",)
    assert found.note == ""
    assert "=245  14$aThe pragmatic programmer :$bfrom" in found.raw


def test_fields_may_lie_in_another_order_than_they_are_named() -> None:
    assert only(made(BOOK, ordered=False)) == only(made(BOOK))


def test_records_are_counted_from_one() -> None:
    found = read(titled("One") + titled("Two"))
    assert [(record.line, record.title) for record in found.records] == [(1, "One"), (2, "Two")]


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\xef\xbb\xbf", b"\x00\x00", b"\x1d", b" \x1d\n\x1d"])
def test_what_lies_between_records_is_passed_over(between: bytes) -> None:
    assert read(between + titled("One") + between + titled("Two") + between).titles == ["One", "Two"]


def test_one_wrong_length_costs_no_other_record() -> None:
    one, two, three = titled("One"), titled("Two"), titled("Three")
    for wrong in (b"99999", b"00001", b"abcde"):
        assert read(one + wrong + two[5:] + three).titles == ["One", "Two", "Three"]


def test_fields_whose_lengths_count_characters_are_told_apart_by_their_ends() -> None:
    wrong = made(BOOK).replace(b"How to program", "Wie man, äh, programmiert".encode())
    found = only(wrong)
    assert found.abstract == "Wie man, äh, programmiert."
    assert "lengths are wrong" in found.note


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:30], "cut off"),
        (lambda data: data[24:25] * 14, "cut off"),
        (lambda data: data.replace(b"001000", b"0010x0", 1), "directory"),
        (lambda data: data.replace(b"245", b"24", 1), "directory"),
        (lambda data: data.replace(b"k\x1e", b"", 1), "names 2 fields where 1 end"),
        (lambda data: data[:24] + b"\x1e" + data[30:], "directory"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_listed(damage: Callable[[bytes], bytes], reason: str) -> None:
    found = read(titled("One") + damage(titled("Two").removesuffix(b"\x1d")) + b"\x1d" + titled("Three"))
    assert found.titles == ["One", "Three"]
    assert reason in found.rejects[0].reason
    assert found.rejects[0].line == 2


def test_a_record_without_its_end_takes_no_other_one_with_it() -> None:
    found = read(titled("One").removesuffix(b"\x1d") + titled("Two") + titled("Three").removesuffix(b"\x1d"))
    assert found.titles == ["One", "Two", "Three"]


def test_a_file_without_ends_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marc21_bytes, "SEGMENT_LIMIT", 100_000)
    monkeypatch.setattr(marc21, "SEGMENT_LIMIT", 100_000)
    found = read(b"x" * 400_000 + b"\x1d" + titled("Two"))
    assert found.titles == ["Two"]
    assert "longer than 100,000 bytes" in found.reasons


@pytest.mark.parametrize(
    ("data", "title", "note"),
    [
        (titled("Zürich", leader="am a"), "Zürich", ""),
        (titled("Zürich", leader="am  "), "Zürich", "does not say UTF-8"),
        (titled("Zürich", leader="am  ", encoding="cp1252"), "Zürich", "says MARC-8"),
        (titled("Zürich", leader="am a", encoding="cp1252"), "Zürich", "says UTF-8"),
        (titled("Bébé, ça va", leader="am  ", encoding="cp1252"), "Bébé, ça va", "says MARC-8"),
        (titled("Zu#rich").replace(b"am a", b"am  ").replace(b"u#", b"\xe8u"), "Zürich", ""),
        (titled("La#o#rd").replace(b"am a", b"am  ").replace(b"a#o#", b"\xb1\xb2\xe2e"), "Lłøérd", ""),
        (titled("##########x").replace(b"am a", b"am  ").replace(b"##########", b"\x1b$1!0=\x1b(B"), "之x", ""),
        (titled("#######x").replace(b"am a", b"am  ").replace(b"#######", b"\x1b$1!0\x1b("), None, ""),
    ],
)  # fmt: skip
def test_the_encoding_of_each_record_is_found(data: bytes, title: str | None, note: str) -> None:
    found = only(data)
    assert title is None or found.title == title
    assert note in found.note


def test_the_receipt_says_which_encodings_there_are() -> None:
    marc8 = titled("Zu#rich").replace(b"am a", b"am  ").replace(b"u#", b"\xe8u")
    one = marc21.encoding(Source.of_bytes(marc8 * 2, "x"))
    assert (one.name, one.reason) == ("marc-8", "The bytes of every record fit MARC-8")
    both = marc21.encoding(Source.of_bytes(titled("Zürich") + marc8 * 2, "x"))
    assert (both.name, both.reason) == ("marc-8", "Each record has an encoding of its own: 2 MARC-8, 1 UTF-8")


def test_a_heap_of_accents_costs_no_time(capfd: pytest.CaptureFixture[str]) -> None:
    heap = b"\xe2\xf0" * 100_000 + b"a" + b"\x1b$1" + b"!" * 100_001
    read(titled("##").replace(b"am a", b"am  ").replace(b"##", heap))
    assert capfd.readouterr() == ("", "")


def test_unimarc_has_its_titles_in_200() -> None:
    fields: Fields = [
        ("001", "FR1"),
        ("010", "  $a2-07-036024-8"),
        ("100", "  $a19990101d1942    m  y0frey50      ba"),
        ("101", "0 $afre"),
        ("200", "1 $aL'étranger$eroman$fAlbert Camus"),
        ("210", "  $aParis$cGallimard$d1942"),
        ("225", "| $aBlanche"),
        ("330", "  $aUn homme."),
        ("606", "  $aRoman$xHistoire"),
        ("700", " 1$aCamus$bAlbert$f1913-1960$4070"),
        ("710", "02$aGallimard$bService"),
    ]
    found = only(made(fields, leader="am  "))
    assert found.title == "L'étranger : roman"
    assert found.authors == ("Camus, Albert", "Gallimard Service")
    assert (found.abstract, found.year, found.language, found.venue) == ("Un homme.", "1942", "fre", "Blanche")
    assert found.keywords == ("Roman -- Histoire",)
    assert found.ids == (("key", "FR1"), ("isbn", "2-07-036024-8"))


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        (("245", "10$aOne$bTwo$nPart 3$pFour"), "title", "One : Two. Part 3. Four"),
        (("245", "10$aOne :$bTwo$h[map]"), "title", "One : Two"),
        (("245", "10$aEven alone ;"), "title", "Even alone ;"),
        (("100", "1 $aTolkien, J. R. R."), "authors", ("Tolkien, J. R. R.",)),
        (("100", "1 $aLutz, Mark."), "authors", ("Lutz, Mark",)),
        (("110", "2 $aUnited States.$bCongress."), "authors", ("United States. Congress",)),
        (("700", "12$aCamus, Albert.$tL'étranger"), "authors", ()),
        (("700", "1 $aGilmour, John$4trl"), "authors", ()),
        (("700", "1 $aAdams, Frank$4http://id.loc.gov/vocabulary/relators/edt"), "authors", ("Adams, Frank",)),
        (("024", "7 $a10.1000/x$2doi"), "doi", "10.1000/x"),
        (("856", "40$uhttps://doi.org/10.1000/y"), "doi", "10.1000/y"),
        (("024", "8 $a4710.12345/6"), "doi", ""),
        (("264", " 1$c[2023]"), "year", "[2023]"),
        (("773", "08$tEssays ; 1.$gpages 447-473"), "venue", "Essays ; 1."),
        (("490", "0 $aRecipes ;$v7"), "venue", "Recipes"),
        (("520", "1 $aA review"), "abstract", ""),
        (("520", "3 $aAbstract.$bMore."), "abstract", "Abstract. More."),
        (("041", "0 $ager"), "language", "ger"),
        (("041", "1 $aengund"), "language", "eng"),
        (("035", "  $a(OCoLC)ocm44279786"), "ids", (("key", "k"), ("oclc", "ocm44279786"))),
        (("502", "  $aThesis"), "kind", "thesis"),
    ],
)  # fmt: skip
def test_what_a_field_means(field: tuple[str, str], name: str, value: object) -> None:
    title: Fields = [] if field[0] == "245" else [("245", "10$aT")]
    assert getattr(only(made([("001", "k"), *title, field])), name) == value


def test_of_several_dates_the_publication_counts() -> None:
    dates: Fields = [("008", "990802s1999"), ("245", "10$aT"), ("264", " 4$c©2022"), ("264", " 1$c2023")]
    assert only(made(dates)).year == "2023"
    assert only(made(dates[:2])).year == "1999"


def peer_records(data: bytes) -> list[Record | None]:
    return list(MARCReader(io.BytesIO(data), to_unicode=True, utf8_handling="replace", permissive=True))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=5,
    )
)
def test_titles_are_those_that_pymarc_reads(titles: list[str]) -> None:
    plain = [title.replace("$", "") or "x" for title in titles]
    data = b"".join(titled(title) for title in plain)
    peers = [record["245"]["a"].strip() for record in peer_records(data) if record]
    assert read(data).titles == peers == [title.strip() for title in plain]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("name", ["pymarc__marc.dat", "pymarc__utf8_without_leader_flag.dat"])
def test_real_files_are_read_as_pymarc_reads_them(name: str) -> None:
    data = (FOLDER / "marc21" / name).read_bytes()
    peers = list(MARCReader(io.BytesIO(data), to_unicode=True, force_utf8="utf8" in name))
    found = read(data)
    assert [clean_title(record.title) for record in found.records] == [
        clean_title(" ".join(peer["245"].get_subfields("a", "b", "n", "p"))) for peer in peers if peer
    ]
    assert [dict(record.ids)["key"] for record in found.records] == [peer["001"].data for peer in peers if peer]


@pytest.mark.parametrize(
    ("data", "name", "confidence"),
    [
        (made(BOOK), "x", 98),
        (b"\xef\xbb\xbf\r\n" + made(BOOK), "x", 98),
        (b"broken" + made(BOOK), "x.mrc", 60),
        (b"broken" + made(BOOK), "x", 30),
        (b"TY  - JOUR", "x.mrc", 0),
    ],
)
def test_it_is_recognised_by_content(data: bytes, name: str, confidence: int) -> None:
    assert marc21.FORMAT.recognise(data, "", name) == confidence


@pytest.mark.parametrize("sets", ["0103", "03  ", "01020301"])
def test_unimarc_in_iso_5426_has_its_accents_before_its_letters(sets: str) -> None:
    general = f"20010101d2001    m  y0frey{sets:<8}ba"
    fields = [
        ("001", "k1"),
        ("100", f"  $a{general}"),
        ("200", "1 $aL'\xc2et\xc2e des b\xc3etes$eM\xc8uller, \xe1sop et \xf8odz"),
        ("330", "  $a\xabBi\xcfzek\xbb \xd0cedille"),
    ]
    [record] = outcome(marc21.FORMAT, made(fields, "latin-1", leader="am  ")).records
    assert record.title == "L'été des bêtes : Müller, Æsop et łodz"
    assert record.abstract == "«Bižek» çedille"
    assert record.note == ""


def test_the_receipt_names_iso_5426() -> None:
    data = made(
        [("100", "  $a20010101d2001    m  y0frey0103    ba"), ("200", "1 $a\xc2et\xc2e")], "latin-1", leader="am  "
    )
    found = marc21.FORMAT.encoding(Source.of_bytes(data, "a.mrc"))
    assert (found.name, found.reason) == ("iso-5426", "The bytes of every record fit ISO 5426")
