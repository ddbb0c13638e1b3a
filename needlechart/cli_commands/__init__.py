"""What the subcommands of the command line do; `needlechart.cli` reads their arguments."""
