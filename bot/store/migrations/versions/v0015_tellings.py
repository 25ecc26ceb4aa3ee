"""How often it was begun to say an answer, by processes that were not heard of since."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("action", sa.Column("tellings", sa.Integer))
