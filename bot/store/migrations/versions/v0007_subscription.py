"""What channels want to hear of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("branch", sa.Text, primary_key=True),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("workflow", sa.Text),
        sa.Column("login", sa.Text),
        sa.Column("cause", sa.Text),
        sa.Column("mention", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "quiet",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("until", sa.Double, nullable=False),
    )
