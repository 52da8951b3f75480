"""Ways in which a disk damages a file."""

import random
from collections.abc import Callable

PAGE = 4096

Damage = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, dice: random.Random) -> bytes:
    """One bit is another one, anywhere."""
    return _flipped_at(content, dice.randrange(len(content)), dice)


def flipped_in_first_page(content: bytes, dice: random.Random) -> bytes:
    return _flipped_at(content, dice.randrange(PAGE), dice)


def zeroed(content: bytes, dice: random.Random) -> bytes:
    """One page is empty."""
    start = PAGE * dice.randrange(len(content) // PAGE)
    return content[:start] + bytes(PAGE) + content[start + PAGE :]


def swapped(content: bytes, dice: random.Random) -> bytes:
    """Two pages have changed places."""
    first, second = sorted(dice.sample(range(len(content) // PAGE), 2))
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    pages[first], pages[second] = pages[second], pages[first]
    return b"".join(pages)


def cut(content: bytes, dice: random.Random) -> bytes:
    """The end is missing."""
    return content[: dice.randrange(1, len(content))]


def scribbled(content: bytes, dice: random.Random) -> bytes:
    """A stretch holds something else."""
    start = dice.randrange(len(content) - 600)
    return content[:start] + dice.randbytes(600) + content[start + 600 :]


DAMAGES: dict[str, Damage] = {
    damage.__name__: damage for damage in (flipped, flipped_in_first_page, zeroed, swapped, cut, scribbled)
}


def _flipped_at(content: bytes, place: int, dice: random.Random) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << dice.randrange(8)]) + content[place + 1 :]
