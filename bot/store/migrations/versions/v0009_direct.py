"""In which channel a direct message was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("watch", sa.Column("asked_in", sa.Text))
