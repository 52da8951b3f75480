"""Every file of the real exports is recognised, read and counted as what it truly holds."""

from pathlib import Path

import pytest

from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Reject
from specter2_gui.readers.reading import begin
from tests.readers.exports import ABSENT, FOLDER, export_files, truths
from tests.readers.peers import EXPLAINED, PEERS, peer_titles, same_title

FILES = export_files()
FOLDERS = sorted({path.parent.name for path in FILES})

pytestmark = pytest.mark.skipif(not FILES, reason=ABSENT)


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_truth_about_each_file_is_written_down(folder: str) -> None:
    assert {path.name for path in FILES if path.parent.name == folder} == set(truths(folder))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_real_file_is_read_as_what_it_truly_holds(path: Path) -> None:
    truth = truths(path.parent.name)[path.name]
    if truth.format is None:
        with pytest.raises(UserError, match=truth.says):
            begin(path)
        return
    reading = begin(path)
    kept = [one if isinstance(one, Reject) else cleaned(one) for one in reading]
    rejects = [one for one in kept if isinstance(one, Reject)]
    counted = (reading.format.name, reading.start_marks, len(kept) - len(rejects), len(rejects))
    assert counted == (truth.format, truth.start_marks, truth.records, truth.rejects), truth.why
    assert reading.start_marks == len(kept)
    assert all(reject.reason and reject.line >= 1 for reject in rejects)
    assert reading.position == reading.size or reading.format.name == "xlsx"


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name in PEERS], ids=name_of)
def test_what_another_library_reads_is_the_same_or_the_difference_is_explained(path: Path) -> None:
    truth = truths(path.parent.name)[path.name]
    theirs = peer_titles(path)
    if name_of(path) in EXPLAINED:
        assert theirs is None or len(theirs) != truth.start_marks, "the explanation explains nothing"
        return
    assert theirs is not None
    assert len(theirs) == truth.start_marks
    if truth.start_marks:
        ours = ["" if isinstance(one, Reject) else one.title for one in begin(path)]
        assert all(same_title(one, other) for one, other in zip(ours, theirs, strict=True)), list(
            zip(ours, theirs, strict=True)
        )
