"""Run the harness: `python -m tests.chaos --kills 400 --seed 7`, or `make chaos`; ends with 1 if anything was lost."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from tests.chaos.report import Run, text, write
from tests.chaos.run import run

DOC = Path(__file__).parents[2] / "docs" / "reliability.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--lanes", type=int, default=4, help="workers in bot mode, side by side")
    parser.add_argument("--keep", type=Path, help="keep state files and logs in this folder")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reliability.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # end the workers as well
    with tempfile.TemporaryDirectory(prefix="treatywatch-chaos-") as made:
        folder = options.keep or Path(made)
        done: Run = asyncio.run(run(folder, kills=options.kills, seed=options.seed, lanes=options.lanes))
    sys.stdout.write(text(done))
    if options.write:
        write(DOC, done)
    return 0 if done.good else 1


if __name__ == "__main__":
    sys.exit(main())
