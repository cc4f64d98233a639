"""Check the feeds commands as a person uses them: against a real folder, a real state file, a real web server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from msgspec.structs import replace
from typer.testing import CliRunner

from monitor.cli.feeds import app
from monitor.demo.server import answer
from monitor.demo.show import LENGTH, load
from monitor.errors import TreatywatchError
from monitor.rules import load as load_rules
from monitor.rules.opml import read
from monitor.store import Store
from monitor.system import folder
from monitor.system.starter_rules import copy, starter
from tests.commands import SHIPPED
from tests.commands import run as run_apart

Run = Callable[..., Result]


class Publisher(BaseHTTPRequestHandler):
    """Serve the demo's feeds as they are at the end of the show."""

    def do_GET(self) -> None:
        given = answer(load(), self.path, LENGTH, datetime.now(UTC))
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def base() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    copy(starter(), tmp_path / "rules", force=False)
    return tmp_path / "rules"


@pytest.fixture
def run(tmp_path: Path, rules: Path) -> Run:
    def invoke(*args: str) -> Result:
        env = {
            "TREATYWATCH_RULES": str(rules),
            "TREATYWATCH_STATE": str(tmp_path / "none.db"),
            "TREATYWATCH_ALLOW_PRIVATE": "1",
        }
        return CliRunner().invoke(app, list(args), env=env | {"COLUMNS": "200"})

    return invoke


def test_list_shows_every_feed_and_filters(run: Run, rules: Path) -> None:
    listed = yaml.safe_load((rules / "feeds.yaml").read_text(encoding="utf-8"))["feeds"]
    whole = run("list")
    assert whole.exit_code == 0, whole.output
    assert f"{len(listed)} feeds" in whole.output
    assert "switched off" in whole.output
    feeds = json.loads(run("list", "--json").output)
    assert {"id": "untc-un-cybercrime", "kind": "untc", "enabled": True, "polled": None}.items() <= feeds[
        0
    ].items()
    assert len(feeds) > 130
    un = run("list", "--tag", "azerbaijan")
    assert "trend" in un.output
    assert "eff" not in un.output
    assert isinstance(run("list", "--tag", "nonsense").exception, TreatywatchError)


def test_secrets_in_addresses_are_not_shown(run: Run, rules: Path, base: str) -> None:
    secret = base.replace("//", "//me:hunter2@") + "/lotus/rss.xml?token=hunter3"
    (rules / "feeds.yaml").write_text(
        yaml.safe_dump({"feeds": [{"id": "a", "url": secret}]}), encoding="utf-8"
    )
    for command in (
        ("list",),
        ("probe", "--all"),
        ("probe", secret),
        ("probe", secret.replace("rss", "none")),
    ):
        assert "hunter" not in run(*command).output
    exported = run("export-opml")
    assert "hunter" not in exported.output
    assert exported.stderr == "without passwords and named keys in the addresses of a\n"
    assert read(run("export-opml", "--with-secrets").stdout_bytes).feeds[0].url == secret


def test_a_key_that_stays_in_a_list_to_hand_on_is_said(run: Run, rules: Path) -> None:
    key = "https://f.example/u/k3J9xQ7wE2rT5yU8iO1p/feed"
    plain = "https://g.example/UnitedNationsTreaties/2026/feed.xml?q=convention+against+cybercrime"
    listed = [{"id": "keyed", "url": key}, {"id": "plain", "url": plain}]
    (rules / "feeds.yaml").write_text(yaml.safe_dump({"feeds": listed}), encoding="utf-8")
    exported = run("export-opml")
    assert {feed.url for feed in read(exported.stdout_bytes).feeds} == {key, plain}
    assert exported.stderr == (
        "what may be a key still stands in the path of the addresses of keyed: look before you hand the list on\n"
    )
    assert run("export-opml", "--with-secrets").stderr == ""


def test_a_list_without_feeds_is_no_mistake(run: Run, rules: Path) -> None:
    for file in rules.glob("*.yaml"):
        file.unlink()
    (rules / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    listed, probed = run("list"), run("probe", "--all")
    assert (listed.exit_code, probed.exit_code) == (0, 0)
    assert "0 feeds, 0 switched off" in listed.output
    assert json.loads(run("list", "--json").output) == []
    assert "0 of 0 feeds can be used" in probed.output


def test_list_says_how_polls_went(run: Run, rules: Path, tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    loaded = load_rules(dict(folder.read(rules)))
    store = Store.open(tmp_path / "none.db", create=True)
    with store.db.atomic():
        store.feeds.sync(loaded.rulebook.feeds.values(), now)
        for feed, error, entries in (("eff", "answers 404", 0), ("hrw", None, 12)):
            state = store.feeds.state(feed)
            assert state is not None
            store.feeds.save(feed, replace(state, polled=now, error=error, entries=entries))
        for feed, polls in (("edri", 2), ("hrw", 3)):
            state = store.feeds.state(feed)
            assert state is not None
            moved = replace(
                state.schedule, moved_to="https://new.example/k3J9xQ7wE2rT5yU8iO1p", moved_polls=polls
            )
            store.feeds.save(feed, replace(state, schedule=moved))
    store.close()
    lines = {line.split()[0]: line for line in run("list").output.splitlines() if line.strip()}
    assert "2026-11-24 09:30 UTC failed: answers 404" in lines["eff"]
    moved_to = "moved for good to https://new.example/***: change its url in feeds.yaml"
    assert f"2026-11-24 09:30 UTC 12 entries so far; {moved_to}" in lines["hrw"]
    assert "moved" not in lines["edri"]  # a redirect is believed when it has held for three polls
    machine = {feed["id"]: feed["moved_to"] for feed in json.loads(run("list", "--json").output)}
    assert (machine["hrw"], machine["edri"]) == ("https://new.example/***", None)
    assert "switched off" in lines["ohchr"]


def test_probe_says_what_answers(run: Run, base: str) -> None:
    good = run("probe", f"{base}/lotus/rss.xml")
    assert good.exit_code == 0, good.output
    assert "ok" in good.output
    assert "200 · application/rss+xml" in good.output
    assert "entries" in good.output
    assert "no ETag or Last-Modified" in good.output


def test_probe_names_what_is_wrong(run: Run, base: str) -> None:
    moved = run("probe", f"{base}/hoa-sen/old-feed", f"{base}/missing")
    assert moved.exit_code == 1
    assert f"moved for good to {base}/hoa-sen/rss.xml" in moved.output
    assert "FAIL" in moved.output
    assert "404" in moved.output
    assert "1 of 2 feeds can be used" in moved.output


def test_add_tries_a_feed_and_writes_it_at_the_end_of_the_list(run: Run, rules: Path, base: str) -> None:
    begun = "# mine\nfeeds:\n  - id: eff   # the first\n    url: https://elsewhere.example/rss\n"
    (rules / "feeds.yaml").write_text(begun, encoding="utf-8")
    url = f"{base}/lotus/rss.xml"
    added = run("add", url, "--tag", "press", "--tag", "asia", "--language", "en")
    assert added.exit_code == 0, added.output
    assert f"demo-lotus-wire added to {rules / 'feeds.yaml'}" in added.output
    text = (rules / "feeds.yaml").read_text(encoding="utf-8")
    assert text.startswith(begun)
    assert yaml.safe_load(text)["feeds"][1] == {
        "id": "demo-lotus-wire", "url": url, "tags": ["press", "asia"], "language": "en",
    }  # fmt: skip
    assert "already, as demo-lotus-wire" in str(run("add", url).exception)
    assert run("add", f"{base}/deltas/atom.xml", "--id", "second").exit_code == 0
    after = (rules / "feeds.yaml").read_text(encoding="utf-8")
    other = f"{base}/echo/search.xml"
    for wrong in ((f"{base}/missing",), ("eff",), (other, "--language", "english"), (other, "--id", "eff")):
        assert isinstance(run("add", *wrong).exception, TreatywatchError), wrong
    assert (rules / "feeds.yaml").read_text(encoding="utf-8") == after


def test_probe_all_tries_the_list(run: Run, rules: Path, base: str) -> None:
    feeds = [
        {"id": "a", "url": f"{base}/deltas/atom.xml"},
        {"id": "b", "url": f"{base}/echo/search.xml", "enabled": False},
    ]
    text = yaml.safe_dump({"feeds": feeds})
    (rules / "feeds.yaml").write_text(text, encoding="utf-8")
    result = run("probe", "--all")
    assert result.exit_code == 0, result.output
    assert "2 of 2 feeds can be used" in result.output
    assert run("probe", "a").exit_code == 0


def test_probe_wants_a_feed_and_says_so(run: Run) -> None:
    assert run("probe").exit_code == 2
    assert run("probe", "eff", "--all").exit_code == 2
    wrong = run("probe", "no-such-feed")
    assert isinstance(wrong.exception, TreatywatchError)
    assert "no-such-feed: neither the id" in str(wrong.exception)
    assert str(run("probe", "un-newz").exception).endswith("http(s) address; did you mean `un-news`?")


def test_export_then_import_elsewhere(run: Run, rules: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.opml"
    assert run("export-opml", str(file)).exit_code == 0
    listed = yaml.safe_load((rules / "feeds.yaml").read_text(encoding="utf-8"))["feeds"]
    assert [feed.url for feed in read(file.read_bytes()).feeds] == [feed["url"] for feed in listed]
    assert read(run("export-opml", "-").stdout_bytes) == read(file.read_bytes()), (
        "the date in the head may differ"
    )

    begun = "# mine\nfeeds:\n  - id: eff   # the first\n    url: https://elsewhere.example/rss\n"
    (rules / "feeds.yaml").write_text(begun, encoding="utf-8")
    result = run("import-opml", str(file))
    assert result.exit_code == 0, result.output
    assert f"{len(listed)} feeds added" in result.output
    after = (rules / "feeds.yaml").read_text(encoding="utf-8")
    assert after.startswith(begun)
    added = yaml.safe_load(after)["feeds"]
    assert {feed["id"] for feed in added} >= {"eff", "eff-2", "un-news"}
    strip = [{k: v for k, v in feed.items() if k not in ("id", "note")} for feed in listed]
    assert [{k: v for k, v in feed.items() if k != "id"} for feed in added[1:]] == strip

    again = run("import-opml", str(file))
    assert "0 feeds added" in again.output
    assert (rules / "feeds.yaml").read_text(encoding="utf-8") == after


def test_a_list_whose_outlines_are_no_feeds_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "links.opml"
    file.write_text(
        "<opml><body><outline text='a' url='https://a.example/'/></body></opml>", encoding="utf-8"
    )
    result = run("import-opml", str(file))
    assert result.stderr == f"{file}: lists no feed: no outline has an xmlUrl\n"
    assert "0 feeds added" in result.stdout


@pytest.mark.parametrize(
    ("feeds", "opml", "why"),
    [
        ("feeds: []\n", "hello", "no OPML that can be imported"),
        ("feeds: [{id: a, url: https://a.example}]\n", None, "cannot be added to"),
        ("feeds:\n  - {id: a, ulr: https://a.example}\n", None, "feeds.yaml:2:"),
    ],
)
def test_a_failed_import_writes_nothing(
    run: Run, rules: Path, tmp_path: Path, feeds: str, opml: str | None, why: str
) -> None:
    file = tmp_path / "in.opml"
    good = '<opml version="2.0"><body><outline text="x" xmlUrl="https://x.example/"/></body></opml>'
    file.write_text(opml or good, encoding="utf-8")
    (rules / "feeds.yaml").write_text(feeds, encoding="utf-8")
    result = run("import-opml", str(file))
    assert isinstance(result.exception, TreatywatchError), result.output
    assert why in str(result.exception)
    assert (rules / "feeds.yaml").read_text(encoding="utf-8") == feeds
    assert not list(rules.glob(".*.new"))


def test_a_failed_export_leaves_what_was_there(rules: Path, tmp_path: Path) -> None:
    before = dict.fromkeys((tmp_path / "old.opml", tmp_path / "link.opml"), b"<opml/>")
    (tmp_path / "old.opml").write_bytes(b"<opml/>")
    (tmp_path / "link.opml").symlink_to("old.opml")
    full = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
        "sys.argv[0] = 'treatywatch'; runpy.run_module('monitor', run_name='__main__')"
    )
    for name in ("old.opml", "link.opml", "new.opml"):
        done = subprocess.run(
            [sys.executable, "-c", full, "feeds", "export-opml", name], cwd=tmp_path,
            capture_output=True, check=False, timeout=60,
            env=os.environ | {"PYTHONPATH": str(SHIPPED.parent), "TREATYWATCH_RULES": str(rules)},
        )  # fmt: skip
        assert done.returncode == 1, done
        assert f"{name}: cannot be written (File too large)".encode() in done.stderr
    assert {file: file.read_bytes() for file in tmp_path.glob("*.opml")} == before
    assert not list(tmp_path.glob(".*"))


def test_an_export_follows_a_link_and_writes_to_a_device(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.opml").symlink_to("real.opml")
    assert run("export-opml", str(tmp_path / "link.opml")).exit_code == 0
    assert (tmp_path / "link.opml").is_symlink()
    assert read((tmp_path / "real.opml").read_bytes()).feeds
    assert run("export-opml", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_a_missing_file_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    for command in ("import-opml", "export-opml"):
        result = run(command, str(tmp_path / "no" / "file.opml"))
        assert isinstance(result.exception, TreatywatchError)
        assert "file.opml: cannot be" in str(result.exception)


def test_a_feed_is_one_line_for_another_program(rules: Path) -> None:
    done = run_apart("feeds", "list", cwd=rules, rules=rules, TREATYWATCH_STATE=str(rules / "none.db"))
    assert done.returncode == 0
    lines = [line for line in done.stdout.decode().splitlines() if "untc-bbnj" in line]
    assert len(lines) == 1
    assert lines[0].rstrip().endswith(".xml")
