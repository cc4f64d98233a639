"""What commands print is read by programs and people whatever the machine's own encoding is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import SHIPPED, run

TITLE = "Việt Nam ký Công ước Hà Nội"


def test_files_and_pipes_are_utf_8(tmp_path: Path) -> None:
    done = run("explain", "--text", TITLE, cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert TITLE in done.stdout.decode()


@pytest.mark.parametrize(("output", "code", "said"), [
    (">/dev/full", 1, b"what this prints cannot be written: No space left on device\n"),
    (">&-", 0, b""),
])  # fmt: skip
def test_an_output_that_is_full_or_closed_is_no_bug(
    tmp_path: Path, output: str, code: int, said: bytes
) -> None:
    for command in ("feeds list", "classify items", "--help"):
        (tmp_path / "items").write_text('{"id": 1, "title": "x"}\n')
        shell = f"{sys.executable} -m monitor {command} {output}"
        env = {"PYTHONPATH": str(SHIPPED.parent), "TREATYWATCH_RULES": str(SHIPPED)}
        done = subprocess.run(
            ["/bin/sh", "-c", shell], env=env, cwd=tmp_path, stderr=subprocess.PIPE, check=False
        )
        assert (done.returncode, done.stderr) == (code, said)


def test_a_terminal_without_the_letters_shows_the_others(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SHIPPED.parent), "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "monitor", "explain", "--text", TITLE]
    env |= {"TREATYWATCH_RULES": str(SHIPPED)}
    done = subprocess.run(
        command, env=env, cwd=tmp_path, stdout=theirs, stderr=subprocess.PIPE, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"Vi?t Nam k\xfd" in os.read(ours, 4096)
    os.close(ours)
    os.close(theirs)
