"""Keep the Première of each date, and when what was missed is due again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "premiere",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_title", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_premiere")),
    )
    op.create_table(
        "premiere_item",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("key_index", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["day"], ["premiere.day"], name=op.f("fk_premiere_item_day_premiere")),
        sa.PrimaryKeyConstraint("day", "position", name=op.f("pk_premiere_item")),
    )
    op.create_table(
        "premiere_fact",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fact_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["day"], ["premiere.day"], name=op.f("fk_premiere_fact_day_premiere")),
        sa.PrimaryKeyConstraint("day", "fact_id", name=op.f("pk_premiere_fact")),
    )
    op.create_table(
        "review_card",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_review_card_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "pack", "seat", name=op.f("pk_review_card")),
    )
    op.create_index(op.f("ix_review_card_player_id_due_at"), "review_card", ["player_id", "due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_review_card_player_id_due_at"), "review_card")
    op.drop_table("review_card")
    op.drop_table("premiere_fact")
    op.drop_table("premiere_item")
    op.drop_table("premiere")
