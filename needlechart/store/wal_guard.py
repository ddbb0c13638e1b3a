"""A look at a left-over write-ahead log before the engine reads it.

A damaged frame makes the engine stop reading there in silence, and committed work behind it is lost. The
frames are walked, their checksums recomputed (over the encrypted bytes), and a commit of the same
generation behind the first bad frame is an alarm. A single one may be the change that was on its way when
the power went: a disk may keep its end and lose its beginning. Format: sqlite.org/fileformat2.html,
section 4.
"""

import struct
from pathlib import Path

HEADER = 32
FRAME_HEADER = 24
MAGIC = (0x377F0682, 0x377F0683)


def lost_commits(wal: Path) -> int:
    """How many commits lie behind a damaged place; 0 for a sound, missing or empty log.

    Where not even the head of the log can be read, every commit of any generation counts.
    """
    try:
        data = wal.read_bytes()
    except OSError:
        return 0
    if len(data) < HEADER + FRAME_HEADER:
        return 0
    magic, _, page, _, *salt = struct.unpack(">6I", data[:24])
    order = ">" if magic & 1 else "<"
    size = page + FRAME_HEADER
    if magic not in MAGIC or _checksum(data[:24], order, (0, 0)) != struct.unpack(">2I", data[24:32]):
        return _commits(data, HEADER, size, None) if page else 2
    running = struct.unpack(">2I", data[24:32])
    at = HEADER
    while at + size <= len(data):
        frame = data[at : at + size]
        running = _checksum(frame[FRAME_HEADER:], order, _checksum(frame[:8], order, running))
        sound = list(struct.unpack(">2I", frame[8:16])) == salt
        if not sound or running != struct.unpack(">2I", frame[16:24]):
            return _commits(data, at + size, size, salt)
        at += size
    return 0


def _commits(data: bytes, at: int, size: int, salt: list[int] | None) -> int:
    """How many frames from here on end a transaction of this generation (of any, without a salt)."""
    found = 0
    while at + FRAME_HEADER <= len(data):
        _, pages, *said = struct.unpack(">4I", data[at : at + 16])
        if pages and (salt is None or said == salt):
            found += 1
        at += size
    return found


def _checksum(data: bytes, order: str, start: tuple[int, ...]) -> tuple[int, int]:
    """The format's two sums over the words of 4 bytes.

    Eight at once, kept to 32 bits after each eight: whoever unlocks after a crash waits for it.
    """
    first, second = start
    eights = len(data) // 32 * 32
    for a, b, c, d, e, f, g, h in struct.iter_unpack(f"{order}8I", data[:eights]):
        first += a + second
        second += b + first
        first += c + second
        second += d + first
        first += e + second
        second += f + first
        first = (first + g + second) & 0xFFFFFFFF
        second = (second + h + first) & 0xFFFFFFFF
    for x, y in struct.iter_unpack(f"{order}2I", data[eights:]):
        first = (first + x + second) & 0xFFFFFFFF
        second = (second + y + first) & 0xFFFFFFFF
    return first, second
