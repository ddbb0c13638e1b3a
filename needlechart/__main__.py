"""``python -m needlechart``: the same as the command ``needlechart``."""

import sys

from needlechart.cli import main

if __name__ == "__main__":
    sys.exit(main())
