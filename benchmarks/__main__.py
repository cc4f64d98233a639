"""Run all benchmarks: `make bench`, or `make bench-short` to see in a minute or two that none is broken (CI does).

    python -m benchmarks [--short]

No time fails: machines differ, and a loaded one is slow. What fails is a benchmark that breaks.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
READER = ROOT / ".bench" / "reader" / "bin" / "python"
FULL = (
    ("fetch_speed.py",),
    ("parse_speed.py",),
    ("match_speed.py",),
    ("state_speed.py", "--most", "10000000"),
    ("start_speed.py",),
    ("end_to_end.py", "--feeds", "2000"),
    ("capacity.py",),
    ("growth.py",),
    ("push_speed.py",),
)
SHORT = (
    ("fetch_speed.py", "--requests", "50"),
    ("parse_speed.py", "--feeds", "1"),
    ("match_speed.py", "--items", "50"),
    ("state_speed.py", "--most", "10000"),
    ("start_speed.py", "--feeds", "100", "--rules", "10"),
    ("end_to_end.py", "--feeds", "20"),
    ("capacity.py", "--feeds", "50", "--every", "2", "--seconds", "5", "--changed", "0.5", "--alerts", "1"),
    ("growth.py", "--feeds", "1000", "--seconds", "5"),
    ("push_speed.py", "--feeds", "20", "--pushes", "3"),
)


def main(short: bool) -> int:
    if not short:
        _install_reader()
    broken = []
    for name, *options in SHORT if short else FULL:
        print(f"\n--- {name} {' '.join(options)}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name.removesuffix('.py')}", *options], cwd=ROOT
        )
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
        if done.returncode:
            broken.append(name)
    if broken:
        print(f"\nbroken: {', '.join(broken)}")
    return 1 if broken else 0


def _install_reader() -> None:
    """Put the peer into an environment of its own; it must not change ours."""
    if not READER.exists():
        subprocess.run([sys.executable, "-m", "venv", str(READER.parents[1])], check=True)
        # sgmllib3k: feedparser needs it, and a clean environment lacks it
        subprocess.run([str(READER), "-m", "pip", "install", "-q", "reader==3.26", "sgmllib3k"], check=True)


if __name__ == "__main__":
    sys.exit(main("--short" in sys.argv))
