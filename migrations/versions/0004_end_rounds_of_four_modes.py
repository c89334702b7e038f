"""Tell the four modes of a round, and keep when it ended and what it earned."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEVEL = "ck_round_level"
LEVELS = "level IN ('berlin', 'venice', 'cannes', 'yours')"
ALL_LEVELS = "level IN ('berlin', 'venice', 'cannes', 'yours', 'mixed')"
MODE = "ck_round_mode"
MODES = "mode IN ('circuit', 'premiere', 'long-take', 'second-viewing')"
CLOSED_AFTER = timedelta(hours=24)
AT_ONCE = 1_000


def new_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("mode", sa.Text(), nullable=False, server_default="circuit"),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("right_count", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("premiere_date", sa.Date(), nullable=True),
        sa.Column("challenge", sa.Text(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("ability", sa.Double(), nullable=True),
        sa.Column(
            "rated_as",
            sa.Integer(),
            sa.ForeignKey("player.id", name=op.f("fk_round_rated_as_player")),
            nullable=True,
        ),
    ]


def round_table(levels: str, *more: sa.Column[object], has_mode: bool = False) -> sa.Table:
    """The table as it is before the step: SQLite changes one by a copy, and tells nothing of its checks."""
    return sa.Table(
        "round",
        sa.MetaData(),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("is_relaxed", sa.Boolean(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=True),
        *more,
        sa.CheckConstraint(levels, name=op.f(LEVEL)),
        sa.CheckConstraint("size >= 1", name=op.f("ck_round_size")),
        *([sa.CheckConstraint(MODES, name=op.f(MODE))] if has_mode else []),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_round_player_id_player")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint(
            "player_id",
            "request_key",
            "pack",
            "level",
            "is_relaxed",
            name=op.f("uq_round_player_id_request_key_pack_level_is_relaxed"),
        ),
        sa.Index(op.f("ix_round_player_id_started_at"), "player_id", "started_at"),
    )


def upgrade() -> None:
    op.drop_index(op.f("ix_round_unfolded"), "round")
    with op.batch_alter_table("round", copy_from=round_table(LEVELS)) as batch:
        batch.drop_constraint(op.f(LEVEL), type_="check")
        batch.create_check_constraint(op.f(LEVEL), ALL_LEVELS)
        for column in new_columns():
            batch.add_column(column)
        batch.create_check_constraint(op.f(MODE), MODES)
    _say_when_rounds_close()
    columns = new_columns()
    with op.batch_alter_table("round", copy_from=round_table(ALL_LEVELS, *columns, has_mode=True)) as batch:
        batch.alter_column("closes_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.execute(
        "UPDATE round SET"
        " points = (SELECT coalesce(sum(base_points + speed_points + streak_points), 0)"
        " FROM answer WHERE answer.round_id = round.id),"
        " right_count = (SELECT count(*) FROM answer WHERE answer.round_id = round.id AND answer.is_right)"
    )
    op.execute(
        "UPDATE round SET"
        " ended_at = (SELECT max(answered_at) FROM answer WHERE answer.round_id = round.id)"
        " WHERE (SELECT count(*) FROM answer WHERE answer.round_id = round.id) = size"
    )
    op.create_index(
        op.f("ix_round_unfolded"),
        "round",
        ["ended_at"],
        sqlite_where=sa.text("fold IS NULL"),
        postgresql_where=sa.text("fold IS NULL"),
    )
    op.create_index(
        op.f("ix_round_open"),
        "round",
        ["closes_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        op.f("ix_round_premiere"),
        "round",
        ["player_id", "premiere_date"],
        unique=True,
        sqlite_where=sa.text("premiere_date IS NOT NULL AND is_counted"),
        postgresql_where=sa.text("premiere_date IS NOT NULL AND is_counted"),
    )
    op.create_index(op.f("ix_round_player_id_ended_at"), "round", ["player_id", "ended_at"])
    op.create_index(
        op.f("ix_round_premiere_date"),
        "round",
        ["premiere_date", "ended_at"],
        sqlite_where=sa.text("premiere_date IS NOT NULL"),
        postgresql_where=sa.text("premiere_date IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_round_choices"),
        "round",
        ["choices", "ended_at"],
        sqlite_where=sa.text("choices IS NOT NULL"),
        postgresql_where=sa.text("choices IS NOT NULL"),
    )
    op.add_column("round_item", sa.Column("pack", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE round_item SET pack = (SELECT pack FROM round WHERE round.id = round_item.round_id)")
    op.add_column("round_item", sa.Column("year", sa.SmallInteger(), nullable=True))
    op.add_column("round_item", sa.Column("counts_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("answer", sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "rating_merge",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["player.id"], name=op.f("fk_rating_merge_guest_id_player")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_rating_merge_player_id_player")),
        sa.PrimaryKeyConstraint("pack", "fold", name=op.f("pk_rating_merge")),
    )


def _say_when_rounds_close() -> None:
    """In Python: the two databases have nothing in common that adds a day."""
    round_ = sa.table(
        "round",
        sa.column("id", sa.Text()),
        sa.column("started_at", sa.DateTime(timezone=True)),
        sa.column("closes_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    unset = sa.select(round_.c.id, round_.c.started_at).where(round_.c.closes_at.is_(None)).limit(AT_ONCE)
    close = (
        sa.update(round_)
        .where(round_.c.id == sa.bindparam("which"))
        .values(closes_at=sa.bindparam("at", type_=sa.DateTime(timezone=True)))
    )
    while rows := connection.execute(unset).all():
        connection.execute(close, [{"which": row.id, "at": row.started_at + CLOSED_AFTER} for row in rows])


def downgrade() -> None:
    op.drop_table("rating_merge")
    op.drop_column("answer", "is_counted")
    op.drop_column("round_item", "counts_from")
    op.drop_column("round_item", "year")
    op.drop_column("round_item", "pack")
    for name in ("choices", "premiere_date", "player_id_ended_at", "premiere", "open", "unfolded"):
        op.drop_index(op.f(f"ix_round_{name}"), "round")
    # The version before knows one mode: rounds of the others stay as Circuits of a medium level.
    op.execute(
        "UPDATE round SET level = 'venice', request_key = request_key || '-' || mode WHERE level = 'mixed'"
    )
    columns = new_columns()
    with op.batch_alter_table("round", copy_from=round_table(ALL_LEVELS, *columns, has_mode=True)) as batch:
        batch.drop_constraint(op.f(MODE), type_="check")
        batch.drop_constraint(op.f(LEVEL), type_="check")
        batch.create_check_constraint(op.f(LEVEL), LEVELS)
        for column in columns:
            batch.drop_column(column.name)
    op.create_index(
        op.f("ix_round_unfolded"),
        "round",
        ["started_at"],
        sqlite_where=sa.text("fold IS NULL"),
        postgresql_where=sa.text("fold IS NULL"),
    )
