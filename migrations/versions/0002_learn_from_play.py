"""Keep what is learnt from play, the seat that it hangs on, and rounds at the player's own level."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEVEL = "ck_round_level"
LEVELS = "level IN ('berlin', 'venice', 'cannes')"
COURSES = "level IN ('berlin', 'venice', 'cannes', 'yours')"


def round_table(levels: str, *more: sa.Column[int]) -> sa.Table:
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
        *more,
        sa.CheckConstraint(levels, name=op.f(LEVEL)),
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
        sa.Index(op.f("ix_round_player_id_started_at"), "player_id", "started_at"),
    )


def upgrade() -> None:
    with op.batch_alter_table("round", copy_from=round_table(LEVELS)) as batch:
        batch.drop_constraint(op.f(LEVEL), type_="check")
        batch.create_check_constraint(op.f(LEVEL), COURSES)
        # Null until the round's answers are folded; then the place at which they were, of its pack's rounds.
        batch.add_column(sa.Column("fold", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_round_unfolded"),
        "round",
        ["started_at"],
        sqlite_where=sa.text("fold IS NULL"),
        postgresql_where=sa.text("fold IS NULL"),
    )
    # Empty for what was dealt before: an old item's id does not say what its seat is called, so that its
    # answers are not rated. By default empty too, so that a process of the version before goes on serving.
    op.add_column("round_item", sa.Column("seat", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "item_rating",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("predicted", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("answers >= 1", name=op.f("ck_item_rating_answers")),
        sa.PrimaryKeyConstraint("pack", "seat", name=op.f("pk_item_rating")),
    )
    op.create_table(
        "player_rating",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("ability", sa.Double(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("answers >= 1", name=op.f("ck_player_rating_answers")),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_player_rating_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "pack", name=op.f("pk_player_rating")),
    )
    op.create_table(
        "first_attempt",
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_first_attempt_player_id_player")),
        sa.PrimaryKeyConstraint("player_id", "pack", "seat", name=op.f("pk_first_attempt")),
    )
    op.create_table(
        "fold_order",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pack", name=op.f("pk_fold_order")),
    )


def downgrade() -> None:
    op.drop_table("fold_order")
    op.drop_table("first_attempt")
    op.drop_table("player_rating")
    op.drop_table("item_rating")
    op.drop_column("round_item", "seat")
    op.drop_index(op.f("ix_round_unfolded"), "round")
    # The version before knows three levels; one form can have started a round at each, and one at its own.
    op.execute(
        "UPDATE round SET level = 'venice', request_key = request_key || '-yours' WHERE level = 'yours'"
    )
    fold = sa.Column("fold", sa.Integer(), nullable=True)
    with op.batch_alter_table("round", copy_from=round_table(COURSES, fold)) as batch:
        batch.drop_constraint(op.f(LEVEL), type_="check")
        batch.create_check_constraint(op.f(LEVEL), LEVELS)
        batch.drop_column("fold")
