"""What a line meant when it was sent: as a line that goes on to mean it, and what it is done to, once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("action", sa.Column("exact", sa.Text))
    op.add_column("action", sa.Column("target", sa.Text))
    once = sa.text("state IN ('sent', 'done')")
    op.create_index(
        "action_target",
        "action",
        ["workspace", "target"],
        unique=True,
        sqlite_where=once,
        postgresql_where=once,
    )
