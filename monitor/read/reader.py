"""Read entries: who did what to which treaty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from monitor.actors import table
from monitor.actors.seat import seat
from monitor.folding import fold
from monitor.languages import Cue, Language, load
from monitor.model import Action, Entry, Mention, Reading
from monitor.read.acts import ACTING, acts_of
from monitor.read.dates import dateline
from monitor.read.doers import Doers
from monitor.read.hits import Name, Sentence, Text
from monitor.read.names import TreatyNames
from monitor.read.scan import Scanner
from monitor.read.settle import Found, settle
from monitor.read.telling import Telling
from monitor.read.weigh import Told
from monitor.treaties import Treaty

_LONGEST = 10_000  # characters of a field that are read: news says its news early
_ACTS = 60  # acts of a sentence; more are no prose
_NOTES = 50  # notes of one item
_SHORT = 80  # characters of a sentence that a note repeats


class Reader:
    """Read entries for a set of treaties; compiled once, pure, safe to share."""

    def __init__(
        self,
        treaties: Mapping[str, Treaty],
        *,
        languages: Mapping[str, Language] | None = None,
        names: Iterable[tuple[str, str, Name]] | None = None,
    ) -> None:
        """Compile the names of treaties, the words of languages and the names of actors.

        `languages` are those shipped unless others are given; `names` yields (language, phrase, name), and
        without it the world's States and the EU are taken from `monitor.actors`.
        """
        languages = load() if languages is None else languages
        self._treaties = treaties
        self._called = {
            treaty.id: fold(" " + "  ".join(phrase for _, _, phrase in treaty.phrases()) + " ").text
            for treaty in treaties.values()
        }
        self._names = TreatyNames(treaties, languages)
        self._scanner = Scanner(languages, world() if names is None else names)

    def read(self, entry: Entry) -> Reading:
        """Return the treaties that an entry names, the events that it tells, and why others are none."""
        fields = (("title", entry.title), ("summary", entry.summary), ("content", entry.content))
        texts = [Text(name, text[:_LONGEST], fold(text[:_LONGEST])) for name, text in fields if text]
        places, notes = self._names.find(texts)
        mentions = tuple(place.mention for place in places if place.mention)
        if not mentions:
            return Reading(notes=tuple(notes))
        sentences = self._scanner.sentences(texts, places, entry.language)
        telling = Telling(topic=_main(mentions), home=self._home(sentences, mentions), seat=seat(entry.url))
        found = _listen(sentences, mentions, telling, notes)
        events = settle(found, self._treaties, dateline(sentences, entry.published), _kinds(sentences))
        language = sentences[0].language.code if sentences else None
        return Reading(
            language=language, mentions=mentions, events=events, notes=tuple(dict.fromkeys(notes))[:_NOTES]
        )

    def _home(self, sentences: list[Sentence], mentions: tuple[Mention, ...]) -> str | None:
        """Return the State in whose capital a text was written, unless a treaty is called by that city.

        A treaty is signed in the city whose name it bears, and those who sign come from elsewhere.
        """
        found = next((sentence.written_in for sentence in sentences if sentence.written_in), None)
        if found is None:
            return None
        city = f" {found[1]} " if found[1].isascii() else found[1]
        named = {mention.treaty for mention in mentions}
        return None if any(city in self._called[treaty] for treaty in named) else found[0]


def _listen(
    sentences: list[Sentence], mentions: tuple[Mention, ...], telling: Telling, notes: list[str]
) -> list[Found]:
    """Return what the sentences tell, one after the other, and add to the notes what they do not."""
    reference = any(Cue.REFERENCE in sentence.cues for sentence in sentences if sentence.field == "title")
    titled = any(sentence.field == "title" for sentence in sentences)
    heads = mentions[0].field == "title" or not titled
    found: list[Found] = []
    named_at = 0
    for sentence in sentences:
        own = [hit.mention.treaty for hit in sentence.hits if hit.mention]
        if own or Cue.ANAPHOR in sentence.cues:
            named_at = sentence.index
        telling.near = sentence.index - named_at <= 1 or (heads and sentence.index <= _LEAD)
        if len(sentence.hits) > _ACTS and sum(bool(hit.acts) for hit in sentence.hits) > _ACTS:
            notes.append(f"“{_short(sentence.quote)}”: too many acts for a sentence")
            continue
        told = Told(sentence, telling)
        for place, hit in enumerate(sentence.hits):
            if not hit.acts and ACTING.isdisjoint(hit.cues):
                continue
            for action, form in acts_of(sentence, place):
                why = told.weigh(place, action, form)
                if why:
                    words = sentence.text[hit.start : hit.end]
                    notes.append(f"“{_short(sentence.quote)}”: {words}: {why}")
        for one in told.found.values():
            one.past = one.past or reference or sentence.asks
            if one.doers.codes:
                telling.last = one.doers
        found.extend(told.found.values())
        if telling.last is None:
            telling.last = _alone(sentence)
        if own:
            telling.topic = own[-1]
    return found


_LEAD = 6  # sentences after a heading that names the treaty, in which an act may leave it out


def _alone(sentence: Sentence) -> Doers | None:
    """Return the State that a sentence names, if it names one, for later pronouns and offices."""
    named = {hit.name.code for hit in sentence.hits if hit.name and hit.name.kind != "capital"}
    return Doers(tuple(named)) if len(named) == 1 else None


def _kinds(sentences: list[Sentence]) -> Counter[Action]:
    """Count the acts that an entry speaks of, whether or not they were done."""
    return Counter(
        action
        for sentence in sentences
        for hit in sentence.hits
        if Cue.LOOSE not in hit.cues
        for action, _ in hit.acts
    )


def _main(mentions: tuple[Mention, ...]) -> str:
    """Return the treaty that an entry is about: the one named most, the earlier among equals."""
    order = [mention.treaty for mention in mentions]
    return max(dict.fromkeys(order), key=lambda treaty: (order.count(treaty), -order.index(treaty)))


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHORT else quote[: _SHORT - 3] + "..."


def world() -> Iterable[tuple[str, str, Name]]:
    """Yield the names of the world's States and of the EU as (language, phrase, name)."""
    for actor in table():
        for language in actor.languages:
            yield language, actor.words, Name(actor.code, actor.kind, actor.risky)
