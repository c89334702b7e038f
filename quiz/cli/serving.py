"""`quiz serve`: the game, over HTTP."""

from __future__ import annotations

import argparse
import os
import sys

from quiz.cli.places import Commands


def add_to(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="migrate the database, check the packs, and serve the game")
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    """Check first what needs no import of the web, so that a wrong start is told at once."""
    del options
    from quiz.settings import ROOT, read_settings
    from quiz.web.serving import ensure_free, serve

    settings = read_settings(os.environ)
    ensure_free(settings.host, settings.port)
    sys.path.insert(0, str(ROOT))
    from quiz.extensions import migrate_database
    from wsgi import app

    migrate_database(app)
    library = app.extensions["shelf"].library()
    for problem in library.problems:
        print(problem, file=sys.stderr)
    if library.problems:
        print("The packs above are not served until they are mended.", file=sys.stderr)
    serve(settings.host, settings.port)
    return 0
