"""Folders that a cloud service copies or that lie on a network drive are noticed, others are not."""

from pathlib import Path

import pytest

from specter2_gui.project.location import location_warning
from specter2_gui.project.project import Project

MOUNTS = """
/dev/sda1 / ext4 rw 0 0
server:/home /mnt/home nfs4 rw 0 0
//server/library /mnt/shared\\040drive cifs rw 0 0
/dev/sdb1 /mnt/home/local ext4 rw 0 0
anna@server: /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("/home/anna/Dropbox/Bees", "Dropbox"),
        ("/Users/anna/OneDrive - University of X/Bees", "OneDrive"),
        ("/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.org/My Drive/Bees", "a cloud service"),
        ("/Users/anna/Library/Mobile Documents/Bees", "iCloud Drive"),
        ("/home/anna/Nextcloud/Bees", "Nextcloud"),
    ],
)
def test_a_folder_of_a_cloud_service_is_named(folder: str, cloud: str) -> None:
    warning = location_warning(Path(folder), "")
    assert warning.startswith(f"The project lies in a folder that {cloud} copies.")


@pytest.mark.parametrize("folder", ["/mnt/home/anna/Bees", "/mnt/shared drive/Bees", "/mnt/ssh/Bees"])
def test_a_network_drive_is_noticed(folder: str) -> None:
    assert location_warning(Path(folder), MOUNTS).startswith("The project lies on a network drive.")


@pytest.mark.parametrize(
    "folder", ["/home/anna/Bees", "/mnt/home/local/Bees", "/srv/Dropboxes/Bees", "/mnt/homely/Bees"]
)
def test_a_folder_of_this_computer_is_no_reason_to_speak(folder: str) -> None:
    assert location_warning(Path(folder), MOUNTS) == ""


def test_the_warning_comes_with_the_project_and_hinders_nothing(tmp_path: Path) -> None:
    with Project.open(tmp_path / "Dropbox" / "Bees") as project:
        (warning,) = project.warnings
        assert "Dropbox" in warning
