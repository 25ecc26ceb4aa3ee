"""At which hours channels want to hear nothing, and what they were not told then."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("quiet", sa.Column("hours", sa.Text))
    op.add_column("quiet", sa.Column("breaks", sa.Boolean))
    op.create_table(
        "held",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("run", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("branch", sa.Text),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("held_at", "held", ["at"])
