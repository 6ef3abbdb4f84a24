"""Runs the programs beside each other and prints what was found."""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import tui
from tests.bench.archived import archived
from tests.bench.archiving import browsing_archive, reading_archive, writing_archive
from tests.bench.corpus import cache_folder, served, served_file
from tests.bench.driver import StuckError
from tests.bench.exporting import exporting
from tests.bench.figures import medians, table
from tests.bench.live import streaming
from tests.bench.measures import Measures
from tests.bench.programs import SIZES, Program, demo, floors, importing, machine, posting, reading
from tests.bench.searching import searching
from tests.bench.syncing import syncing

STREAM, QUICK_STREAM = 100_000, 10_000
"""How many messages come live."""


def main() -> None:
    options = _options()
    compileall.compile_dir(Path(tui.__file__).parent, quiet=1)  # as an installation does, whatever is set here
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        programs = [each for each in _programs(options, home, stack) if not options.only or each.name in options.only]
        out = stack.enter_context(options.out.open("w", encoding="utf-8")) if options.out else None
        runs: list[tuple[str, Measures]] = []
        for repetition, program in _turns(programs, options.repetitions):
            print(f"{repetition + 1}: {program.name}", file=sys.stderr)
            try:
                measured = program.measure()
            except (StuckError, RuntimeError) as error:  # one program that fails must not cost the others' figures
                print(error, file=sys.stderr)
                continue
            runs.append((program.name, measured))
            if out:
                entry = {"program": program.name, "repetition": repetition, "measures": measured}
                print(json.dumps(entry), file=out, flush=True)
    print(table(medians(runs)))


def _programs(options: argparse.Namespace, home: Path, stack: ExitStack) -> Iterator[Program]:
    """All programs that are wanted; what they read is made, and served until `stack` is closed."""
    folder = cache_folder()
    sizes = [(name, size) for name, size in SIZES.items() if not (options.quick and name == "1M")]

    def wanted(*names: str) -> bool:
        return not options.only or any(name in options.only for name in names)

    yield machine()
    yield from floors(home)
    if options.posting:
        yield posting(options.posting, home)
    yield demo(home)
    for name, size in sizes:
        program, sync = f"roam-{name}", f"sync-{name}"
        if wanted(program, sync):
            account = stack.enter_context(served(folder, size))
            yield reading(program, account, home)
            if name == "100k":
                yield syncing(sync, account, home)
    yield importing(folder, home)
    for name, size in sizes:
        archive, browser = f"archive-{name}", f"roam-archived-{name}"
        search, export = f"search-{name}", f"export-{name}"
        if name != "100k" and wanted(archive, browser, search, export):
            kept = archived(folder, size)
            yield reading_archive(archive, kept)
            yield browsing_archive(browser, kept, home)
            yield searching(search, kept)
            yield exporting(export, kept, home)
    yield writing_archive(home)
    if options.history and wanted("sync-history"):
        path, user = options.history
        yield syncing("sync-history", stack.enter_context(served_file(Path(path), user, home)), home)
    yield streaming(QUICK_STREAM if options.quick else STREAM, folder, home)


def _turns(programs: list[Program], repetitions: int) -> Iterator[tuple[int, Program]]:
    for repetition in range(repetitions):
        for program in programs:
            yield repetition, program


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure roam beside its peers.")
    parser.add_argument("--quick", action="store_true", help="leave out what takes long: 1M messages, 100k live")
    parser.add_argument("--repetitions", type=int, default=3, metavar="N", help="of everything (default: 3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these programs")
    parser.add_argument(
        "--history", nargs=2, metavar=("FILE", "USER"), help="a history-record file, as USER sees it, for roam sync"
    )
    parser.add_argument("--posting", default=shutil.which("posting"), metavar="PROGRAM", help="where posting is")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every measure as JSON lines")
    return parser.parse_args()


if __name__ == "__main__":
    main()
