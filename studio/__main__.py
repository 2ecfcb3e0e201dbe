"""`python -m studio`."""

from studio.cli import main

main(prog_name="python -m studio")
