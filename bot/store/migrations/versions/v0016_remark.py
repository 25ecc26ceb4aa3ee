"""What cards say besides how their run is: what was new, and who is to look."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    for column in (sa.Column("note", sa.Text), sa.Column("failed", sa.Boolean), sa.Column("whom", sa.Text)):
        op.add_column("watch", column)
