"""Read the rules folder as texts: regular files only, nothing outside it, nothing without a bound.

A symbolic link may lead to a file inside the folder (Kubernetes mounts its files so), never out of it. Hidden
files are other programs' business (editors, version control) and are not read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from monitor.errors import RulesError
from monitor.rules import Problem
from monitor.rules.load import FEEDS

SUFFIXES = (".yaml", ".yml")
TEXTS = tuple(f"{suffix}.txt" for suffix in SUFFIXES)
MAX_FILES = 5_000
MAX_FILE_BYTES = 32 << 20
MAX_TOTAL_BYTES = 128 << 20
MAX_DEPTH = 8

_TRIES = 3
"""An editor that saves by renaming can take a file away between listing and reading."""
VANISHED = "it vanished while it was read, or a link leads to it and it is not there"

LINKED = "a link to a folder, which is not followed; copy the folder here"
MISNAMED = "is not read, since its name ends in .txt; rename it"
"""What Notepad makes of `own.yaml`."""


def read(path: Path) -> dict[str, str | Problem]:
    """Return the text of every YAML file below `path` by its name inside it (`treaties/bbnj.yaml`).

    Of one that is not read (a link that leads out or nowhere, a pipe, a giant) it is what is wrong with it, and bytes
    that are not UTF-8 become lone surrogates: `rules.load` reports both beside all other mistakes. Raises RulesError
    for a missing folder, for one that is too large, and for one beside which the rules folder lies.
    """
    try:
        _look_around(path)
        for _ in range(_TRIES):
            texts = _read(path)
            if not any(isinstance(text, Problem) and text.message == VANISHED for text in texts.values()):
                break
    except OSError as error:
        raise RulesError(f"{error.filename or path}: cannot be read ({error.strerror})") from None
    return texts


def fingerprint(path: Path) -> str:
    """Return a short text that changes when any file of the folder changes, appears or goes; reads no file.

    A vanished or unreadable folder has a fingerprint of its own, so that its loss and return are changes too.
    """
    digest = blake2b(digest_size=8)
    try:
        for name, place in _files(_root(path)):
            about = place.stat()
            digest.update(
                f"{name}\0{about.st_ino}\0{about.st_size}\0{about.st_mtime_ns}\n".encode(errors="replace")
            )
    except (OSError, RulesError) as error:
        return f"unreadable: {type(error).__name__}"
    return digest.hexdigest()


def replace(path: Path, body: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever reads half of it; its mode stays.

    Where a link stands, the file that it leads to is replaced; a device or a pipe is written to.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(body)
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(body)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _read(path: Path) -> dict[str, str | Problem]:
    root = _root(path)
    texts: dict[str, str | Problem] = {}
    total = 0
    for name, place in _files(root):
        if not name.lower().endswith(SUFFIXES):
            said = MISNAMED if name.lower().endswith(TEXTS) else LINKED
            texts[name] = Problem(name, 1, 1, said, "warning")
            continue
        try:
            body = _bytes(
                Path(os.path.realpath(place)), root
            )  # of a link to itself resolve() raises RuntimeError
        except OSError as error:
            gone = isinstance(error, FileNotFoundError)
            body = VANISHED if gone else f"cannot be read ({error.strerror})"
        if isinstance(body, str):
            texts[name] = Problem(name, 1, 1, body)
        else:
            total += len(body)
            texts[name] = body.decode("utf-8-sig", errors="surrogateescape")
    if total > MAX_TOTAL_BYTES:
        raise RulesError(f"{path}: its files are larger than {MAX_TOTAL_BYTES >> 20} MiB together")
    return texts


def _root(path: Path) -> Path:
    if not path.exists():
        raise RulesError(f"{path}: no such folder; `treatywatch init {path}` writes one to start from")
    if not path.is_dir():
        raise RulesError(f"{path}: not a folder; name the folder that holds feeds.yaml")
    return path.resolve()


def _look_around(path: Path) -> None:
    """Raise RulesError where the folder above or one below is meant: all that else lies here would pass for rules."""
    if path.is_dir() and not os.path.lexists(path / FEEDS):
        near = (path.absolute().parent, *sorted(path.iterdir()))
        meant = next((folder for folder in near if (folder / FEEDS).is_file()), None)
        if meant is not None:
            raise RulesError(f"{path}: not the rules folder, for it holds no {FEEDS}; did you mean {meant}?")


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name inside the folder, place) of each YAML file, in order of names, and what was meant for one."""
    waiting = [root]
    found: list[tuple[str, Path]] = []
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as listed:
            for item in listed:
                if item.name.startswith("."):
                    continue
                place = folder / item.name
                if item.is_dir(follow_symlinks=False):
                    if len(place.relative_to(root).parts) <= MAX_DEPTH:
                        waiting.append(place)
                elif item.name.lower().endswith(SUFFIXES + TEXTS) or os.path.isdir(item):  # noqa: PTH112 - else it raises
                    found.append((place.relative_to(root).as_posix(), place))
                if len(found) > MAX_FILES:
                    raise RulesError(f"{root}: more than {MAX_FILES} files; is this the rules folder?")
    return iter(sorted(found))


def _bytes(real: Path, root: Path) -> bytes | str:
    """Return a file's bytes, or why it is not read: nothing outside the folder, no pipe, no device, no giant."""
    if not real.is_relative_to(root):
        return "a link that leads out of the rules folder; copy the file into it"
    descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return "not a regular file"
        body = file.read(MAX_FILE_BYTES + 1)
    return body if len(body) <= MAX_FILE_BYTES else f"larger than {MAX_FILE_BYTES >> 20} MiB; split it"
