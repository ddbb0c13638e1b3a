# mypy: ignore-errors
"""A first visit, from the first run to the PDF, by somebody outside the program. Run by `.ci/built`:

    /usr/bin/python3 tests/access/visit.py PDF [PICTURES]

The window is open on an empty folder. All is met by its spoken name, as in `client`; the map alone is tapped,
with the pointer of the X server. The note goes to PDF, a full path; pictures of the screen, where a folder is
given for them, need ImageMagick. Ends with code 1, and what was never met, where the program does not do
its part.
"""

import subprocess
import sys
import time
from pathlib import Path

import pyatspi
from client import Reader, marks, names, until

PASSPHRASE = "seven quiet herons watch the tide"
SOON_S = 5
GIVEN, FAMILY = "Ilse", "Testina"
PLACES = ((0.42, 0.45), (0.45, 0.6), (0.56, 0.5))
"""Parts of the width and height of the map, on the pelvis or the thighs."""


def soon(ask):
    """Whether there is an answer within a few seconds."""
    end = time.monotonic() + SOON_S
    while time.monotonic() < end:
        found = ask()
        if found:
            return found
        time.sleep(0.1)
    return None


class Person(Reader):
    """Types and taps as well."""

    def __init__(self, pictures):
        super().__init__()
        self._pictures = pictures

    def type(self, name, words, role=pyatspi.ROLE_TEXT):
        """Put words into the field of that name."""
        self.find(name, role).queryEditableText().setTextContents(words)

    def named(self, name):
        """The buttons of exactly this name."""
        return [one for one in self.all(pyatspi.ROLE_PUSH_BUTTON) if one.name == name]

    def press_until(self, name, then):
        """Press, and wait for what comes of it."""
        self.press(name)
        self.find(then)

    def tap(self, node, across, down):
        """Press the pointer at a place of a node, as parts of its width and height."""
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        place = int(box.x + box.width * across), int(box.y + box.height * down)
        pyatspi.Registry.generateMouseEvent(*place, "b1c")

    def look(self, name):
        """A picture of the screen."""
        if self._pictures:
            subprocess.run(["import", "-window", "root", f"{self._pictures}/{name}.png"], check=True)


def set_up(person):
    """Clinic, clinician, passphrase, and the recovery key typed back."""
    person.type("Name of the clinic", "Otter Bay Physiotherapy")
    person.press_until("Next", "Passphrase again")
    person.type("Name", "Dana Marsh")
    for name in ("Passphrase", "Passphrase again"):
        person.type(name, PASSPHRASE, pyatspi.ROLE_PASSWORD_TEXT)
    person.press_until("Make the charts", "Recovery key")
    said = person.find("Recovery key").description.split(";")
    person.press("I copied it by hand")
    person.press("Next")
    person.type("The whole recovery key", " ".join(one.partition(":")[2].replace(" ", "") for one in said))
    person.press_until("Finish", "Search patients")


def begin(person):
    """A patient with a name and a number, and her first visit."""
    person.press_until("New patient", "Given name")
    person.type("Given name", GIVEN)
    person.type("Family name", FAMILY)
    person.press_until("Add patient", "Start visit")
    person.look("patient")
    person.press_until("Start visit", "Step 1, Check-in")
    for answer in ("Does any of this apply: None of these", "Signed on paper today", "Pain now 6"):
        person.press(answer)
    person.press("Explained, agrees to: Needling as planned")
    person.press("Gloves: Worn")


def needle(person):
    """One tap on the body, what it did, and the needle out."""
    person.press_until("Step 3, Needling", "Body map")
    person.look("needling")
    body = person.find("Body map")
    for across, down in PLACES:  # whatever the size of the screen, one of them is on the body
        person.tap(body, across, down)
        if soon(lambda: marks(person)):
            break
    until(lambda: marks(person), "a mark on the map")
    person.press("Twitch: Strong")
    until(lambda: [one for one in names(person) if "needle in" in one and "strong" in one], "the needle in")
    person.press("Static, in situ")
    person.find("Saved ")
    person.look("needle-in")
    person.press("Needle 1 out")
    until(lambda: [one for one in names(person) if "needle out" in one], "the needle out")
    person.look("needle-out")


def end(person):
    """After, follow-on, plan; then nothing keeps the visit from being signed."""
    person.press("Step 4, After")
    person.press("Pain now 4")
    person.press("Tolerance and adverse events: Well, no adverse event")
    person.press("Step 5, Follow-on")
    person.press("Knee rocks")
    person.press("Aftercare told: All five")
    person.press("Step 6, Plan")
    person.press("Next visit: 1 week")
    person.press("Review & sign")
    person.look("review")
    person.press_until("Sign now", "Stop")
    person.find("Sealed, code")
    person.look("signed")


def print_note(person, note):
    """The note as PDF, by the dialog of the program: the strip that explains it first, then the name."""
    person.press("Save PDF")
    person.find("Not now")
    person.look("explained")
    person.press_node(person.named("Save PDF")[-1])
    person.type("File name", str(note))
    person.look("dialog")
    person.press_node(person.named("Save")[0])
    until(note.is_file, "the PDF")


def leave(person):
    """The desktop locks its screen: the chart is locked with it, and opens again."""
    locked = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true")
    subprocess.run(["dbus-send", "--session", "--type=signal", *locked], check=True)
    person.type("Passphrase", PASSPHRASE, pyatspi.ROLE_PASSWORD_TEXT)
    person.look("locked")
    person.press("Unlock", pyatspi.ROLE_PUSH_BUTTON)
    until(lambda: person.named("Lock"), "the chart after the lock")


def main():
    """The whole way."""
    note = Path(sys.argv[1])
    person = Person(sys.argv[2] if len(sys.argv) > 2 else "")
    set_up(person)
    begin(person)
    needle(person)
    end(person)
    print_note(person, note)
    leave(person)


if __name__ == "__main__":
    main()
