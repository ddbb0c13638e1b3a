"""Keeps what this process holds in memory, keys and charts, out of core dumps and from other programs.

Linux: no core file and no dump by a crash handler, and no other program of the same user attaches or reads
the memory. macOS: no core file. Elsewhere nothing is done.
"""

import sys

PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """For this process from now on; a system that refuses is left as it is."""
    if sys.platform == "win32":
        return
    import contextlib
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        # A crash handler that takes dumps through a pipe takes no notice of the limit, but of this.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
