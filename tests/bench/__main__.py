"""Runs the programs beside each other and prints what was found."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.corpus import cache_folder, served
from tests.bench.driver import StuckError
from tests.bench.figures import medians, table
from tests.bench.measures import Measures
from tests.bench.programs import SIZES, Program, demo, floors, importing, posting, reading


def main() -> None:
    options = _options()
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
    """All programs; what the wanted ones read is made and served until `stack` is closed."""
    yield from floors(home)
    if options.posting:
        yield posting(options.posting, home)
    yield demo(home)
    folder = cache_folder()
    for name, size in SIZES.items():
        program = f"roam-{name}"
        if (options.only and program not in options.only) or (options.quick and name == "1M"):
            continue
        yield reading(program, size, stack.enter_context(served(folder, size)), home)
    yield importing(folder, home)


def _turns(programs: list[Program], repetitions: int) -> Iterator[tuple[int, Program]]:
    for repetition in range(repetitions):
        for program in programs:
            yield repetition, program


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure roam beside its peers.")
    parser.add_argument("--quick", action="store_true", help="leave out what takes long: the conversation of 1M")
    parser.add_argument("--repetitions", type=int, default=3, metavar="N", help="of everything (default: 3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these programs")
    parser.add_argument("--posting", default=shutil.which("posting"), metavar="PROGRAM", help="where posting is")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every measure as JSON lines")
    return parser.parse_args()


if __name__ == "__main__":
    main()
