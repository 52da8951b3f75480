"""Which column holds which field, for the tables of many databases and languages."""

import pytest

from specter2_gui.readers.cell_values import authors_in, citation_in, keywords_in, number_in
from specter2_gui.readers.column_names import FIELDS, known_fields
from specter2_gui.readers.columns import column_names, header_key, recognise_columns

VENDORS = {
    "Scopus": (
        "Authors;Author full names;Author(s) ID;Title;Year;Source title;Volume;Issue;Cited by;DOI;Link;Affiliations;Abstract;Author Keywords;Index Keywords;PubMed ID;Language of Original Document;Document Type;Publication Stage;Open Access;Source;EID",
        "title=Title abstract=Abstract authors=Authors year=Year venue=Source title doi=DOI keywords=Author Keywords,Index Keywords language=Language of Original Document kind=Document Type pmid=PubMed ID scopus=EID",
    ),
    "Web of Science": (
        "Publication Type;Authors;Author Full Names;Article Title;Source Title;Language;Document Type;Author Keywords;Keywords Plus;Abstract;Publication Year;DOI;UT (Unique WOS ID);Pubmed Id",
        "title=Article Title abstract=Abstract authors=Authors year=Publication Year venue=Source Title doi=DOI keywords=Author Keywords,Keywords Plus language=Language kind=Document Type,Publication Type pmid=Pubmed Id wos=UT (Unique WOS ID)",
    ),
    "Web of Science, tabs": (
        "PT;AU;BA;AF;TI;SO;LA;DT;DE;ID;AB;DI;PY;UT;PM",
        "title=TI abstract=AB authors=AU,AF year=PY venue=SO doi=DI keywords=DE,ID language=LA kind=DT pmid=PM wos=UT",
    ),
    "Zotero": (
        "Key;Item Type;Publication Year;Author;Title;Publication Title;ISBN;ISSN;DOI;Url;Abstract Note;Date;Pages;Language;Manual Tags;Automatic Tags",
        "title=Title abstract=Abstract Note authors=Author year=Publication Year venue=Publication Title doi=DOI keywords=Manual Tags,Automatic Tags language=Language kind=Item Type key=Key isbn=ISBN",
    ),
    "PubMed": (
        "PMID;Title;Authors;Citation;First Author;Journal/Book;Publication Year;Create Date;PMCID;NIHMS ID;DOI",
        "title=Title authors=Authors year=Publication Year venue=Journal/Book doi=DOI pmid=PMID pmcid=PMCID",
    ),
    "EBSCO": (
        "Article Title;Author;Journal Title;ISSN;ISBN;Publication Date;Volume;Accession Number;DOI;Publisher;Doctype;Subjects;Keywords;Abstract;PLink",
        "title=Article Title abstract=Abstract authors=Author year=Publication Date venue=Journal Title doi=DOI keywords=Keywords,Subjects kind=Doctype key=Accession Number isbn=ISBN",
    ),
    "ProQuest": (
        "Title;Abstract;StoreId;ArticleType;AuthorAffiliation;Authors;pubtitle;pubdate;year;digitalObjectIdentifier;language;subjects",
        "title=Title abstract=Abstract authors=Authors year=year venue=pubtitle doi=digitalObjectIdentifier keywords=subjects language=language kind=ArticleType key=StoreId",
    ),
    "Dimensions": (
        "Rank;Publication ID;DOI;PMID;PMCID;ISBN;Title;Abstract;Source title;Publisher;MeSH terms;Publication Date;PubYear;Authors;Publication Type",
        "title=Title abstract=Abstract authors=Authors year=PubYear venue=Source title doi=DOI keywords=MeSH terms kind=Publication Type key=Publication ID pmid=PMID pmcid=PMCID isbn=ISBN",
    ),
    "Lens": (
        "#;Lens ID;Title;Date Published;Publication Year;Publication Type;Source Title;ISSNs;Author/s;Abstract;Keywords;MeSH Terms;PMID;DOI",
        "title=Title abstract=Abstract authors=Author/s year=Publication Year venue=Source Title doi=DOI keywords=Keywords,MeSH Terms kind=Publication Type key=Lens ID pmid=PMID",
    ),
    "OpenAlex": (
        "id;doi;title;publication_year;language;type;primary_location.source.display_name;authorships.author.display_name;abstract;keywords.display_name;ids.pmid",
        "title=title abstract=abstract authors=authorships.author.display_name year=publication_year venue=primary_location.source.display_name doi=doi keywords=keywords.display_name language=language kind=type key=id pmid=ids.pmid",
    ),
    "Rayyan": (
        "key;title;year;month;journal;issn;authors;url;language;publisher;abstract;notes;pubmed_id;pmc_id",
        "title=title abstract=abstract authors=authors year=year venue=journal language=language key=key pmid=pubmed_id pmcid=pmc_id",
    ),
    "ASReview": (
        "record_id;title;abstract;authors;keywords;doi;included;asreview_label",
        "title=title abstract=abstract authors=authors doi=doi keywords=keywords key=record_id label=included",
    ),
    "Covidence": (
        "Title;Authors;Abstract;Published Year;Published Month;Journal;Volume;DOI;Accession Number;Covidence #;Study;Notes;Tags",
        "title=Title abstract=Abstract authors=Authors year=Published Year venue=Journal doi=DOI keywords=Tags key=Accession Number",
    ),
    "IEEE": (
        "Document Title;Authors;Author Affiliations;Publication Title;Publication Year;Abstract;ISBNs;DOI;Author Keywords;IEEE Terms;Document Identifier",
        "title=Document Title abstract=Abstract authors=Authors year=Publication Year venue=Publication Title doi=DOI keywords=Author Keywords,IEEE Terms key=Document Identifier isbn=ISBNs",
    ),
    "German": (
        "Autor(en);Titel;Erscheinungsjahr;Zeitschrift;Zusammenfassung;Schlagwörter;Sprache;Dokumenttyp;DOI-Name",
        "title=Titel abstract=Zusammenfassung authors=Autor(en) year=Erscheinungsjahr venue=Zeitschrift doi=DOI-Name keywords=Schlagwörter language=Sprache kind=Dokumenttyp",
    ),
    "French": (
        "Auteur(s);Titre;Année de publication;Titre de la revue;Résumé;Mots-clés;Langue;Type de document",
        "title=Titre abstract=Résumé authors=Auteur(s) year=Année de publication venue=Titre de la revue keywords=Mots-clés language=Langue kind=Type de document",
    ),
}


def in_words(mapping: dict[str, str]) -> str:
    fields: dict[str, list[str]] = {}
    for column, field in mapping.items():
        fields.setdefault(field, []).append(column)
    return " ".join(f"{field}={','.join(columns)}" for field, columns in fields.items())


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_columns_of_a_database_are_known_without_asking(vendor: str) -> None:
    header, expected = VENDORS[vendor]
    columns = recognise_columns(header.split(";"), [])
    assert in_words(dict(columns.mapping)) == expected
    assert not columns.unsure


def test_capitals_and_spaces_around_names_do_not_matter() -> None:
    assert in_words(dict(recognise_columns([" TITLE ", "abstract\t"], []).mapping)) == "title=TITLE abstract=abstract"


def test_each_column_has_a_name_of_its_own() -> None:
    assert column_names(["\ufeffTitle", "", "Title", " ", "Title", "Title (2)"]) == (
        "Title", "Column 2", "Title (2)", "Column 4", "Title (3)", "Title (2) (2)",
    )  # fmt: skip


def test_a_mapping_is_remembered_for_the_same_names_however_they_are_written() -> None:
    assert header_key(["Title", "Résumé"]) == header_key([" title", "RESUME "])
    assert header_key(["Title", "Abstract"]) != header_key(["Abstract", "Title"])
    assert recognise_columns(["A", "B"], []).key == header_key(["A", "B"])


PROSE = "We asked whether the water of the river carries more of the salt in spring than it does in the dry months after it, and found that it does. "
SAMPLE = [
    [f"{number}", f"A study of the river number {number}", PROSE * 2, f"10.1234/x.{number}", f"{2000 + number}"]
    for number in range(6)
]


def test_columns_without_usual_names_are_judged_by_what_stands_in_them_and_shown_to_a_person() -> None:
    columns = recognise_columns(["f1", "f2", "f3", "f4", "f5"], SAMPLE)
    assert in_words(dict(columns.mapping)) == "abstract=f3 title=f2 year=f5 doi=f4"
    assert columns.unsure
    assert "“f3” seems to hold the abstracts, judged by what stands in it" in columns.why
    assert columns.unused == ("f1",)


def test_a_name_that_may_mean_something_else_is_taken_but_shown_to_a_person() -> None:
    columns = recognise_columns(["Title", "Description"], [])
    assert in_words(dict(columns.mapping)) == "title=Title abstract=Description"
    assert columns.unsure


def test_lists_of_references_are_no_abstracts() -> None:
    references = "; ".join(
        f"Smith, J., Doe, A., A study, (200{number}) Nature, 40{number}, pp. 1-9" for number in range(10)
    )
    columns = recognise_columns(["Title", "References"], [["A", references], ["B", references + "x"]])
    assert in_words(dict(columns.mapping)) == "title=Title"
    assert not columns.unsure
    assert "by their titles alone" in columns.why


def test_a_table_without_titles_is_shown_to_a_person() -> None:
    columns = recognise_columns(["abstract", "year"], [[PROSE, "2014"]])
    assert columns.unsure
    assert "No column seems to hold titles" in columns.why


def test_a_source_with_its_year_gives_both() -> None:
    columns = recognise_columns(
        ["Title", "Source"], [["A", "Cancer (2004) 102:4 (253-258)"], ["B", "Brain (2011) 1:1"]]
    )
    assert columns.mapping["Source"] == "citation"
    assert citation_in("Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004") == ("Cancer", "2004")


def test_the_sentence_tells_every_column() -> None:
    why = recognise_columns(["Title", "Abstract", "Pages"], []).why
    assert why == "Title from “Title”; Abstract from “Abstract”. Not used: “Pages”."


def test_every_known_name_leads_to_a_field_that_people_can_choose() -> None:
    header = [column for columns, _ in VENDORS.values() for column in columns.split(";")]
    assert {meaning.field for meaning in known_fields(header).values()} <= {field.name for field in FIELDS}


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("Liu, R.; Adler, D.G.", ("Liu, R.", "Adler, D.G.")),
        ("Liu R., Adler D.G., van der Berg A.-M.", ("Liu R.", "Adler D.G.", "van der Berg A.-M.")),
        ("Smith J, Doe AB", ("Smith J", "Doe AB")),
        ("Liu, Rong (57189); Adler, Douglas G. (7102633411)", ("Liu, Rong (57189)", "Adler, Douglas G.")),
        ("['Marx, Karl', \"O'Neil, Ann\"]", ("Marx, Karl", "O'Neil, Ann")),
        ('["Marx, Karl", "Lindgren, Astrid"]', ("Marx, Karl", "Lindgren, Astrid")),
        ("Jane Doe|John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe, Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Doe, Jane and Roe, John", ("Doe, Jane", "Roe, John")),
        ("Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Müller, Jürgen", ("Müller, Jürgen",)),
        ("World Health Organization", ("World Health Organization",)),
        ("[unknown]", ("[unknown]",)),
        ("", ()),
    ],
)  # fmt: skip
def test_authors_are_told_apart(cell: str, authors: tuple[str, ...]) -> None:
    assert authors_in(cell) == authors


def test_keywords_are_told_apart() -> None:
    assert keywords_in("a; b, c;; d") == ("a", "b, c", "d")
    assert keywords_in("a, b (c, d), e (f, g") == ("a", "b (c, d)", "e (f", "g")
    assert keywords_in("['a', 'b']") == ("a", "b")


def test_a_number_that_a_spreadsheet_changed_is_as_it_was() -> None:
    assert (number_in("12345.0"), number_in(" 007 "), number_in("1.5")) == ("12345", "007", "1.5")
