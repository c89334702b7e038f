"""Let players meet: in clubs, and over the same ten items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "club",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("join_code", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["player.id"], name=op.f("fk_club_owner_id_player")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club")),
        sa.UniqueConstraint("join_code", name=op.f("uq_club_join_code")),
    )
    op.create_index(op.f("ix_club_owner_id"), "club", ["owner_id"])
    op.create_table(
        "club_member",
        sa.Column("club_id", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["club.id"], name=op.f("fk_club_member_club_id_club")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_club_member_player_id_player")),
        sa.PrimaryKeyConstraint("club_id", "player_id", name=op.f("pk_club_member")),
    )
    op.create_index(op.f("ix_club_member_player_id"), "club_member", ["player_id"])
    op.create_table(
        "challenge",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_challenge_round_id_round")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_challenge")),
        sa.UniqueConstraint("round_id", name=op.f("uq_challenge_round_id")),
    )
    op.create_index(
        op.f("ix_round_challenge"),
        "round",
        ["challenge"],
        sqlite_where=sa.text("challenge IS NOT NULL"),
        postgresql_where=sa.text("challenge IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_round_challenge"), "round")
    op.drop_table("challenge")
    op.drop_index(op.f("ix_club_member_player_id"), "club_member")
    op.drop_table("club_member")
    op.drop_index(op.f("ix_club_owner_id"), "club")
    op.drop_table("club")
