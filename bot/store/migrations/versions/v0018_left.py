"""The line of a message that was left: a press draws it once more."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("watch", sa.Column("left", sa.Text))
