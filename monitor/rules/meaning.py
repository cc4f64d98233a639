"""Find out what a `match:` means: turn its raw values into a tree, and say what no struct can see.

Works on raw values, so that one pass reports every mistake of a rule, whatever else is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from monitor.folding import fold
from monitor.model import Action, Status
from monitor.rules.problem import as_list, near, short
from monitor.rules.regex import compile_regex
from monitor.rules.syntax import ESCAPED, unreadable
from monitor.rules.tree import FIELDS, All, AnyOf, EventField, EventTest, In, Near, Node, NoneOf, Regex, Words
from monitor.shapes import Path

Say = Callable[[Path, str], None]

ANY = "any"
LISTED = 20
"""Treaties that are named to whoever asked for another one."""
BARE_LIST = "a bare list is unclear here; write `any:` or `all:` before it"
_EVENT_FIELDS: tuple[EventField, ...] = ("treaty", "actor", "action", "status")
_ACTIONS = frozenset(action.value for action in Action)
_STATUSES = frozenset(status.value for status in Status)
_CODE = re.compile(r"[A-Z]{2}")
_WORD = re.compile(r"[^\W_]")


def flat(text: str) -> str:
    """Fold a text and make each run of white space and hyphens one space: how words are compared."""
    return " ".join(fold(text).text.replace("-", " ").split())


class Vocabulary(Struct, frozen=True):
    """Hold the names that a rule may use."""

    treaties: frozenset[str]
    named: Callable[[str], Collection[str]]
    """The ids of the treaties that some language calls so; asked only of what is no id."""
    groups: Mapping[str, frozenset[str]]
    actors: frozenset[str]


class TreeBuilder(Struct):
    """Turn raw values of one rule into a tree."""

    known: Vocabulary
    say: Say

    def of(self, raw: Any, path: Path) -> Node | None:
        """Return the tree of a `match:`, or None where something in it is wrong (which was said)."""
        node = self._node(raw, path)
        if node is not None and not _finds(node):
            self.say(path, "`none` alone would meet nearly every item; add what is looked for")
            return None
        return node

    def _node(self, raw: Any, path: Path, *, inside: bool = False) -> Node | None:
        if isinstance(raw, str):
            return self._words(raw, path)
        if isinstance(raw, list):
            self.say(path, BARE_LIST)
            return None
        if not isinstance(raw, dict):
            return None  # `files` says so
        if not raw.keys() - {"in"}:
            self.say(path, "`in` needs what is looked for beside it" if raw else "says nothing to look for")
            return None
        inside = inside or "in" in raw
        asked = [(key, value) for key, value in raw.items() if key != "in"]
        parts = [self._part(key, value, (*path, key), inside=inside) for key, value in asked]
        if None in parts or not parts:
            return None  # said already, or an unknown key, of which `files` says so
        found = [part for part in parts if part is not None]
        node: Node = found[0] if len(found) == 1 else All(tuple(found))
        if "in" in raw:
            fields = raw["in"] if isinstance(raw["in"], list) else [raw["in"]]
            named = {str(field).strip() for field in fields}
            return In(tuple(field for field in FIELDS if field in named), node)
        return node

    def _part(self, key: str, value: Any, path: Path, *, inside: bool) -> Node | None:
        """Return what one key of a `match:` asks for, which stands beside or below an `in`, or not."""
        if key in ("all", "any", "none"):
            return self._several(key, value, path, inside=inside)
        if key in ("phrase", "prefix", "exact"):
            return self._alternatives(value, path, partial(self._term, key))
        if key == "near":
            return self._near(value, path)
        if key == "regex":
            return self._alternatives(value, path, self._regex)
        if key not in _EVENT_FIELDS:
            return None
        if inside:
            self.say(path, f"`{key}` is read from the whole item; it cannot stand beside or below `in`")
        return self._event(key, value, path)

    def _several(self, key: str, value: Any, path: Path, *, inside: bool) -> Node | None:
        if not isinstance(value, list):
            return None
        nodes = [self._node(item, (*path, index), inside=inside) for index, item in enumerate(value)]
        if None in nodes or not nodes:
            return None
        parts = tuple(node for node in nodes if node is not None)
        if key == "none":
            return NoneOf(parts)
        if len(parts) == 1:
            return parts[0]
        return All(parts) if key == "all" else AnyOf(parts)

    def _alternatives(self, value: Any, path: Path, make: Callable[[str, Path], Node | None]) -> Node | None:
        listed = value if isinstance(value, list) else [value]
        nodes = [make(text, (*path, index)) for index, text in enumerate(listed) if isinstance(text, str)]
        if None in nodes or not nodes or len(nodes) < len(listed):
            return None
        parts = tuple(node for node in nodes if node is not None)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _words(self, text: str, path: Path) -> Words | None:
        """Read a bare text: a phrase, or a prefix where it ends in `*`."""
        bare = text.strip()
        if "*" not in bare:
            return self._term("phrase", bare, path)
        if bare.strip("* ") == "":
            self.say(
                path, f"`{short(text)}` alone looks for nothing; write the beginning of a word before the `*`"
            )
            return None
        if bare.index("*") < len(bare) - 1:
            self.say(path, f"`{short(text)}`: `*` may stand only at the end; for words apart use `near`")
            return None
        return self._term("prefix", bare[:-1], path)

    def _term(self, kind: Any, text: str, path: Path) -> Words | None:
        folded = flat(text)
        if unreadable(text):
            self.say(path, ESCAPED)
            return None
        if not _WORD.search(folded):
            self.say(path, f"`{short(text)}` holds no letter or digit to look for")
            return None
        if kind == "prefix" and text.endswith("*"):
            self.say(path, f"`{short(text)}`: leave the `*` away behind `prefix:`")
            return None
        if kind == "prefix" and not (_WORD.match(folded[-1]) and text[-1:].strip()):
            said = "a prefix must end in a letter or digit, with no space before the `*`"
            self.say(path, f"`{short(text)}`: {said}")
            return None
        return Words(kind, " ".join(text.split()) if kind == "exact" else folded)

    def _near(self, value: Any, path: Path) -> Node | None:
        terms = value.get("terms") if isinstance(value, dict) else None
        if not isinstance(terms, list):
            return None
        built: list[tuple[Words, ...] | None] = []
        for index, item in enumerate(terms):
            here = (*path, "terms", index)
            listed = item if isinstance(item, list) else [item]
            words = [
                self._words(text, here if listed is not item else (*here, at))
                for at, text in enumerate(listed)
                if isinstance(text, str)
            ]
            whole = words and None not in words and len(words) == len(listed)
            built.append(tuple(word for word in words if word is not None) if whole else None)
        within, ordered = value.get("within", 8), value.get("ordered", False)
        if None in built or not isinstance(within, int):
            return None
        return Near(tuple(term for term in built if term is not None), within, ordered is True)

    def _regex(self, pattern: str, path: Path) -> Regex | None:
        if unreadable(pattern):
            self.say(path, ESCAPED)
            return None
        try:
            compile_regex(pattern)
        except ValueError as error:
            self.say(path, str(error))
            return None
        return Regex(pattern)

    def _event(self, key: Any, value: Any, path: Path) -> EventTest | None:
        listed = value if isinstance(value, list) else [value]
        values: set[str] = set()
        good = bool(listed)
        for index, item in enumerate(listed):
            here = (*path, index) if listed is value else path
            if not isinstance(item, str):
                good = False  # `files` says so
                continue
            found = self._value(key, item.strip(), here)
            good = good and found is not None
            values |= found or set()
        if not good:
            return None
        return EventTest(key, None if ANY in values else frozenset(values))

    def _value(self, key: str, item: str, path: Path) -> set[str] | None:
        """Return the values that one word of an event operator stands for, or say that it is not known."""
        if item == ANY:
            return {ANY}
        if key == "treaty":
            if item in self.known.treaties:
                return {item}
            known = sorted(self.known.treaties)
            listed = f"; it has {', '.join(known[:LISTED])}{', ...' if len(known) > LISTED else ''}"
            hint = _the_one(self.known.named(item)) or near(item, known) or (listed if known else "")
            self.say(path, f"`{short(item)}` is no treaty of this folder{hint}")
        elif key == "actor":
            return self._actor(item, path)
        elif item in (_ACTIONS if key == "action" else _STATUSES):
            return {item}
        return None  # `files` names the words that may stand here

    def _actor(self, item: str, path: Path) -> set[str] | None:
        if item in self.known.groups:
            return set(self.known.groups[item])
        if item in self.known.actors:
            return {item}
        if _CODE.fullmatch(item.upper()) and item.upper() in self.known.actors:
            self.say(path, f"`{item}`: write codes in capitals, `{item.upper()}`")
            return None
        names = [*self.known.groups, *self.known.actors]
        hint = (
            as_list(item, {name.casefold(): name for name in names})
            or called(item)
            or near(item, names)
            or "; write an ISO 3166-1 code such as `VN`, `EU`, or a group of groups.yaml"
        )
        self.say(path, f"`{short(item)}` is no actor{hint}")
        return None


def called(name: str) -> str:
    """Return the code of an actor that is called by its name, as what may have been meant; nothing for other words."""
    from monitor.actors.named import named  # loads every name of a language

    return _the_one(named(name, ("en",)))


def _the_one(found: Collection[str]) -> str:
    return f"; did you mean `{min(found)}`?" if len(found) == 1 else ""


def _finds(node: Node) -> bool:
    """Say whether a tree asks for something that must be there."""
    match node:
        case All(parts):
            return any(map(_finds, parts))
        case AnyOf(parts):
            return all(map(_finds, parts))
        case NoneOf():
            return False
        case In(_, part):
            return _finds(part)
        case _:
            return True
