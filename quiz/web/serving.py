"""The server that `quiz serve` runs: granian, one worker process, whose threads the gateway makes."""

from __future__ import annotations

import errno
import http.client
import importlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import socket
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from quiz.errors import QuizError
from quiz.web.gateway import Gateway

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LAST_PORT = 65535
_STOP_WITHIN_S = 5
_ANSWER_WITHIN_S = 60


class CannotListen(QuizError):
    """The address cannot be served on; the message says why and what to do."""


def ensure_free(host: str, port: int) -> None:
    """Raise CannotListen unless a server could be started on this address now.

    Granian itself would share the port with another granian, and each would get some of the requests.
    """
    if not 0 < port <= _LAST_PORT:
        raise CannotListen(f"{port} is not a port; choose one from 1 to {_LAST_PORT}: PORT=8000 make play")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            if os.name != "nt":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as problem:
        raise CannotListen(_why_not(problem, host, port)) from None


def serve(host: str, port: int, target: str = "wsgi:app") -> None:
    """Serve the app until Ctrl-C or SIGTERM, and print the address once it answers.

    target: `module:name` of the app. Raises CannotListen if the address is taken.
    """
    ensure_free(host, port)
    if multiprocessing.get_start_method() == "fork":
        # The worker is a fork of this process, so that what is imported here is not imported again there.
        _close_connections(_app(target))
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_S,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(_work, target, host, port), wrap_loader=False)


def _app(target: str) -> WSGIApplication:
    module, _, name = target.partition(":")
    app: WSGIApplication = getattr(importlib.import_module(module), name)
    return app


def _close_connections(app: WSGIApplication) -> None:
    """Close what starting left open: a connection to a database must not be carried over a fork."""
    if isinstance(app, Flask) and "sqlalchemy" in app.extensions:
        with app.app_context():
            for engine in app.extensions["sqlalchemy"].engines.values():
                engine.dispose()


def _work(target: str, host: str, port: int) -> Gateway:
    """Begin the worker process: load the app, and see to its end and its announcement."""
    # Until granian sets its own handlers, those of the parent are here, and would lose a signal sent here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gateway = Gateway(_app(target))
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    return gateway


def _end_with_parent() -> None:
    """End the worker when the process that started it is gone, even by kill -9: it would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _announce(host: str, port: int) -> None:
    """Print the address once a request to it is answered; the app's health is for the request to say."""
    own_host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    give_up_at = time.monotonic() + _ANSWER_WITHIN_S
    while time.monotonic() < give_up_at:
        connection = http.client.HTTPConnection(own_host, port, timeout=_ANSWER_WITHIN_S)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.02)
        else:
            print(f"Triple Crown: http://{_in_url(own_host)}:{port}", flush=True)
            return
        finally:
            connection.close()


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _why_not(problem: OSError, host: str, port: int) -> str:
    if isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; choose another: HOST=127.0.0.1 make play"
    if problem.errno == errno.EADDRINUSE:
        another = port + 1 if port < _LAST_PORT else 8000
        return (
            f"Port {port} on {host} is in use. "
            f"Stop the other program or choose another: PORT={another} make play"
        )
    if problem.errno == errno.EACCES:
        return f"Port {port} needs an administrator's rights; choose one above 1023: PORT=8000 make play"
    return f"Port {port} on {host} cannot be served on: {problem.strerror}."
