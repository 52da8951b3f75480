"""Write what is made from the declared settings into the resources: ``python -m specter2_gui.config``."""

from pathlib import Path

from specter2_gui.config.load import reference_table, to_yaml
from specter2_gui.config.settings import Settings
from specter2_gui.disk.atomic import write_text
from specter2_gui.disk.places import resources

_HEAD = """\
# Settings

Every setting of a fine-tuning, as it may stand in a settings file (`train:` and below it `lr: 1e-4`) or behind `--set` (`--set train.lr=1e-4`).

"""


def generated() -> dict[Path, str]:
    """The files of the resources that are made from the declarations, with their content."""
    return {
        resources() / "conf" / "specter2_conf.yaml": to_yaml(Settings()),
        resources() / "docs" / "settings.md": _HEAD + reference_table(),
    }


if __name__ == "__main__":
    for file, text in generated().items():
        write_text(file, text)
