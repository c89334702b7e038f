"""What an administrator has set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base, Session, insert_into

_IS_SIGN_UP_OPEN = "is_sign_up_open"
_NAME = "name"

DEFAULT_NAME = "Triple Crown"


class SiteSettingRow(Base):
    """value: in JSON."""

    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PackSettingRow(Base):
    """Of a pack about which somebody has decided; the others are enabled, and in the rota."""

    __tablename__ = "pack_setting"

    pack: Mapped[str] = mapped_column(primary_key=True)
    is_enabled: Mapped[bool]
    is_in_rota: Mapped[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    name: str = DEFAULT_NAME
    is_sign_up_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSetting:
    """is_in_rota: whether the Première takes its turn with it, which one that is not enabled never gets."""

    is_enabled: bool = True
    is_in_rota: bool = True


UNDECIDED = PackSetting()

_site, _pack = (Base.metadata.tables[row.__tablename__] for row in (SiteSettingRow, PackSettingRow))


def load_settings(session: Session) -> SiteSettings:
    found = {row.name: json.loads(row.value) for row in session.execute(select(_site))}
    return SiteSettings(
        name=found.get(_NAME, DEFAULT_NAME), is_sign_up_open=found.get(_IS_SIGN_UP_OPEN, True)
    )


def save_settings(session: Session, settings: SiteSettings) -> None:
    values = {_NAME: settings.name, _IS_SIGN_UP_OPEN: settings.is_sign_up_open}
    upsert = insert_into(session, _site)
    session.execute(
        upsert.values(
            [{"name": name, "value": json.dumps(value)} for name, value in sorted(values.items())]
        ).on_conflict_do_update(index_elements=["name"], set_={"value": upsert.excluded.value})
    )


def load_packs(session: Session) -> Mapping[str, PackSetting]:
    """Those about which somebody has decided, by slug."""
    return {
        row.pack: PackSetting(is_enabled=row.is_enabled, is_in_rota=row.is_enabled and row.is_in_rota)
        for row in session.execute(select(_pack))
    }


def save_pack(session: Session, pack: str, setting: PackSetting) -> None:
    decided = {"is_enabled": setting.is_enabled, "is_in_rota": setting.is_in_rota}
    session.execute(
        insert_into(session, _pack)
        .values(pack=pack, **decided)
        .on_conflict_do_update(index_elements=["pack"], set_=decided)
    )
