"""The commands for analysts, as processes: check, classify, explain."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path

import pytest

from monitor.cli.classify import items
from monitor.languages import load
from tests.commands import SHIPPED, run
from tests.rules.texts import FEEDS, TREATY


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Write a folder with twenty mistakes, and a pipe."""
    rules = tmp_path / "planted"
    (rules / "treaties").mkdir(parents=True)
    (rules / "treaties" / "un-cybercrime.yaml").write_text(TREATY)
    (rules / "feeds.yaml").write_text(
        FEEDS
        + "  - id: un-news\n    url: https://other.example/\n"
        + "  - id: ftp\n    url: ftp://files.example/\n    evry: 5m\n"
        + "  - id: slow\n    url: https://slow.example/\n    every: 5 minutes\n    enabled: no\n"
        + "  - id: twin\n    url: https://news.example/un.xml\n"
    )
    os.mkfifo(rules / "pipe.yaml")
    (rules / "defaults.yaml").write_text("defaults: {level: urgent}\n")
    (rules / "groups.yaml").write_text("groups:\n  - {id: G2, members: [US, Chine]}\n")
    (rules / "broken.yaml").write_text("rules:\n  - id: tab\n\ttitle: T\n")
    (rules / "rules.yaml").write_text(
        "rules:\n  - id: one\n    title: One\n    mach: x\n    match: y\n"
        "  - id: two\n    match: {treaty: un-cybercrim}\n"
        "  - id: three\n    title: Three\n    match:\n"
        "      any: [sign*ed, {regex: '(?=x)'}, {near: {terms: [a, b], witin: 2}}]\n"
        "    channel: #legal\n    expires: tomorrow\n"
        "  - id: three\n    title: &t Again\n    match: {none: [x]}\n    feeds: [un-new]\n"
    )
    return rules


PLANTED = [
    "broken.yaml:3:1: a tab cannot indent YAML; use spaces",
    "defaults.yaml:1:19: `urgent` is not a possible `level`: critical, high, normal, low",
    "feeds.yaml:5:9: `id: un-news` is used twice, first in feeds.yaml:2:9",
    "feeds.yaml:8:10: `url` must be a web address that begins with",
    "feeds.yaml:9:5: `evry` is not a key of a feed; did you mean `every`?",
    "feeds.yaml:12:12: `every` must be a number and a unit",
    "feeds.yaml:13:14: `enabled` must be true or false, not text (`no`)",
    "feeds.yaml:15:10: this `url` is used twice, first in feeds.yaml:3:10",
    "groups.yaml:2:28: `Chine` is no actor",
    "pipe.yaml:1:1: not a regular file",
    "rules.yaml:4:5: `mach` is not a key of a rule; did you mean `match`?",
    "rules.yaml:6:5: `title` is missing from a rule",
    "rules.yaml:7:21: `un-cybercrim` is no treaty of this folder; did you mean `un-cybercrime`?",
    "rules.yaml:11:13: `sign*ed`: `*` may stand only at the end",
    "rules.yaml:11:30: `(?=` looks ahead",
    "rules.yaml:11:63: `witin` is not a key of `near`; did you mean `within`?",
    "rules.yaml:12:5: `channel` is empty; a # begins a comment",
    "rules.yaml:13:14: `tomorrow` is not a possible `expires`",
    "rules.yaml:14:9: `id: three` is used twice, first in rules.yaml:8:9",
    "rules.yaml:15:12: `&t`: anchors are not allowed",
    "rules.yaml:16:12: `none` alone would meet nearly every item",
    "rules.yaml:17:13: `un-new` is no feed; did you mean `un-news`?",
]


def test_a_treaty_that_no_rule_asks_for_is_warned_of(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(SHIPPED, rules)
    text = TREATY.replace("un-cybercrime", "lake-pact").replace(
        "[UN Convention against Cybercrime,", "[Lake Pact,"
    )
    (rules / "treaties" / "lake-pact.yaml").write_text(text)
    done = run("check", str(rules), cwd=tmp_path)
    assert done.returncode == 0
    assert b"lake-pact.yaml:1:5: warning: no rule asks who joins `lake-pact`" in done.stdout
    assert b"warning: `Hanoi Convention` is a name of `lake-pact` too" in done.stdout


def test_check_names_every_planted_mistake(planted: Path) -> None:
    done = run("check", "planted", cwd=planted.parent)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    for expected in PLANTED:
        assert [line for line in lines if line.startswith(f"planted/{expected}")], expected
    assert len(lines) == len(PLANTED)
    assert done.stderr.decode() == f"planted: {len(PLANTED)} to mend\n"


def test_check_for_github_and_for_machines(planted: Path, tmp_path: Path) -> None:
    done = run("check", "--format", "github", cwd=tmp_path, rules=planted)
    assert done.returncode == 1
    first = done.stdout.decode().splitlines()[0]
    assert first == f"::error file={planted}/broken.yaml,line=3,col=1::a tab cannot indent YAML; use spaces"
    done = run("check", "planted", "--format", "json", cwd=tmp_path)
    listed = json.loads(done.stdout)["problems"]
    assert len(listed) == len(PLANTED)
    assert listed[0] == {
        "file": "planted/broken.yaml",
        "line": 3,
        "column": 1,
        "severity": "error",
        "message": "a tab cannot indent YAML; use spaces",
    }


def test_check_of_what_ships_is_good(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout.decode()
    # treaties close for signature, each on its day, and examples of signatures say so from then on
    lasting = [line for line in done.stdout.decode().splitlines() if "closed for signature" not in line]
    assert lasting[0].startswith(f"{SHIPPED}: good (")
    assert done.stderr == b""


def test_a_failing_example_is_an_error_and_a_warning_is_none(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    (rules / "treaties").mkdir(parents=True)
    (rules / "treaties" / "un-cybercrime.yaml").write_text(TREATY)
    (rules / "feeds.yaml").write_text(FEEDS)
    (rules / "own.yaml").write_text(
        "rules:\n  - {id: a, title: t, match: hanoi convention, examples: {match: [x y]}}\n"
    )
    done = run("check", "rules", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "rules/own.yaml:2:10: warning: `a` has no example under `examples: no_match:`;"
        " nothing shows what it leaves out",
        'rules/own.yaml:2:67: `a` must match "x y" and does not; read: no event',
    ]
    (rules / "own.yaml").write_text(
        "rules:\n  - {id: a, title: t, match: hanoi convention, examples: {match: [Hanoi Convention]}}\n"
    )
    done = run("check", "rules", cwd=tmp_path)
    assert done.returncode == 0
    assert "warning: `a` has no example" in done.stdout.decode()
    good = f"rules: good (1 feed, 1 rule, 1 treaty, {len(load())} languages, 1 example; "
    assert good in done.stdout.decode()


def test_check_of_no_folder_names_the_remedy(tmp_path: Path) -> None:
    done = run("check", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert (
        done.stderr.decode()
        == "nowhere: no such folder; `treatywatch init nowhere` writes one to start from\n"
    )


def test_classify_answers_line_by_line(tmp_path: Path) -> None:
    items = [
        {"id": "a", "title": "Norway signs the Hanoi Convention", "date": "2026-11-20"},
        {"id": 7, "title": "Striker signs for Hanoi FC", "summary": None, "language": "en"},
        {
            "id": "c",
            "title": "Oslo",
            "summary": "Norway has signed the UN Convention against Cybercrime.",
            "url": "https://x.example/",
        },
        {"id": "d", "title": "Lithuania withdraws from the Ottawa Convention"},
    ]
    text = "".join(json.dumps(item) + "\n" for item in items) + "\n"
    done = run("classify", "-", cwd=tmp_path, stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, "c", "d"]
    assert [answer["alert"] for answer in answers] == [True, False, True, False]
    assert [answer["treaty"] for answer in answers] == ["un-cybercrime", None, "un-cybercrime", None]
    assert answers[0]["events"] == [
        {"treaty": "un-cybercrime", "actor": "NO", "action": "signature", "status": "done", "count": None}
    ]
    assert answers[0]["matches"] == [
        {
            "rule": "un-cybercrime-signed",
            "treaty": "un-cybercrime",
            "because": ["treaty: Hanoi Convention", "action: signature", "status: done"],
        }
    ]
    assert answers[0]["story"] == answers[2]["story"]
    assert answers[3]["matches"][0]["rule"] == "treaty-withdrawn"
    (tmp_path / "items.jsonl").write_text(text)
    again = run("classify", "items.jsonl", cwd=tmp_path)
    assert again.stdout == done.stdout
    assert not (tmp_path / "state").exists()


def test_a_wrong_hint_of_the_language_stops_nothing(tmp_path: Path) -> None:
    hints: list[object] = ["fr", "xx", "", None, 12, ["en"], "English"]
    text = "".join(
        json.dumps({"id": number, "title": "Norway signs the Hanoi Convention", "language": hint}) + "\n"
        for number, hint in enumerate(hints)
    )
    done = run("classify", "-", cwd=tmp_path, stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["alert"] for line in done.stdout.splitlines()] == [True] * len(hints)


def test_half_of_a_pair_comes_back_as_it_was_written(tmp_path: Path) -> None:
    line = rb'{"id": "\ud83d", "title": "\ud83d Norway signs the Hanoi Convention"}'
    done = run("classify", "-", cwd=tmp_path, stdin=line + b'\n{"id": "b", "title": "x"}\n')
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(one)["id"] for one in done.stdout.splitlines()] == ["\ud83d", "b"]


WRONG = [
    (b'{"id": "a", "title": "x"}\n{"id": "b"', "standard input:2:11: the line is not JSON: "),
    (b'{"id": "a"}\n', "standard input:1: `title` is missing"),
    (b'{"title": "a"}\n', "standard input:1: `id` is missing"),
    (b'["a"]\n', "standard input:1: a line must be one JSON object"),
    (b'{"id": "a", "title": 5}\n', "standard input:1: `title` must be text"),
    (b'{"id": ["a"], "title": "x"}\n', "standard input:1: `id` must be text"),
    (b"\xff\xfe\n", "standard input:1: the line is not UTF-8"),
    (b"[" * 100_000 + b"\n", "standard input:1: "),
]


@pytest.mark.parametrize(("stdin", "expected"), WRONG, ids=range(len(WRONG)))
def test_classify_names_the_line_that_is_wrong(stdin: bytes, expected: str) -> None:
    (said,) = (one for one in items(io.BytesIO(stdin), "standard input") if isinstance(one, str))
    assert said.startswith(expected)
    assert "\n" not in said


def test_classify_names_every_line_that_is_wrong_and_answers_the_others(tmp_path: Path) -> None:
    lines = b'{"id": "a", "title": "x"}\n{"id": "b"}\n{"id": "c", "title": "y"}\nnothing\n'
    done = run("classify", "-", cwd=tmp_path, stdin=lines)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
    assert done.stderr.decode().splitlines() == [
        "standard input:2: `title` is missing",
        "standard input:4:1: the line is not JSON: Expecting value",
    ]
    many = run("classify", "-", cwd=tmp_path, stdin=b"x\n" * 30).stderr.decode().splitlines()
    assert (len(many), many[-1]) == (21, "standard input: and 10 more lines that are wrong")


def test_classify_of_no_file(tmp_path: Path) -> None:
    done = run("classify", "nothing.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        b"nothing.jsonl: cannot be read (No such file or directory)\n",
    )


def test_explain_free_text(tmp_path: Path) -> None:
    asked = "Norway will ratify the Hanoi Convention\nOslo said so."
    done = run("explain", "--in-full", "--text", asked, cwd=tmp_path, COLUMNS="400")
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.splitlines()[0] == "Norway will ratify the Hanoi Convention"
    assert "names the UN Convention against Cybercrime in the title: “Hanoi Convention” (named)" in text
    assert "Norway: ratification, announced" in text
    assert "yes: un-cybercrime-on-the-way" in text
    assert "no: un-cybercrime-bound" in text
    assert "status done is asked for, and planned was read" in text
    assert "would be told at once" in text


def test_explain_keeps_to_the_terminal_and_says_what_lacks_only_on_request(tmp_path: Path) -> None:
    address = "https://a.example/" + "x" * 90
    asked = ("explain", "--text", f"Norway signs the Hanoi Convention {address}")
    text = run(*asked, cwd=tmp_path, COLUMNS="80").stdout.decode()
    piped = run(*asked, cwd=tmp_path).stdout.decode()
    assert address in text.split()
    assert all(len(line) <= 80 for line in text.splitlines() if address not in line)
    assert "is asked for" not in text
    assert "more rules came near: " in text
    assert text.split() == piped.split()
    assert len(piped.splitlines()) < len(text.splitlines())  # for grep, a line is one line


def test_explain_needs_one_item(tmp_path: Path) -> None:
    assert run("explain", cwd=tmp_path).returncode == 2
    assert run("explain", "https://a.example/", "--text", "x", cwd=tmp_path).returncode == 2
    nothing = run("explain", "--text", " ", cwd=tmp_path)
    assert nothing.returncode == 2
    assert b"there is no text in it" in nothing.stderr
