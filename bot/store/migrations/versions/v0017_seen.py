"""When CircleCI has last told how a run is, and since when it has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("follow", sa.Column("seen", sa.Double))
    op.add_column("follow", sa.Column("ended", sa.Double))
