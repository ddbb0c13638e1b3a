"""What can go wrong with the store, each as a sentence of what happened, what is safe and what to do."""


class StoreProblem(Exception):  # noqa: N818 - read as words on a screen
    """Something a person can understand and mostly mend.

    ``happened``, ``safe`` and ``todo`` are sentences that name no patient and repeat nothing that
    was typed. ``stopped`` follows "Saving has stopped, " where it is the disk that does not take a change;
    ``there`` stands for ``happened`` where it is said of which folder's disk.
    """

    happened = "The chart could not be used."
    safe = "Nothing was changed."
    todo = "Try again."
    stopped = ""
    there = ""
    _said_there = ""

    def __init__(self, happened: str = "", *, safe: str = "", todo: str = "") -> None:
        self.happened = happened or type(self).happened
        self.safe = safe or type(self).safe
        self.todo = todo or type(self).todo
        super().__init__(f"{self.happened} {self.safe} {self.todo}")

    def at(self, place: str) -> None:
        """A disk refused in this folder: say so, unless more than its refusal is told already.

        Said again further out, where the folder is the one that a person knows, that one counts.
        """
        kind = type(self)
        if kind.there and self.happened in (kind.happened, self._said_there):
            self.happened = self._said_there = f"{kind.there}: {place}."
            self.safe = "Everything shown as saved is safe, and what was begun there was undone."
            self.todo = self.todo if self.todo != kind.todo else TODO_THERE[kind]
            self.args = (f"{self.happened} {self.safe} {self.todo}",)


class NotFound(StoreProblem):
    """There is no chart in the folder."""

    happened = "There is no chart in this folder."
    safe = "Nothing was created or changed."
    todo = "Choose the folder that holds chart.ncdb and chart.keys, or restore a backup."


class AlreadyThere(StoreProblem):
    """A chart would be written over."""

    happened = "This folder already holds a chart."
    todo = "Open it, or choose an empty folder."


class Foreign(StoreProblem):
    """The file is not a chart, or belongs to other keys."""

    happened = "The chart file is not one that these keys open: it belongs to another chart or is damaged."
    todo = "Put chart.ncdb and chart.keys of the same chart together, or restore a backup."


WrongKey = Foreign


class NotEncrypted(Foreign):
    """A plain SQLite file lies in the chart's place."""

    happened = "The chart file is not encrypted, so it was not made by needlechart."


class NewerFile(StoreProblem):
    """The file was written by a newer version."""

    happened = "This chart was last opened by a newer version of needlechart."
    safe = "Not one byte of it was changed."
    todo = "Install the newer version on this computer."


class EarlierDevelopment(StoreProblem):
    """The file says it has a schema that was released, but was made before that was settled."""

    happened = "This chart was made by an earlier development version of needlechart."
    safe = "Not one byte of it was changed."
    todo = "Export its charts as JSON with that version, then import them here."


class MigrationFailed(StoreProblem):
    """A step to a newer schema failed."""

    happened = "The chart could not be brought to the form of this version."
    safe = "It is as it was, and a backup was made."
    todo = "Go on with the version used before, and report this."


class RenewalStopped(StoreProblem):
    """Somebody closed the window while a stopped renewal of the data key went on."""

    happened = "Renewing the data key was stopped."
    todo = "Open the chart again: it goes on by itself."


class MigrationStopped(MigrationFailed):
    """Somebody stopped it."""

    happened = "Bringing the chart to the form of this version was stopped."
    todo = "Open it again when there is time."


class NotOpen(StoreProblem):
    """Something was asked of a chart that is locked."""

    happened = "The chart is locked."
    todo = "Unlock it."


class Damaged(StoreProblem):
    """The file or the keys cannot be read as a whole."""

    happened = "The chart file is damaged."
    todo = "Make a copy of the folder as it is, then restore the newest backup."


class OlderThanAnchor(Damaged):
    """Entries that were written are missing: an old copy was put back, or the newest part was lost.

    ``missing`` is the number of audit entries gone.
    """

    def __init__(self, missing: int) -> None:
        self.missing = missing
        super().__init__(
            f"The chart is older than it was when last closed: {missing} entries are missing."
            if missing
            else "The history of the chart is not the one it had when last closed.",
            todo="If an older copy was put back on purpose, accept it; if not, restore the newest backup.",
        )


class HeldElsewhere(StoreProblem):
    """Another copy of the program has the chart open; ``who`` and ``since`` tell which, if known."""

    safe = "What is entered there is safe."
    todo = "Close needlechart there first."

    def __init__(self, who: str = "", since: str = "") -> None:
        self.who, self.since = who, since
        by = f" by {who}" if who else ""
        when = f" since {since}" if since else ""
        super().__init__(f"The chart is open in another window{by}{when}.")


class ReadOnly(StoreProblem):
    """The folder or file cannot be written."""

    happened = "The chart's folder cannot be written to."
    todo = "Allow this user account to write to the folder, or move it."
    stopped = "the folder cannot be written to"
    there = "This folder cannot be written to"


class NotReadable(ReadOnly):
    """The chart file cannot even be read."""

    happened = "The chart file cannot be read by this user account."
    todo = "Allow this user account to read it and to write to its folder, or move it."
    there = ""


class DiskFull(StoreProblem):
    """No space is left."""

    happened = "The disk is full."
    safe = "Everything shown as saved is safe; the newest change is not saved yet."
    todo = "Free some space; saving goes on by itself."
    stopped = "the disk is full"
    there = "The disk is full"


class NotWritten(StoreProblem):
    """The disk refused for another reason."""

    happened = "The disk did not take the change."
    safe = "Everything shown as saved is safe; the newest change is not saved yet."
    todo = "Check the disk; saving is tried again."
    stopped = "the disk did not take it"
    there = "The disk did not take what was written"


class FolderGone(NotWritten):
    """Folder or file were removed, renamed, or taken away with their disk while the chart was open."""

    happened = "The chart's folder is gone, or its disk was taken away."
    safe = "What was entered since is not saved yet."
    todo = "Put it back where it was; saving goes on by itself."
    stopped = "the folder of the chart is gone"
    there = ""


class FileReplaced(NotWritten):
    """Where the chart was open lies another file, or an older state of it."""

    happened = "Another file was put in the place of the chart while it was open."
    safe = "It was not changed; what was entered since is not saved yet."
    todo = "Put the chart back where it was. To go on with the other file, lock and unlock."
    stopped = "another file lies in the place of the chart"
    there = ""


TODO_THERE: dict[type[StoreProblem], str] = {
    ReadOnly: "Allow this user account to write there, then try again.",
    DiskFull: "Free some space there, then try again.",
    NotWritten: "Check the disk, then try again.",
}
"""What helps where it is not the saving of a tap, which goes on by itself."""


class Conflict(StoreProblem):
    """What is stored is no longer what the change started from."""

    happened = "This was changed meanwhile."
    safe = "The stored version was kept."
    todo = "Open it again and repeat the change."


class Refused(StoreProblem):
    """The database does not take this change."""

    happened = "This change does not fit the records it refers to."
    todo = "Open the chart again and repeat the change."


class CareEnded(Refused):
    """Every episode of care of a patient has ended."""

    happened = "The episode of care has ended."
    todo = "Open it again, or begin a new episode."
    care_ended = True


class NotAllowed(Refused):
    """The role of who is unlocked does not allow this; ``happened`` says whose does."""

    happened = "Your role does not allow this."
    todo = "Ask somebody whose role allows it."


class Sealed(Refused):
    """The change touches something signed."""

    happened = "This is signed and can no longer be changed."
    todo = "Write an addendum."


class WrongPassphrase(StoreProblem):
    """The passphrase does not open the chart; ``wait`` is the seconds until the next try is taken.

    Not ``tried``: the wait of the last try is not over, and the passphrase was not looked at.
    """

    happened = "That passphrase does not match."
    safe = "Nothing was lost."

    def __init__(self, wait: float, *, tried: bool = True) -> None:
        self.wait = wait
        seconds = max(1, round(wait))
        unit = "second" if seconds == 1 else "seconds"
        happened = "" if tried else "It is too early for another try."
        super().__init__(happened, todo=f"Wait {seconds} {unit}, then try again.")


class WeakPassphrase(StoreProblem):
    """The passphrase is too easy to guess; ``happened`` says why."""

    todo = "Choose another: four or more unrelated words are easy to keep in mind."


class WrongRecoveryKey(StoreProblem):
    """The recovery key was mistyped, or belongs to another chart."""

    happened = "That recovery key does not open this chart."
    todo = "Compare it with the recovery sheet, character by character."


class BadBackup(StoreProblem):
    """A backup is not whole."""

    happened = "This backup is not whole."
    safe = "Nothing was changed."
    todo = "Choose another backup."
