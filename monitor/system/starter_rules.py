"""Find the files that come with the program, and copy its starting rules, never over a user's own."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from monitor.errors import TreatywatchError
from monitor.system import folder
from monitor.wording import some


def starter() -> Path:
    """Return the folder of starting rules. Raises TreatywatchError where an installation lost it."""
    return shipped("rules")


def shipped(name: str) -> Path:
    """Return a file or folder that comes with the program: the checkout's, or the one that the wheel carries.

    Raises TreatywatchError where an installation lost it.
    """
    package = Path(str(files("monitor")))
    for place in (package / "starter" / name, package.parent / name):
        if place.exists():
            return place
    raise TreatywatchError(f"{name} is missing from this installation; install treatywatch again")


def copy(source: Path, target: Path, *, force: bool) -> list[Path]:
    """Copy every file below `source`; return the files written.

    Raises TreatywatchError, naming files, where one is there already (unless `force`) or cannot be written.
    """
    names = sorted(
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(source).parts)
    )
    there = [str(target / name) for name in names if os.path.lexists(target / name)]
    if there and not force:
        raise TreatywatchError(
            f"{some(there, 3)}: already there, nothing was written; "
            "name another folder, or replace them with --force"
        )
    try:
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            folder.replace(target / name, (source / name).read_bytes())
    except OSError as error:
        raise TreatywatchError(f"{error.filename or target}: cannot be written ({error.strerror})") from None
    return [target / name for name in names]
