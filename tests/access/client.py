# mypy: ignore-errors
"""A person who sees nothing: finds by spoken name, presses, types, reads. Run by `tests.access.outside`.

Needs pyatspi, which comes from the system and not from PyPI; so this runs with the system's own Python and
imports nothing of ours. Prints what it met as JSON, one object; ends with code 1 where something is missing.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PATIENCE_S = 90
NAMED = {
    pyatspi.ROLE_PUSH_BUTTON,
    pyatspi.ROLE_CHECK_BOX,
    pyatspi.ROLE_RADIO_BUTTON,
    pyatspi.ROLE_TOGGLE_BUTTON,
    pyatspi.ROLE_TEXT,
    pyatspi.ROLE_PASSWORD_TEXT,
    pyatspi.ROLE_ENTRY,
    pyatspi.ROLE_SLIDER,
}


HEARD = []
"""What was announced since the client listens."""


def listen():
    """Keep every announcement from here on."""
    pyatspi.Registry.registerEventListener(
        lambda event: HEARD.append(str(event.any_data)), "object:announcement"
    )


def walk(node):
    """A node and everything below it that is showing."""
    try:
        states = node.getState()
        if node.getRole() != pyatspi.ROLE_APPLICATION and not states.contains(pyatspi.STATE_SHOWING):
            return
        yield node
        for index in range(node.childCount):
            child = node.getChildAtIndex(index)
            if child is not None:
                yield from walk(child)
    except GLib.Error:  # it went while it was looked at
        return


def until(ask, what):
    """Ask again until there is an answer."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        while GLib.MainContext.default().iteration(False):  # announcements that came meanwhile
            pass
        try:
            found = ask()
        except (GLib.Error, LookupError):
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise SystemExit(f"never met: {what}")


def program():
    """The running needlechart, as the desktop tells of it."""
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clear_cache()  # what was not there yet when it was first asked would stay unknown
    for index in range(desktop.childCount):
        one = desktop.getChildAtIndex(index)
        if one is not None and "needlechart" in one.name:
            return one
    return None


class Reader:
    """What one can do with a program that one only hears."""

    def __init__(self):
        self.root = until(program, "the program on the accessibility bus")

    def all(self, role=None, starts=""):
        """Everything that is showing, of a role, whose name starts with some words."""
        found = [node for node in walk(self.root) if node.name.startswith(starts)]
        return [node for node in found if role is None or node.getRole() == role]

    def find(self, starts, role=None):
        """The first of that name, waited for."""
        return until(lambda: self.all(role, starts), starts)[0]

    def press(self, starts, role=None):
        """Find and press."""
        self.press_node(self.find(starts, role))

    @staticmethod
    def press_node(node):
        """The action that a click is."""
        actions = node.queryAction()
        names = [actions.getName(index) for index in range(actions.nActions)]
        actions.doAction(next(names.index(name) for name in ("Press", "Toggle") if name in names))

    def gone(self, starts):
        """Wait until nothing has that name any more."""
        until(lambda: not self.all(starts=starts), f"{starts} to go")


def marks(reader):
    """The spoken names of the marks on the map, in the order in which they are read."""
    view = reader.find("Body map")
    return [node for node in walk(view) if node.name.startswith("Site ")]


def names(reader):
    """What is said of the marks."""
    return [node.name for node in marks(reader)]


def nameless(reader):
    """Controls that say nothing."""
    return [
        f"{node.getRoleName()} below {node.parent.name or node.parent.getRoleName()}"
        for node in walk(reader.root)
        if node.getRole() in NAMED and not node.name.strip()
    ]


def main():
    """Home, a search, a visit, a mark, an answer, undo; what was met at each."""
    reader, met = Reader(), {}
    listen()
    search = reader.find("Search")
    met["nameless on Home"] = nameless(reader)
    search.queryEditableText().setTextContents("Testina")
    met["search"] = until(lambda: [one.name for one in reader.all(starts="Continue, Testina")], "the match")
    reader.press("Continue, Testina")
    reader.press("Step 3, Needling")
    until(lambda: marks(reader), "marks on the map")
    met["nameless on the board"] = nameless(reader)
    met["marks"] = names(reader)
    met["roles"] = sorted({node.getRoleName() for node in marks(reader)})
    met["map"] = reader.find("Body map").name
    met["window"] = reader.root.getChildAtIndex(0).name
    met["extents"] = [list(node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)) for node in marks(reader)]
    target = until(lambda: [one for one in marks(reader) if "needle in" in one.name], "a needle in")[0]
    site = target.name.split(",")[0]
    reader.press_node(target)
    met["selected"] = until(
        lambda: [
            one.name
            for one in marks(reader)
            if one.name.startswith(site + ",") and one.getState().contains(pyatspi.STATE_CHECKED)
        ],
        "the selected mark",
    )
    met["role of an answer"] = reader.find("Twitch: Strong").getRoleName()
    reader.press("Twitch: Strong")
    met["answered"] = until(
        lambda: [name for name in names(reader) if name.startswith(site + ",") and "strong" in name],
        "the answer on the mark",
    )
    met["heard"] = until(
        lambda: [words for words in HEARD if words.startswith("Strong")], "the act that was announced"
    )
    depth = reader.find("Depth", pyatspi.ROLE_SLIDER)
    value = depth.queryValue()
    met["depth"] = [value.currentValue, value.minimumValue, value.maximumValue]
    value.currentValue = 21
    met["depth set"] = until(
        lambda: [
            one.name
            for one in reader.all(pyatspi.ROLE_SLIDER, "Depth")
            if one.queryValue().currentValue == 21
        ],
        "the depth that was set",
    )
    met["saved"] = until(lambda: [one.name for one in reader.all(starts="Saved ")], "Saved")
    print(json.dumps(met, ensure_ascii=False))


if __name__ == "__main__":
    main()
    sys.exit(0)
