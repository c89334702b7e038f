"""The real server as a process of its own, and a real Chromium that reports what it must not see."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from quiz.settings import ROOT
from tests.conftest import SECRET_KEY
from tests.factories.question_packs import write_pack
from tests.factories.readers import let_players_read

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STARTS = 20
NewPage = Callable[..., Page]


class Game:
    """A server on a free port with a database of its own."""

    def __init__(self, folder: Path, database: Path) -> None:
        write_pack(folder / "questions", "chess", title="Chess", levels={"berlin": 12, "cannes": 12})
        write_pack(folder / "questions", "gardens", title="Gardens", levels={"venice": 12})
        let_players_read(database)
        self._log = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._environ = os.environ | {
            "DATABASE_URL": f"sqlite:///{database}",
            "QUESTIONS": str(folder / "questions"),
            "SECRET_KEY": SECRET_KEY,
            "HOST": "127.0.0.1",
            "PORT": str(self._port),
        }
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server; one that was killed may hold the port for a moment longer."""
        for _ in range(STARTS):
            if self._has_started():
                return
        raise AssertionError(f"the server does not start: {self._log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """End all of its processes as `kill -9` does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()
            self._process = None

    def _has_started(self) -> bool:
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from quiz.cli import main; raise SystemExit(main())", "serve"],
                cwd=ROOT,
                env=self._environ,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        if any(self.url in line for line in self._process.stdout):
            return True
        self.kill()
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which(os.environ.get("CHROMIUM") or next(filter(shutil.which, NAMES), "chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_game(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[Game]:
    folder = tmp_path_factory.mktemp("game")
    game = Game(folder, Path(shutil.copy(migrated_database, folder / "triple-crown.sqlite3")))
    game.start()
    yield game
    game.kill()


@pytest.fixture
def own_game(tmp_path: Path, database: Path) -> Iterator[Game]:
    """A server that a test may kill."""
    game = Game(tmp_path, database)
    game.start()
    yield game
    game.kill()


@pytest.fixture
def game(shared_game: Game) -> Game:
    """The server that a test plays on; override it with `own_game` where it is to be killed."""
    return shared_game


@pytest.fixture
def new_context(browser: Browser, game: Game) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a browser without cookies: a new guest. What a page must not do fails the test at its end."""
    contexts: list[BrowserContext] = []
    found: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=game.url, **options)  # type: ignore[arg-type]  # any of Playwright's
        context.set_default_timeout(10_000)
        context.on("console", lambda message: found.extend(_complaint(message)))
        context.on("weberror", lambda error: found.append(f"{error.error}"))
        context.on(
            "request",
            lambda request: None if request.url.startswith(game.url) else found.append(request.url),
        )
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert found == []


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext]) -> NewPage:
    """Makes a page in a browser of its own; takes the options of Playwright's contexts."""
    return lambda **options: new_context(**options).new_page()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


def _complaint(message: ConsoleMessage) -> list[str]:
    """What the console says, but for a status below 500 or a server that a test has killed."""
    is_expected = re.search(r"status of 4\d\d|ERR_CONNECTION_RE(FUSED|SET)|Failed to fetch", message.text)
    return [] if message.type not in {"error", "warning"} or is_expected else [message.text]
