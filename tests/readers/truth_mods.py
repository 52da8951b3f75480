"""What the MODS files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "jabref__MODSImporterTestAllFields.xml": Truth("mods-xml", 1, 1, 0, "a picture with an abstract"),
    "jabref__MODSImporterTestGenreMapping.xml": Truth("mods-xml", 1, 0, 1, "a record with a genre and an id alone"),
    "jabref__MODSImporterTestMinimal.xml": Truth("mods-xml", 1, 0, 1, "a record with nothing in it"),
    "jabref__MODSImporterTestMods.xml": Truth("mods-xml", 1, 1, 0, "a book, in no collection around it"),
    "jabref__MODSImporterTestModsCollection.xml": Truth(
        "mods-xml", 3, 3, 0, "two articles and a book, in Latin-1 as the file says"
    ),
    "jabref__MODSImporterTestMonographicBookFallback.xml": Truth(
        "mods-xml", 1, 1, 0, "a book, in no collection around it"
    ),
}
