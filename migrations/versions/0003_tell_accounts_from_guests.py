"""Keep accounts, the zones that players live in, and links that reset a password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("player") as batch:
        batch.drop_constraint(op.f("uq_player_guest_key"), type_="unique")
        # What the cookie says, of accounts too; another from each change of a password on.
        batch.alter_column("guest_key", new_column_name="session_key", existing_type=sa.Text())
        batch.add_column(sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("player") as batch:
        batch.create_unique_constraint(op.f("uq_player_session_key"), ["session_key"])
    op.create_table(
        "account",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("skeleton", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('player', 'author', 'reviewer', 'administrator')", name=op.f("ck_account_role")
        ),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_account_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", name=op.f("pk_account")),
        sa.UniqueConstraint("skeleton", name=op.f("uq_account_skeleton")),
        sa.UniqueConstraint("folded", name=op.f("uq_account_folded")),
    )
    op.create_table(
        "player_zone",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_player_zone_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "since", name=op.f("pk_player_zone")),
    )
    op.create_table(
        "reset_link",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_reset_link_player_id_player")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_reset_link")),
    )
    op.create_index(op.f("ix_reset_link_player_id"), "reset_link", ["player_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reset_link_player_id"), "reset_link")
    op.drop_table("reset_link")
    op.drop_table("player_zone")
    op.drop_table("account")
    with op.batch_alter_table("player") as batch:
        batch.drop_constraint(op.f("uq_player_session_key"), type_="unique")
        batch.alter_column("session_key", new_column_name="guest_key", existing_type=sa.Text())
        batch.drop_column("is_listed")
    with op.batch_alter_table("player") as batch:
        batch.create_unique_constraint(op.f("uq_player_guest_key"), ["guest_key"])
