"""Read entries: who did what to which treaty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock

from monitor.actors import table
from monitor.folding import Folded, fold
from monitor.languages import Cue, Form, Languages, load
from monitor.model import Action, Entry, Mention, Reading, Status
from monitor.read.acts.readings import acts_of
from monitor.read.doers.bodies import settle_bodies
from monitor.read.doers.lists import Doers
from monitor.read.doers.states import States
from monitor.read.found import Found
from monitor.read.hits import ACTING, Name, Sentence, Text, holds
from monitor.read.names.mentions import TreatyNames
from monitor.read.telling.memory import Telling
from monitor.read.telling.sentence import Told
from monitor.read.telling.settle import settle
from monitor.read.telling.weigh import weigh
from monitor.read.times.dates import dateline
from monitor.read.times.reference import refers, tells_first
from monitor.read.words.romanised import Headings
from monitor.read.words.scan import Scanner
from monitor.read.words.slug import restored
from monitor.treaties import Treaty

_LONGEST = 10_000  # characters of a field that are read: news says its news early
_ACTS = 60  # acts of a sentence; more are no prose
_NOTES = 50  # notes of one item
_SHORT = 80  # characters of a sentence that a note repeats


class Reader:
    """Read entries for a set of treaties; pure, safe to share.

    The names of a treaty in a language are compiled when a text may hold one of them, the words of a language when a
    text that names a treaty is in it: a run that polls once needs few, and hardly any worker needs all.
    """

    def __init__(self, treaties: Mapping[str, Treaty], languages: Languages | None = None) -> None:
        """Take the treaties, and the languages where they are others than ship."""
        self._treaties = treaties
        self._languages = languages
        self._called: dict[str, str] = {}
        self._cities: dict[tuple[str, str], bool] = {}
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
                        Scanner(languages, world),
                        Headings(self._treaties, languages, world),
                    )
        return self._parts

    def read(self, entry: Entry) -> Reading:
        """Return the treaties that an entry names, the events that it tells, and why others are none."""
        names, scanner, headings = self._compiled()
        fields = (("title", entry.title), ("summary", entry.summary), ("content", entry.content))
        texts = [_text(name, text[:_LONGEST]) for name, text in fields if text]
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
        telling = Telling(topic=_main(mentions), states=states, home=home, hosts=hosts)
        found = _listen(sentences, mentions, telling, notes)
        events = settle(found, self._treaties, dateline(sentences, entry.published), _kinds(sentences))
        language = sentences[0].language.code if sentences else None
        return Reading(
            language=language, mentions=mentions, events=events, notes=tuple(dict.fromkeys(notes))[:_NOTES]
        )

    def _home(self, sentences: list[Sentence], mentions: tuple[Mention, ...]) -> tuple[str | None, bool]:
        """Return the State in whose capital a text was written, and whether a treaty is called by that city."""
        found = next((sentence.written_in for sentence in sentences if sentence.written_in), None)
        if found is None:
            return None, False
        city = f" {found[1]} " if found[1].isascii() else found[1]
        named = {mention.treaty for mention in mentions}
        return found[0], any(self._called_by(treaty, city) for treaty in named)

    def _called_by(self, treaty: str, city: str) -> bool:
        """Say whether one of a treaty's names holds a city's."""
        known = self._cities.get((treaty, city))
        if known is None:
            known = self._cities[treaty, city] = city in self._names_of(treaty)
        return known

    def _names_of(self, treaty: str) -> str:
        """Return everything that a treaty is called, folded."""
        known = self._called.get(treaty)
        if known is None:
            phrases = "  ".join(phrase for _, _, phrase in self._treaties[treaty].phrases())
            known = self._called[treaty] = fold(f" {phrases} ").text
        return known


def _listen(
    sentences: list[Sentence], mentions: tuple[Mention, ...], telling: Telling, notes: list[str]
) -> list[Found]:
    """Return what the sentences tell, one after the other, and add to the notes what they do not."""
    reference = refers(sentences)
    denied = holds((sentence for sentence in sentences if sentence.field == "title"), Cue.DENY)
    titled = any(sentence.field == "title" for sentence in sentences)
    heads = mentions[0].field == "title" or not titled
    heading: list[Found] = []
    elsewhere: set[tuple[Action, str]] = set()
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
            if hit.likewise and not hit.acts:
                hit.acts = _stood_for(sentence, place, telling.said)
            if not hit.acts and ACTING.isdisjoint(hit.cues):
                continue
            for action, form in acts_of(sentence, place):
                telling.said = action, sentence.index
                why = weigh(told, place, action, form)
                if why:
                    words = sentence.said(hit)
                    notes.append(f"“{_short(sentence.quote)}”: {words}: {why}")
        told.tally(found[-1] if found and telling.said and sentence.index - telling.said[1] <= 1 else None)
        if sentence.asks:
            told.forget_plans()
        if reference and sentence.field == "title" and tells_first(sentence, told.found):
            reference = False
        before = found[-1] if found else None
        for place, one in told.found.items():
            one.past = one.past or denied or sentence.asks or (reference and not _dated(one))
            if sentence.hits[place].likewise and before is not None and one.status is before.status:
                one.past = one.past or before.past
            if sentence.hits[place].likewise and before is not None and not place:
                one.status = before.status  # `urged three States to sign. These countries are`
            before = one
            if one.doers.codes and not (one.past and telling.last):
                telling.last = one.doers
        found.extend((*told.found.values(), *told.more))
        if sentence.field == "title":
            heading = list(told.found.values())
        else:
            elsewhere |= told.elsewhere
        if telling.last is None:
            telling.last = _alone(sentence)
        telling.council = telling.council or Cue.INSTITUTION in sentence.cues
        if own:
            telling.topic = own[-1]
    for one in heading:
        _as_planned(one, found, heading)
    if not elsewhere:
        return found
    return [one for one in found if one not in heading or not _of_another(one, found, heading, elsewhere)]


def _as_planned(one: Found, found: list[Found], heading: list[Found]) -> None:
    """Take a heading that signs for a plan where the text below only plans the signature of the same States."""
    if one.status is not Status.DONE or one.action is not Action.SIGNATURE or one.fresh or one.date:
        return
    same = [
        other
        for other in found
        if other.action is one.action
        and set(other.doers.codes) & set(one.doers.codes)
        and other not in heading
    ]
    verbs = {Form.BARE, Form.FUTURE}
    ahead = any(other.status is Status.PLANNED and other.form in verbs and not other.past for other in same)
    if ahead and all(other.status in {Status.PLANNED, Status.PROCESS} for other in same):
        one.status = Status.PLANNED


def _of_another(
    one: Found, found: list[Found], heading: list[Found], elsewhere: set[tuple[Action, str]]
) -> bool:
    """Say whether the text tells that what its heading calls a pact was something else: a memorandum of two States."""
    codes = one.doers.codes
    if not codes or not all((one.action, code) in elsewhere for code in codes):
        return False
    return not any(
        other.action is one.action and set(other.doers.codes) & set(codes)
        for other in found
        if other not in heading
    )


def _text(name: str, text: str) -> Text:
    """Fold one field; a heading made from an address gets its apostrophes back."""
    folded = fold(text)
    if name == "title" and (plain := restored(folded.text)) != folded.text:
        folded = Folded(text, plain)
    return Text(name, text, folded)


def _stood_for(
    sentence: Sentence, place: int, said: tuple[Action, int] | None
) -> tuple[tuple[Action, Form], ...]:
    """Return the act for which `did so` stands: that of this sentence or, if others do it, of the one before."""
    likewise = sentence.hits[place].likewise
    if said is None or likewise is None:
        return ()
    action, at = said
    apart = sentence.index - at
    others = any(hit.name or Cue.GROUP in hit.cues for hit in sentence.hits)
    near = not apart or (others and apart <= (1 if at else 2))  # a text's first is the second after its title
    return ((action, likewise),) if near else ()


_LEAD = 6  # sentences after a heading that names the treaty, in which an act may leave it out


def _dated(one: Found) -> bool:
    """Say whether an act is given a day, by which it is news even under a heading that explains.

    News gives a day without its year; pages of reference give both.
    """
    day = one.date is not None and one.date.month and one.date.day and not one.date.year
    return one.fresh or bool(day)


def _alone(sentence: Sentence) -> Doers | None:
    """Return the State that a sentence names, if it names one, for later pronouns and offices."""
    named = {hit.name.code for hit in sentence.hits if hit.name and hit.state}
    return Doers(tuple(named)) if len(named) == 1 else None


def _kinds(sentences: list[Sentence]) -> Counter[Action]:
    """Count the acts that an entry speaks of, whether or not they were done."""
    return Counter(
        action
        for sentence in sentences
        for place, hit in enumerate(sentence.hits)
        if hit.acts and Cue.LOOSE not in hit.cues
        for action, _ in (acts_of(sentence, place) if Cue.APPROVE in hit.cues else hit.acts)
    )


def _main(mentions: tuple[Mention, ...]) -> str:
    """Return the treaty that an entry is about: the one named most, the earlier among equals."""
    order = [mention.treaty for mention in mentions]
    return max(dict.fromkeys(order), key=lambda treaty: (order.count(treaty), -order.index(treaty)))


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHORT else quote[: _SHORT - 3] + "..."


def world(language: str) -> Iterable[tuple[str, Name]]:
    """Yield the names of the world's States and of the EU in a language as (phrase, name)."""
    for actor in table(language):
        yield actor.words, Name(actor.code, actor.kind, actor.risky)
