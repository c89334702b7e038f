"""Clubs: one's own, joining one, and what its owner can change."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from quiz.extensions import db
from quiz.game import clubs as rules
from quiz.game.clubs import ClubId
from quiz.game.rounds import PlayerId
from quiz.services import clubs
from quiz.services.accounts import Account
from quiz.services.clubs import Refused
from quiz.web import clubrooms, limits
from quiz.web.contexts_clubs import ClubCard, ClubsPage, JoinPage
from quiz.web.forms import text_of
from quiz.web.forms_clubs import ClubForm, CodeForm, MemberForm, PlainForm
from quiz.web.fragments import see_other, show
from quiz.web.players import ask_to_sign_in, current_account, now

blueprint = Blueprint("clubs", __name__, url_prefix="/clubs")

JOIN = "120 per minute; 1200 per hour"
"""From one address, which a whole class may share; a code has 43 bits."""

_CLUB = "<int(max=2147483647):club_id>"
"""No id is larger, and PostgreSQL would refuse to look for one."""


@blueprint.get("", endpoint="clubs")
def own_clubs() -> Response:
    return _clubs_page(ClubForm(formdata=None), CodeForm(formdata=None))


@blueprint.post("")
def found() -> Response:
    account = current_account()
    if account is None:
        return ask_to_sign_in()
    form = ClubForm()
    if not form.validate():
        return _clubs_page(form, CodeForm(formdata=None), status=422)
    made = clubs.found(db.session(), player_id=account.player_id, name=text_of(form.name), at=now())
    if isinstance(made, Refused):
        form.name.errors = [made.why]
        return _clubs_page(form, CodeForm(formdata=None), status=422)
    return see_other(url_for("clubs.club", club_id=made))


@blueprint.post("/join")
@limits.limited(JOIN)
def find() -> Response:
    """A code that somebody typed leads to the page that its link leads to."""
    form = CodeForm()
    if form.validate() and clubs.club_to_join(db.session(), text_of(form.code)) is not None:
        return see_other(url_for("clubs.invitation", code=rules.read_code(text_of(form.code))))
    form.code.errors = form.code.errors or ["No club has that code. Ask for it again: it may have changed."]
    return _clubs_page(ClubForm(formdata=None), form, status=422)


@blueprint.get("/join/<code>")
@limits.limited(JOIN, methods=("GET",))
def invitation(code: str) -> Response:
    club = clubs.club_to_join(db.session(), code)
    if club is None:
        abort(404)
    account = current_account()
    if account is not None and _is_in(account, club.id):
        return see_other(url_for("clubs.club", club_id=club.id))
    return _join_page(code, club.name)


@blueprint.post("/join/<code>")
@limits.limited(JOIN)
def join(code: str) -> Response:
    account = current_account()
    if account is None:
        return ask_to_sign_in()
    form = PlainForm()
    if not form.validate():
        abort(422)
    joined = clubs.join(db.session(), player_id=account.player_id, written=code, at=now())
    if isinstance(joined, Refused):
        club = clubs.club_to_join(db.session(), code)
        return _join_page(code, "" if club is None else club.name, refused=joined.why, status=422)
    return see_other(url_for("clubs.club", club_id=joined))


@blueprint.get(f"/{_CLUB}")
def club(club_id: ClubId) -> Response:
    account = current_account()
    if account is None:
        return ask_to_sign_in()
    chosen = clubrooms.chosen_board(request.args, now())
    if chosen is None:
        abort(404)
    placed = clubs.board_of(db.session(), player_id=account.player_id, club_id=club_id, board=chosen)
    view = clubs.view(db.session(), player_id=account.player_id, club_id=club_id)
    board = clubrooms.board_context(view, chosen, placed, account.player_id, now())
    return show(clubrooms.club_page(view, board, account.player_id), board)


@blueprint.post(f"/{_CLUB}/leave")
def leave(club_id: ClubId) -> Response:
    account = _sender()
    refused = clubs.leave(db.session(), player_id=account, club_id=club_id)
    if refused is not None:
        return _settings_page(account, club_id, refused=refused.why, status=422)
    return see_other(url_for("clubs.clubs"))


@blueprint.get(f"/{_CLUB}/settings")
def settings(club_id: ClubId) -> Response:
    account = current_account()
    if account is None:
        return ask_to_sign_in()
    return _settings_page(account.player_id, club_id)


@blueprint.post(f"/{_CLUB}/name")
def rename(club_id: ClubId) -> Response:
    player_id = _sender()
    form = ClubForm()
    refused = None
    if form.validate():
        refused = clubs.rename(db.session(), player_id=player_id, club_id=club_id, name=text_of(form.name))
    if refused is not None:
        form.name.errors = [refused.why]
    if form.errors:
        return _settings_page(player_id, club_id, form=form, status=422)
    return see_other(url_for("clubs.settings", club_id=club_id))


@blueprint.post(f"/{_CLUB}/code")
def change_code(club_id: ClubId) -> Response:
    clubs.change_code(db.session(), player_id=_sender(), club_id=club_id)
    return see_other(url_for("clubs.settings", club_id=club_id))


@blueprint.post(f"/{_CLUB}/remove")
def remove(club_id: ClubId) -> Response:
    player_id = _sender()
    refused = clubs.remove(db.session(), player_id=player_id, club_id=club_id, member_id=_member())
    if refused is not None:
        return _settings_page(player_id, club_id, refused=refused.why, status=422)
    return see_other(url_for("clubs.settings", club_id=club_id))


@blueprint.post(f"/{_CLUB}/owner")
def hand_over(club_id: ClubId) -> Response:
    player_id = _sender()
    refused = clubs.hand_over(db.session(), player_id=player_id, club_id=club_id, member_id=_member())
    if refused is not None:
        return _settings_page(player_id, club_id, refused=refused.why, status=422)
    return see_other(url_for("clubs.club", club_id=club_id))


@blueprint.post(f"/{_CLUB}/dissolve")
def dissolve(club_id: ClubId) -> Response:
    clubs.dissolve(db.session(), player_id=_sender(), club_id=club_id)
    return see_other(url_for("clubs.clubs"))


def _sender() -> PlayerId:
    """Whoever sends a form about a club; to anybody without an account there is none."""
    account = current_account()
    if account is None:
        raise clubs.ClubNotFound("There is no such club.")
    return account.player_id


def _member() -> PlayerId:
    form = MemberForm()
    if not form.validate() or form.member.data is None:
        abort(422)
    return PlayerId(form.member.data)


def _is_in(account: Account, club_id: ClubId) -> bool:
    return any(club.id == club_id for club, _ in clubs.clubs_of(db.session(), account.player_id))


def _clubs_page(new: ClubForm, code: CodeForm, status: int = 200) -> Response:
    account = current_account()
    own = [] if account is None else clubs.clubs_of(db.session(), account.player_id)
    page = ClubsPage(
        title="Clubs",
        clubs=tuple(
            ClubCard(
                name=club.name,
                url=url_for("clubs.club", club_id=club.id),
                members=members,
                is_owned=account is not None and club.owner_id == account.player_id,
            )
            for club, members in own
        ),
        new=None if account is None else new,
        code=None if account is None else code,
        sign_up_url=url_for("accounts.sign_up", next=url_for("clubs.clubs")),
        sign_in_url=url_for("accounts.sign_in", next=url_for("clubs.clubs")),
    )
    return show(page, status=status)


def _join_page(code: str, club_name: str, *, refused: str | None = None, status: int = 200) -> Response:
    here = url_for("clubs.invitation", code=code)
    page = JoinPage(
        title=f"Join {club_name}",
        club_name=club_name,
        url=url_for("clubs.join", code=code),
        form=None if current_account() is None else PlainForm(formdata=None),
        refused=refused,
        sign_up_url=url_for("accounts.sign_up", next=here),
        sign_in_url=url_for("accounts.sign_in", next=here),
    )
    return show(page, status=status)


def _settings_page(
    player_id: PlayerId,
    club_id: ClubId,
    *,
    form: ClubForm | None = None,
    refused: str | None = None,
    status: int = 200,
) -> Response:
    view = clubs.view(db.session(), player_id=player_id, club_id=club_id)
    if not view.is_owner:
        raise clubs.NotAllowed("Only the owner of the club may do that.")
    return show(clubrooms.settings_page(view, form, refused, player_id), status=status)
