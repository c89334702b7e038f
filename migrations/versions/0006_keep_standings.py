"""Keep standings, and how many players stand at each score, so that a rank needs no counting of players."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("score >= 1", name=op.f("ck_standing_score")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_standing_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "board", name=op.f("pk_standing")),
    )
    op.create_index(
        op.f("ix_standing_order"),
        "standing",
        ["board", "score", "player_id"],
        sqlite_where=sa.text("is_listed"),
        postgresql_where=sa.text("is_listed"),
    )
    op.create_table(
        "standing_count",
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("players", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("board", "step", "bucket", name=op.f("pk_standing_count")),
    )
    op.create_table(
        "standing_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("score_from", sa.Integer(), nullable=True),
        sa.Column("score_to", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_move")),
    )
    op.create_index(op.f("ix_standing_move_board"), "standing_move", ["board"])


def downgrade() -> None:
    op.drop_index(op.f("ix_standing_move_board"), "standing_move")
    op.drop_table("standing_move")
    op.drop_table("standing_count")
    op.drop_index(op.f("ix_standing_order"), "standing")
    op.drop_table("standing")
