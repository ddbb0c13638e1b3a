"""Pages of Settings that keep the record safe: audit log, backups, verify a note."""
