"""Between granian and the app: what a request becomes, and who waits for whom."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from email.message import Message
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException

from quiz.extensions import LONGEST_FORM
from quiz.web.gateway import Gateway

HOST = "127.0.0.1"
HELD = 100

ECHO = """
import json

def app(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("broken")
    start_response("200 OK", [("Content-Type", "application/json")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps(told | {"body": environ["wsgi.input"].read().decode()}).encode()]
"""
SERVE = "import sys; from quiz.web.serving import serve; serve('127.0.0.1', int(sys.argv[1]), 'echo:app')"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of an app that tells what it was asked."""
    folder = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with socket.create_server((HOST, 0)) as free:
        number: int = free.getsockname()[1]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(number)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
        )
    with server:
        assert server.stdout is not None
        assert server.stdout.readline()
        yield number
        server.terminate()
        server.wait(timeout=10)
    # Only what the app raises is told.
    complaints = (folder / "log").read_text()
    assert complaints.count("Traceback") == complaints.count("RuntimeError: broken"), complaints


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.read()


def told(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(ask(port, method, path, body, **headers)[1])
    return found


def half_sent(port: int) -> socket.socket:
    """A form of which one byte has come, and no more will."""
    client = socket.create_connection((HOST, port))
    client.sendall(b"POST / HTTP/1.1\r\nHost: quiz.test\r\nContent-Length: 20\r\n\r\na")
    return client


def test_half_sent_forms_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as held:
        for _ in range(HELD):
            held.enter_context(half_sent(port))

        assert ask(port, "GET", "/")[0] == 200
        assert told(port, "POST", "/", b"option=1")["body"] == "option=1"


def test_a_client_that_leaves_in_the_middle_of_a_form_leaves_no_trace(port: int) -> None:
    for _ in range(HELD):
        half_sent(port).close()

    assert ask(port, "GET", "/")[0] == 200


def test_the_app_is_told_the_request_as_wsgi_has_it(port: int) -> None:
    environ = told(
        port,
        "POST",
        "/r%C3%A9sum%C3%A9/a%2Fb?q=%C3%A9&r=1",
        b"x=1",
        **{"Content-Type": "application/x-www-form-urlencoded", "Cookie": "a=1; b=2", "X-One": "two"},
    )

    assert environ["PATH_INFO"].encode("latin-1").decode() == "/résumé/a/b"
    assert environ["QUERY_STRING"] == "q=%C3%A9&r=1"
    assert environ["REQUEST_METHOD"] == "POST"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("application/x-www-form-urlencoded", "3")
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_ONE"]) == ("a=1; b=2", "two")
    assert environ["HTTP_HOST"] == f"{HOST}:{port}"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == (HOST, str(port))
    assert (environ["REMOTE_ADDR"], environ["SERVER_PROTOCOL"]) == (HOST, "HTTP/1.1")
    assert environ["wsgi.url_scheme"] == "http"


def test_a_head_request_is_answered_without_a_body(port: int) -> None:
    assert ask(port, "HEAD", "/") == (200, b"")


def test_an_app_that_breaks_is_a_500_and_the_server_goes_on(port: int) -> None:
    assert ask(port, "GET", "/broken")[0] == 500
    assert ask(port, "GET", "/")[0] == 200


class Client:
    """Stands in for granian's own end of a request whose body never comes."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, list[tuple[str, str]], bytes]] = []

    def __call__(self) -> asyncio.Future[bytes]:
        return asyncio.get_running_loop().create_future()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answers.append((status, headers, body))


def read_the_body(environ: dict[str, Any], start_response: Any) -> list[bytes]:  # noqa: ANN401
    try:
        body = environ["wsgi.input"].read()
    except HTTPException as problem:
        start_response(f"{problem.code} {problem.name}", [])
        return []
    start_response("200 OK", [])
    return [body]


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("content-length", "20", 408),
        ("transfer-encoding", "chunked", 411),
        ("content-length", str(LONGEST_FORM + 1), 200),  # unread, and for the app to refuse
    ],
)
def test_a_body_that_does_not_come_in_time_is_not_waited_for(name: str, value: str, status: int) -> None:
    headers = Message()
    headers[name] = value
    scope = SimpleNamespace(
        method="POST",
        path="/",
        query_string="",
        scheme="http",
        http_version="1.1",
        server="127.0.0.1:80",
        client="127.0.0.1:5000",
        authority=None,
        headers=headers,
    )
    client = Client()
    gateway: Any = Gateway(read_the_body, slowest_body_s=0.01)

    # in a thread of its own: Playwright's loop may run in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, gateway(scope, client)).result()

    [(answered, _, body)] = client.answers
    assert (answered, body) == (status, b"")
