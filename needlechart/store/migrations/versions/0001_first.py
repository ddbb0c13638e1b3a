"""Every record of the first version."""

from alembic import op

from needlechart.store.migrations.schema_1 import STATEMENTS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Only an empty file is at the base; a new chart runs the same statements without alembic."""
    connection = op.get_bind()
    for statement in STATEMENTS:
        if "alembic_version" not in statement:
            connection.exec_driver_sql(statement)
