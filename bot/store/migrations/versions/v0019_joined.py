"""Who else wants to be told of what a message depicts."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("watch", sa.Column("joined", sa.Text))
