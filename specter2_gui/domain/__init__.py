"""The words of the project as frozen dataclasses and pure functions; standard library only."""
