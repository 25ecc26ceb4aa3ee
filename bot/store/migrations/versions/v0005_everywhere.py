"""Messages that depict a run are found in all channels."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("watch_of_run", "watch", ["workspace", "run"])
