"""The shape of what administrators send."""

from __future__ import annotations

from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length

from quiz.game.fairness import Decision
from quiz.services.accounts import Role


class Offer(StrEnum):
    """Whether a pack can be played, and whether the Première takes its turn with it."""

    ROTA = "rota"
    OFFERED = "offered"
    OFF = "off"


class SignUp(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


ROLE_NAMES = {
    Role.PLAYER: "Player",
    Role.AUTHOR: "Author",
    Role.REVIEWER: "Reviewer",
    Role.ADMINISTRATOR: "Administrator",
}


class RoleForm(FlaskForm):
    role = StringField("Role", validators=[InputRequired(), AnyOf(list(Role))])


class DecisionForm(FlaskForm):
    decision = StringField("Decision", validators=[InputRequired(), AnyOf(list(Decision))])


class PackForm(FlaskForm):
    offer = StringField("Offer", validators=[InputRequired("Choose one of the three."), AnyOf(list(Offer))])


class SiteForm(FlaskForm):
    name = StringField(
        "Name of the site",
        validators=[InputRequired("Give the site a name."), Length(max=200, message="That is far too long.")],
    )
    sign_up = StringField("Sign-up", validators=[InputRequired("Choose one."), AnyOf(list(SignUp))])
