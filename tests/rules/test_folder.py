"""Reading the folder from disk: nothing outside it, nothing unbounded, and every change noticed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from monitor.errors import RulesError
from monitor.rules import Problem, load
from monitor.system import folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    place = tmp_path / "rules"
    (place / "treaties").mkdir(parents=True)
    (place / "feeds.yaml").write_text("feeds: []\n")
    (place / "treaties" / "a.yaml").write_text("id: a\n")
    return place


def refused(rules: Path) -> list[str]:
    """Return what is wrong with files that are not read."""
    return [str(text) for text in folder.read(rules).values() if isinstance(text, Problem)]


def test_yaml_files_are_read_by_their_names_inside(rules: Path) -> None:
    (rules / "notes.txt").write_text("x")
    (rules / ".hidden.yaml").write_text("x")
    (rules / ".git").mkdir()
    (rules / ".git" / "x.yaml").write_text("x")
    (rules / "feeds.yaml~").write_text("x")
    (rules / "Own.YAML").write_text("rules: []\n")
    (rules / "bom.yml").write_bytes(b"\xef\xbb\xbfrules: []\r\n")
    assert folder.read(rules) == {
        "Own.YAML": "rules: []\n",
        "bom.yml": "rules: []\r\n",
        "feeds.yaml": "feeds: []\n",
        "treaties/a.yaml": "id: a\n",
    }


def test_what_is_not_utf_8_is_reported_with_its_place(rules: Path) -> None:
    (rules / "latin.yaml").write_bytes("rules:\n  - é\n".encode("latin-1"))
    found = [problem for problem in load(folder.read(rules)).problems if problem.file == "latin.yaml"]
    assert [(problem.line, problem.column) for problem in found] == [(2, 5)]


def test_links_may_stay_inside_and_never_lead_out(rules: Path, tmp_path: Path) -> None:
    (rules / "..data").mkdir()  # as Kubernetes mounts its files
    (rules / "..data" / "x.yaml").write_text("rules: []\n")
    (rules / "x.yaml").symlink_to(Path("..data") / "x.yaml")
    assert folder.read(rules)["x.yaml"] == "rules: []\n"
    (tmp_path / "secret.yaml").write_text("password")
    (rules / "y.yaml").symlink_to(tmp_path / "secret.yaml")
    (rules / "z.yaml").symlink_to("/etc/passwd")
    assert refused(rules) == [
        "y.yaml:1:1: a link that leads out of the rules folder; copy the file into it",
        "z.yaml:1:1: a link that leads out of the rules folder; copy the file into it",
    ]


def test_a_link_to_nothing_is_said(rules: Path) -> None:
    (rules / "gone.yaml").symlink_to("old.yaml")
    [said] = refused(rules)
    assert said.startswith("gone.yaml:1:1: it vanished while it was read, or a link")


def test_a_link_to_itself_is_said(rules: Path) -> None:
    (rules / "loop.yaml").symlink_to("loop.yaml")
    [said] = refused(rules)
    assert said.startswith("loop.yaml:1:1: cannot be read (Too many levels of symbolic links")


def test_a_linked_folder_is_not_entered_and_that_is_said(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.yaml").write_text("x")
    (rules / "more").symlink_to(tmp_path / "other")
    (rules / "loop").symlink_to(rules)
    assert set(folder.read(rules)) == {"feeds.yaml", "loop", "more", "treaties/a.yaml"}
    assert [
        str(problem) for problem in load(folder.read(rules)).problems if problem.file in ("loop", "more")
    ] == [
        f"{name}:1:1: warning: a link to a folder, which is not followed; copy the folder here"
        for name in ("loop", "more")
    ]


def test_a_file_that_notepad_named_is_not_passed_over_without_a_word(rules: Path) -> None:
    for name in ("own.YAML.txt", "own.yml.txt", "notes.txt", "own.yaml~"):
        (rules / name).write_text("rules: []")
    found = [
        str(problem)
        for problem in load(folder.read(rules)).problems
        if problem.file.startswith(("own", "notes"))
    ]
    assert found == [
        f"{name}:1:1: warning: is not read, since its name ends in .txt; rename it"
        for name in ("own.YAML.txt", "own.yml.txt")
    ]


def test_a_folder_in_place_of_a_file_is_refused(rules: Path) -> None:
    (rules / "feeds.yaml").unlink()
    (rules / "feeds.yaml").symlink_to(rules / "treaties")
    assert refused(rules) == ["feeds.yaml:1:1: cannot be read (Is a directory)"]


def test_a_link_to_itself_that_is_no_rules_file_is_passed_over(rules: Path) -> None:
    (rules / "loop").symlink_to("loop")
    assert set(folder.read(rules)) == {"feeds.yaml", "treaties/a.yaml"}


def test_a_pipe_is_refused_and_not_waited_for(rules: Path) -> None:
    os.mkfifo(rules / "pipe.yaml")
    assert refused(rules) == ["pipe.yaml:1:1: not a regular file"]


def test_a_giant_is_refused(rules: Path) -> None:
    with (rules / "big.yaml").open("wb") as file:
        file.truncate(folder.MAX_FILE_BYTES + 1)
    assert refused(rules) == ["big.yaml:1:1: larger than 32 MiB; split it"]


def test_what_is_not_read_hides_no_other_mistake(rules: Path) -> None:
    os.mkfifo(rules / "pipe.yaml")
    (rules / "treaties" / "a.yaml").unlink()
    (rules / "treaties" / "a.yaml").symlink_to("/etc/passwd")
    (rules / "rules.yaml").write_text("rules:\n  - {id: x, title: X, match: {treaty: [a, b]}}\n")
    assert [
        str(problem) for problem in load(folder.read(rules)).problems if problem.file != "feeds.yaml"
    ] == [
        "pipe.yaml:1:1: not a regular file",
        "rules.yaml:2:43: `b` is no treaty of this folder; it has a",
        "treaties/a.yaml:1:1: a link that leads out of the rules folder; copy the file into it",
    ]


def test_too_many_files_are_refused(rules: Path) -> None:
    (rules / "many").mkdir()
    for number in range(folder.MAX_FILES + 1):
        (rules / "many" / f"{number}.yaml").touch()
    with pytest.raises(RulesError, match=r"more than 5000 files; is this the rules folder\?"):
        folder.read(rules)


def test_a_missing_folder_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"no such folder; `treatywatch init .*nowhere` writes one"):
        folder.read(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(RulesError, match=r"not a folder; name the folder that holds feeds\.yaml"):
        folder.read(tmp_path / "file")


def test_every_kind_of_change_changes_the_fingerprint(rules: Path, tmp_path: Path) -> None:
    seen = [folder.fingerprint(rules)]

    def changed() -> None:
        mark = folder.fingerprint(rules)
        assert mark == folder.fingerprint(rules)
        assert mark not in seen
        seen.append(mark)

    feeds = rules / "feeds.yaml"
    feeds.write_text("feeds: [ ]\n")
    changed()
    before = feeds.stat()
    feeds.write_text("feeds: [.]\n")  # as long, and put back to its old time
    os.utime(feeds, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    changed()
    (rules / "new.yaml").write_text("rules: []\n")
    changed()
    (rules / ".feeds.new").write_text("feeds: []\n")  # an editor that saves by renaming
    (rules / ".feeds.new").rename(feeds)
    changed()
    (rules / "new.yaml").unlink()
    changed()
    shutil.move(rules, tmp_path / "away")
    changed()
    shutil.move(tmp_path / "away", rules)
    assert folder.fingerprint(rules) == seen[-2]
    assert folder.fingerprint(rules) != seen[-1]


def test_what_no_rule_reads_does_not_change_it(rules: Path) -> None:
    before = folder.fingerprint(rules)
    (rules / ".feeds.yaml.swp").write_text("x")
    (rules / "notes.txt").write_text("x")
    assert folder.fingerprint(rules) == before


@pytest.mark.parametrize("named", ["..", "treaties"])
def test_the_folder_above_or_below_is_named_instead_of_all_that_lies_there(rules: Path, named: str) -> None:
    (rules.parent / "compose.yaml").write_text("services: {}")
    with pytest.raises(RulesError) as caught:
        folder.read(rules / named)
    assert str(caught.value).startswith(
        f"{rules / named}: not the rules folder, for it holds no feeds.yaml; did you mean "
    )
    assert str(caught.value).endswith(f"{rules.name}?")
