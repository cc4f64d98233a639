"""Find which treaties a text names."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from itertools import chain

from ahocorasick_rs import AhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from monitor.languages import Head, Languages
from monitor.model import Mention
from monitor.read.hits import Cue
from monitor.read.names.context import About, Around, Spoken, by_topic, decide, widened
from monitor.read.names.gate import Gate, Unit
from monitor.read.sentence import Place, Text
from monitor.read.words.phrases import bounded, ends_at, folded, open_end
from monitor.treaties import PhraseField, Treaty

_WHOLE = 10_000
_BEGINNING = 20
"""Characters of a phrase that are searched for; the rest is compared. Whole phrases are found faster, and take several
times the time to compile and the memory."""
_LETTERS = 2  # of an abbreviation that small letters make a word
_ORDER = {"title": 0, "summary": 1, "content": 2}


class _Use(Struct, frozen=True):
    """Say that a phrase is used for a treaty, in one of its fields, in one language."""

    treaty: str
    kind: str
    rest: str
    """What follows the literal of a phrase with an open end."""
    language: str
    unspaced: bool = False
    """Its language has no blanks, so that it need not stand as words of its own."""


class _Whole:
    """Hold the texts of an entry as one, folded, which is searched in a go; no phrase goes on behind a line."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._texts = list(texts)
        self._starts: list[int] = []
        at = 0
        for text in self._texts:
            self._starts.append(at)
            at += len(text.folded.text) + 1
        self.text = "\n".join([text.folded.text for text in self._texts])
        self.around: Around | None = None
        """The words of context and of topic, once somebody asked."""

    def place(self, start: int, end: int) -> tuple[Text, int, int]:
        """Return the text where a place lies, and the place in it."""
        index = bisect_right(self._starts, start) - 1
        return self._texts[index], start - self._starts[index], end - self._starts[index]


class _Phrases:
    """Find some phrases and say of each what it is used for."""

    def __init__(self, said: Iterable[tuple[_Use, str]], beginning: int = _BEGINNING) -> None:
        """Take for each use, without its rest, the phrases that are used so, each a line."""
        uses: dict[str, tuple[_Use, ...]] = {}
        for use, phrases in said:
            lines = folded(phrases)
            plain = [line for line in lines if "*" not in line]
            found: dict[str, tuple[_Use, ...]] = dict.fromkeys(plain, (use,))
            for line in dict.fromkeys([line for line in lines if "*" in line]):
                literal, rest = open_end(line)
                found[literal] = (*found.get(literal, ()), replace(use, rest=rest))
            for literal in uses.keys() & found.keys():
                found[literal] = uses[literal] + found[literal]
            uses.update(found)
        self._uses = uses
        lengths: dict[str, set[int]] = defaultdict(set)
        for literal in uses:
            lengths[literal[:beginning]].add(len(literal))
        self._lengths = [sorted(found) for found in lengths.values()]
        self._automaton = AhoCorasick(lengths) if uses else None

    def find(self, text: str, clitics: frozenset[str]) -> list[tuple[int, int, _Use]]:
        """Return each use of a phrase in a folded text with its place."""
        found: list[tuple[int, int, _Use]] = []
        if self._automaton is None:
            return found
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for length in self._lengths[index]:
                end = start + length
                literal = text[start:end]
                uses = self._uses.get(literal)
                if uses is None or end > len(text):
                    continue
                whole = bounded(text, start, end, clitics)
                for use in uses:
                    finish = ends_at(use.rest, text, end)
                    if finish is None:
                        continue
                    stands = whole if finish == end else bounded(text, start, finish, clitics)
                    if stands or use.unspaced:
                        found.append((start, finish, use))
        return found


class TreatyNames:
    """Know the names of a set of treaties; those of a treaty in a language are compiled when a text may hold one."""

    def __init__(self, treaties: Mapping[str, Treaty], languages: Languages) -> None:
        self._treaties = treaties
        self._languages = languages
        self._about = About(languages)
        self._units: dict[Unit, _Phrases] = {}
        self._all: _Phrases | None = None
        arabic = [head for head in languages.heads.values() if head.script == "arabic"]
        self._clitics = frozenset(letters for head in arabic for letters in head.clitics)
        self._adopted = {treaty.id: treaty.adopted for treaty in treaties.values() if treaty.adopted}

    def prepare(self) -> None:
        """Compile all names together, which many texts are read faster by."""
        fields: tuple[PhraseField, ...] = ("names", "ambiguous", "lookalikes", "general", "topics")
        said = (said for treaty in self._treaties.values() for said in self._phrases_of(treaty, fields))
        self._all = _Phrases(said, beginning=_WHOLE)

    def find(self, texts: Collection[Text], day: date | None = None) -> tuple[list[Place], list[str]]:
        """Return every mention of a treaty and every look-alike in the texts, and notes on what was set aside.

        `day` is when the texts were published; where it is not known, all treaties may be meant.
        """
        whole = _Whole(texts)
        spans: dict[tuple[int, int], list[_Use]] = defaultdict(list)
        about = False
        for start, end, use in self._used(whole.text):
            if use.kind == "topics":
                about = True
            else:
                spans[start, end].append(use)
        if not spans and not about:
            return [], []
        around = partial(self._around, whole)
        places: list[Place] = []
        notes: list[str] = []
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            text, start, end = whole.place(*span)
            name, found = text.name, {(use.kind, use.treaty) for use in spans[span]}
            if any(begin < end and start < finish for begin, finish in taken[name]):
                _extend(places, text, start, end, {treaty for kind, treaty in found if kind == "names"})
                continue
            place = Place(name, start, end, None)
            decided, why = decide(found, place, around, self._adopted, day)
            if decided is not None:
                languages = frozenset([use.language for use in spans[span]])
                places.append(_place(text, start, end, decided, why, languages))
                taken[name].append((start, end))
            elif {kind for kind, _ in found} - {"general"} == {"lookalikes"}:
                places.append(place)
                taken[name].append((start, end))
            if decided is None and why:
                begin, finish = text.folded.original(start, end)
                notes.append(f"“{text.original[begin:finish]}”: {why}")
        self._leave_out_others(places, texts, around)
        if not places and about:
            places = self._by_topic(whole, around())
        places.sort(key=lambda place: (_ORDER.get(place.field, 3), place.start))
        return widened(places, texts), notes

    def _leave_out_others(
        self, places: list[Place], texts: Collection[Text], around: Callable[[], Around]
    ) -> None:
        """Make look-alikes of general names that tell another topic, of treaties that have no other name there."""
        said = {text.name: text for text in texts}
        named = {place.mention.treaty for place in places if place.mention and not _general(place.mention)}
        for index, place in enumerate(places):
            mention = place.mention
            if mention is None or not _general(mention) or mention.treaty in named:
                continue
            if self._about.strays(said[place.field], place, mention.treaty, around().topics):
                places[index] = Place(place.field, place.start, place.end, None)

    def _by_topic(self, whole: _Whole, around: Around) -> list[Place]:
        """Return where a treaty stands that is not named and that the text is about: `the UN treaty`."""
        meant = by_topic(around)
        if meant is None:
            return []
        spans = {(start, end): None for start, end, _ in self._unnamed.find(whole.text, self._clitics)}
        return [_place(*whole.place(*span), *meant) for span in spans]

    def _around(self, whole: _Whole) -> Around:
        """Return the words of context and of topic in the texts, which only something unclear needs."""
        if whole.around is not None:
            return whole.around
        found: dict[str, list[Spoken]] = {"context": [], "topics": []}
        for begin, finish, use in self._helping.find(whole.text, self._clitics):
            text, start, _ = whole.place(begin, finish)
            words = whole.text[begin:finish]
            # the UN looks like an article of French and Spanish, but for its capitals, and AI like a word of Vietnamese
            short = len(words) == _LETTERS and words.isascii()
            if not short or text.cased(start).isupper() or text.original.islower():
                found[use.kind].append((text.name, start, use.treaty, words))
        whole.around = Around(found["context"], found["topics"])
        return whole.around

    def _used(self, text: str) -> Iterable[tuple[int, int, _Use]]:
        """Return each use of a name or a word of topic in a folded text with its place."""
        if self._all is not None:
            return self._all.find(text, self._clitics)
        opened = self._gate.opened(text)
        return chain.from_iterable(one.find(text, self._clitics) for one in self._compiled(opened))

    def _compiled(self, opened: set[Unit]) -> Iterator[_Phrases]:
        """Yield the phrases of some units; general names say something only with their topic."""
        for unit in opened:
            treaty, kind = unit
            if kind == "general" and (treaty, "topics") not in opened:
                continue
            known = self._units.get(unit)
            if known is None:
                known = self._units[unit] = _Phrases(self._said(unit))
            yield known

    @cached_property
    def _gate(self) -> Gate:
        """Know which names a text may hold; where all are compiled, nobody asks."""
        return Gate(self._treaties, self._languages.heads)

    @cached_property
    def _helping(self) -> _Phrases:
        """Know the words of context and of topic of all treaties: a few hundred."""
        fields: tuple[PhraseField, ...] = ("context", "topics")
        return _Phrases(said for one in self._treaties.values() for said in self._phrases_of(one, fields))

    @cached_property
    def _unnamed(self) -> _Phrases:
        """Know what stands for a treaty that is not named, in all languages."""
        return _Phrases(
            (_Use("", "unspecific", "", code, language.unspaced), "\n".join(language.cues[Cue.UNSPECIFIC]))
            for code, language in self._languages.items()
            if Cue.UNSPECIFIC in language.cues
        )

    def _said(self, unit: Unit) -> Iterator[tuple[_Use, str]]:
        """Yield the phrases of a unit, those of each use together."""
        treaty, kind = self._treaties[unit[0]], unit[1]
        if kind in {"general", "topics"}:
            return self._phrases_of(treaty, ("general",) if kind == "general" else ("topics",))
        languages = treaty.languages() - set(self._languages) if kind == "others" else {kind}
        return self._phrases_of(treaty, ("names", "ambiguous", "lookalikes"), languages)

    def _phrases_of(
        self, treaty: Treaty, fields: tuple[PhraseField, ...], languages: Collection[str] = ()
    ) -> Iterator[tuple[_Use, str]]:
        """Yield the phrases of some fields of a treaty in some languages or else in all, each way to write them."""
        for field in fields:
            for language in getattr(treaty, field):
                if languages and language not in languages:
                    continue
                names = list(treaty.spelled(field, language))
                head = self._languages.heads.get(language)
                ways = [*names, *(_respelled(names, head) if head is not None else ())]
                use = _Use(treaty.id, field, "", language, head is not None and head.unspaced)
                yield use, "\n".join(ways)


def _respelled(names: list[str], head: Head) -> tuple[str, ...]:
    """Return how else people write some names in a language; those of many at once."""
    apart = [name for name in names if "-" in name or (head.spellings and not name.isascii())]
    ways = (name.replace(*way) for way in head.ways.items() for name in names if way[0] in name)
    return *head.spelled("\n".join(apart))[1:], *ways


def _place(
    text: Text, start: int, end: int, treaty: str, why: str, languages: frozenset[str] = frozenset()
) -> Place:
    begin, finish = text.folded.original(start, end)
    words = text.original[begin:finish]
    mention = Mention(treaty=treaty, words=words, field=text.name, start=begin, end=finish, because=why)
    return Place(text.name, start, end, mention, languages)


def _general(mention: Mention) -> bool:
    return mention.because.startswith("about: ")


def _extend(places: list[Place], text: Text, start: int, end: int, treaties: set[str]) -> None:
    """Widen a mention by another name of the same treaty that overlaps it: `Rome Statute of the ...`."""
    for index, place in enumerate(places):
        mention = place.mention
        if place.field != text.name or mention is None or mention.treaty not in treaties:
            continue
        if place.start < end and start < place.end and (start < place.start or end > place.end):
            low, high = min(start, place.start), max(end, place.end)
            places[index] = _place(text, low, high, mention.treaty, mention.because, place.languages)
