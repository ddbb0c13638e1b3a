"""A look at a left-over write-ahead log before the engine reads it.

A damaged frame makes the engine stop reading there in silence, and committed work behind it is lost. The
frames are walked, their checksums recomputed (over the encrypted bytes), and a commit of the same
generation behind the first bad frame is an alarm. Format: sqlite.org/fileformat2.html, section 4.
"""

import struct
from pathlib import Path

HEADER = 32
FRAME_HEADER = 24
MAGIC = (0x377F0682, 0x377F0683)


def lost_commits(wal: Path) -> bool:
    """Whether a commit lies behind a damaged place; False for a sound, missing or empty log."""
    try:
        data = wal.read_bytes()
    except OSError:
        return False
    if len(data) < HEADER + FRAME_HEADER:
        return False
    magic, _, page, _, *salt = struct.unpack(">6I", data[:24])
    order = ">" if magic & 1 else "<"
    size = page + FRAME_HEADER
    if magic not in MAGIC or _checksum(data[:24], order, (0, 0)) != struct.unpack(">2I", data[24:32]):
        return _any_commit(data, HEADER, size, None) if page else True
    running = struct.unpack(">2I", data[24:32])
    at = HEADER
    while at + size <= len(data):
        frame = data[at : at + size]
        running = _checksum(frame[FRAME_HEADER:], order, _checksum(frame[:8], order, running))
        sound = list(struct.unpack(">2I", frame[8:16])) == salt
        if not sound or running != struct.unpack(">2I", frame[16:24]):
            return _any_commit(data, at + size, size, salt)
        at += size
    return False


def _any_commit(data: bytes, at: int, size: int, salt: list[int] | None) -> bool:
    """Whether a frame from here on ends a transaction of this generation (of any, without a salt)."""
    while at + FRAME_HEADER <= len(data):
        _, pages, *said = struct.unpack(">4I", data[at : at + 16])
        if pages and (salt is None or said == salt):
            return True
        at += size
    return False


def _checksum(data: bytes, order: str, start: tuple[int, ...]) -> tuple[int, int]:
    first, second = start
    for x, y in struct.iter_unpack(f"{order}2I", data):
        first = (first + x + second) & 0xFFFFFFFF
        second = (second + y + first) & 0xFFFFFFFF
    return first, second
