"""Records in and out as files; nothing is taken in by halves."""
