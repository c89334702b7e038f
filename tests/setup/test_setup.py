"""The set-up of `make play`: what it says when it cannot go on."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = (".ci", "Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
TOOLS = ("sh", "cat", "cksum", "cut", "dirname", "grep", "head", "id", "mkdir", "rm", "sed", "tail", "uname")

OLD_PYTHON = """#!/bin/sh
case $2 in
    *platform*) echo "python3 is 3.9.2" ;;
    *) exit 1 ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with the tools of any machine, and no Python."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    return tools


def set_up(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / ".ci" / "setup.sh", "play"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_too_old_is_named_with_the_ones_that_would_do(folder: Path, tools: Path) -> None:
    (tools / "python3").write_text(OLD_PYTHON)
    (tools / "python3").chmod(0o755)

    outcome = set_up(folder, PATH=str(tools))

    assert outcome.returncode == 1
    assert outcome.stderr == (
        "Triple Crown needs Python 3.11, 3.12 or 3.13, and here python3 is 3.9.2. "
        "Install one of them, or name it: make play PYTHON=/path/to/python3.13\n"
    )


def test_a_machine_without_python_is_told_which_to_install(folder: Path, tools: Path) -> None:
    outcome = set_up(folder, PATH=str(tools))

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(
        "Triple Crown needs Python 3.11, 3.12 or 3.13, and here there is no python3."
    )


def test_a_wrong_python_that_was_asked_for_is_refused(folder: Path, tools: Path) -> None:
    outcome = set_up(folder, PATH=str(tools), PYTHON="/no/such/python")

    assert outcome.returncode == 1
    assert outcome.stderr == (
        "PYTHON=/no/such/python is not a Python 3.11, 3.12 or 3.13, which Triple Crown needs.\n"
    )


@pytest.mark.slow
def test_no_network_is_told_in_a_sentence_and_the_next_run_begins_anew(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHON": sys.executable,
        "PIP_INDEX_URL": f"http://127.0.0.1:{closed}/",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
    }

    first = set_up(folder, **environment)
    second = set_up(folder, **environment)

    for outcome in (first, second):
        assert outcome.returncode == 1
        assert outcome.stderr.splitlines() == [
            "Making the environment in .venv ...",
            "Installing the packages of requirements.lock ...",
            (
                "No network: the packages of requirements.lock need a download, and it did not come. "
                "Connect this machine and run make play again."
            ),
        ]


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda lock: lock.name)
def test_every_package_is_locked_by_hash_and_by_no_address(lock: Path) -> None:
    text = lock.read_text()

    assert text.count("==") > 0
    assert "://" not in text
    assert all("--hash=sha256:" in entry for entry in entries(text))


def entries(lock: str) -> list[str]:
    """One text for each package: its line, and the lines that go on with it."""
    logical = lock.replace("\\\n", " ").splitlines()
    return [line for line in logical if line and not line.lstrip().startswith("#")]
