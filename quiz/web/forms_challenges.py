"""The shape of what is sent about challenges."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length


class ChallengeForm(FlaskForm):
    """A finished round to challenge somebody with."""

    round_id = HiddenField("Round", validators=[InputRequired(), Length(max=100)])


class TakeUpForm(FlaskForm):
    """A lone button."""
