"""The one door to what is kept: encrypted SQLite, audit chain, keys."""
