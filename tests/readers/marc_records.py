"""MARC21 records made for tests, right or with one thing wrong."""

Fields = list[tuple[str, str]]
"""Tag and text, with ``$a`` for the beginning of subfield a; other than control fields begin with two indicators."""

BOOK: Fields = [
    ("001", "key1"),
    ("008", "990802s2000    mau      b    001 0 eng  "),
    ("020", "  $a020161622X (pbk.)"),
    ("100", "1 $aHunt, Andrew,$d1964-"),
    ("245", "14$aThe pragmatic programmer :$bfrom journeyman to master /$cAndrew Hunt, David Thomas."),
    ("260", "  $aReading, Mass :$bAddison-Wesley,$cc2000."),
    ("520", "  $aHow to program."),
    ("650", " 0$aComputer programming$xHistory."),
    ("700", "1 $aThomas, David,$d1956-"),
]


def marc21(fields: Fields, encoding: str = "utf-8", leader: str = "am a", *, ordered: bool = True) -> bytes:
    """A record as it should be; ``leader`` is what stands in its places 6 to 9."""
    directory, body = b"", b""
    placed = fields if ordered else fields[::-1]
    values = {place: text.replace("$", "\x1f").encode(encoding) + b"\x1e" for place, (_, text) in enumerate(fields)}
    starts: dict[int, int] = {}
    for tag_text in placed:
        place = fields.index(tag_text)
        starts[place] = len(body)
        body += values[place]
    for place, (tag, _) in enumerate(fields):
        directory += f"{tag}{len(values[place]):04}{starts[place]:05}".encode()
    base = 24 + len(directory) + 1
    head = f"{base + len(body) + 1:05}n{leader}22{base:05} a 4500"
    return head.encode() + directory + b"\x1e" + body + b"\x1d"
