"""`roam doctor`: looks at everything the program depends on, and says what to do about what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from tui.commands.archive_checks import archive_finding
from tui.commands.findings import Finding, State
from tui.commands.machine_checks import machine_findings
from tui.commands.printing import print_json, print_table
from tui.commands.service_checks import find_account, service_findings
from tui.config import Connection
from tui.i18n import _
from tui.text import clean_line

SOUND, BROKEN = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Print what was found, never a secret; exit code 1 when something that is needed is broken."""
    connection, findings = find_account(os.environ, arguments.profile)
    everything = [*machine_findings(os.environ), *findings]
    if connection is not None:
        everything += asyncio.run(_beyond(connection))
    is_sound = all(finding.state is not State.BROKEN for finding in everything)
    if arguments.json:
        print_json({"ok": is_sound, "findings": [_object(finding) for finding in everything]})
    else:
        _print(everything)
    return SOUND if is_sound else BROKEN


async def _beyond(connection: Connection) -> list[Finding]:
    return [await archive_finding(connection), *[finding async for finding in service_findings(connection)]]


def _object(finding: Finding) -> dict[str, str]:
    return {"name": finding.name, "state": finding.state, "value": finding.value, "advice": finding.advice}


def _print(findings: Sequence[Finding]) -> None:
    """A table; on a terminal, which may be too narrow for it, what is not in order follows in full."""
    words = {State.OK: _("ok"), State.NOTE: _("note"), State.BROKEN: _("BROKEN")}
    rows = [[words[finding.state], finding.name, finding.value, finding.advice] for finding in findings]
    if not sys.stdout.isatty():
        print_table(rows)
        return
    print_table([row[:3] for row in rows])
    for finding in findings:
        if finding.advice:
            sys.stdout.write(clean_line(f"{finding.name}: {finding.value.rstrip('.')}: {finding.advice}") + "\n")
