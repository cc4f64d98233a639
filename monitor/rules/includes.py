"""Find the files of a rules folder that are used, its own and those that these include, and read each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from monitor.rules.problem import Problem, near, short
from monitor.rules.source import Source, parse, texts_at

TREATIES = "treaties"
_SUFFIXES = (".yaml", ".yml")


def gathered(texts: Mapping[str, str | Problem]) -> tuple[list[str], list[Source], list[Problem]]:
    """Return the names of the files that are used, those that can be read, and what is wrong or left over."""
    used = sorted(name for name in texts if _own(name))
    found: list[Source] = []
    problems: list[Problem] = []
    for name in used:  # grows as files include others
        text = texts[name]
        source, said = (None, [text]) if isinstance(text, Problem) else parse(name, text)
        problems += said
        if source is None:
            continue
        if not isinstance(source.value, dict):
            empty = "is empty; remove it, or begin with `rules:`, `feeds:` ..."
            other = "must begin with `rules:`, `feeds:` ... at its top level"
            problems.append(source.problem((), f"the file {empty if source.value is None else other}"))
            continue
        found.append(source)
        for one in _included(source, texts):
            if isinstance(one, Problem):
                problems.append(one)
            elif one not in used:
                used.append(one)
    for name in sorted(texts.keys() - set(used)):
        text = texts[name]
        if isinstance(text, Problem) and text.severity == "warning":
            problems.append(text)
        elif name.lower().endswith(_SUFFIXES):
            problems.append(Problem(name, 1, 1, "no file includes this one, so it is not used", "warning"))
    return used, found, problems


def _included(source: Source, texts: Mapping[str, object]) -> Iterator[str | Problem]:
    """Yield the files that a file includes; they must lie inside the rules folder."""
    for path, item in texts_at(source.value.get("include"), ("include",)):  # of others `files` says so
        wanted = PurePosixPath(item)
        if "\\" in item or ":" in item or item.startswith(("/", "~")) or ".." in wanted.parts:
            said = f"`{short(item)}` leaves the rules folder; includes must lie inside it"
            yield source.problem(path, said)
            continue
        matching = sorted(name for name in texts if fnmatchcase(name, str(wanted)))
        yield from matching
        if not matching:
            meant = near(item, texts.keys() - {source.file}, 0.75)
            yield source.problem(path, f"`{short(item)}` is not in the rules folder{meant}")


def _own(name: str) -> bool:
    """Say whether a file belongs to the folder without being included."""
    folder, _, _ = name.rpartition("/")
    return name.lower().endswith(_SUFFIXES) and folder in ("", TREATIES)
