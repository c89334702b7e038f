"""The server as a process: how it starts, refuses a taken port, and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from quiz.web.serving import CannotListen, ensure_free

HOST = "127.0.0.1"

AN_APP = """
import os

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""

SERVE = """
import sys
from quiz.web.serving import serve
serve("127.0.0.1", int(sys.argv[1]), "small:app")
"""

Start = Callable[[int], "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.create_server((HOST, 0)) as server:
        number: int = server.getsockname()[1]
        return number


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server of a small app; every one is ended after the test."""
    (tmp_path / "small.py").write_text(AN_APP)
    started: list[subprocess.Popen[str]] = []

    def start(port: int) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(tmp_path), *sys.path])
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        started.append(server)
        return server

    yield start
    for server in started:
        with server:
            server.kill()


def first_line(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline()


def worker_of(port: int) -> int:
    connection = HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", "/")
    pid = int(connection.getresponse().read())
    connection.close()
    return pid


def test_the_address_is_printed_once_it_answers(start: Start, port: int) -> None:
    server = start(port)

    assert first_line(server) == f"Triple Crown: http://127.0.0.1:{port}\n"
    assert worker_of(port) != server.pid


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_server_ends_well_and_says_nothing(start: Start, port: int, stop: signal.Signals) -> None:
    server = start(port)
    first_line(server)

    server.send_signal(stop)

    assert server.wait(timeout=10) == 0
    assert first_line(server) == ""


def test_the_port_is_free_again_as_soon_as_a_server_was_killed(start: Start, port: int) -> None:
    server = start(port)
    first_line(server)
    worker = worker_of(port)

    server.kill()
    # The end of its output comes when the worker, which holds it too, has ended.
    assert first_line(server) == ""

    next_server = start(port)
    assert first_line(next_server) == f"Triple Crown: http://127.0.0.1:{port}\n"
    assert worker_of(port) != worker


def test_a_port_in_use_is_told_with_the_cure(port: int) -> None:
    with socket.create_server((HOST, port)), pytest.raises(CannotListen) as refusal:
        ensure_free(HOST, port)

    assert str(refusal.value) == (
        f"Port {port} on 127.0.0.1 is in use. "
        f"Stop the other program or choose another: PORT={port + 1} make play"
    )


def test_a_port_in_use_on_every_address_is_told_too(port: int) -> None:
    with socket.create_server(("0.0.0.0", port)), pytest.raises(CannotListen, match="is in use"):
        ensure_free(HOST, port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        (HOST, 70000, "70000 is not a port; choose one from 1 to 65535: PORT=8000 make play"),
        (
            "192.0.2.1",
            8000,
            "192.0.2.1 is not an address of this machine; choose another: HOST=127.0.0.1 make play",
        ),
    ],
)
def test_an_address_that_cannot_be_had_is_told_with_the_cure(host: str, port: int, sentence: str) -> None:
    with pytest.raises(CannotListen) as refusal:
        ensure_free(host, port)

    assert str(refusal.value) == sentence
