"""The passphrase of every fictional clinic, by itself so that reading it costs nothing."""

DEMO_PASSPHRASE = "ninety fictional otters folding paper boats"  # noqa: S105 - shown to everybody
"""Opens every demo clinic, and nothing else: the program shows it. Never use it for a real one."""
