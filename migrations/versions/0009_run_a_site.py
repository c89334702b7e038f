"""Keep what an administrator decides: on flagged rounds, on packs, and on the site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("rests_on", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('speed', 'same-answers', 'rating-jump')", name=op.f("ck_flag_kind")),
        sa.CheckConstraint("decision IN ('cleared', 'upheld')", name=op.f("ck_flag_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["player.id"], name=op.f("fk_flag_decided_by_player")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_flag_player_id_player")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_flag_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "kind", name=op.f("pk_flag")),
    )
    op.create_index(
        op.f("ix_flag_undecided"),
        "flag",
        ["made_at"],
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_index(op.f("ix_flag_player_id"), "flag", ["player_id"])
    op.create_index(
        op.f("ix_flag_decided"),
        "flag",
        ["decided_at"],
        sqlite_where=sa.text("decision IS NOT NULL"),
        postgresql_where=sa.text("decision IS NOT NULL"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["player.id"], name=op.f("fk_audit_entry_by_id_player")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_audit_entry_player_id_player")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_player_id"), "audit_entry", ["player_id"])
    op.create_table(
        "site_setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_setting")),
    )
    op.create_table(
        "pack_setting",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_in_rota", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("pack", name=op.f("pk_pack_setting")),
    )


def downgrade() -> None:
    op.drop_table("pack_setting")
    op.drop_table("site_setting")
    op.drop_index(op.f("ix_audit_entry_player_id"), "audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_flag_decided"), "flag")
    op.drop_index(op.f("ix_flag_player_id"), "flag")
    op.drop_index(op.f("ix_flag_undecided"), "flag")
    op.drop_table("flag")
