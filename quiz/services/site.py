"""What an administrator has set for the whole site, as every process soon knows it.

Each function is a transaction of its own, or part of the one that the session has open.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from quiz.store import site
from quiz.store.base import CannotStore, Session, reading
from quiz.store.site import DEFAULT_NAME, UNDECIDED, PackSetting, SiteSettings

__all__ = [
    "DEFAULT_NAME",
    "PackSetting",
    "SiteSettings",
    "enabled_packs",
    "forget",
    "pack_setting",
    "packs_in_rota",
    "site_name",
    "site_settings",
]

RENEW_EVERY_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    settings: SiteSettings
    packs: Mapping[str, PackSetting]
    until: float


_NOTHING_KNOWN = _Known(settings=SiteSettings(), packs={}, until=float("-inf"))
_lock = threading.Lock()
# By database: a process may have several, one after the other, as the tests do.
_known: WeakKeyDictionary[object, _Known] = WeakKeyDictionary()
_silent_until: WeakKeyDictionary[object, float] = WeakKeyDictionary()


def site_settings(session: Session) -> SiteSettings:
    """As of a few seconds ago or less; what this process has set, at once."""
    return _look(session).settings


def site_name(session: Session) -> str:
    """For a page that is to be shown whatever happens: the last name known, where there is none to ask."""
    database = session.get_bind()
    last = _known.get(database, _NOTHING_KNOWN)
    if time.monotonic() < _silent_until.get(database, float("-inf")):
        return last.settings.name
    try:
        return _look(session).settings.name
    except CannotStore:
        # Many pages are shown meanwhile: they do not all wait for what does not answer.
        with _lock:
            _silent_until[database] = time.monotonic() + RENEW_EVERY_S
        return last.settings.name


def pack_setting(session: Session, slug: str) -> PackSetting:
    """A pack about which nobody has decided is enabled, and in the rota."""
    return _look(session).packs.get(slug, UNDECIDED)


def enabled_packs(session: Session, slugs: Iterable[str]) -> tuple[str, ...]:
    """Those of the packs that are offered, in the order given. A round that is open goes on without."""
    packs = _look(session).packs
    return tuple(slug for slug in slugs if packs.get(slug, UNDECIDED).is_enabled)


def packs_in_rota(session: Session, slugs: Iterable[str]) -> tuple[str, ...]:
    """Those of the packs with which the Première takes its turns, in the order given; all are enabled."""
    packs = _look(session).packs
    return tuple(slug for slug in slugs if packs.get(slug, UNDECIDED).is_in_rota)


def forget(session: Session) -> None:
    """Ask the database the next time, in this process: somebody has just changed what it says."""
    with _lock:
        _known.pop(session.get_bind(), None)
        _silent_until.pop(session.get_bind(), None)


def _look(session: Session) -> _Known:
    database = session.get_bind()
    known = _known.get(database, _NOTHING_KNOWN)
    if time.monotonic() < known.until:
        return known
    if session.in_transaction():
        known = _load(session)
    else:
        with reading(session):
            known = _load(session)
    with _lock:
        _known[database] = known
    return known


def _load(session: Session) -> _Known:
    return _Known(
        settings=site.load_settings(session),
        packs=site.load_packs(session),
        until=time.monotonic() + RENEW_EVERY_S,
    )
