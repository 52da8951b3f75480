"""The files made from the settings are those in the resources."""

from specter2_gui.config.__main__ import generated


def test_the_generated_files_are_up_to_date() -> None:
    for file, text in generated().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name} is old: run python -m specter2_gui.config"
