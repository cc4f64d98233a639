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

SUFFIXES = (".yaml", ".yml")
MAX_FILES = 5_000
MAX_FILE_BYTES = 32 << 20
MAX_TOTAL_BYTES = 128 << 20
MAX_DEPTH = 8

_TRIES = 3
"""An editor that saves by renaming can take a file away between listing and reading."""


def read(path: Path) -> dict[str, str]:
    """Return the text of every YAML file below `path` by its name inside it (`treaties/bbnj.yaml`).

    Bytes that are not UTF-8 become lone surrogates, which `rules.load` reports with their place.
    Raises RulesError, one line for each problem, for a missing folder, links that lead out, and sizes over the
    caps above.
    """
    for attempt in range(_TRIES):
        try:
            return _read(path)
        except FileNotFoundError as error:
            if attempt == _TRIES - 1:
                said = "it vanished while it was read, or a link leads to it and it is not there"
                raise RulesError(f"{error.filename or path}: {said}") from None
        except OSError as error:
            raise RulesError(f"{error.filename or path}: cannot be read ({error.strerror})") from None
    raise AssertionError("the last try returns or raises")


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
    """Write a file beside its place and rename it, so that a running worker never reads half of it; its mode stays."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(body)
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)
    beside.replace(path)


def _read(path: Path) -> dict[str, str]:
    root = _root(path)
    texts: dict[str, str] = {}
    problems: list[str] = []
    total = 0
    for name, place in _files(root):
        shown = path / name
        real = place.resolve()
        if not real.is_relative_to(root):
            problems.append(f"{shown}: a link that leads out of the rules folder; copy the file into it")
            continue
        body = _bytes(real)
        if body is None:
            problems.append(f"{shown}: not a regular file")
            continue
        if len(body) > MAX_FILE_BYTES:
            problems.append(f"{shown}: larger than {MAX_FILE_BYTES >> 20} MiB; split it")
            continue
        total += len(body)
        texts[name] = body.decode("utf-8-sig", errors="surrogateescape")
    if total > MAX_TOTAL_BYTES:
        problems.append(f"{path}: its files are larger than {MAX_TOTAL_BYTES >> 20} MiB together")
    if problems:
        raise RulesError("\n".join(problems))
    return texts


def _root(path: Path) -> Path:
    if not path.exists():
        raise RulesError(f"{path}: no such folder; `treatywatch init {path}` writes one to start from")
    if not path.is_dir():
        raise RulesError(f"{path}: not a folder; name the folder that holds feeds.yaml")
    return path.resolve()


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name inside the folder, place) of each YAML file, in order of names; links to folders are not followed."""
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
                elif item.name.lower().endswith(SUFFIXES):
                    found.append((place.relative_to(root).as_posix(), place))
                if len(found) > MAX_FILES:
                    raise RulesError(f"{root}: more than {MAX_FILES} files; is this the rules folder?")
    return iter(sorted(found))


def _bytes(real: Path) -> bytes | None:
    """Return a file's bytes (one more than allowed at most), or None for a pipe, a device, a folder."""
    descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return file.read(MAX_FILE_BYTES + 1)
