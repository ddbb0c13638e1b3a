"""No subcommand: the window."""

from argparse import Namespace

from needlechart.cli_commands.demo_folder import is_demo
from needlechart.cli_commands.opening import base_folder, outside_folder
from needlechart.cli_commands.stops import Code, stop
from needlechart.cli_commands.telling import remark
from needlechart.demo.secret import DEMO_PASSPHRASE


def open_window(arguments: Namespace) -> int:
    """Open the window on the chart, or say in one line why it cannot open.

    With ``--demo`` the window itself makes the fictional clinic, in the folder ``demo`` of the data
    folder, if there is none yet.
    """
    from needlechart.environment import why_no_window

    why = why_no_window()
    if why:
        stop(Code.NO_WINDOW, why)
    from needlechart.app.start import run

    folder = base_folder(arguments)
    if is_demo(folder):
        remark(f"this is a fictional clinic; its passphrase is: {DEMO_PASSPHRASE}")
        return run(folder, outside_folder(), demo=False)
    return run(folder, outside_folder(), demo=bool(arguments.demo))
