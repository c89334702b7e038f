"""`quiz admin NAME`: make somebody who has an account an administrator of the site."""

from __future__ import annotations

import argparse
import os

from quiz.cli.places import Commands
from quiz.errors import QuizError


def add_to(commands: Commands) -> None:
    admin = commands.add_parser("admin", help="make an account an administrator's")
    admin.add_argument("name", metavar="NAME", help="the name that somebody has signed up with")
    admin.set_defaults(run=_admin)


def _admin(options: argparse.Namespace) -> int:
    from flask import Flask

    from quiz.extensions import bind, db, migrate_database
    from quiz.services import accounts
    from quiz.settings import read_settings

    app = Flask("quiz")
    bind(app, read_settings(os.environ))
    migrate_database(app)
    with app.app_context():
        account = accounts.account_named(db.session(), options.name)
        if account is None:
            raise QuizError(
                f"There is no account named {options.name}. Sign up with that name on the site first."
            )
        accounts.set_role(db.session(), account.player_id, accounts.Role.ADMINISTRATOR)
    print(f"{account.name} is an administrator now, and finds /admin among the links of every page.")
    return 0
