"""Warn of rules that load and yet will disappoint: that never match, repeat another, or match nearly everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from monitor import languages
from monitor.actors import iso
from monitor.model import Level
from monitor.rules.problem import Problem, near, short
from monitor.rules.rulebook import Rule, Rulebook
from monitor.rules.source import Source, texts_at
from monitor.rules.tree import All, AnyOf, EventTest, In, Near, Node, NoneOf, Regex, Words
from monitor.shapes import Path

SHORT = 3
"""Letters up to which a word alone is common: un, us, act."""
COMMON = frozenset({
    "sign", "signs", "pact", "deal", "vote", "treaty", "state", "states", "nations", "accord", "convention",
    "treaties", "conventions", "protocol", "statute", "charter", "protocole", "convencion", "convenio",
    "protocolo", "agreement", "country", "government", "traite", "pays", "etat", "pacto", "tratado", "acuerdo",
    "pais", "vertrag", "abkommen",
})  # fmt: skip
"""Longer words that say little alone, folded."""

OPERATOR = re.compile(
    r"(?=.*[a-z]).*(?:\b(?:AND|OR|NOT|NEAR/\d+)\b|(?:^|\s)[-+][a-z]|\b(?:in)?(?:title|text|url|site):\S)"
    r"|.*\||\s*\".*\"\s*\*?$|\w+\?\w*$|(?:[\w*]+[,;] ?){2,}[\w*]+$",
    re.DOTALL,
)
"""What search engines take for an operator: a word in capitals among small letters, a sign before a word, a field's
name, a bar, quotes around it all, a letter left open, a list of single words."""
PATTERN = re.compile(r".*(?:\\[a-zA-Z]|\.[*+]|\[\w+\]\w|\w\[\w|\w\(\w)", re.DOTALL)
"""What a regular expression is told by: an escape, `.*`, a class or a group that touches a word."""
MIXED = re.compile(r".*(?:[a-z][Ͱ-ӿ]|[Ͱ-ӿ][a-z])", re.IGNORECASE | re.DOTALL)
"""A Latin letter that touches one of another alphabet which may look the same."""
HALF_QUOTED = re.compile(r"\s*(?:[“„][^”“]*|«[^»]*)$")
"""A quote as printed that opens and never closes: YAML took the comma within it for the end of the text."""
_FOREIGN = r"(?![\x00-\x7f])[^\W\d_]"
BESIDE = re.compile(
    rf"(?<!\\)(?:\\\\)*(?:\\b(?:\((?:\?[a-z:]*)?|\[)*{_FOREIGN}|\\w\+?{_FOREIGN})"
    rf"|{_FOREIGN}(?:[])*+?]*\\b|\\w(?!\*$))"
)
"""`\\b` and `\\w` of a pattern beside a letter that RE2 takes for none: they know `[0-9A-Za-z_]`."""
CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{7,}$")
SEARCHED = frozenset({"all", "any", "none", "near", "terms", "phrase", "prefix"})
"""Keys below which texts are words to look for, and not patterns, names or words as written."""


def warnings(rulebook: Rulebook, today: date) -> list[Problem]:
    """Return what an analyst should look at, each at its rule's place; none of it stops the rules."""
    found = list(rulebook.idle)
    seen: dict[object, Rule] = {}
    for rule in rulebook.rules:
        if not rule.enabled:
            continue
        said = [*_never(rule, rulebook, today), *_unheard(rule, rulebook), *_examples(rule), *_hangs(rule)]
        what = (_shape(rule.match), frozenset(rule.feeds), frozenset(rule.languages))
        first = seen.setdefault(what, rule)
        if first is not rule:
            said.append(f"`{rule.id}` looks for the same as `{first.id}` ({first.file}:{first.line})")
        found += [Problem(rule.file, rule.line, rule.column, message, "warning") for message in said]
    return found


def quiet_warnings(rulebook: Rulebook, sources: Iterable[Source], default: str) -> list[Problem]:
    """Return which quiet hours are of channels in which nothing is told; `default` is told what names no channel."""
    named = rulebook.channels(default)
    plain = {name.removeprefix("#") for name in named}
    found = []
    for source in sources:
        for index, hours in enumerate(source.value.get("quiet_hours") or ()):
            channel = hours.get("channel")
            if channel is not None and channel.removeprefix("#") not in plain:
                other = f": no rule and no digest names it, and SLACK_CHANNEL is `{default}`"
                hint = near(channel, named) or other
                message = f"`{channel}` has quiet hours, and nothing is told there{hint}"
                found.append(source.problem(("quiet_hours", index, "channel"), message, "warning"))
    return found


def written_warnings(sources: Iterable[Source]) -> list[Problem]:
    """Return which texts look for something else than they seem to: words written for another search engine, patterns
    that miss letters beyond ASCII, channels with capitals, which Slack has none of, and codes of languages that no text
    gives as its own.
    """
    found = []
    for source in sources:
        for index, rule in enumerate(source.value.get("rules") or ()):
            for path, key, text in _texts(rule.get("match"), ("rules", index, "match")):
                if said := _misses(text) if key == "regex" else _for_others(text) if key in SEARCHED else "":
                    found.append(source.problem(path, said, "warning"))
        for path, code in _parts(source.value, "language", "languages"):
            if (wrong := wrong_language(code)) is not None:
                found.append(source.problem(path, wrong, "warning"))
        for path, name in _parts(source.value, "channel", "channels"):
            small = name.lower()
            if name != small and not CHANNEL_ID.match(name):
                meant = f"#{small.removeprefix('#')}"
                said = f"`{name}`: Slack's channels have small letters only; did you mean `{meant}`?"
                found.append(source.problem(path, said, "warning"))
    return found


def _for_others(text: str) -> str:
    """Say that a text is no plain words; `treaty OR pact` looks for these three, `ratif(y|ies)` for two."""
    if HALF_QUOTED.match(text):
        return f"`{short(text)}` is cut at a comma; YAML's quotes are straight ones"
    if MIXED.match(text):
        return f"`{short(text)}` mixes letters of two alphabets, and no text is written so; type it anew"
    if PATTERN.match(text):
        return f"`{short(text)}` is looked for as it stands; a pattern goes under `regex`"
    if not OPERATOR.match(text):
        return ""
    return f"`{short(text)}` is looked for as it stands; write lists under `all`, `any` and `none`"


def _misses(pattern: str) -> str:
    """Say that a pattern tests for the edge or the letters of a word where these are not known."""
    beside = BESIDE.search(pattern)
    if beside is None:
        return ""
    remedy = (
        "words are looked for whole without `regex`" if "\\b" in beside[0] else "write `\\pL` for a letter"
    )
    return f"`{short(beside[0])}` misses words: `\\b` and `\\w` know ASCII letters only; {remedy}"


def _texts(raw: Any, path: Path, key: str = "any") -> Iterator[tuple[Path, str, str]]:
    """Yield (place, the key it stands below, text) of each text of a `match:`."""
    if isinstance(raw, str):
        yield path, key, raw
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from _texts(item, (*path, index), key)
    elif isinstance(raw, dict):
        for name, value in raw.items():
            yield from _texts(value, (*path, name), name)


def _parts(file: Any, *keys: str) -> Iterator[tuple[Path, str]]:
    """Yield each text that a file has under these keys, with its place."""
    parts: list[tuple[Path, Any]] = [(("defaults",), file.get("defaults") or {})]
    for section in ("rules", "feeds", "quiet_hours", "digests"):
        parts += [((section, index), part) for index, part in enumerate(file.get(section) or ())]
    for path, part in parts:
        for key in keys:
            yield from texts_at(part.get(key), (*path, key))


def wrong_language(code: str) -> str | None:
    """Say that no text gives a code as its language, or return None."""
    if code in languages.load():
        return None
    meant = iso.languages().get(code)
    if meant is None:
        return f"`{code}` is no language of ISO 639; Vietnamese is `vi`, Chinese `zh`, Japanese `ja`"
    return None if meant == code else f"the language `{code}` is written `{meant}`"


def _never(rule: Rule, rulebook: Rulebook, today: date) -> Iterator[str]:
    """Say why a rule can never match."""
    if rule.expires is not None and rule.expires < today:
        yield f"`{rule.id}` expired on {rule.expires}; it never matches again"
    if not any(feed.enabled and rule.looks_at(feed) for feed in rulebook.feeds.values()) and rule.feeds:
        yield f"`{rule.id}` can never match: each feed that it names is disabled"
    if rule.languages and languages.load().keys().isdisjoint(rule.languages) and _asks_an_act(rule.match):
        yield f"`{rule.id}` can never match: no acts are read in {', '.join(rule.languages)}, only names of treaties"
    if not _possible(rule.match):
        yield f"`{rule.id}` can never match: it asks one event for two things at once, or for what `none` forbids"


def _unheard(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    if rule.level is Level.LOW and not rulebook.digests:
        yield f"`{rule.id}` has the level low, which waits for a digest, and defaults.yaml has no `digests`"


def _possible(node: Node) -> bool:
    match node:
        case All(parts):
            return all(map(_possible, parts)) and not _contradicts(list(_flattened(parts)))
        case AnyOf(parts):
            return any(map(_possible, parts))
        case In(_, part):
            return _possible(part)
        case _:
            return True


def _asks_an_act(node: Node) -> bool:
    """Say whether a tree cannot be met without an act that was read."""
    match node:
        case EventTest(field):
            return field != "treaty"
        case All(parts):
            return any(map(_asks_an_act, parts))
        case AnyOf(parts):
            return all(map(_asks_an_act, parts))
        case _:
            return False


def _flattened(parts: tuple[Node, ...]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, All):
            yield from _flattened(part.parts)
        else:
            yield part


def _contradicts(parts: list[Node]) -> bool:
    """Say whether parts that must all be met exclude each other."""
    values: dict[str, frozenset[str]] = {}
    for part in parts:
        if isinstance(part, EventTest) and part.values is not None:
            values[part.field] = values.get(part.field, part.values) & part.values
    if any(not left for left in values.values()):
        return True
    needed = {_shape(part) for part in parts if not isinstance(part, NoneOf)}
    forbidden = [part for none in parts if isinstance(none, NoneOf) for part in none.parts]
    return any(_shape(part) in needed for part in forbidden)


def _examples(rule: Rule) -> Iterator[str]:
    if not rule.match_examples:
        yield f"`{rule.id}` has no example under `examples: match:`; nothing shows that it works"
    if not rule.no_match_examples:
        yield f"`{rule.id}` has no example under `examples: no_match:`; nothing shows what it leaves out"


def _hangs(rule: Rule) -> Iterator[str]:
    words = _weak(rule.match)
    if words is not None:
        shown = words.text + ("*" if words.kind == "prefix" else "")
        yield f"`{rule.id}` hangs on the one common word `{short(shown)}`; add what must stand beside it"


def _weak(node: Node) -> Words | None:
    """Return a common word that is enough to meet the tree, if there is one."""
    match node:
        case Words(kind, text):
            alone = kind != "exact" and " " not in text and text.isascii()
            return node if alone and (len(text) <= SHORT or text in COMMON) else None
        case AnyOf(parts):
            return next((weak for part in parts if (weak := _weak(part)) is not None), None)
        case All(parts):
            asked = [part for part in parts if not isinstance(part, NoneOf)]
            return _weak(asked[0]) if len(asked) == 1 else None
        case In(_, part):
            return _weak(part)
        case _:
            return None


def _shape(node: Node) -> object:
    """Return what a tree asks for, whatever the order in which it is written."""
    match node:
        case All(parts):
            return ("all", frozenset(map(_shape, _flattened(parts))))
        case AnyOf(parts):
            return ("any", frozenset(map(_shape, parts)))
        case NoneOf(parts):
            return ("none", frozenset(map(_shape, parts)))
        case In(fields, part):
            return ("in", frozenset(fields), _shape(part))
        case Words() | Near() | Regex() | EventTest():
            return node
