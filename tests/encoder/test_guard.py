"""The guard of the tests itself: no contact beyond this computer, and folders of the test's own."""

import os
import socket
from pathlib import Path

import pytest

from specter2_gui.disk.places import home


def test_a_name_of_the_outside_is_refused_and_noted(network_guard: list[str]) -> None:
    with pytest.raises(OSError, match=r"huggingface\.co"):
        socket.getaddrinfo("huggingface.co", 443)
    assert network_guard == ["huggingface.co"]
    network_guard.clear()


def test_an_address_of_the_outside_is_refused_and_noted(network_guard: list[str]) -> None:
    with socket.socket() as outside, pytest.raises(OSError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))
    assert network_guard == ["192.0.2.1"]
    network_guard.clear()


def test_this_computer_may_talk_to_itself(network_guard: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    assert not network_guard


def test_the_program_keeps_its_own_things_below_the_folder_of_the_test(tmp_path: Path) -> None:
    assert home().is_relative_to(tmp_path)
    assert not Path(os.environ["HF_HOME"]).is_relative_to(Path.home() / ".cache")
