"""What the Ovid files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "jabref__OvidImporterTest1.txt": Truth(
        "ovid-tagged", 5, 3, 2, "5 numbered records; 2 have no field for a title, only a source"
    ),
    "jabref__OvidImporterTest2Invalid.txt": Truth(
        "ovid-tagged", 2, 2, 0, "2 papers without numbers; each begins with its score"
    ),
    "jabref__OvidImporterTest3.txt": Truth("ovid-tagged", 1, 1, 0, "one paper"),
    "jabref__OvidImporterTest4.txt": Truth(
        "ovid-tagged", 1, 1, 0, "one paper with its list of references, blank lines between"
    ),
    "jabref__OvidImporterTest5.txt": Truth("ovid-tagged", 1, 1, 0, "one paper"),
    "jabref__OvidImporterTest6.txt": Truth("ovid-tagged", 1, 1, 0, "one paper"),
    "jabref__OvidImporterTest7.txt": Truth("ovid-tagged", 1, 1, 0, "one paper"),
}
