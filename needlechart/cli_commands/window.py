"""No subcommand: the window."""

from argparse import Namespace

from needlechart.cli_commands.opening import data_folder
from needlechart.cli_commands.stops import Code, stop


def open_window(arguments: Namespace) -> int:
    """Open the window on the chart, or say in one line why it cannot open.

    With ``--demo`` the window itself makes the fictional clinic if there is none yet.
    """
    from needlechart.environment import why_no_window

    why = why_no_window()
    if why:
        stop(Code.NO_WINDOW, why)
    from needlechart.app import run

    return run(data_folder(arguments), demo=bool(arguments.demo))
