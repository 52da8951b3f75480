import pytest

from specter2_gui.domain.errors import UserError


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        ("it is damaged", "It is damaged"),
        ("It is damaged.", "It is damaged"),
        ("two\n  lines", "Two lines"),
        ("über", "Über"),
        ("adapter.safetensors is damaged", "adapter.safetensors is damaged"),
        ("train.lr is 5", "train.lr is 5"),
        ("specter2-gui is there", "specter2-gui is there"),
        ("'mine' is gone", "'mine' is gone"),
        ("", ""),
    ],
)
def test_a_clause_is_kept_as_a_sentence_without_its_full_stop(clause: str, kept: str) -> None:
    error = UserError(clause, clause, clause)
    assert (error.what, error.why, error.how) == (kept, kept, kept)


def test_an_error_is_three_sentences_on_one_line() -> None:
    assert UserError("the disk is full", "nothing is left.", "free\nsome").sentence == (
        "The disk is full. Nothing is left. Free some."
    )
    assert str(UserError("a", "b", "c")) == "A. B. C."
