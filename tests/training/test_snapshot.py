import json
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.snapshot import load_snapshot, save_snapshot
from tests.material import make_triplets


def test_triplets_come_back_as_they_were_and_each_text_is_kept_once(tmp_path: Path) -> None:
    triplets = [*make_triplets(), Triplet("Bücher “é”\n\x00", "", "\ud800 half a character", "x", "")]
    save_snapshot(tmp_path, triplets)
    assert load_snapshot(tmp_path) == tuple(triplets)
    texts = json.loads((tmp_path / "triplets.json").read_text(encoding="utf-8"))["texts"]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"[]", b"null", b'{"texts": ["a"], "rows": [[0, 0, 0, 0, 1]]}', b'{"texts": [], "rows": [[1]]}',
     b'{"texts": ["a"], "rows": [[0]]}', b'{"texts": ["a"], "rows": [["x"]]}', b"[" * 100_000],
)  # fmt: skip
def test_triplets_that_cannot_be_read_are_told_in_words(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "triplets.json").write_bytes(content)
    with pytest.raises(UserError, match=r"cannot be resumed.*Train again"):
        load_snapshot(tmp_path)
