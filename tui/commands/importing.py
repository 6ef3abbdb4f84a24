"""`roam import`: history-record files into a local service's database."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

from tui.commands.printing import print_json, say
from tui.i18n import _, ngettext
from tui.models import Json
from tui.server.importer import BadLine, ImportProgress, ImportReport, import_history
from tui.server.service import Service
from tui.text import clean_line

BAD_LINES_SHOWN = 20
BAR_WIDTH = 30


def run(arguments: argparse.Namespace) -> int:
    """Import every file in turn; bad lines are shown with their numbers and are no failure."""
    given = arguments.password or os.environ.get("ROAM_PASSWORD")
    password = given or secrets.token_urlsafe(9)
    service = Service.create(arguments.db, arguments.app_key)
    try:
        added = sum(_import(service, Path(name), arguments, password) for name in arguments.files)
    finally:
        service.close()
    if not given and added:
        if arguments.json:
            print_json({"password": password})
        else:
            print(_("the password of every new account: {password}").format(password=password))
    return 0


def _import(service: Service, path: Path, arguments: argparse.Namespace, password: str) -> int:
    """Import one file, tell of it, and return how many messages were new."""
    report = import_history(service, path, arguments.account, password, _show if sys.stderr.isatty() else _keep_quiet)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    for line in report.bad_lines[:BAD_LINES_SHOWN]:
        _complain(path, line)
    hidden = report.bad - min(len(report.bad_lines), BAD_LINES_SHOWN)
    if hidden:
        say(ngettext("and {count} more bad line", "and {count} more bad lines", hidden).format(count=hidden))
    if arguments.json:
        print_json(_object(path, report))
    else:
        _tell(path, report)
    return report.added


def _tell(path: Path, report: ImportReport) -> None:
    sentence = _(
        "{path}: {records:,} messages of {conversations:,} conversations, {added:,} of them new, {rate:,.0f}/s"
    )
    numbers = {"records": report.records, "conversations": report.conversations, "added": report.added}
    print(sentence.format(path=clean_line(str(path)), rate=report.records / max(report.seconds, 1e-3), **numbers))


def _object(path: Path, report: ImportReport) -> dict[str, Json]:
    return {
        "path": str(path),
        "records": report.records,
        "conversations": report.conversations,
        "added": report.added,
        "bad": report.bad,
        "seconds": report.seconds,
    }


def _complain(path: Path, line: BadLine) -> None:
    say(_("{path}, line {number}: {reason}").format(path=path, number=line.number, reason=line.reason))


def _show(progress: ImportProgress) -> None:
    share = progress.done / max(progress.total, 1)
    bar = ("#" * round(share * BAR_WIDTH)).ljust(BAR_WIDTH, ".")
    sys.stderr.write(f"\r[{bar}] {share:4.0%}  {progress.records:,} ({progress.rate:,.0f}/s)\x1b[K")
    sys.stderr.flush()


def _keep_quiet(_progress: ImportProgress) -> None:
    """Nobody is looking."""
