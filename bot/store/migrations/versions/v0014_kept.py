"""Which writes have lost their parameters' values, and how messages look that are kept true."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("action", sa.Column("forgotten", sa.Boolean))
    with_values = sa.text("forgotten IS NULL")
    op.create_index(
        "action_with_values",
        "action",
        ["created_at"],
        sqlite_where=with_values,
        postgresql_where=with_values,
    )
    op.create_index("action_created", "action", ["created_at"])
    op.add_column("watch", sa.Column("picture", sa.Text))
