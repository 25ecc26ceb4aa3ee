"""Messages that must stay true, each with the line that draws it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("ts", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("surface", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("watch_run", "watch", ["workspace", "channel", "run"])
    op.create_index("watch_at", "watch", ["at"])
