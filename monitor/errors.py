"""Name the failures a person can mend; everything else is a bug and keeps its traceback."""

from __future__ import annotations


class TreatywatchError(Exception):
    """Report something the user must mend: one line that says where and how. The command line exits with 1."""

    exit_code = 1


class StateError(TreatywatchError):
    """Report a state file that cannot be used: not a database, damaged, newer than this program, locked."""


class StateInUse(StateError):
    """Report that another worker holds the state file."""

    exit_code = 3


class RulesError(TreatywatchError):
    """Report a rules folder that cannot be used; the message lists every problem, one a line."""
