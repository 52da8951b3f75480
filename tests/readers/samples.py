"""A small clean file in each format, with a word in each title that is found nowhere else."""

import io
import json
from collections.abc import Callable, Iterable

from openpyxl import Workbook
from pymarc import Field, Indicators, Record, Subfield

COUNT = 3
ABSTRACT = "We ask who reads what. The answer is: everybody, “now” and then; 30 °C & more."


def word(number: int) -> str:
    """The word by which the record ``number`` is known again."""
    return f"canary{number}bird"


def _title(number: int) -> str:
    return f"On {word(number)} and Zürich"


def _each(record: Callable[[int], str], between: str = "\n") -> str:
    return between.join(record(number) for number in range(COUNT))


def _ris() -> str:
    return _each(
        lambda n: (
            f"TY  - JOUR\nID  - {n}\nTI  - {_title(n)}\nAU  - Müller, Zoë\nPY  - 2020\nJO  - Journal\nKW  - bees\nAB  - {ABSTRACT}\nER  - \n"
        )
    )


def _nbib() -> str:
    return _each(
        lambda n: (
            f"PMID- {n + 1}\nOWN - NLM\nTI  - {_title(n)}\n      that goes on\nAB  - {ABSTRACT}\nFAU - Müller, Zoë\nDP  - 2020\nJT  - Journal\n"
        )
    )


def _wos() -> str:
    body = _each(
        lambda n: (
            f"PT J\nAU Muller, Z\n   Bronte, E\nTI {_title(n)}\nSO JOURNAL\nAB {ABSTRACT}\nPY 2020\nUT WOS:{n}\nER\n"
        )
    )
    return f"FN Clarivate Analytics Web of Science\nVR 1.0\n{body}\nEF\n"


def _endnote() -> str:
    return _each(lambda n: f"%0 Journal Article\n%A Müller, Zoë\n%T {_title(n)}\n%D 2020\n%J Journal\n%X {ABSTRACT}\n")


def _refworks() -> str:
    return _each(
        lambda n: (
            f"RT Journal Article\nSR Print(0)\nID {n}\nA1 Müller,Zoë\nT1 {_title(n)}\nYR 2020\nJF Journal\nAB {ABSTRACT}\n"
        )
    )


def _ovid() -> str:
    return _each(
        lambda n: (
            f"<{n + 1}>\nAccession Number\n  0000{n}.\nAuthor\n  Müller, Zoë MD\nTitle\n  {_title(n)}\nSource\n  Journal.  8(6):1-4, May 2020.\nAbstract\n  {ABSTRACT}\n"
        )
    )


def _biblioscape() -> str:
    return _each(
        lambda n: (
            f"--AU-- Müller, Zoë\n--TI-- {_title(n)}\n--ST-- Journal\n--YP-- 2020\n--AB-- {ABSTRACT}\n--RT-- Journal Article\n------"
        )
    )


def _copac() -> str:
    return _each(
        lambda n: (
            f"TI- {_title(n)}\nAU- Müller, Zoë\nPU- Place : Publisher\nPY- 1977\nNT- Index\nHL- Oxford ;\n    Leeds\nDT- TXT\n"
        )
    )


def _inspec() -> str:
    return _each(
        lambda n: f"Record {n + 1} of 3 - INSPEC\n\nTI ~ {_title(n)}\nAU ~ Müller, Zoë\nAB ~ {ABSTRACT}\nPY ~ 2020\n"
    )


def _bibtex() -> str:
    return _each(
        lambda n: (
            f'@article{{key{n},\n  title = {{{_title(n)}}},\n  author = {{M{{\\"u}}ller, Zo{{\\"e}} and Bront{{\\"e}}}},\n  year = 2020,\n  abstract = "{ABSTRACT}"\n}}\n'
        )
    )


def _escaped() -> str:
    return ABSTRACT.replace("&", "&amp;")


def _pubmed_xml() -> str:
    one = (
        "<PubmedArticle><MedlineCitation><PMID Version='1'>{n}</PMID><Article><Journal><JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue>"
        "<Title>Journal</Title></Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{abstract}</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Müller</LastName><ForeName>Zoë</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>"
    )
    body = _each(lambda n: one.format(n=n, title=_title(n), abstract=_escaped()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n{body}\n</PubmedArticleSet>\n'


def _endnote_xml() -> str:
    one = (
        "<record><rec-number>{n}</rec-number><ref-type name='Journal Article'>17</ref-type><contributors><authors><author><style>Müller, Zoë</style></author></authors>"
        "</contributors><titles><title><style face='normal'>{title}</style></title></titles><dates><year><style>2020</style></year></dates>"
        "<abstract><style>{abstract}</style></abstract></record>"
    )
    body = _each(lambda n: one.format(n=n, title=_title(n), abstract=_escaped()))
    return f'<?xml version="1.0" encoding="UTF-8"?><xml><records>{body}</records></xml>'


def _marcxml() -> str:
    one = (
        "<record><leader>00000nam a2200000 a 4500</leader><controlfield tag='001'>{n}</controlfield><datafield tag='245' ind1='1' ind2='0'><subfield code='a'>{title}</subfield>"
        "</datafield><datafield tag='520' ind1=' ' ind2=' '><subfield code='a'>{abstract}</subfield></datafield></record>"
    )
    body = _each(lambda n: one.format(n=n, title=_title(n), abstract=_escaped()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n{body}\n</collection>'


def _mods() -> str:
    one = "<mods ID='m{n}'><titleInfo><title>{title}</title></titleInfo><abstract>{abstract}</abstract></mods>"
    body = _each(lambda n: one.format(n=n, title=_title(n), abstract=_escaped()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3">\n{body}\n</modsCollection>'


def _marc_record(number: int) -> bytes:
    record = Record(force_utf8=True)
    record.add_field(Field("001", data=f"id{number}"))
    record.add_field(
        Field("245", Indicators("1", "0"), [Subfield("a", _title(number) + " /"), Subfield("c", "Zoë Müller")])
    )
    record.add_field(Field("520", Indicators(" ", " "), [Subfield("a", ABSTRACT)]))
    return record.as_marc()


def _values() -> Iterable[dict[str, str]]:
    return (
        {
            "id": str(n),
            "title": _title(n),
            "abstract": ABSTRACT,
            "year": "2020",
            "authors": "Müller, Zoë; Brontë, Émile",
        }
        for n in range(COUNT)
    )


def _table(between: str) -> str:
    quoted = [[f'"{value}"' for value in row.values()] for row in _values()]
    return "\n".join(between.join(row) for row in (["id", "title", "abstract", "year", "authors"], *quoted)) + "\n"


def _csl() -> str:
    return json.dumps(
        [
            {
                "id": row["id"],
                "type": "article-journal",
                "title": row["title"],
                "abstract": row["abstract"],
                "issued": {"date-parts": [[2020, 5]]},
            }
            | {"author": [{"family": "Müller", "given": "Zoë"}], "container-title": "Journal"}
            for row in _values()
        ],
        ensure_ascii=False,
        indent=1,
    )


def _zotero() -> str:
    return json.dumps(
        [
            {
                "key": f"ABCD{n}",
                "version": n,
                "data": {"key": f"ABCD{n}", "itemType": "journalArticle", "title": _title(n), "abstractNote": ABSTRACT},
            }
            for n in range(COUNT)
        ]
    )


def _citavi() -> str:
    one = "<Reference id='r{n}'><ReferenceType>JournalArticle</ReferenceType><Title>{title}</Title><Abstract>{abstract}</Abstract><Year>2020</Year></Reference>"
    body = _each(lambda n: one.format(n=n, title=_title(n), abstract=_escaped()))
    return f'<?xml version="1.0" encoding="utf-8"?><CitaviExchangeData><References>{body}</References></CitaviExchangeData>'


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "title", "abstract", "year", "authors"], *(list(row.values()) for row in _values())):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SAMPLES: dict[str, bytes] = {
    "ris": _ris().encode(),
    "bibtex": _bibtex().encode(),
    "pubmed-nbib": _nbib().encode(),
    "pubmed-xml": _pubmed_xml().encode(),
    "endnote-xml": _endnote_xml().encode(),
    "endnote-tagged": _endnote().encode(),
    "marc21": b"".join(map(_marc_record, range(COUNT))),
    "marcxml": _marcxml().encode(),
    "mods-xml": _mods().encode(),
    "wos-tagged": _wos().encode(),
    "refworks-tagged": _refworks().encode(),
    "ovid-tagged": _ovid().encode(),
    "biblioscape-tagged": _biblioscape().encode(),
    "copac-tagged": _copac().encode(),
    "inspec-tagged": _inspec().encode(),
    "citavi": _citavi().encode(),
    "zotero-api": _zotero().encode(),
    "csl-json": _csl().encode(),
    "json": json.dumps(list(_values())).encode(),
    "jsonl": "".join(json.dumps(row) + "\n" for row in _values()).encode(),
    "csv": _table(",").encode(),
    "tsv": _table("\t").encode(),
    "xlsx": _workbook(),
}
