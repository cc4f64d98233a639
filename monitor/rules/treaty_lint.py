"""Warn of treaties that load and yet will disappoint: that nobody is told of, or whose names mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import get_args
from urllib.parse import unquote

from monitor.actors import codes
from monitor.model import Action, Feed, Status
from monitor.rules.lint import COMMON, SHORT, wrong_language
from monitor.rules.meaning import flat
from monitor.rules.problem import Problem, short
from monitor.rules.rulebook import Rule, Rulebook
from monitor.rules.source import Source
from monitor.rules.tree import All, AnyOf, EventField, EventTest, In, Node, NoneOf
from monitor.shapes import Path
from monitor.treaties import PhraseField, Treaty, spellings

EVERYDAY = 12
"""Letters up to which one word in small letters is taken for an everyday one; those of names are longer."""
_UNSPACED = "\u2e80"
"""From here on are scripts without spaces, of which a few characters make a name."""
_JOINING = frozenset(Action) - {Action.WITHDRAWAL, Action.ENTRY_INTO_FORCE}

_AHEAD = (Status.DONE, Status.PLANNED, Status.PROCESS)


def treaty_warnings(rulebook: Rulebook, sources: Iterable[Source]) -> list[Problem]:
    """Return what to look at in the treaties' files and in the rules that ask for them; `sources` are the folder's."""
    rules = [rule for rule in rulebook.rules if rule.enabled]
    found = [
        Problem(rule.file, rule.line, rule.column, message, "warning")
        for rule in rules
        for message in _impossible(rule, rulebook)
    ]
    sources = sorted(sources, key=lambda source: source.file)
    found += _records(rulebook, sources)
    called: dict[str, tuple[str, str]] = {}
    for source in sources:
        if not source.file.startswith("treaties/"):
            continue
        treaty = rulebook.treaties[source.value["id"]]
        said = [*_misfiled(treaty, source.file), *_unasked(treaty, rules), *_nowhere(treaty)]
        said += [*_languages(treaty), *_names(treaty, source, called)]
        found += [source.problem(path, message, "warning") for path, message in said]
    return found


def _misfiled(treaty: Treaty, file: str) -> Iterator[tuple[Path, str]]:
    if PurePosixPath(file).stem != treaty.id:
        yield ("id",), f"the file of `{treaty.id}` is to be called {treaty.id}.yaml"


def _unasked(treaty: Treaty, rules: list[Rule]) -> Iterator[tuple[Path, str]]:
    """Say that no rule asks who joins a treaty, in a folder whose rules ask for acts."""
    joins = [action for action in treaty.acts if action in _JOINING]
    told: list[Mapping[EventField, str]] = [
        {"treaty": treaty.id, "action": action, "status": status} for action in joins for status in _AHEAD
    ]
    said = {asks(rule.match, one) for rule in rules for one in told}
    if said - {None} and True not in said:
        yield ("id",), f"no rule asks who joins `{treaty.id}`; to be told, add it to the `treaty:` of a rule"


def _nowhere(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    """Say which codes of the clause are of no State."""
    among = treaty.in_force.among
    listed: list[tuple[Path, tuple[str, ...]]] = [
        (("in_force", "named"), treaty.in_force.named),
        (("in_force", "among", "of"), among.of if among else ()),
    ]
    for path, members in listed:
        for index, code in enumerate(members):
            if code not in codes():
                yield (*path, index), f"`{code}` is the code of no State"


def _records(rulebook: Rulebook, sources: Iterable[Source]) -> Iterator[Problem]:
    """Say which records belong to no treaty by their addresses, so that nothing is read in them."""
    lost = {feed.id for feed in rulebook.feeds.values() if feed.enabled and not _belongs(feed, rulebook)}
    for source in sources:
        for index, raw in enumerate(source.value.get("feeds") or ()):
            if raw["id"] in lost:
                note = "its address holds the `depositary.reference` of no treaty of this folder"
                yield source.problem(
                    ("feeds", index, "url"), f"`{raw['id']}` is a record, and {note}", "warning"
                )


def _belongs(feed: Feed, rulebook: Rulebook) -> bool:
    of_kind = (one.depositary for one in rulebook.treaties.values() if one.depositary.kind == feed.kind)
    numbers = "|".join(re.escape(one.reference.lstrip("0")) for one in of_kind if one.reference)
    found = rf"(?<![a-z0-9-])0*({numbers})(?![a-z0-9-])"
    return feed.kind == "feed" or bool(numbers and re.search(found, unquote(feed.url), re.IGNORECASE))


def _impossible(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    """Say for which treaties that a rule names it asks only acts that they do not have."""
    for name in sorted(_named(rule.match) & rulebook.treaties.keys()):
        treaty = rulebook.treaties[name]
        asked = [action for action in Action if asks(rule.match, {"treaty": name, "action": action})]
        if asked and not any(treaty.allows(action) for action in asked):
            wanted, known = ", ".join(asked), ", ".join(treaty.acts)
            yield f"`{rule.id}` can never match for `{name}`: it asks {wanted}, and the treaty's `acts` are {known}"


def _languages(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    """Say which names stand under a code that no text gives as its language."""
    for name in get_args(PhraseField):
        for language in getattr(treaty, name):
            if said := wrong_language(language):
                yield (name, language), said


def _names(treaty: Treaty, source: Source, called: dict[str, tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    """Say which names mean too much, each pattern once, and take up which names there are."""
    for language, patterns in treaty.names.items():
        for index, pattern in enumerate(patterns):
            path, words = ("names", language, index), spellings(pattern)
            loose = next((word for word in words if _everyday(word)), None)
            if loose is not None:
                yield (
                    path,
                    f"`{short(loose)}` alone may mean anything; put it under `ambiguous`, with a `context`",
                )
            place = f"{source.file}:{source.find(path)[0]}"
            for word in words:
                owner, first = called.setdefault(flat(word), (treaty.id, place))
                if owner != treaty.id:
                    yield (
                        path,
                        f"`{short(word)}` is a name of `{owner}` too, in {first}; one of them is `ambiguous`",
                    )
                    break


def _everyday(name: str) -> bool:
    """Say whether a name is one word that says little alone, or hardly a word."""
    word = name.strip("* ")
    if word[:1] >= _UNSPACED:
        return len(word) < 2
    folded = flat(word)
    alone = " " not in folded
    return alone and (
        len(folded) <= SHORT or folded in COMMON or (word.islower() and len(folded) <= EVERYDAY)
    )


def _named(node: Node) -> frozenset[str]:
    """Return the treaties that a tree names as what it looks for."""
    match node:
        case EventTest("treaty", values) if values is not None:
            return values
        case All(parts) | AnyOf(parts):
            return frozenset().union(*map(_named, parts))
        case In(_, part):
            return _named(part)
        case _:
            return frozenset()


def asks(node: Node, told: Mapping[EventField, str]) -> bool | None:
    """Say whether a tree can be met by an act of which that is told; None where it asks nothing of acts."""
    match node:
        case EventTest(field, values):
            return values is None or field not in told or told[field] in values
        case All(parts):
            said = [asks(part, told) for part in parts]
            return False if False in said else True if True in said else None
        case AnyOf(parts):
            said = [asks(part, told) for part in parts]
            return True if True in said else None if None in said else False
        case NoneOf(parts):
            tests = [part for part in parts if isinstance(part, EventTest) and part.field in told]
            return False if any(asks(part, told) for part in tests) else None
        case In(_, part):
            return asks(part, told)
        case _:
            return None
