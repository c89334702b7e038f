"""Packs as they were in a revision of git, or as they are in a folder."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from quiz.cli.checking import root_and_pack
from quiz.errors import QuizError


@contextmanager
def packs_of(named: str, questions: Path) -> Iterator[tuple[Path, str | None]]:
    """The folder of packs that is named, and the one pack of it that is meant, if one is.

    named: a folder of packs, a pack, or a revision of git, in which `questions` is looked up.
    """
    if Path(named).exists():
        yield root_and_pack(Path(named))
        return
    with TemporaryDirectory() as folder:
        root = Path(folder) / questions.resolve().name
        root.mkdir()
        with tarfile.open(fileobj=io.BytesIO(_archive(named, questions))) as archive:
            archive.extractall(root, filter="data")
        yield root, None


def _archive(revision: str, questions: Path) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise QuizError(f"{revision}: there is no such folder, and no git here to look for a revision.")
    looked_up = _run(
        git, questions, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}"
    )
    if looked_up.returncode != 0:
        raise QuizError(f"{revision}: there is no such folder, and no such revision of {questions}.")
    found = _run(git, questions, "archive", "--format=tar", looked_up.stdout.decode().strip(), ".")
    if found.returncode != 0:
        raise QuizError(f"{revision}: {questions} is not in it ({found.stderr.decode().strip()}).")
    return found.stdout


def _run(git: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [git, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no shell, and the name is a revision's
