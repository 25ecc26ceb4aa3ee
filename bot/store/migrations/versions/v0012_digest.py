"""When channels are told how their projects stand."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("due", sa.Double, nullable=False),
    )
