"""The command `quiz`: parse, call, print. Each command has a module here, which adds itself to the parser."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from quiz.cli import (
    admin,
    beginning,
    checking,
    coverage,
    differing,
    explaining,
    exporting,
    importing,
    items,
    previewing,
    recount,
    schema,
    serving,
)
from quiz.errors import QuizError

COMMANDS = (
    beginning,
    checking,
    previewing,
    items,
    explaining,
    exporting,
    coverage,
    differing,
    importing,
    serving,
    admin,
    recount,
    schema,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 problems found, 2 wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except QuizError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # `quiz items … | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quiz", description="Triple Crown: facts in, fair questions out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser
