"""Make players, rounds and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "player",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guest_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player")),
        sa.UniqueConstraint("guest_key", name=op.f("uq_player_guest_key")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("is_relaxed", sa.Boolean(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.CheckConstraint("level IN ('berlin', 'venice', 'cannes')", name=op.f("ck_round_level")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_round_size")),
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
    )
    op.create_index(op.f("ix_round_player_id_started_at"), "round", ["player_id", "started_at"])
    op.create_table(
        "round_item",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("key_index", sa.SmallInteger(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("key_index >= 0", name=op.f("ck_round_item_key_index")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_round_item_position")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_item_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_round_item")),
    )
    op.create_table(
        "answer",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("option_index", sa.SmallInteger(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("base_points", sa.Integer(), nullable=False),
        sa.Column("speed_points", sa.Integer(), nullable=False),
        sa.Column("streak_points", sa.Integer(), nullable=False),
        sa.Column("streak_before", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "base_points >= 0 AND speed_points >= 0 AND streak_points >= 0", name=op.f("ck_answer_points")
        ),
        sa.CheckConstraint("elapsed_ms >= 0", name=op.f("ck_answer_elapsed_ms")),
        sa.CheckConstraint("option_index >= 0", name=op.f("ck_answer_option_index")),
        sa.CheckConstraint("streak_before >= 0", name=op.f("ck_answer_streak_before")),
        sa.ForeignKeyConstraint(
            ["round_id", "position"],
            ["round_item.round_id", "round_item.position"],
            name=op.f("fk_answer_round_id_position_round_item"),
        ),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_answer")),
    )
    op.create_table(
        "dealt_fact",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("fact_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "position"],
            ["round_item.round_id", "round_item.position"],
            name=op.f("fk_dealt_fact_round_id_position_round_item"),
        ),
        sa.PrimaryKeyConstraint("round_id", "position", "fact_id", name=op.f("pk_dealt_fact")),
    )


def downgrade() -> None:
    op.drop_table("dealt_fact")
    op.drop_table("answer")
    op.drop_table("round_item")
    op.drop_index(op.f("ix_round_player_id_started_at"), "round")
    op.drop_table("round")
    op.drop_table("player")
