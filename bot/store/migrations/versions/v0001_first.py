"""The first tables: actions, what messages show, channels' defaults."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _create_actions() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("permission", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("actor_workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("response_url", sa.Text),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("project", sa.Text),
        sa.Column("ref", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("leased_until", sa.Double, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("changed_at", sa.Double, nullable=False),
        sa.Column("pipeline_id", sa.Text),
        sa.Column("pipeline_number", sa.BigInteger),
        sa.Column("url", sa.Text),
        sa.Column("why", sa.Text),
        sa.UniqueConstraint("workspace", "key", name="action_wish"),
    )
    is_open = sa.text("state IN ('pending', 'sent')")
    op.create_index("action_open", "action", ["leased_until"], sqlite_where=is_open, postgresql_where=is_open)


def upgrade() -> None:
    _create_actions()
    op.create_table(
        "shown",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("ts", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("depicted", sa.Boolean, nullable=False),
        sa.Column("noun", sa.Text, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("thing", sa.Text),
        sa.Column("number", sa.BigInteger),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("shown_thread", "shown", ["workspace", "channel", "thread"])
    op.create_index("shown_at", "shown", ["at"])
    op.create_table(
        "channel_default",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", sa.Double, nullable=False),
    )
