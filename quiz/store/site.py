"""What an administrator has set."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


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
