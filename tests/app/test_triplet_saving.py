"""Triplets that are written are the triplets that are read."""

from pathlib import Path

import pytest

from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.app.triplet_saving import save_triplets
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet

TRIPLETS = (
    Triplet("naïve “query”", "Title\nof two lines", "", "Negative", "<b>abstract</b> & more"),
    Triplet("query", "", "only an abstract", "日本語", ""),
)


@pytest.mark.parametrize("name", ["out.json", "out.jsonl", "out.NDJSON", "no ending"])
def test_what_is_saved_reads_back_as_the_same_triplets(tmp_path: Path, name: str) -> None:
    save_triplets(tmp_path / name, TRIPLETS)
    assert load_triplets(tmp_path / name).triplets == TRIPLETS


def test_a_folder_in_the_place_of_the_file_is_said_in_words_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be made"):
        save_triplets(tmp_path / "file" / "out.json", TRIPLETS)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
