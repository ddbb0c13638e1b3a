"""What a command says while it works: progress and notes on stderr, answers on stdout."""

import sys
import time


def say(text: str) -> None:
    """One line of the answer."""
    print(text)


def remark(text: str) -> None:
    """One line beside the answer."""
    print(f"needlechart: {text}", file=sys.stderr)


def counted(number: int, word: str) -> str:
    """``1 visit``, ``2 visits``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


PERCENT = 100
"""A total that reads as percent."""


class Progress:
    """One line that is written over on a terminal; nothing when stderr is a file."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = 0.0
        self._on_terminal = sys.stderr.isatty()
        self._dirty = False

    def __call__(self, done: int, total: int, detail: str = "") -> None:
        """Shown at most ten times a second."""
        moment = time.monotonic()
        if not self._on_terminal or (moment - self._shown < 0.1 and done < total):
            return
        self._shown, self._dirty = moment, True
        far = f"{done} %" if total == PERCENT else f"{done} of {total}"
        said = f" {detail}" if detail else ""
        print(f"\r\x1b[K{self._what}: {far}{said}", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._dirty:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
