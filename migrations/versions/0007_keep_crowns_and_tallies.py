"""Keep the crowns that players won, and how many answers of each kind they had right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crown",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("won_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('berlin', 'venice', 'cannes')", name=op.f("ck_crown_level")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_crown_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "pack", "level", name=op.f("pk_crown")),
    )
    op.create_table(
        "tally",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('family', 'decade', 'pack')", name=op.f("ck_tally_kind")),
        sa.CheckConstraint("right_count BETWEEN 0 AND answers", name=op.f("ck_tally_right_count")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_tally_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "kind", "name", name=op.f("pk_tally")),
    )


def downgrade() -> None:
    op.drop_table("tally")
    op.drop_table("crown")
