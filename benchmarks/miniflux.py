"""Run Miniflux with a PostgreSQL of its own, as a peer of `end_to_end.py`.

Both come from the system's packages (Debian and Ubuntu: `apt-get install miniflux postgresql`). The database is made
anew in the benchmark's folder, listens on a socket there, and has its defaults. Miniflux gets what makes it fast: 16
workers, 20 connections kept open, one batch that holds every feed. Each pass is `miniflux -refresh-feeds`, which
ends when all are done; its feeds are imported before, unmeasured.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen
from xml.sax.saxutils import quoteattr

from benchmarks.measuring import Farm, Most, Spent, cpu_of, family, run_measured

WORKERS = 16
CONNECTIONS = 20
PATIENCE = 60.0
LOGIN = "bench:bench-bench"
SCRATCH = ("postgres", "nobody")
"""Users to run the database as where we are root, which PostgreSQL refuses to be."""


def missing() -> str | None:
    """Return why Miniflux cannot be measured here, or None."""
    if shutil.which("miniflux") is None:
        return "miniflux is not installed (apt-get install miniflux postgresql)"
    if _binaries() is None:
        return "PostgreSQL's server is not installed (apt-get install postgresql)"
    return None


def passes(farm: Farm, urls: Sequence[str]) -> dict[str, dict[str, Spent]]:
    """Return what each pass took, of Miniflux, of its database, and of both."""
    with tempfile.TemporaryDirectory() as name, _database(Path(name)) as (pid, query, where):
        folder = Path(name)
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": where,
            "DATABASE_MIN_CONNS": str(CONNECTIONS),
            "DATABASE_MAX_CONNS": str(CONNECTIONS),
            "WORKER_POOL_SIZE": str(WORKERS),
            "BATCH_SIZE": str(len(urls)),
            "POLLING_PARSING_ERROR_LIMIT": "0",
            "FETCHER_ALLOW_PRIVATE_NETWORKS": "1",  # later versions refuse loopback
        }
        _import(environment, urls, folder)
        later = "UPDATE feeds SET next_check_at = now() + interval '1 day'"
        due = "UPDATE feeds SET next_check_at = now() - interval '1 minute'"
        found: dict[str, dict[str, Spent]] = {"miniflux": {}, "its PostgreSQL": {}}
        for what in ("start", "cold", "all 304", "5 % changed"):
            query(later if what == "start" else due)
            if what == "5 % changed":
                farm.turn(0.05)
            before, most = cpu_of(family(pid)), Most(pid)
            spent = run_measured(["miniflux", "-refresh-feeds"], environment, folder)
            found["miniflux"][what] = spent
            found["its PostgreSQL"][what] = Spent(spent.wall, cpu_of(family(pid)) - before, most.end())
        done = query("SELECT count(DISTINCT feed_id) FROM entries"), query("SELECT count(*) FROM entries")
        failed = query("SELECT count(*) FROM feeds WHERE parsing_error_count > 0")
        if int(done[0]) != len(urls) or int(failed):
            raise SystemExit(f"miniflux has entries of {done[0]} of {len(urls)} feeds, {failed} failed")
        print(f"miniflux holds {done[1]} entries of {done[0]} feeds")
        alone, database = found["miniflux"], found["its PostgreSQL"]
        return found | {"both": {what: alone[what].with_(database[what]) for what in alone}}


def _binaries() -> Path | None:
    known = [Path(path).parent for name in ("postgres", "initdb") if (path := shutil.which(name))]
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((path for path in [*known, *reversed(packaged)] if (path / "initdb").exists()), None)


@contextmanager
def _database(folder: Path) -> Iterator[tuple[int, Callable[[str], str], str]]:
    binaries = _binaries()
    assert binaries is not None
    user = _scratch_user()
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, null = str(folder / "data"), subprocess.DEVNULL
    made = [str(binaries / "initdb"), "-D", data, "-U", "bench", "--auth=trust", "-E", "UTF8", "--no-locale"]
    subprocess.run(made, check=True, user=user, cwd="/", stdout=null, stderr=null)
    command = [str(binaries / "postgres"), "-D", data, "-k", str(folder), "-c", "listen_addresses="]
    server = subprocess.Popen(command, user=user, cwd="/", stdout=null, stderr=null)

    def query(sql: str) -> str:
        command = ["psql", "-h", str(folder), "-U", "bench", "-d", "postgres", "-qtAc", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    try:
        _until(lambda: subprocess.run(["pg_isready", "-q", "-h", str(folder)], check=False).returncode == 0)
        yield server.pid, query, f"host={folder} user=bench dbname=postgres sslmode=disable"
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown
        server.wait()


def _scratch_user() -> str | None:
    if os.geteuid():
        return None
    for name in SCRATCH:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("PostgreSQL does not run as root, and there is no other user")


def _import(environment: dict[str, str], urls: Sequence[str], folder: Path) -> None:
    """Give Miniflux its tables, a user and the feeds, without polling any."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    name, password = LOGIN.split(":")
    more = {
        "LISTEN_ADDR": address,
        "RUN_MIGRATIONS": "1",
        "CREATE_ADMIN": "1",
        "ADMIN_USERNAME": name,
        "ADMIN_PASSWORD": password,
        "DISABLE_SCHEDULER_SERVICE": "1",
    }
    with (folder / "import").open("wb") as out:
        server = subprocess.Popen(["miniflux"], env=environment | more, stdout=out, stderr=out)
    try:
        _until(lambda: _asked(f"http://{address}/healthcheck") == 200)
        outlines = "".join(
            f'<outline type="rss" text="f{n}" xmlUrl={quoteattr(url)}/>' for n, url in enumerate(urls)
        )
        opml = f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'.encode()
        if _asked(f"http://{address}/v1/import", opml) != 201:
            raise SystemExit(f"miniflux took no feeds:\n{(folder / 'import').read_text()[-2000:]}")
    finally:
        server.terminate()
        server.wait()


def _asked(url: str, body: bytes | None = None) -> int:
    """Return the status of an answer; 0 where none came."""
    request = Request(url, body, {"Authorization": "Basic " + b64encode(LOGIN.encode()).decode()})  # noqa: S310 - ours
    try:
        with urlopen(request) as answer:  # noqa: S310 - ours
            return int(answer.status)
    except OSError:
        return 0


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise SystemExit("PostgreSQL or Miniflux did not start")
        time.sleep(0.1)
