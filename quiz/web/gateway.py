"""Between granian and the app: no client takes a thread before all of its request is here.

Granian's own WSGI lets the thread that runs the app wait for the body, as long as the client likes: as many
half-sent forms as there are threads, and nobody is served. So granian calls its event loop's interface (RSGI)
here, which waits for bodies without threads, and whole requests alone get one.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any, Protocol, cast

from granian.rsgi import ProtocolClosed, Scope  # type: ignore[attr-defined]  # it says only what it defines
from werkzeug.exceptions import HTTPException, LengthRequired, RequestTimeout

from quiz.extensions import LONGEST_FORM

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Threads are made when they are wanted, and most of many wait: for their turn to write. Those who read have
# theirs apart, so that a database that is locked for long leaves them pages, and the watchers their answer.
_READERS = 24
_WRITERS = 32
_SLOWEST_BODY_S = 10.0

_log = logging.getLogger(__name__)

Answer = tuple[int, list[tuple[str, str]], bytes]


class Exchange(Protocol):
    """What the gateway uses of granian's end of a request."""

    def __call__(self) -> Awaitable[bytes]: ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class Gateway:
    """A WSGI app, to be called by granian."""

    def __init__(self, app: WSGIApplication, *, slowest_body_s: float = _SLOWEST_BODY_S) -> None:
        self._app = app
        self._slowest_body_s = slowest_body_s
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._writers = ThreadPoolExecutor(_WRITERS, "writer")

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        environ = _environ(scope)
        try:
            environ["wsgi.input"] = await self._body(environ, exchange)
        except ProtocolClosed:
            return  # the client has left
        threads = self._readers if scope.method in {"GET", "HEAD"} else self._writers
        loop = asyncio.get_running_loop()
        try:
            status, headers, content = await loop.run_in_executor(threads, self._answer, environ)
        except Exception:  # noqa: BLE001  whatever it is, the client gets an answer
            _log.exception("app_failed")
            status, headers, content = 500, [], b""
        if isinstance(environ["wsgi.input"], _Unread):
            headers.append(("Connection", "close"))
        exchange.response_bytes(status, headers, content)

    async def _body(self, environ: dict[str, Any], exchange: Exchange) -> BytesIO | _Unread:
        """The whole body, or one that tells the app why there is none when it is read."""
        length = environ.get("CONTENT_LENGTH", "")
        if "HTTP_TRANSFER_ENCODING" in environ:
            return _Unread(LengthRequired())
        if not length.isdecimal() or not 0 < int(length) <= LONGEST_FORM:
            return BytesIO()  # none, or more than the app reads
        try:
            async with asyncio.timeout(self._slowest_body_s):
                return BytesIO(await exchange())
        except TimeoutError:
            return _Unread(RequestTimeout())

    def _answer(self, environ: dict[str, Any]) -> Answer:
        started: list[tuple[int, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: object = None, /
        ) -> Callable[[bytes], object]:
            started.append((int(status[:3]), headers))
            return written.append

        content: Iterable[bytes] = self._app(environ, start_response)
        try:
            written.extend(content)
        finally:
            if hasattr(content, "close"):
                content.close()
        status, headers = started[-1]
        return status, headers, b"".join(written)


class _Unread(RawIOBase):
    """A body that did not come; whoever reads it is told why."""

    def __init__(self, reason: HTTPException) -> None:
        self._reason = reason

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any, /) -> int:  # noqa: ANN401
        raise self._reason


def _environ(scope: Scope) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333), without its body."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin_1(scope.path),
        "QUERY_STRING": _latin_1(scope.query_string),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "HTTP_HOST": scope.authority or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    headers = cast(Any, scope.headers)  # which types say too little of
    for name in headers.keys():  # noqa: SIM118  iterating gives one for each value
        key = name.replace("-", "_").upper()
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        environ[key] = (";" if name == "cookie" else ",").join(headers.get_all(name))
    return environ


def _latin_1(text: str) -> str:
    """WSGI has each byte as a character."""
    return text.encode().decode("latin-1")
