"""No subcommand: the window."""

from argparse import Namespace

from needlechart.cli_commands.opening import data_folder
from needlechart.cli_commands.stops import Code, stop


def open_window(arguments: Namespace) -> int:
    """Open the window on the chart, or say in one line why it cannot open."""
    from needlechart.environment import why_no_window

    why = why_no_window()
    if why:
        stop(Code.NO_WINDOW, why)
    folder = data_folder(arguments)
    if arguments.demo:
        from needlechart.cli_commands.demo_folder import create_demo, is_demo
        from needlechart.cli_commands.telling import Progress

        if not is_demo(folder):
            with Progress("Making the fictional clinic") as progress:
                create_demo(folder, progress=progress)
    from needlechart.app import run

    return run(folder, demo=bool(arguments.demo))
