from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from quiz.services import site
from quiz.services.site import PackSetting, SiteSettings
from quiz.store import site as store
from quiz.store.base import CannotStore, writing

PACKS = ("binoche", "chess", "oscars")


def decide(session: Session, **packs: PackSetting) -> None:
    with writing(session):
        for slug, setting in packs.items():
            store.save_pack(session, slug, setting)
    site.forget(session)


def test_a_site_is_called_as_the_game_and_open_until_somebody_decides(session: Session) -> None:
    assert site.site_settings(session) == SiteSettings(name="Triple Crown", is_sign_up_open=True)


def test_what_is_set_is_read_back(session: Session) -> None:
    settings = SiteSettings(name="Kino “Łódź” & <friends>", is_sign_up_open=False)

    with writing(session):
        store.save_settings(session, settings)
    site.forget(session)

    assert site.site_settings(session) == settings
    assert site.site_name(session) == settings.name


def test_a_pack_about_which_nobody_decided_is_offered_and_in_the_rota(session: Session) -> None:
    assert site.enabled_packs(session, PACKS) == PACKS
    assert site.packs_in_rota(session, PACKS) == PACKS


def test_a_pack_that_is_not_enabled_is_not_in_the_rota_either(session: Session) -> None:
    decide(session, chess=PackSetting(is_enabled=False, is_in_rota=True))

    assert site.enabled_packs(session, PACKS) == ("binoche", "oscars")
    assert site.packs_in_rota(session, PACKS) == ("binoche", "oscars")


def test_a_pack_may_be_offered_without_being_in_the_rota(session: Session) -> None:
    decide(session, chess=PackSetting(is_in_rota=False))

    assert site.enabled_packs(session, PACKS) == PACKS
    assert site.packs_in_rota(session, PACKS) == ("binoche", "oscars")


def test_a_decision_is_made_anew(session: Session) -> None:
    decide(session, chess=PackSetting(is_enabled=False))

    decide(session, chess=PackSetting())

    assert site.packs_in_rota(session, PACKS) == PACKS


def test_it_can_be_asked_within_a_transaction_too(session: Session) -> None:
    with writing(session):
        assert site.site_settings(session).is_sign_up_open


def test_another_process_follows_within_seconds(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < site.RENEW_EVERY_S <= 5
    monkeypatch.setattr(site, "RENEW_EVERY_S", 0)  # they have passed
    site.site_settings(session)
    with writing(session):  # as another process would: what this one knows is not told
        store.save_settings(session, SiteSettings(name="Elsewhere"))

    assert site.site_settings(session).name == "Elsewhere"


def test_the_name_is_the_last_known_where_the_database_is_gone(
    session: Session, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(session):
        store.save_settings(session, SiteSettings(name="Kino"))
    monkeypatch.setattr(site, "RENEW_EVERY_S", 0)
    site.site_settings(session)

    database.rename(database.with_name("aside"))

    assert site.site_name(session) == "Kino"
    with pytest.raises(CannotStore):
        site.packs_in_rota(session, PACKS)
