"""The shape of what a player sends. Whether it can be done is the service's answer."""

from __future__ import annotations

import secrets

from flask import Request as FlaskRequest
from flask_wtf import FlaskForm
from werkzeug.exceptions import UnsupportedMediaType
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from quiz.game.modes import COURSES


class Request(FlaskRequest):
    """A request that brings plain fields or nothing."""

    def _load_form_data(self) -> None:
        # A file where a text is expected fits nothing that reads it, and no form of ours sends one.
        if self.mimetype == "multipart/form-data":
            raise UnsupportedMediaType
        super()._load_form_data()


class StartForm(FlaskForm):
    """A round to start. One form starts one round: `request_key` is new each time it is shown."""

    pack = HiddenField("Pack", validators=[InputRequired(), Length(max=100)])
    level = StringField(
        "Level",
        validators=[InputRequired("Choose a level."), AnyOf(COURSES, "There is no such level.")],
    )
    relaxed = BooleanField("No clock")
    request_key = HiddenField("Key", validators=[InputRequired(), Length(min=16, max=64)])


class LongTakeForm(FlaskForm):
    """A Long take to start."""

    pack = HiddenField("Pack", validators=[InputRequired(), Length(max=100)])
    relaxed = BooleanField("No clock")
    request_key = HiddenField("Key", validators=[InputRequired(), Length(min=16, max=64)])


class ViewingForm(FlaskForm):
    """A Second viewing to start."""

    request_key = HiddenField("Key", validators=[InputRequired(), Length(min=16, max=64)])


class PremiereForm(FlaskForm):
    """A Première to start. day: the one that was shown. zone: where the browser says that it is."""

    day = HiddenField("Date", validators=[Length(max=10)])
    zone = HiddenField("Time zone", validators=[Length(max=100)])


class AnswerForm(FlaskForm):
    """An answer: the value of the option's button."""

    option = StringField("Option", validators=[InputRequired("Choose one of the options."), Length(max=100)])


def text_of(field: StringField) -> str:
    """What was sent; a required field of a valid form is never empty."""
    return field.data or ""


def new_request_key() -> str:
    return secrets.token_urlsafe(18)
