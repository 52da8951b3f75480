"""How a command ends: its result and exit status, or a fault."""

from dataclasses import dataclass

BAD_INPUT, FAULT, CANCELLED = 2, 1, 130
"""Exit statuses: something a person can mend, a fault of the program, cancelled by the person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What goes to standard output, the exit status, and what is said on standard error after the result."""

    text: str
    status: int = 0
    troubles: tuple[str, ...] = ()


class Fault(Exception):  # noqa: N818 - it is one
    """A fault of the program that was caught elsewhere; holds its frames."""
