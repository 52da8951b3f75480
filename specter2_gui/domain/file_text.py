"""The text in a file's bytes, or words about why there is none."""

import codecs

from specter2_gui.domain.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, name: str, *, may_be_empty: bool = False) -> str:
    """The text of the file ``name``: by its byte order mark where it has one, else UTF-8, never by guessing.

    Raises:
        UserError: a byte does not fit (its line is named), or nothing but spaces is there and that is not allowed.
    """
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name, encoding, _line_of(data[len(mark) :], error)) from error
    if not may_be_empty and (not text or text.isspace()):
        raise UserError(f"The file “{name}” is empty", "There is nothing in it to read", "Choose another file")
    if "\0" in text[:4]:
        raise _wrong_encoding(name, encoding, 1)
    return text


def _wrong_encoding(name: str, encoding: str, line: int) -> UserError:
    return UserError(
        f"The file “{name}” cannot be read as text: line {line} holds a byte that does not belong there",
        f"The file is not {encoding.upper()} throughout, perhaps because another program saved it in another encoding",
        "Open it in the program it comes from, or in a text editor, and save it again with the encoding UTF-8",
    )


def _line_of(data: bytes, error: UnicodeDecodeError) -> int:
    before = data[: error.start].decode(error.encoding, errors="ignore")
    return 1 + max(before.count("\n"), before.count("\r"))
