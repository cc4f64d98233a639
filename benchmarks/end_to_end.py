"""Measure polling from end to end beside lemon24/reader and Miniflux with PostgreSQL, on the same loopback farm.

    python benchmarks/end_to_end.py [--feeds 2000] [--repeat 1] [--only ours|reader|miniflux] [--reader PYTHON]

Three passes, each a process of its own as a user would start it: every feed for the first time, every feed answering
304, and one feed in twenty with a new item. Ours is `treatywatch run --once` with the shipped rules, doing all its
work; reader is `update_feeds` with one worker, storing alone. Wall seconds, CPU seconds and the most memory (PSS of
the process and its children, MiB). The start of each program, measured by polling nothing, is shown beside.

reader lives in an environment of its own: `make bench` makes it, or hand in another Python that has it. Miniflux and
PostgreSQL come from the system's packages (`miniflux.py` says how they are run); what the database takes is shown
apart. A peer that is not there is left out, with the reason.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import miniflux
from benchmarks.measuring import Farm, Spent, run_measured

ROOT = Path(__file__).parents[1]
HOSTS = 250
READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for address in sys.stdin.read().split():
    reader.add_feed(address, exist_ok=True)
if len(sys.argv) > 2:
    reader.update_feeds(workers=int(sys.argv[2]), scheduled=False)
"""
PASSES = ("start", "cold", "all 304", "5 % changed")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--feeds", type=int, default=2000)
    arguments.add_argument("--repeat", type=int, default=1)
    arguments.add_argument("--only", choices=("ours", "reader", "miniflux"))
    arguments.add_argument("--reader", default=str(ROOT / ".bench" / "reader" / "bin" / "python"))
    asked = arguments.parse_args()
    peers = {"ours": ours, "reader": reader, "miniflux": other}
    if asked.only:
        peers = {asked.only: peers[asked.only]}
    absent = {"miniflux": miniflux.missing()}
    if not Path(asked.reader).exists():
        absent["reader"] = f"{asked.reader} is not there (make bench installs reader)"
    for name in [name for name in peers if absent.get(name)]:
        print(f"without {name}: {absent[name]}")
        del peers[name]
    best: dict[str, dict[str, Spent]] = {}
    for _ in range(asked.repeat):
        for peer in peers.values():
            with Farm() as farm, tempfile.TemporaryDirectory() as folder:
                for row, passes in peer(farm, Path(folder), asked.feeds, asked.reader).items():
                    for what, spent in passes.items():
                        before = best.setdefault(row, {}).get(what)
                        best[row][what] = spent if before is None else before.least(spent)
    show(best, asked.feeds)


def ours(farm: Farm, folder: Path, feeds: int, _: str) -> dict[str, dict[str, Spent]]:
    rules = folder / "rules"
    subprocess.run(["cp", "-r", str(ROOT / "rules"), str(rules)], check=True)
    # Both are run as pip leaves them: with their bytecode.
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "monitor")], check=True)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "TREATYWATCH_RULES": str(rules),
        "TREATYWATCH_STATE": str(folder / "state.db"),
        "TREATYWATCH_ALLOW_PRIVATE": "1",
        "TREATYWATCH_LOG_LEVEL": "INFO",
    }
    command = [sys.executable, "-m", "monitor", "run", "--once"]

    def once() -> Spent:
        return run_measured(command, environment, folder)

    (rules / "feeds.yaml").write_text("feeds: []\n")
    found = {"start": once()}
    (rules / "feeds.yaml").write_text(
        "feeds:\n" + "".join(f"  - {{id: f{n}, url: '{url(farm, n)}', every: 1s}}\n" for n in range(feeds))
    )
    found["cold"] = once()
    time.sleep(1.5)  # every feed is due again
    found["all 304"] = once()
    farm.turn(0.05)
    time.sleep(1.5)
    found["5 % changed"] = once()
    return {"ours": found}


def reader(farm: Farm, folder: Path, feeds: int, python: str) -> dict[str, dict[str, Spent]]:
    addresses = "\n".join(url(farm, n) for n in range(feeds)).encode()
    command = [python, "-c", READER, str(folder / "reader.db")]
    run_measured(command, None, folder, addresses)  # adding feeds is not measured
    found = {"start": run_measured(command, None, folder, b"")}
    for name in PASSES[1:]:
        if name == PASSES[-1]:
            farm.turn(0.05)
        found[name] = run_measured([*command, "1"], None, folder, b"")
    return {"reader": found}


def other(farm: Farm, _: Path, feeds: int, __: str) -> dict[str, dict[str, Spent]]:
    return miniflux.passes(farm, [url(farm, n) for n in range(feeds)])


def url(farm: Farm, number: int) -> str:
    return f"http://127.0.1.{1 + number % HOSTS}:{farm.port}/f/{number}.xml"


def show(best: dict[str, dict[str, Spent]], feeds: int) -> None:
    print(f"{feeds} feeds of 20 entries; wall s / CPU s / MiB")
    print("program | " + " | ".join(PASSES))
    for name, passes in best.items():
        print(f"{name} | " + " | ".join(str(passes[what]) for what in PASSES))
    for name in ("reader", "both"):
        if name in best and "ours" in best:
            ratios = [best[name][what].ratio(best["ours"][what]) for what in PASSES]
            print(f"{name} / ours | " + " | ".join(ratios))


if __name__ == "__main__":
    main()
