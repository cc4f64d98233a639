# ruff: noqa: ARG001 - every answer takes the same three arguments
"""Answer `/treaty ...`: one function for each word, in a table."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

from monitor.answers import regroup
from monitor.errors import TreatywatchError
from monitor.model import Line
from monitor.sinks.blocks import Block
from monitor.sinks.escape import cut
from monitor.slack_app import panels, standing, why
from monitor.slack_app.bench import Bench, person
from monitor.slack_app.reply import Reply, Respond
from monitor.store.views import Filter
from monitor.story import how_far
from monitor.treaties import Treaty
from monitor.wording import many

HELP = (
    "/treaty status: every treaty, what is owed, what is wrong",
    "/treaty un-cybercrime: one treaty, by its id or words of its name",
    "/treaty search viet nam ratif: alerts that hold these words",
    "/treaty try Norway signs the Hanoi Convention: what the rules make of a text",
    "/treaty feeds: feeds that need a person",
    "/treaty mutes, /treaty unmute 3: what is muted; end a mute",
    "/treaty stories [treaty]: the latest stories, with their keys",
    "/treaty merge STORY INTO, /treaty split STORY ENTRY: make two stories one, or one two",
)
FOUND = 10
Lines = tuple[list[str], list[Block]]


def answer(bench: Bench, payload: dict[str, Any]) -> Reply:
    """Return the answer to a slash command, for the asker alone."""
    words = unescape(str(payload.get("text") or "")).split()  # Slack escapes what people type, as in messages
    who = person({"id": payload.get("user_id"), "name": payload.get("user_name")})
    lines, blocks = _answer(bench, words, who)
    respond = Respond(url=payload["response_url"], text=panels.said(lines), blocks=panels.fit(blocks))
    return Reply(then=(respond,))


def _answer(bench: Bench, words: list[str], who: str) -> Lines:
    name, rest = (words[0].lower(), words[1:]) if words else ("status", [])
    try:
        if name in COMMANDS:
            return COMMANDS[name](bench, rest, who)
        found = _treaties(bench, " ".join(words))
        return _of_treaty(bench, found[0]) if len(found) == 1 else _lost(bench, words, found)
    except TreatywatchError as error:
        return _plain(str(error).splitlines())


def _status(bench: Bench, rest: list[str], who: str) -> Lines:
    words, sick = standing.feeds(bench)
    trouble = list(bench.trouble())
    lines = [*trouble, words, *standing.queue(bench)]
    treaties = standing.treaties(bench)
    blocks = [
        *panels.text(lines),
        *panels.listed(sick),
        panels.heading("Treaties"),
        *panels.listed(treaties),
        panels.heading("Latest alerts"),
        *(panels.listed(standing.alerts(bench, Filter(kind="news"))) or panels.text(["None yet."])),
    ]
    return [*lines, *_flat(treaties)], blocks


def _of_treaty(bench: Bench, treaty: Treaty) -> Lines:
    lines, latest = standing.treaty(bench, treaty)
    blocks = [
        *panels.listed([Line(text=treaty.heading, url=treaty.depositary.page)]),
        *panels.text(lines),
        *panels.listed(latest),
    ]
    return [treaty.heading, *lines, *_flat(latest)], blocks


def _search(bench: Bench, rest: list[str], who: str) -> Lines:
    asked = " ".join(rest)
    if not asked:
        return _plain(["What for? /treaty search viet nam ratif"])
    wanted = Filter(text=asked)
    count = bench.store.views.count(wanted)
    found = standing.alerts(bench, wanted, FOUND)
    words = f"{count} found; the latest {FOUND}:" if count > FOUND else f"{count} found"
    return [words, *_flat(found)], [*panels.text([words]), *panels.listed(found)]


def _try(bench: Bench, rest: list[str], who: str) -> Lines:
    if not rest:
        return _plain(["Which text? /treaty try Norway signs the Hanoi Convention"])
    return why.tried(bench, " ".join(rest))


def _feeds(bench: Bench, rest: list[str], who: str) -> Lines:
    words, sick = standing.feeds(bench)
    return [words, *_flat(sick)], [*panels.text([words]), *panels.listed(sick)]


def _mutes(bench: Bench, rest: list[str], who: str) -> Lines:
    found = standing.mutes(bench)
    return _plain([*found, "/treaty unmute NUMBER ends one."] if found else ["Nothing is muted."])


def _unmute(bench: Bench, rest: list[str], who: str) -> Lines:
    if len(rest) != 1 or not rest[0].isdecimal():
        return _plain(["Which one? /treaty mutes shows their numbers; /treaty unmute 3"])
    ended = bench.store.marks.unmute(int(rest[0]), who, bench.clock())
    return _plain(
        [f"No longer muted: {ended.scope} {ended.value}." if ended else "There is no such mute in force."]
    )


def _stories(bench: Bench, rest: list[str], who: str) -> Lines:
    treaties = _treaties(bench, " ".join(rest)) if rest else []
    if rest and len(treaties) != 1:
        return _lost(bench, rest, treaties)
    found = bench.store.views.latest_stories(treaties[0].id if treaties else None, limit=FOUND)
    lines = [f"{story.key}: {story.step}, told {how_far(story)}" for story in found]
    return _plain(lines or ["There are no stories yet."])


def _merge(bench: Bench, rest: list[str], who: str) -> Lines:
    if len(rest) != 2:
        return _plain(["Which two? /treaty merge STORY INTO; /treaty stories shows the keys"])
    done = regroup.merge(bench.store, rest[0], rest[1], who, bench.clock())
    return _plain(
        [
            f"{rest[0]} is part of {done.story.key} now; {many(done.edits, 'message is', 'messages are')} edited."
        ]
    )


def _split(bench: Bench, rest: list[str], who: str) -> Lines:
    onward = rest[2:] == ["onward"]
    if len(rest) != 2 and not onward:
        return _plain(["Which entry of which story? /treaty split STORY ENTRY [onward]"])
    done = regroup.split(bench.store, rest[0], rest[1], who, bench.clock(), onward=onward)
    owed = many(done.owed, "message is", "messages are")
    return _plain([f"The story {done.story.key} is new; {owed} owed, {done.edits} edited."])


def _help(bench: Bench, rest: list[str], who: str) -> Lines:
    treaties = ", ".join(bench.kit().rulebook.treaties)
    return _plain([*HELP, f"Treaties: {treaties}"])


def _lost(bench: Bench, words: list[str], found: list[Treaty]) -> Lines:
    """Say that nothing is called so, or which treaties may be meant, and what there is."""
    asked = cut(" ".join(words), 100)
    if found:
        return _plain(
            [f"“{asked}” may be one of {len(found)} treaties: {', '.join(one.id for one in found)}."]
        )
    said, _ = _help(bench, words, "")
    return _plain([f"“{asked}” is no command and names no treaty.", *said])


COMMANDS: dict[str, Callable[[Bench, list[str], str], Lines]] = {
    "status": _status,
    "search": _search,
    "try": _try,
    "feeds": _feeds,
    "mutes": _mutes,
    "unmute": _unmute,
    "stories": _stories,
    "merge": _merge,
    "split": _split,
    "help": _help,
}


def _treaties(bench: Bench, asked: str) -> list[Treaty]:
    """Return the treaty with an id, or those whose title holds what is asked, or else whose names hold its words."""
    treaties, id_ = bench.kit().rulebook.treaties, "-".join(asked.lower().split())
    if id_ in treaties:
        return [treaties[id_]]
    wanted = asked.casefold()
    titled = [treaty for treaty in treaties.values() if wanted in treaty.title.casefold()]
    return titled or [treaty for treaty in treaties.values() if _is_called(treaty, wanted.split())]


def _is_called(treaty: Treaty, words: list[str]) -> bool:
    patterns = (pattern.casefold() for patterns in treaty.names.values() for pattern in patterns)
    return any(all(word in pattern for word in words) for pattern in patterns)


def _plain(lines: list[str]) -> Lines:
    return lines, panels.text(lines)


def _flat(lines: list[Line]) -> list[str]:
    return [f"{line.text}: {line.note}" if line.note else line.text for line in lines]
