"""Actions, what messages showed, channels' defaults."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(32), nullable=False),
        sa.Column("key", sa.String(2500), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.Column("permission", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("actor_workspace", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread", sa.String(32)),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("message", sa.String(32)),
        sa.Column("response_url", sa.Text),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("project", sa.Text),
        sa.Column("ref", sa.Text),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("sent_at", sa.Double),
        sa.Column("finished_at", sa.Double),
        sa.Column("pipeline_id", sa.String(64)),
        sa.Column("pipeline_number", sa.Integer),
        sa.Column("why", sa.Text),
        sa.UniqueConstraint("workspace", "key"),
    )
    op.create_table(
        "shown",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("depicted", sa.Boolean, nullable=False),
        sa.Column("noun", sa.String(16), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("thing", sa.String(64)),
        sa.Column("number", sa.Integer),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "channel",
        sa.Column("workspace", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("project", sa.Text, nullable=False),
    )
    still_open = sa.text("finished_at IS NULL")
    op.create_index(
        "action_open", "action", ["lease_until"], sqlite_where=still_open, postgresql_where=still_open
    )
    op.create_index("shown_in_thread", "shown", ["workspace", "channel", "thread"])
    op.create_index("shown_thing", "shown", ["workspace", "channel", "thing"])
    op.create_index("shown_at", "shown", ["at"])
