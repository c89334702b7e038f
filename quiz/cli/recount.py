"""`quiz recount`: all that was ever earned, worked out anew from the answers."""

from __future__ import annotations

import argparse
import os
import sys

from quiz.cli.places import Commands


def add_to(commands: Commands) -> None:
    recount = commands.add_parser("recount", help="work out every score and standing anew from the answers")
    recount.set_defaults(run=_recount)


def _recount(options: argparse.Namespace) -> int:
    del options
    from flask import Flask

    from quiz.extensions import bind, db, migrate_database
    from quiz.services.recount import Recounted, recount
    from quiz.settings import read_settings

    app = Flask("quiz")
    bind(app, read_settings(os.environ))
    migrate_database(app)
    done = Recounted()
    with app.app_context():
        for done in recount(db.session()):
            if sys.stderr.isatty():
                print(f"\r{done.players} players", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{done.players} players recounted.")
    for changed, what in (
        (done.restated.rounds, "rounds"),
        (done.restated.standings, "standings"),
        (done.restated.profiles, "crowns and tallies"),
        (done.counts, "counts of players"),
    ):
        print(f"  {what}: {changed} changed")
    print("Nothing had to be changed." if done.changes == 0 else f"{done.changes} rows were changed.")
    return 0
