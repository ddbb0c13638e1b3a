"""One file per schema version, read by alembic."""
