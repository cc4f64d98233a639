"""Turn the texts of a rules folder into a rulebook, or into every mistake that is in them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, field
from msgspec.structs import asdict

from monitor.actors import codes
from monitor.durations import interval, time_of_day
from monitor.model import Feed
from monitor.rules.build import listed, rule, told
from monitor.rules.files import (
    DefaultsFile,
    FeedEntry,
    FeedsFile,
    GroupEntry,
    GroupsFile,
    RuleEntry,
    RulesFile,
)
from monitor.rules.includes import TREATIES, gathered
from monitor.rules.meaning import TreeBuilder, Vocabulary, called, flat
from monitor.rules.plainly import sentence
from monitor.rules.problem import Problem, near, short
from monitor.rules.rulebook import Loaded, Rule, Rulebook
from monitor.rules.source import Source, texts_at
from monitor.rules.values import MEANT
from monitor.rules.version import version
from monitor.shapes import Part, Path, made, mistakes
from monitor.timetable import DigestPlan, QuietHours
from monitor.treaties import Treaty, plain_reference

FEEDS, DEFAULTS, GROUPS = "feeds.yaml", "defaults.yaml", "groups.yaml"

_NAMED: Mapping[str, type[Part]] = {FEEDS: FeedsFile, DEFAULTS: DefaultsFile, GROUPS: GroupsFile}

_Read = TypeVar("_Read", bound=Part)

MAX_PROBLEMS = 1_000
"""More are not worth reading; the rest is counted."""


def load(texts: Mapping[str, str | Problem]) -> Loaded:
    """Read the texts of a rules folder, by their paths inside it (`feeds.yaml`, `treaties/bbnj.yaml` ...).

    In the place of a text may stand why there is none.
    Returns a rulebook and warnings, or no rulebook and every problem in every file.
    """
    with _no_collection():
        return _Folder(texts).load()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking a million new objects again and again (3 of 4 seconds)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Folder(Struct):
    """Hold what was gathered so far."""

    texts: Mapping[str, str | Problem]
    problems: list[Problem] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    feeds: dict[str, Feed] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    treaties: dict[str, Treaty] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    quiet: list[QuietHours] = field(default_factory=list)
    digests: list[DigestPlan] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where each id and url was first used."""

    def load(self) -> Loaded:
        """Read every file, then what the rules mean, since they name what other files define."""
        self.used, sources, problems = gathered(self.texts)
        self.problems += problems
        kinds: dict[type[Part], list[Source]] = {}
        for source in sources:
            kinds.setdefault(self._kind(source), []).append(source)
        broken = {name for name in self.texts if name.startswith(f"{TREATIES}/")}
        for source in kinds.get(Treaty, ()):
            broken -= {source.file} if self._treaty(source) else set()
        for source in kinds.get(GroupsFile, ()):
            self._groups(source)
        for source in kinds.get(DefaultsFile, ()):
            self._defaults(source)
        for source in kinds.get(FeedsFile, ()):
            self._feeds(source)
        tags = frozenset(tag for feed in self.feeds.values() for tag in feed.tags)
        # Rules that ask for a treaty whose file is wrong are not wrong as well.
        ghosts = {PurePosixPath(name).stem for name in broken}
        known = Vocabulary(frozenset(self.treaties) | ghosts, self._named, self.groups, codes())
        for source in kinds.get(RulesFile, ()):
            self._rules(source, known, tags)
        if FEEDS not in self.texts:
            self.problems.append(
                Problem(FEEDS, 1, 1, "the file is missing; `treatywatch init` writes a folder to start from")
            )
        return self._result(sources)

    def _result(self, sources: list[Source]) -> Loaded:
        problems = sorted(dict.fromkeys(self.problems))
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            more = len(errors) - MAX_PROBLEMS
            if more > 0:
                last = errors[MAX_PROBLEMS - 1]
                note = Problem(last.file, last.line, last.column, f"... and {more:,} more problems")
                return Loaded(None, (*errors[:MAX_PROBLEMS], note))
            return Loaded(None, tuple(problems))
        rulebook = Rulebook(
            feeds=self.feeds,
            rules=tuple(self.rules.values()),
            treaties=self.treaties,
            quiet=tuple(self.quiet),
            digests=tuple(self.digests),
            version=version({name: str(self.texts[name]) for name in self.used}),
        )
        return Loaded(rulebook, tuple(problems), tuple(sources))

    # --- Files --------------------------------------------------------------------------------------

    def _kind(self, source: Source) -> type[Part]:
        """Say what a file holds: by its name, and for others by its keys."""
        path = PurePosixPath(source.file)
        if path.parts[0] == TREATIES:
            return Treaty
        other = FeedsFile if "feeds" in source.value and "rules" not in source.value else RulesFile
        return _NAMED.get(source.file, other)

    def _say(self, source: Source, path: Path, message: str, *, key: bool = False) -> None:
        self.problems.append(source.problem(path, message, key=key))

    def _check(self, source: Source, kind: type[_Read], value: Any, path: Path) -> _Read | None:
        """Validate one value by its kind; return it, or None with each mistake noted."""
        try:
            return made(kind, value)
        except ValidationError:
            for where, message, key in map(sentence, mistakes(kind, value)):
                self._say(source, (*path, *where), message, key=key)
            return None

    def _list(self, source: Source, key: str, kind: type[Part]) -> list[Any]:
        """Check a file's own keys and return the items of its list."""
        items = source.value.get(key)
        rest = {
            name: ([] if name == key and isinstance(items, list) else value)
            for name, value in source.value.items()
        }
        if not rest:
            self._say(source, (), f"the file is empty; it begins with `{key}:`")
        self._check(source, kind, rest, ())
        return items if isinstance(items, list) else []

    def _unique(self, source: Source, name: str, value: str, path: Path, shown: str) -> bool:
        """Note where an id or url is used; a second use is a mistake that names both places."""
        line, column = source.find(path)
        first = self.places.setdefault((name, value), f"{source.file}:{line}:{column}")
        if first == f"{source.file}:{line}:{column}":
            return True
        self._say(source, path, f"{shown} is used twice, first in {first}")
        return False

    # --- What the files hold ------------------------------------------------------------------------

    def _named(self, name: str) -> list[str]:
        words = flat(name)
        return [
            id
            for id, treaty in self.treaties.items()
            if any(flat(phrase) == words for *_, phrase in treaty.phrases("names", "ambiguous"))
        ]

    def _treaty(self, source: Source) -> Treaty | None:
        treaty = self._check(source, Treaty, source.value, ())
        if treaty is not None and self._unique(source, "treaty", treaty.id, ("id",), f"`id: {treaty.id}`"):
            self.treaties[treaty.id] = treaty
            record = treaty.depositary
            # a copied file would take over the record of the one it was made from
            if record.kind is not None:
                number = f"{record.kind} {plain_reference(record.reference)}"
                self._unique(source, "record", number, ("depositary", "reference"), "this `reference`")
        return treaty

    def _groups(self, source: Source) -> None:
        for index, raw in enumerate(self._list(source, "groups", GroupsFile)):
            path = ("groups", index)
            group = self._check(source, GroupEntry, raw, path)
            members = raw.get("members") if isinstance(raw, dict) else None
            for at, member in enumerate(members if isinstance(members, list) else []):
                if isinstance(member, str) and member not in codes():
                    hint = called(member) or near(member, codes()) or "; write an ISO 3166-1 code or EU"
                    self._say(source, (*path, "members", at), f"`{short(member)}` is no actor{hint}")
            if group is not None and (group.id in codes() or group.id == "any"):
                what = "means every actor" if group.id == "any" else "is the code of a State"
                self._say(source, (*path, "id"), f"`{group.id}` {what}; name the group otherwise")
            elif group is not None and self._unique(
                source, "group", group.id, (*path, "id"), f"`id: {group.id}`"
            ):
                self.groups[group.id] = frozenset(group.members)

    def _defaults(self, source: Source) -> None:
        checked = self._check(source, DefaultsFile, source.value, ())
        if checked is not None:
            self.defaults = told(checked.defaults)
            self._languages_of(source, checked.defaults.languages, ("defaults", "languages"))
            self._hours(source, checked)

    def _hours(self, source: Source, checked: DefaultsFile) -> None:
        """Take up quiet hours and digests."""
        for index, part in enumerate(checked.quiet_hours or ()):
            where = ("quiet_hours", index)
            start, end = time_of_day(part.from_), time_of_day(part.to)
            if start == end:
                self._say(
                    source, (*where, "to"), "`to` is the same time as `from`; a channel needs some hours"
                )
            elif self._unique(source, "quiet", part.channel or "", where, "this `channel`"):
                self.quiet.append(
                    QuietHours(
                        channel=part.channel,
                        start=start,
                        end=end,
                        zone=part.zone,
                        critical=part.critical == "passes",
                    )
                )
        for index, digest in enumerate(checked.digests or ()):
            where = ("digests", index)
            said = {name: value for name, value in asdict(digest).items() if value is not None}
            plan = DigestPlan(**said | {"at": time_of_day(digest.at)})
            if plan.every == "day" and digest.on is not None:
                self._say(
                    source, (*where, "on"), "`on` is for `every: week`; a daily digest has no day of its own"
                )
            elif self._unique(source, "digest", plan.key, where, f"`every: {plan.every}` for this channel"):
                self.digests.append(plan)

    def _feeds(self, source: Source) -> None:
        for index, raw in enumerate(self._list(source, "feeds", FeedsFile)):
            path = ("feeds", index)
            entry = self._check(source, FeedEntry, raw, path)
            unique = True
            if isinstance(raw, dict):
                if isinstance(raw.get("id"), str):
                    shown = f"`id: {short(raw['id'])}`"
                    unique = self._unique(source, "feed", raw["id"].strip(), (*path, "id"), shown)
                if isinstance(raw.get("url"), str):
                    unique &= self._unique(source, "url", raw["url"].strip(), (*path, "url"), "this `url`")
            if entry is not None and unique:
                said = asdict(entry) | {
                    "every": interval(entry.every) if entry.every else None,
                    "tags": tuple(listed(entry.tags)),
                }
                del said["note"]
                self.feeds[entry.id] = Feed(**said)

    def _rules(self, source: Source, known: Vocabulary, tags: frozenset[str]) -> None:
        for index, raw in enumerate(self._list(source, "rules", RulesFile)):
            path: Path = ("rules", index)
            before = len(self.problems)
            entry = self._check(source, RuleEntry, raw, path)
            if not isinstance(raw, dict):
                continue
            if isinstance(raw.get("id"), str):
                self._unique(source, "rule", raw["id"].strip(), (*path, "id"), f"`id: {short(raw['id'])}`")
            if "channel" in raw and "channels" in raw:
                self._say(
                    source,
                    (*path, "channels"),
                    "`channel` and `channels` exclude each other; keep one",
                    key=True,
                )
            self._feeds_of(source, raw.get("feeds"), (*path, "feeds"), tags)
            self._languages_of(source, raw.get("languages"), (*path, "languages"))
            meaning = TreeBuilder(known, lambda where, message: self._say(source, where, message))
            node = meaning.of(raw.get("match"), (*path, "match"))
            if entry is not None and node is None and len(self.problems) == before:
                self._say(source, (*path, "match"), "`match` says nothing that can be looked for")
            if entry is not None and node is not None and len(self.problems) == before:
                self.rules[entry.id] = rule(source, entry, node, path, self.defaults)

    def _feeds_of(self, source: Source, raw: Any, path: Path, tags: frozenset[str]) -> None:
        for where, text in texts_at(raw, path):
            item = text.strip()
            if item.startswith("tag:"):
                if item[4:] not in tags:
                    self._say(source, where, f"no feed has the tag `{short(item[4:])}`{near(item[4:], tags)}")
            elif item not in self.feeds:
                hint = near(item, self.feeds) or "; a tag is written `tag:name`"
                self._say(source, where, f"`{short(item)}` is no feed{hint}")

    def _languages_of(self, source: Source, raw: Any, path: Path) -> None:
        for where, text in texts_at(raw, path):
            item = text.strip()
            if item in MEANT:
                self._say(source, where, f'`languages` must be "{MEANT[item]}", not `{item}`')
