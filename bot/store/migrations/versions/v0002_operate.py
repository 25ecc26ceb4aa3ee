"""A write may have started a workflow; and what a pipeline's card needs to be drawn again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("action", sa.Column("workflow_id", sa.Text))
    op.add_column("shown", sa.Column("asker", sa.Text))
    op.add_column("shown", sa.Column("details", sa.Boolean))
    op.add_column("shown", sa.Column("given", sa.Text))
    op.create_index("shown_thing", "shown", ["workspace", "channel", "thing"])
