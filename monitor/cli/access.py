"""Give commands the rules and the state file, beside a running worker or without one."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from typer import BadParameter

from monitor.decide.kit import channels, rulebook
from monitor.durations import duration
from monitor.errors import RulesError, TreatywatchError
from monitor.rules import Rulebook
from monitor.settings import read_settings
from monitor.store import Store
from monitor.store.database import is_there
from monitor.system import folder

ELSEWHERE = "A worker that runs goes on with the last good rules; its page shows their treaties and feeds."


def rules_in_force() -> Rulebook:
    """Read the rules folder without compiling it. Raises RulesError with every problem."""
    settings = read_settings()
    return rulebook(folder.read(settings.rules), where=str(settings.rules))


def elsewhere(error: RulesError) -> RulesError:
    """Return what is wrong with the rules on disk, and, once a worker has run, where all that stands can be seen."""
    return RulesError(f"{error}\n{ELSEWHERE}") if is_there(read_settings().state) else error


def no_treaty(name: str, known: Collection[str]) -> TreatywatchError:
    """Return the error of a treaty's id that is not among those of the rules."""
    choice = f"choose among {', '.join(known)}" if known else "the rules hold none"
    return TreatywatchError(f"{name!r} is no treaty here; {choice}.")


def channels_named() -> list[str]:
    """Return the channels that rules, digests and SLACK_CHANNEL name. Raises RulesError with every problem."""
    return channels(rules_in_force(), read_settings().slack_channel)


@contextmanager
def reading() -> Iterator[Store]:
    """Open the state file to read, beside a running worker. Raises StateError where there is none."""
    with _opened(Store.open(read_settings().state, read_only=True)) as store:
        yield store


@contextmanager
def writing() -> Iterator[Store]:
    """Open the state file to change something briefly; a running worker waits its turn."""
    with _opened(Store.open(read_settings().state)) as store:
        yield store


@contextmanager
def _opened(store: Store) -> Iterator[Store]:
    """Close a store in the end. Raises TreatywatchError where it is asked for a name that cannot be in it."""
    try:
        yield store
    except UnicodeEncodeError as error:
        said = f"{error.object!r} is not UTF-8, so that nothing in the state file is called so."
        raise TreatywatchError(said) from None
    finally:
        store.close()


def person() -> str:
    """Return who works at this terminal, for what is recorded with a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "the command line"


def span(text: str, option: str) -> timedelta:
    """Read a duration such as 7d that an option holds. Raises BadParameter that names the option."""
    try:
        found: timedelta = duration(text)
    except ValueError as error:
        raise BadParameter(str(error), param_hint=option) from None
    if not found:
        raise BadParameter(f"'{text}' is no time at all; write 1s at least", param_hint=option)
    return found
