"""Start the command line: `treatywatch` and `python -m monitor` are the same."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; what a user can mend ends in plain lines on standard error, without a traceback."""
    from monitor.cli import app
    from monitor.errors import TreatywatchError

    try:
        app()
    except TreatywatchError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
