"""Clean RIS records and the ways in which such files are damaged on their way to a librarian."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """What a record says, so that a test can ask for it back."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]


PAPERS = (
    Paper(
        "Öffentliche Bibliotheken in Zürich",
        "We count the readers of three libraries. ER wards and AB tests are not meant; nor is TY, at all.",
        ("Müller, Zoë", "Brontë, Émile"),
        ("libraries", "readers"),
    ),
    Paper(
        "Honey bees – how they dance",
        "Bees tell other bees where nectar is. The “dance” is watched for 30 °C and more.",
        ("Frisch, Karl von",),
        ("bees", "dance", "nectar"),
    ),
    Paper(
        "Rivers and their temperature",
        "Rivers get warmer. So does the sea.",
        ("Rhône, Anne", "Weißer, Jürgen"),
        ("rivers",),
    ),
)


def record(paper: Paper, number: int) -> list[str]:
    """The lines of one clean record."""
    return [
        "TY  - JOUR",
        f"ID  - {number}",
        f"TI  - {paper.title}",
        *(f"AU  - {name}" for name in paper.authors),
        "PY  - 2021/05/01/",
        "JO  - Journal of Records",
        f"DO  - 10.1234/records.{number}",
        *(f"KW  - {word}" for word in paper.keywords),
        f"AB  - {paper.abstract}",
        "ER  - ",
        "",
    ]


def clean() -> str:
    """A clean file of all papers."""
    return "\n".join(line for number, paper in enumerate(PAPERS, 1) for line in record(paper, number))


def _each_line(change: Callable[[str], str]) -> bytes:
    return "\n".join(map(change, clean().split("\n"))).encode()


def _replaced(pattern: str, by: str) -> bytes:
    return re.sub(pattern, by, clean(), flags=re.MULTILINE).encode()


def _unfinished() -> bytes:
    return clean().rpartition("\nER")[0].encode()


def _led_by_a_blank() -> bytes:
    return f" \ufeff\n{clean()}".encode()


def _type_not_first() -> bytes:
    return _replaced(r"^(TY  - JOUR)\n(ID.*)\n(TI.*)\n", r"\2\n\3\n\1\n")


def _names_mixed() -> bytes:
    records = clean().split("ER  - \n")
    records[1] = records[1].replace("TI  - ", "T1  - ").replace("AB  - ", "N2  - ")
    return "ER  - \n".join(records).encode()


def _numbered() -> bytes:
    parts = [
        f'Record #{number} of 3\nProvider: Somebody\nContent: text/plain; charset="UTF-8"\n{number}.\n'
        for number in (1, 2, 3)
    ]
    return re.sub("^TY", lambda _: parts.pop(0) + "TY", clean(), flags=re.MULTILINE).encode()


def _ovid() -> bytes:
    after = "ER  - \nNL  - J Rec\n\nLink to the Ovid Full Text or citation: https://ovid.example/?T=JS&AN=1\n"
    return clean().replace("ER  - \n", after).encode()


DAMAGES: dict[str, Callable[[], bytes]] = {
    "byte order mark": lambda: clean().encode("utf-8-sig"),
    "UTF-16 with a mark": lambda: clean().encode("utf-16"),
    "line ends of old Macs": lambda: clean().replace("\n", "\r").encode(),
    "no end mark anywhere": lambda: _replaced("^ER  - \n", ""),
    "last record unfinished": _unfinished,
    "one space after the tag": lambda: _replaced("^([A-Z][A-Z0-9])  - ", r"\1 - "),
    "tags in small letters": lambda: _each_line(
        lambda line: line[:2].lower() + line[2:] if line[2:5] == "  -" else line
    ),
    "type not first": _type_not_first,
    "T1 and TI, N2 and AB": _names_mixed,
    "lines without a tag": lambda: _replaced(r"^(AB  - .*\.) (.*)$", r"\1\n\2"),
    "lines between records": _numbered,
    "links after records": _ovid,
    "Windows-1252": lambda: clean().encode("cp1252"),
}
"""The 13 damages by which other readers lose records."""

MORE_DAMAGES: dict[str, Callable[[], bytes]] = {
    "UTF-16 without a mark": lambda: clean().encode("utf-16-be"),
    "UTF-32 without a mark": lambda: clean().encode("utf-32-le"),
    "a mark before each record": lambda: clean().replace("TY  -", "\ufeffTY  -").encode(),
    "a blank before the mark": _led_by_a_blank,
    "every second line blank": lambda: clean().replace("\n", "\r\r\n").encode(),
    "no space after the dash": lambda: _replaced("^(TY|TI|AB|AU)  - ", r"\1  -"),
    "no space before the dash": lambda: _replaced("^([A-Z][A-Z0-9])  - ", r"\1- "),
    "a tab before the dash": lambda: _replaced("^([A-Z][A-Z0-9])  - ", "\\1\t- "),
    "long dashes": lambda: _replaced("^([A-Z][A-Z0-9])  - ", "\\1  – "),
    "spaces that do not break": lambda: _replaced("^([A-Z][A-Z0-9])  - ", "\\1\xa0\xa0-\xa0"),
    "small letters and one space": lambda: _each_line(
        lambda line: line[:2].lower() + line[3:] if line[2:5] == "  -" else line
    ),
    "indented": lambda: _each_line(lambda line: f"    {line}"),
    "NULs between records": lambda: clean().replace("\nTY", "\n\0\0\0TY").encode(),
    "no type anywhere": lambda: _replaced("^TY  - JOUR\n", ""),
    "one end mark missing": lambda: clean().replace("ER  - \n", "", 1).encode(),
    "two end marks": lambda: clean().replace("ER  - \n", "ER  - \nER  - \n").encode(),
    "one byte that is not UTF-8": lambda: clean().encode().replace("30 °C".encode(), "30 °C".encode("cp1252")),
    "UTF-8 and then Windows-1252": lambda: (
        clean()[: clean().rindex("TY")].encode() + clean()[clean().rindex("TY") :].encode("cp1252")
    ),
    "Unicode line separators inside": lambda: clean().replace("libraries. ER", "libraries.\u2028ER").encode(),
}
"""Damages that are seen as well."""
