"""Every benchmark, then one table in Markdown. Run: python -m tests.bench"""

from tests.bench import atlas, board, commit, note, startup, tap
from tests.bench.figures import table


def main() -> None:
    """The processes of their own first, while nothing else is loaded."""
    figures = [one for bench in (startup, commit, tap, board, note, atlas) for one in bench.main()]
    print()
    print(table(figures))


if __name__ == "__main__":
    main()
