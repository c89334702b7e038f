"""The links that stand on every page: to what can be played, to the boards, and to oneself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Flask, current_app, request, url_for
from flask_login import current_user

_PAGES = (
    ("home.home", "Play"),
    ("premiere.premiere", "Première"),
    ("leaderboards.board", "Leaderboards"),
    ("clubs.clubs", "Clubs"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """current: what `aria-current` says: `page` on the page itself, `true` on others of its part of the
    site, and nothing elsewhere. is_name: it is the player's name, and leads to their own page.
    """

    label: str
    url: str
    current: str | None
    is_name: bool = False


def register(app: Flask) -> None:
    app.jinja_env.globals["pages"] = pages
    app.jinja_env.globals["own_pages"] = own_pages


def pages() -> tuple[NavigationLink, ...]:
    """The same for everybody."""
    return _links(_PAGES)


def own_pages() -> tuple[NavigationLink, ...]:
    """The player's own, or the way in. Asks who plays."""
    name = getattr(current_user, "name", None)
    if name is None:
        own = [("profiles.own", "Profile")] if current_user.is_authenticated else []
        return _links([*own, ("accounts.sign_in", "Sign in"), ("accounts.sign_up", "Sign up")])
    offered = [("accounts.settings", "Settings")]
    if getattr(current_user, "is_administrator", False):
        offered.append(("admin.admin", "Admin"))
    return tuple(
        replace(link, is_name=number == 0)
        for number, link in enumerate(_links([("profiles.own", name), *offered]))
    )


def _links(offered: Iterable[tuple[str, str]]) -> tuple[NavigationLink, ...]:
    return tuple(
        NavigationLink(label=label, url=url_for(endpoint), current=_current(endpoint))
        for endpoint, label in offered
        if endpoint in current_app.view_functions
    )


def _current(endpoint: str) -> str | None:
    if request.endpoint == endpoint:
        return "page"
    # An address that leads to no page has no blueprint; some parts have pages of several links, or of others.
    part = endpoint.partition(".")[0]
    return "true" if request.blueprint == part and part in {"clubs", "admin", "premiere"} else None
