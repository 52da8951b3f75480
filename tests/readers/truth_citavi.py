"""What the Citavi backups of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "jabref__CitaviXmlImporterTest1.ctv6bak": Truth("citavi", 60, 60, 0, "Citavi's own example project of version 6"),
    "jabref__CitaviXmlImporterTest2.ctv6bak": Truth(
        "citavi", 58, 58, 0, "a project of version 5 about writing a thesis"
    ),
    "jabref__CitaviXmlImporterTest3.ctv6bak": Truth(
        "citavi", 99, 99, 0, "a project of version 5 about information literacy"
    ),
    "jabref__CitaviXmlImporterTest4.ctv6bak": Truth(
        "citavi", 1, 1, 0, "one reference of the same project, with all its people and keywords"
    ),
    "jabref__CitaviXmlImporterTest5.ctv6bak": Truth(
        "citavi", 4, 4, 0, "four references that have little more than a title"
    ),
}
