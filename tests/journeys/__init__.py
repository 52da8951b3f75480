"""Whole afternoons with the program, done by hand in the real window."""

import pytest

# What is asserted outside the test modules is then told as fully as in them.
pytest.register_assert_rewrite(
    "tests.journeys.eyes",
    "tests.journeys.hands",
    "tests.journeys.librarian",
    "tests.journeys.keyboard_librarian",
    "tests.journeys.collection_eyes",
    "tests.journeys.collection_librarian",
)
