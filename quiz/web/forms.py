"""The shape of what a player sends. Whether it can be done is the service's answer."""

from __future__ import annotations

import secrets

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from quiz.items.item import Level


class StartForm(FlaskForm):
    """A round to start. `request_key` is new each time the form is shown, so that one form starts one round."""

    pack = HiddenField("Pack", validators=[InputRequired(), Length(max=100)])
    level = RadioField(
        "Level",
        choices=[(level.value, level.value.title()) for level in Level],
        validators=[InputRequired("Choose a level.")],
    )
    relaxed = BooleanField("No clock")
    request_key = HiddenField("Key", validators=[InputRequired(), Length(min=16, max=64)])


class AnswerForm(FlaskForm):
    """An answer: the value of the option's button."""

    option = StringField("Option", validators=[InputRequired("Choose one of the options."), Length(max=100)])


def new_request_key() -> str:
    return secrets.token_urlsafe(18)
