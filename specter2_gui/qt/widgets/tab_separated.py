"""Tables as text that a spreadsheet takes from the clipboard."""

from collections.abc import Sequence


def tab_separated(lines: Sequence[Sequence[str]]) -> str:
    """``lines`` with tabs between the cells and none, nor line ends, inside them."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
