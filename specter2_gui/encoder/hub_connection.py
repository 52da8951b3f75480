"""Requests to the model hub: without a token, interruptible, and with every fault told in plain words.

The hub's own library is kept offline in this process, for good; these few requests speak its protocol with a
connection of their own, because a download has to end within moments of "cancel", which the library's waits and
retries do not allow.
"""

import os
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

import requests
import urllib3
from requests import exceptions

import specter2_gui
from specter2_gui.encoder import hub_errors

TIMEOUTS_S = (10.0, 15.0)
"""Longest wait for a connection, and for the next bytes."""

CHUNK = 1 << 20
"""Most bytes read at a time; fewer when fewer have arrived."""

_LOOK_EVERY_S = 0.1

_TRANSIENT = (408, 429, 500, 502, 503, 504)


def endpoint() -> str:
    """The address of the hub: ``HF_ENDPOINT``, read at each call, or the public one."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


class _WithoutToken(requests.Session):
    """A session that hands nobody a password: neither from a token file nor from ``.netrc``."""

    def __init__(self) -> None:
        super().__init__()
        self.auth = _add_nothing
        self.headers.update({"User-Agent": f"specter2-gui/{specter2_gui.__version__}", "Accept-Encoding": "identity"})

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Add nothing after a redirect either."""


class Connection:
    """A session with one hub, for one download; ``cancel`` ends it at the next chunk, in a pause, and while it stalls.

    Only a hub that accepts a connection and then does not even begin to answer is waited for, :data:`TIMEOUTS_S`.
    """

    def __init__(self, cancel: threading.Event) -> None:
        self.endpoint = endpoint()
        self._cancel = cancel
        self._session = _WithoutToken()
        self._open: requests.Response | None = None
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._end_when_cancelled, name="download cancel", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watch.join()
        self._session.close()

    def still_wanted(self) -> None:
        """Raise :class:`~specter2_gui.encoder.hub_errors.Cancelled` once the person has stopped the download."""
        if self._cancel.is_set():
            raise hub_errors.Cancelled

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the download is wanted."""
        self._cancel.wait(seconds)
        self.still_wanted()

    @contextmanager
    def get(self, url: str, *, repository: str, file: str = "", start: int = 0) -> Generator[requests.Response]:
        """The hub's answer to a GET of ``url`` from byte ``start`` on, its body not read yet.

        Raises:
            UserError: no network, refused, not found, not the hub.
            Interruption: the hub is busy, or the connection broke off; trying again may help.
        """
        self.still_wanted()
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self._told(), self._session.get(url, headers=headers, stream=True, timeout=TIMEOUTS_S) as response:
            self._check_status(response, repository, file)
            self._open = response
            yield response

    def is_hub(self, file: str, timeout_s: float) -> bool:
        """Whether the answer about ``file``, the path of one, is a hub's, and not a log-in page's or an error.

        Raises:
            requests.RequestException: no answer.
        """
        url = f"{self.endpoint}/{file}"
        with self._session.head(url, allow_redirects=False, timeout=timeout_s) as response:
            return response.status_code < 400 and "X-Repo-Commit" in response.headers

    def chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it arrives, however slowly, in pieces of at most :data:`CHUNK` bytes."""
        while True:
            self.still_wanted()
            chunk: bytes = response.raw.read1(CHUNK, decode_content=False)
            if not chunk:
                self.still_wanted()
                return
            yield chunk

    def _end_when_cancelled(self) -> None:
        """Wake a read that waits for bytes which do not come: a stalled hub must not hold up a cancel."""
        while not self._ended.wait(_LOOK_EVERY_S):
            if self._cancel.is_set():
                with suppress(OSError, ValueError, RuntimeError):  # the answer has just been read to its end
                    if self._open is not None:
                        self._open.raw.shutdown()
                return

    def _check_status(self, response: requests.Response, repository: str, file: str) -> None:
        status = response.status_code
        if status in (200, 206, 416):
            return
        error = hub_errors.refused(status, repository, file, self.endpoint)
        raise hub_errors.Interruption(error) if status in _TRANSIENT else error

    @contextmanager
    def _told(self) -> Generator[None]:
        """Tell the faults of the network in words; those that may pass as interruptions."""
        try:
            yield
        except (exceptions.InvalidURL, exceptions.MissingSchema, exceptions.InvalidSchema) as error:
            raise hub_errors.bad_address(self.endpoint) from error
        except exceptions.SSLError as error:
            self.still_wanted()
            raise hub_errors.untrusted(self.endpoint) from error
        except (exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            self.still_wanted()
            raise hub_errors.ConnectionLost(hub_errors.unreachable(self.endpoint)) from error


def _add_nothing(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stand in for a password, so that none is looked up in ``.netrc``."""
    return request
