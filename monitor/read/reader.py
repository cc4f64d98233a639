"""Read entries: who did what to which treaty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from threading import Lock

from msgspec.structs import replace

from monitor.actors import regions, table
from monitor.folding import Folded, fold
from monitor.languages import Languages, load
from monitor.model import Entry, Event, Mention, Reading
from monitor.read.acts.readings import act_of
from monitor.read.doers.states import States, settle_bodies
from monitor.read.hits import Action, Cue, Name, Status
from monitor.read.names.mentions import TreatyNames
from monitor.read.sentence import Sentence, Text, fold_tags
from monitor.read.telling.listen import CORRECTED, listen
from monitor.read.telling.memory import Memory, Topic
from monitor.read.telling.settle import Settling
from monitor.read.times.dates import written_on
from monitor.read.words.romanised import Headings
from monitor.read.words.scan import Scanner
from monitor.treaties import Treaty

_LONGEST = 10_000  # characters of a field that are read: news says its news early
_NOTES = 50  # notes of one item


class Reader:
    """Read entries for a set of treaties; pure, safe to share.

    The names of a treaty in a language are compiled when a text may hold one of them, the words of a language when a
    text that names a treaty is in it: a run that polls once needs few, and hardly any worker needs all.
    """

    def __init__(self, treaties: Mapping[str, Treaty], languages: Languages | None = None) -> None:
        """Take the treaties, and the languages where they are others than ship."""
        self._treaties = treaties
        self._languages = languages
        self._called = cache(self._names_of)
        self._parts: tuple[TreatyNames, Scanner, Headings] | None = None
        self._compiling = Lock()

    def prepare(self) -> None:
        """Compile now what any text needs, for a worker that runs on: its first news then waits for little."""
        names, _, _ = self._compiled()
        names.prepare()

    def _compiled(self) -> tuple[TreatyNames, Scanner, Headings]:
        if self._parts is None:
            with self._compiling:
                if self._parts is None:
                    languages = self._languages or load()
                    self._parts = (
                        TreatyNames(self._treaties, languages),
                        Scanner(languages, _world),
                        Headings(self._treaties, languages, _world),
                    )
        return self._parts

    def read(self, entry: Entry, seen: datetime | None = None) -> Reading:
        """Return the treaties that an entry names, the events that it tells, and why others are none.

        By `seen`, when it was first seen, an entry is judged that has no day of its own.
        """
        names, scanner, headings = self._compiled()
        fields = (("title", entry.title), ("summary", entry.summary), ("content", entry.content))
        texts = [_text(name, text[:_LONGEST], headings) for name, text in fields if text]
        letters = headings.restored(entry.title, (entry.summary, entry.content), entry.language)
        if letters is not None:
            texts[0] = Text("title", entry.title, letters, romanised=True)
        places, notes = names.find(texts, entry.published.date() if entry.published else None)
        mentions = tuple(place.mention for place in places if place.mention)
        if not mentions:
            return Reading(notes=tuple(notes))
        sentences = scanner.sentences(texts, places, entry.language)
        states = States(texts, mentions, sentences, self._treaties, entry.url)
        settle_bodies(sentences, states)
        home, hosts = self._home(sentences, mentions)
        memory = Memory(topic=_topic(mentions, sentences), states=states, home=home, hosts=hosts)
        titled = {one.treaty for one in mentions if one.field == "title" and one.because == "named"}
        found = listen(sentences, titled, memory, notes)
        day = written_on(sentences, entry.published)
        own, kinds = day is not None, _kinds(sentences)
        events = Settling(found, self._treaties, day or seen, kinds, memory.unbound, own=own).settled()
        return Reading(
            language=sentences[0].language.code if sentences else None,
            mentions=mentions,
            events=events,
            notes=tuple(dict.fromkeys(notes))[:_NOTES],
            denied=_denied(entry.title, memory.denied, events),
        )

    def _home(self, sentences: list[Sentence], mentions: tuple[Mention, ...]) -> tuple[str | None, bool]:
        """Return the State in whose capital a text was written, and whether a treaty is called by that city."""
        state, city = next((sentence.written_in for sentence in sentences if sentence.written_in), (None, ""))
        if state is None:
            return None, False
        city = f" {city} " if city.isascii() else city
        return state, any(city in self._called(treaty) for treaty in {one.treaty for one in mentions})

    def _names_of(self, treaty: str) -> str:
        """Return everything that a treaty is called, folded."""
        phrases = "  ".join(phrase for _, _, phrase in self._treaties[treaty].phrases())
        return fold(f" {phrases} ").text


def _denied(title: str, denied: list[Event], events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return what the title says was not done, but for what the entry tells as done."""
    refused = [
        replace(event, background=False, why="")
        for event in events
        if event.status is Status.REFUSED and event.actor and event.quote in title
        and (not event.background or event.why == CORRECTED)
    ]  # fmt: skip
    stands = (event for event in events if event.status is Status.DONE and event.why != CORRECTED)
    done = {(event.treaty, event.action, event.actor) for event in stands}
    every = dict.fromkeys((*denied, *refused))
    return tuple(event for event in every if (event.treaty, event.action, event.actor) not in done)


def _topic(mentions: tuple[Mention, ...], sentences: list[Sentence]) -> Topic:
    """Return the treaty that an entry names most, of which it tells while it names no other."""
    named = Counter(mention.treaty for mention in mentions)
    heads = mentions[0].field == "title" or not any(sentence.heads for sentence in sentences)
    return Topic(named.most_common(1)[0][0], alone=len(named) == 1, heads=heads)


def _text(name: str, text: str, headings: Headings) -> Text:
    """Fold one field; a heading made from an address gets its apostrophes back."""
    folded = fold_tags(text)
    if name == "title" and (plain := headings.with_apostrophes(folded.text)) != folded.text:
        folded = Folded(text, plain)
    return Text(name, text, folded)


def _kinds(sentences: list[Sentence]) -> Counter[Action]:
    """Count the acts that an entry speaks of, whether or not they were done."""
    kinds: Counter[Action] = Counter()
    for sentence in sentences:
        for place, hit in enumerate(sentence.hits):
            if not hit.acts or Cue.LOOSE in hit.cues:
                continue
            if Cue.APPROVE not in hit.cues:
                kinds.update([action for action, _ in hit.acts])
            elif (act := act_of(sentence, place)) is not None:
                kinds[act[0]] += 1
    return kinds


def _world(language: str) -> Iterable[tuple[str, Name | None]]:
    """Yield the names of the world's States and of the EU in a language as (phrase, name).

    No name have words that only hold one of them: `Gulf of Guinea`. A name that is always written small
    (`suisse`) is met so, however everyday it is.
    """
    yield from ((words, None) for words in regions(language))
    for actor in table(language):
        yield actor.words, Name(actor.code, actor.kind, actor.risky and not actor.words.islower())
