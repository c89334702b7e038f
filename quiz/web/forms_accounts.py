"""The shape of what is sent about accounts. Whether a name is free is the service's answer."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

_NAME = Length(max=200, message="That is far too long for a name.")
_EMAIL = Length(max=254, message="That is too long for an e-mail address.")
_PASSWORD = Length(max=1000, message="That is far too long for a password.")
_NEW_NAME = "Choose a name."
_NEW_PASSWORD = "Choose a password."  # noqa: S105  what a field asks for


class SignUpForm(FlaskForm):
    name = StringField("Name", validators=[InputRequired(_NEW_NAME), _NAME])
    password = PasswordField("Password", validators=[InputRequired(_NEW_PASSWORD), _PASSWORD])
    email = StringField("E-mail (optional)", validators=[_EMAIL])
    next = HiddenField(validators=[Length(max=2000)])


class SignInForm(FlaskForm):
    name = StringField("Name", validators=[InputRequired("Type your name."), _NAME])
    password = PasswordField("Password", validators=[InputRequired("Type your password."), _PASSWORD])
    next = HiddenField(validators=[Length(max=2000)])


class NameForm(FlaskForm):
    name = StringField("Name", validators=[InputRequired(_NEW_NAME), _NAME])


class PasswordForm(FlaskForm):
    old = PasswordField("Your password now", validators=[InputRequired("Type your password."), _PASSWORD])
    new = PasswordField("New password", validators=[InputRequired(_NEW_PASSWORD), _PASSWORD])


class EmailForm(FlaskForm):
    email = StringField("E-mail", validators=[_EMAIL])


class ListingForm(FlaskForm):
    hidden = BooleanField("Hide me from the leaderboards")


class ZoneForm(FlaskForm):
    zone = SelectField("Time zone", validate_choice=False)


class DeleteForm(FlaskForm):
    current = PasswordField("Your password", validators=[InputRequired("Type your password."), _PASSWORD])


class ResetForm(FlaskForm):
    new = PasswordField("New password", validators=[InputRequired(_NEW_PASSWORD), _PASSWORD])


class ButtonForm(FlaskForm):
    """A lone button."""
