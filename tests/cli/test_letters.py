"""What commands print is read by programs and people whatever the machine's own encoding is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.commands import SHIPPED, run

TITLE = "Việt Nam ký Công ước Hà Nội"


def test_files_and_pipes_are_utf_8(tmp_path: Path) -> None:
    done = run("explain", "--text", TITLE, cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert TITLE in done.stdout.decode()


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
