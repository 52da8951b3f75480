"""The libraries of the Zotero that runs on this computer, a person's own and those of groups, fetched through its read-only local interface."""

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Final, TextIO, cast

from specter2_gui.domain.errors import UserError

HOST: Final = "127.0.0.1"
PORT: Final = 23119
"""Where Zotero answers unless its settings were changed."""
PAGE: Final = 100
"""Items asked for at once."""
_GROUPS: Final = "/api/users/0/groups?format=json"
_ITEMS: Final = "/api/{library}/items?format=json&sort=dateAdded&direction=asc&limit={limit}&start={start}"
_TIMEOUT_S: Final = 60
_LONGEST_ANSWER: Final = 256 * 1024 * 1024
_NO_PAPERS: Final = {"attachment", "note", "annotation"}
_TRY_AGAIN: Final = "Wait until Zotero has finished what it is doing and try again"

Page = list[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Library:
    """A library of Zotero: that of the ``group`` with this number, or where it is None the person's own."""

    name: str
    group: int | None = None

    @property
    def place(self) -> str:
        """What its addresses begin with."""
        return "users/0" if self.group is None else f"groups/{self.group}"


OWN_LIBRARY: Final = Library("My Library")
"""What everybody has, under the name that Zotero shows."""


@dataclass(frozen=True, slots=True)
class ItemsFetched:
    """How far it has come: ``read`` of ``total`` of Zotero's items, of which ``saved`` are no attachments or notes."""

    read: int
    total: int
    saved: int


def libraries(port: int = PORT) -> tuple[Library, ...]:
    """The person's own library, then those of the groups, by their names.

    Raises:
        UserError: Zotero is not running, does not allow it, or answers with a fault.
    """
    connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_S)
    try:
        groups, _ = _answered(connection, _GROUPS)
    finally:
        connection.close()
    found = (_library(group) for group in groups)
    return (OWN_LIBRARY, *sorted(filter(None, found), key=lambda library: library.name.casefold()))


def _library(group: Mapping[str, object]) -> Library | None:
    number = group.get("id")
    data = group.get("data")
    name = cast("Mapping[str, object]", data).get("name") if isinstance(data, Mapping) else None
    if not isinstance(number, int):
        return None
    return Library(name if isinstance(name, str) and name.strip() else f"Group {number}", number)


def save_library(path: Path, *, library: Library = OWN_LIBRARY, port: int = PORT) -> Generator[ItemsFetched]:
    """Write ``library`` to ``path`` as a JSON list, one item on each line; attachments, notes and annotations are left out.

    Closing the generator early, or a fault, leaves no file. Nothing else is contacted, and no proxy is used.

    Raises:
        UserError: Zotero is not running, does not allow it, changes meanwhile, or answers with a fault.
    """
    finished = False
    try:
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write("[")
            yield from _save(file, library, port)
            file.write("\n]\n")
        finished = True
    except OSError as error:
        raise UserError(
            "The library cannot be saved", str(error.strerror or error), "Make room on the disk and try again"
        ) from error
    finally:
        if not finished:
            path.unlink(missing_ok=True)


def _save(file: TextIO, library: Library, port: int) -> Iterator[ItemsFetched]:
    connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_S)
    keys: set[object] = set()
    read = saved = 0
    total = 1
    try:
        while read < total:
            page, total_now = _answered(connection, _ITEMS.format(library=library.place, limit=PAGE, start=read))
            new = {item.get("key") for item in page}
            missing = total_now > read and not page
            repeated = bool(new & keys) or len(new) < len(page)
            if missing or repeated or (read > 0 and total_now != total):
                raise _changed()
            keys |= new
            total, read = total_now, read + len(page)
            papers = [item for item in page if _kind(item) not in _NO_PAPERS]
            for item in papers:
                file.write(f"{',' if saved else ''}\n{json.dumps(item, ensure_ascii=False)}")
                saved += 1
            yield ItemsFetched(read, total, saved)
    finally:
        connection.close()


def _kind(item: Mapping[str, object]) -> object:
    data = item.get("data")
    return cast("Mapping[str, object]", data).get("itemType") if isinstance(data, Mapping) else None


def _answered(connection: HTTPConnection, path: str) -> tuple[Page, int]:
    """The objects that Zotero answers with, and how many there are in all."""
    try:
        connection.request("GET", path, headers={"Zotero-API-Version": "3"})
        with connection.getresponse() as answer:
            body = answer.read(_LONGEST_ANSWER + 1)
            missing = 0 if len(body) > _LONGEST_ANSWER else answer.length
        if missing:
            raise IncompleteRead(body, missing)
    except TimeoutError as error:
        raise UserError("Zotero does not answer", f"It said nothing for {_TIMEOUT_S} seconds", _TRY_AGAIN) from error
    except ConnectionRefusedError as error:
        raise _not_running() from error
    except (OSError, HTTPException) as error:
        raise UserError(
            "The connection to Zotero broke off", "Zotero was closed or did not finish its answer", _TRY_AGAIN
        ) from error
    if answer.status != 200:
        raise _refused(answer.status, answer.reason)
    return _items(body), _total(answer)


def _total(answer: HTTPResponse) -> int:
    total = answer.getheader("Total-Results", "")
    if not (total.isascii() and total.isdigit() and len(total) < 10):
        raise _not_zotero("It does not say how many items there are")
    return int(total)


def _items(body: bytes) -> Page:
    if len(body) > _LONGEST_ANSWER:
        raise _not_zotero("Its answer is longer than that of any library")
    try:
        page: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _not_zotero("Its answer is no list of items") from error
    items = cast("list[object]", page) if isinstance(page, list) else [None]
    if not all(isinstance(item, Mapping) for item in items):
        raise _not_zotero("Its answer is no list of items")
    return cast("Page", items)


def _not_running() -> UserError:
    why = "It is not running on this computer"
    return UserError("Zotero does not answer", why, "Start Zotero, wait until it shows your library, and try again")


def _changed() -> UserError:
    return UserError("Zotero's library changed while it was read", "Items were added or deleted meanwhile", _TRY_AGAIN)


def _not_zotero(why: str) -> UserError:
    how = "Close other programs that work with Zotero, start Zotero anew and try again"
    return UserError(f"What answers on this computer in Zotero's place (port {PORT}) is not understood", why, how)


def _refused(status: int, reason: str) -> UserError:
    if status == 403:
        return UserError(
            "Zotero does not let other programs read your library",
            "The setting that allows it is switched off, as it is when Zotero is new",
            "In Zotero, open Settings (menu Edit; on a Mac menu Zotero), choose Advanced, tick “Allow other applications on this computer to "
            "communicate with Zotero”, and try again",
        )
    if status in {400, 404, 501}:
        how = "Bring Zotero up to date (version 7 or newer is needed), or export the library from Zotero as RIS and import that file"
        return UserError("This Zotero cannot hand over its library", f"Its answer was {status} {reason}", how)
    how = "Start Zotero anew and try again, or export the library from Zotero as RIS and import that file"
    return UserError("Zotero could not hand over its library", f"Its answer was {status} {reason}", how)
