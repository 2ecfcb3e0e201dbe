"""The command line: a contract that scripts depend on (design.md, section 6).

Exit 0 when fine, 1 when findings of severity error exist, 2 for misuse. `--json` prints one document on
stdout; everything else goes to stderr.
"""

from __future__ import annotations

import click

from studio.cli.asrun import asrun
from studio.cli.backup import backup, restore_command
from studio.cli.cards import cards
from studio.cli.catalog import catalog
from studio.cli.decks import decks
from studio.cli.desk import desk
from studio.cli.experiment import experiment
from studio.cli.orders import orders
from studio.cli.replay import replay
from studio.cli.retention import evidence, retention
from studio.cli.script import lint, script
from studio.cli.serve import serve
from studio.cli.show import rebuild, report
from studio.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """双语直播台 Chalk & Cart: catalogue, cards, script, orders and the live room."""


ROOM = (orders, desk, experiment, rebuild, replay, report, asrun, serve, backup, restore_command)
KEEPING = (verify, retention, evidence)
for command in (catalog, cards, decks, script, lint, *ROOM, *KEEPING):
    main.add_command(command)
