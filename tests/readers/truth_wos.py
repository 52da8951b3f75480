"""What the Web of Science files of the real exports truly hold."""

from tests.readers.truth import Truth, refused

TRUTHS = {
    "jabref__IsiImporterTest1.isi": Truth("wos-tagged", 1, 1, 0, "one paper"),
    "jabref__IsiImporterTest2.isi": Truth("wos-tagged", 3, 3, 0, "3 records of the same paper"),
    "jabref__IsiImporterTestEmpty.isi": refused("no file of references", "two number signs"),
    "jabref__IsiImporterTestInspec.isi": Truth("wos-tagged", 2, 2, 0, "2 papers from Inspec"),
    "jabref__IsiImporterTestMedline.isi": Truth("wos-tagged", 2, 2, 0, "2 papers from MEDLINE"),
    "jabref__IsiImporterTestWOS.isi": Truth("wos-tagged", 2, 2, 0, "2 papers"),
}
