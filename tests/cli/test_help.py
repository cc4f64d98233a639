"""The overview of commands is shown without loading them, and says what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from monitor import __version__, cli

KEPT = Path(cli.__file__).with_name("help.txt")
RENDER = "import sys; sys.argv = ['treatywatch', '--help']; from monitor.cli import app; app()"


def run(*command: str) -> str:
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "TERMINAL_WIDTH": "80",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def test_the_overview_that_is_kept_is_that_of_the_commands() -> None:
    rendered = run(sys.executable, "-c", RENDER)
    if os.environ.get("TREATYWATCH_RENEW_HELP"):
        KEPT.write_text(rendered, encoding="utf-8")
    assert KEPT.read_text(encoding="utf-8") == rendered, (
        "renew it: TREATYWATCH_RENEW_HELP=1 pytest tests/cli/test_help.py"
    )


def test_help_shows_it_and_loads_no_command() -> None:
    assert run(sys.executable, "-m", "monitor", "--help") == KEPT.read_text(encoding="utf-8")
    loaded = run(
        sys.executable,
        "-c",
        "import sys; sys.argv = ['treatywatch', '--help']; from monitor.__main__ import main; main();"
        "print('typer' in sys.modules)",
    )
    assert loaded.splitlines()[-1] == "False"


def test_help_of_a_command_is_its_own() -> None:
    assert "--once" in run(sys.executable, "-m", "monitor", "run", "--help")


def test_the_version_is_the_package_s() -> None:
    assert run(sys.executable, "-m", "monitor", "--version") == f"treatywatch {__version__}\n"
