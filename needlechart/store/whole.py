"""Whether an open file is whole: what a copy must be before anything of it is believed."""

from needlechart.store.form import Raw
from needlechart.store.progress import SILENT, Share


def is_whole(raw: Raw, share: Share = SILENT) -> bool:
    """Every page as it was written, every table and index sound, every reference leads somewhere.

    The audit log is another matter (`audit.Chain`). Raises what the driver raises.
    """
    share.say("checking every page")
    if raw.execute("PRAGMA cipher_integrity_check").fetchall():
        return False
    share.say("checking every table", 45, 100)
    if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        return False
    share.say("checking every reference", 90, 100)
    return not raw.execute("PRAGMA foreign_key_check").fetchall()
