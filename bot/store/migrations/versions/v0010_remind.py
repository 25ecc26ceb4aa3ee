"""After how many seconds a channel is reminded of what waits for approval."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("subscription", sa.Column("remind", sa.Double))
