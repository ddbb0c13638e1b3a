"""The picture sheet for a clinician's review. Run: python -m needlechart.atlas.sheet OUT.pdf

The pages are made in `documents`; this is only the door to them, so that the command has the atlas's name.
"""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0, or 2 for arguments that are not understood."""
    from needlechart.documents.atlas_sheet import command

    return command(arguments)


if __name__ == "__main__":
    sys.exit(main())
