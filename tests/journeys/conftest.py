"""What a journey gets: a home of its own, an eye on everything left behind, and the person who does the work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from specter2_gui.encoder.catalogue import Backbone
from tests.journeys.collection_librarian import CollectionLibrarian
from tests.journeys.keyboard_librarian import KeyboardLibrarian
from tests.journeys.librarian import Librarian
from tests.qt.conftest import (
    collect_on_this_thread_only,
    nothing_left_behind,
    own_home,
    pytest_collection_modifyitems,
    styled,
)

__all__ = [
    "collect_on_this_thread_only",
    "nothing_left_behind",
    "own_home",
    "pytest_collection_modifyitems",
    "styled",
]


@pytest.fixture
def own_dialogs(qapp: QApplication) -> Iterator[None]:
    """The file dialog is Qt's own on every system, so that a path can be typed into it."""
    attribute = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    before = qapp.testAttribute(attribute)
    qapp.setAttribute(attribute, True)  # noqa: FBT003 - Qt takes it by position
    yield
    qapp.setAttribute(attribute, before)


@pytest.fixture
def librarian(own_dialogs: None, qapp: QApplication, qtbot: QtBot, tiny_backbone: Backbone) -> Iterator[Librarian]:  # noqa: ARG001 - the dialogs are set up first
    """Works with the mouse, and types only where there is something to type."""
    person = Librarian(qapp, qtbot, tiny_backbone.folder)
    yield person
    person.leaves()


@pytest.fixture
def keyboard_librarian(
    own_dialogs: None,  # noqa: ARG001 - the dialogs are set up first
    qapp: QApplication,
    qtbot: QtBot,
    tiny_backbone: Backbone,
) -> Iterator[KeyboardLibrarian]:
    """Never touches the mouse."""
    person = KeyboardLibrarian(qapp, qtbot, tiny_backbone.folder)
    yield person
    person.leaves()


@pytest.fixture
def collector(own_dialogs: None, qapp: QApplication, qtbot: QtBot) -> Iterator[CollectionLibrarian]:  # noqa: ARG001 - the dialogs are set up first
    """Has a whole collection to look after, and trains nothing."""
    person = CollectionLibrarian(qapp, qtbot, Path())
    yield person
    person.leaves()
