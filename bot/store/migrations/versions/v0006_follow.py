"""Runs that are followed, what was told of them beneath each message, and who sends for a workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("watch", sa.Column("told", sa.Text))
    op.create_table(
        "follow",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("run", sa.Text, primary_key=True),
        sa.Column("due", sa.Double),
        sa.Column("touched", sa.Double, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("follow_due", "follow", ["workspace", "due"])
    op.create_index("follow_at", "follow", ["at"])
    op.create_table(
        "sender",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("leased_until", sa.Double, nullable=False),
    )
