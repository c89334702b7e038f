"""How the site is run: its packs, its name, and what administrators did. Only for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.items.item import Level
from quiz.services import administration, oversight, premieres, site
from quiz.services.accounts import Role
from quiz.services.site import PackSetting, SiteSettings
from quiz.web import home
from quiz.web.admin_lines import deed_line, player_line
from quiz.web.contexts import LEVEL_NAMES
from quiz.web.contexts_admin import AdminPage, LogPage, PackLine, PacksPage, SitePage
from quiz.web.forms import text_of
from quiz.web.forms_admin import Offer, PackForm, SignUp, SiteForm
from quiz.web.fragments import see_other, show
from quiz.web.players import now, requires

if TYPE_CHECKING:
    from quiz.items.making import Maker

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_DEEDS_A_PAGE = 50
_LARGEST_ID = 2**31 - 1
_SETTINGS = {
    Offer.ROTA: PackSetting(),
    Offer.OFFERED: PackSetting(is_in_rota=False),
    Offer.OFF: PackSetting(is_enabled=False, is_in_rota=False),
}


def me() -> PlayerId:
    """The administrator."""
    own: PlayerId = current_user.id
    return own


def id_in_address(name: str) -> PlayerId | None:
    """A number in the address; None if there is none, or if no player can have it."""
    written = request.args.get(name, "")
    if not (written.isascii() and written.isdecimal()) or len(written) > len(str(_LARGEST_ID)):
        return None
    return PlayerId(int(written)) if int(written) <= _LARGEST_ID else None


@blueprint.get("")
@requires(Role.ADMINISTRATOR)
def admin() -> Response:
    session = db.session()
    found = oversight.overview(session)
    settings = site.site_settings(session)
    slugs = _makers().keys()
    most = oversight.COUNT_AT_MOST
    return show(
        AdminPage(
            title="Admin",
            name=settings.name,
            is_sign_up_open=settings.is_sign_up_open,
            undecided=str(found.undecided) if found.undecided < most else f"{most - 1}+",
            offered=len(home.playable_packs()),
            in_rota=len(site.packs_in_rota(session, slugs)),
            problems=len(home.library().problems),
            newest=tuple(player_line(each) for each in found.newest),
            deeds=tuple(deed_line(entry) for entry in found.deeds),
        )
    )


@blueprint.get("/packs")
@requires(Role.ADMINISTRATOR)
def packs() -> Response:
    return show(_packs_page(PackForm(formdata=None), done=request.args.get("done")))


@blueprint.post("/packs/<slug>")
@requires(Role.ADMINISTRATOR)
def set_pack(slug: str) -> Response:
    if slug not in _makers():
        abort(404)
    form = PackForm()
    if not form.validate():
        return show(_packs_page(form), status=422)
    setting = _SETTINGS[Offer(text_of(form.offer))]
    administration.set_pack(db.session(), by=me(), pack=slug, setting=setting, at=now())
    return see_other(url_for("admin.packs", done=slug, _anchor=f"pack-{slug}"))


@blueprint.get("/site")
@requires(Role.ADMINISTRATOR)
def site_settings() -> Response:
    known = site.site_settings(db.session())
    sign_up = SignUp.OPEN if known.is_sign_up_open else SignUp.CLOSED
    form = SiteForm(formdata=None, name=known.name, sign_up=sign_up.value)
    return show(SitePage(title="The site", form=form, done="done" in request.args))


@blueprint.post("/site")
@requires(Role.ADMINISTRATOR)
def set_site() -> Response:
    form = SiteForm()
    page = SitePage(title="The site", form=form, done=False)
    if not form.validate():
        return show(page, status=422)
    settings = SiteSettings(name=text_of(form.name), is_sign_up_open=form.sign_up.data == SignUp.OPEN)
    refused = administration.set_site(db.session(), by=me(), settings=settings, at=now())
    if refused is not None:
        form.name.errors = [refused.why]
        return show(page, status=422)
    return see_other(url_for("admin.site_settings", done=1))


@blueprint.get("/log")
@requires(Role.ADMINISTRATOR)
def log() -> Response:
    before = id_in_address("before")
    found = oversight.log_of_deeds(db.session(), _DEEDS_A_PAGE + 1, before)
    shown = found[:_DEEDS_A_PAGE]
    return show(
        LogPage(
            title="What administrators did",
            deeds=tuple(deed_line(entry) for entry in shown),
            older_url=url_for("admin.log", before=shown[-1].id) if len(found) > len(shown) else None,
            is_first=before is None,
        )
    )


def _makers() -> dict[str, Maker]:
    """Every pack that loads, by slug, whether it is offered or not."""
    return dict(home.library().makers)


def _packs_page(form: PackForm, done: str | None = None) -> PacksPage:
    makers = _makers()
    page = PacksPage(
        title="Packs",
        packs=tuple(_pack_line(slug, maker) for slug, maker in makers.items()),
        problems=len(home.library().problems),
        form=form,
        done=None,
    )
    return replace(page, done=makers[done].pack.title) if done in makers else page


def _pack_line(slug: str, maker: Maker) -> PackLine:
    setting = site.pack_setting(db.session(), slug)
    offer = next(offer for offer, meant in _SETTINGS.items() if meant == setting)
    return PackLine(
        slug=slug,
        title=maker.pack.title,
        offer=offer.value,
        levels=", ".join(LEVEL_NAMES[level] for level in maker.levels),
        warnings=tuple(_warnings(maker)),
        url=url_for("admin.set_pack", slug=slug),
    )


def _warnings(maker: Maker) -> list[str]:
    if not maker.levels:
        return ["It has nothing to ask, so it is not offered to anybody, whatever is set here."]
    warnings = []
    missing = [LEVEL_NAMES[level] for level in Level if level not in maker.levels]
    if missing:
        levels = " and ".join(missing)
        warnings.append(
            f"It has no questions at {levels}. A Première asks at all three levels, and takes what"
            " is missing there from the others."
        )
    if not premieres.has_enough(maker):
        warnings.append("It has too few facts for a Première, so its turn in the rota is passed over.")
    return warnings
