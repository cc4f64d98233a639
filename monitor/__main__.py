"""Start the command line: `treatywatch` and `python -m monitor` are the same."""

from __future__ import annotations

import errno
import os
import sys

WIDTH = 80
"""Columns of `cli/help.txt`."""


def main() -> None:
    """Run the command line; what a user can mend ends in plain lines on standard error, without a traceback."""
    if sys.argv[1:] == ["--help"] and sys.stdout is not None and _helped():
        return
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends what is only being loaded without a word
    _speak()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes 2 % of a start
    from monitor.system import heap

    heap.relax()  # before the commands are loaded
    from monitor.errors import TreatywatchError

    try:
        if sys.argv[1:] in (["run"], ["run", "--once"]):
            _work(once="--once" in sys.argv)
        else:
            from monitor.cli import app

            try:
                app()
            finally:
                sys.stdout.flush()  # here, where what goes wrong with it is said
    except TreatywatchError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.stderr.write(f"what this prints cannot be written: {error.strerror}\n")
        sys.stderr.flush()
        os._exit(1)  # or the rest of it would be tried once more
    except KeyboardInterrupt:
        sys.exit(130)


def _work(*, once: bool) -> None:
    """Run the worker as the command `run` does, without loading the commands: it runs for months, or often."""
    from monitor.system import heap, signals

    heap.pause()
    signals.leave_early()  # before all that takes time to load
    import asyncio

    from monitor.worker.wiring import serve

    code = asyncio.run(serve(once=once))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # all is closed; to take apart what is held would cost as much as a hundred polls


def _speak() -> None:
    """Let no letter end a command: a terminal shows `?`, all else takes UTF-8, and names of files as they are."""
    from io import TextIOWrapper

    if sys.stdout is None:  # closed by who called
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as below; it lasts as long as this does
    if isinstance(sys.stdout, TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def _helped() -> bool:
    """Print the overview of commands as it was rendered beforehand: loading all commands takes ten times as long."""
    try:
        if os.get_terminal_size(sys.stdout.fileno()).columns < WIDTH:
            return False
    except OSError:
        pass  # no terminal: any width will do
    if sys.stdout.encoding.lower() != "utf-8":
        return False
    with open(os.path.join(os.path.dirname(__file__), "cli", "help.txt"), encoding="utf-8") as text:  # noqa: PTH118, PTH120, PTH123 - pathlib takes as long to load as all the rest
        overview = text.read()
    try:
        sys.stdout.write(overview)
        sys.stdout.flush()
    except OSError:
        return False  # met again, and said, by whoever prints it otherwise
    return True


if __name__ == "__main__":
    main()
