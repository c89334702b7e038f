"""The shape of what is sent about clubs."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

_LARGEST_ID = 2**31 - 1


class PlainForm(FlaskForm):
    """A lone button."""


class ClubForm(FlaskForm):
    name = StringField(
        "Name of the club",
        validators=[InputRequired("Give the club a name."), Length(max=200, message="That is far too long.")],
    )


class CodeForm(FlaskForm):
    code = StringField(
        "Code of the club",
        validators=[InputRequired("Type the code."), Length(max=200, message="That is far too long.")],
    )


class MemberForm(FlaskForm):
    """A button beside a member."""

    member = IntegerField("Member", validators=[InputRequired(), NumberRange(min=1, max=_LARGEST_ID)])
