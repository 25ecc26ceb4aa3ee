"""Writes whose answers Slack has not taken yet. What ended before is told: nobody is to hear it again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_OWED = sa.text("tell_at IS NOT NULL AND told_at IS NULL")


def upgrade() -> None:
    op.add_column("action", sa.Column("tell_at", sa.Double))
    op.add_column("action", sa.Column("told_at", sa.Double))
    op.create_index("action_owed", "action", ["tell_at"], sqlite_where=_OWED, postgresql_where=_OWED)
    op.execute("UPDATE action SET told_at = changed_at WHERE state IN ('done', 'failed', 'unknown')")
