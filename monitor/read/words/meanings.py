"""Say what the phrases of a language mean to the grammar, alone and beside others, and join the halves of a verb.

`schließt die Ratifizierung ab`, `pulls Ukraine out of the treaty`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from monitor.actors import leaders
from monitor.languages import Language
from monitor.languages.phrases import Phrases
from monitor.read.hits import ACTING, NONE, Action, Cue, Form, Hit, Name

_BODY, _OFFICE = frozenset({Cue.INSTITUTION}), frozenset({Cue.ROLE})
_IMPLIED = {
    Cue.UNSPECIFIC: frozenset({Cue.ANAPHOR}),
    Cue.GRANTED: frozenset({Cue.BOUNDARY, Cue.HISTORY, Cue.LEADS}),
    Cue.SHORT: frozenset({Cue.REFUSE}),
}
"""Further kinds of which the words of a kind are."""
GAP = re.compile(r" \.\.\.? ")
"""What stands between the halves of such a verb in a language's file: three dots, or two around a State's name."""
_ARTICLE = 5  # characters that may stand between the second half and the treaty
_WORD = re.compile(r"\w+")
_SINGLE = frozenset({Cue.SINGLE})
_ROLE, _PRONOUN = frozenset({Cue.ROLE}), frozenset({Cue.PRONOUN})
_RANKED = frozenset({Cue.SINGLE, Cue.GROUP, Cue.TO})
_DOERS = frozenset({Cue.GROUP, Cue.ROLE})
"""Kinds of words right behind which, as behind a name, a word that is a verb and a noun is the verb."""
_LINK = 3  # letters that may link an ordinal to the infinitive of what it ranks


class Meaning(Struct, frozen=True):
    """Collect all that one spelling means in one language."""

    cues: frozenset[Cue] = frozenset()
    acts: tuple[tuple[Action, Form], ...] = ()
    name: Name | None = None
    number: int | None = None
    ordinal: int | None = None
    likewise: Form | None = None

    def tells(self) -> bool:
        """Say whether a spelling that means this may tell an act."""
        return bool(self.acts or self.likewise or self.cues & ACTING)

    def joined(self, other: Meaning) -> Meaning:
        """Return what a phrase means that means both."""
        return Meaning(
            self.cues | other.cues,
            self.acts + other.acts,
            number=self.number if other.number is None else other.number,
            ordinal=self.ordinal if other.ordinal is None else other.ordinal,
        )


def _phrases(language: Language) -> dict[str, Meaning]:
    """Return what each phrase of a language means; those of one kind share it, since making each takes longest."""
    found: dict[str, Meaning] = {}

    def add(phrases: Iterable[str], meaning: Meaning) -> None:
        for phrase in phrases:
            known = found.get(phrase)
            found[phrase] = meaning if known is None else joined(known, meaning)

    joined = cache(Meaning.joined)
    for cue, phrases in language.cues.items():
        add(phrases, Meaning(_IMPLIED.get(cue, frozenset()) | {cue}))
        if cue is Cue.REJECT:  # who rejects a treaty refuses its ratification, but not `against`
            add(set(phrases).difference(language.cues.get(Cue.ABOUT, ())), Meaning(frozenset({Cue.REFUSE})))
    for action, forms in language.acts.items():
        for form, phrases in forms.items():
            if form is Form.CONDITIONAL:
                add(phrases, Meaning(frozenset({Cue.MODAL}), ((action, Form.FUTURE),)))
            else:
                add(phrases, Meaning(acts=((action, form),)))
    for number, phrases in language.numbers.items():
        add(phrases, Meaning(number=number))
    for number, phrases in language.ordinals.items():
        add(phrases, Meaning(ordinal=number))
    return found


def _called(language: Language, names: Iterable[tuple[str, Name | None]]) -> Iterator[tuple[str, Meaning]]:
    """Yield what names bodies, offices, acts told before and actors, each with what it means."""
    for code, phrases in language.bodies.items():
        body = Meaning(frozenset() if "," in code else _BODY, (), Name(code, "body"))
        yield from ((phrase, body) for phrase in phrases)
    led = ((code, Phrases.read(names)) for code, names in leaders(language.code, language.script))
    for names_of, risky in ((language.offices.items(), False), (led, True)):
        for code, written in names_of:
            office = Meaning(_OFFICE, (), Name(code, "body", risky))
            yield from ((phrase, office) for phrase in written)
    for form, phrases in language.likewise.items():
        likewise = Meaning(likewise=form)
        yield from ((phrase, likewise) for phrase in phrases)
    called: dict[Name | None, Meaning] = {None: Meaning(frozenset({Cue.IGNORE}))}
    for phrase, name in names:
        yield phrase, called.get(name) or called.setdefault(name, Meaning(name=name))


def meanings(language: Language, names: Iterable[tuple[str, Name | None]]) -> Iterator[tuple[str, Meaning]]:
    """Yield each phrase of a language and each name, and every other way to write it, with what it means."""
    for phrase, meaning in (*_phrases(language).items(), *_called(language, names)):
        if "-" in phrase or language.elided or (language.spellings and not phrase.isascii()):
            yield from ((said, meaning) for said in language.spelled(phrase))
        else:
            yield phrase, meaning


class Parted:
    """Know the verbs of a language that part, each by its second half, which ends its clause or follows a name."""

    def __init__(self, verbs: Iterable[tuple[str, Meaning]], joints: Iterable[str]) -> None:
        """Take (verb, meaning) and the words that join a further verb to one, all folded."""
        self._verbs: dict[str, dict[str, Meaning]] = {}
        self._around: dict[str, dict[str, Meaning]] = {}
        for verb, meaning in verbs:
            first, second = GAP.split(verb)
            if " ... " in verb:
                self._verbs.setdefault(second, {})[first] = meaning
            else:
                self._around.setdefault(first, {})[second] = meaning
        either = "|".join(map(re.escape, self._verbs))
        ends = "|".join([r"\s*(?:[^\w\s]|$)", *(f" {re.escape(word)} " for word in joints)])
        self._second = re.compile(rf"\b(?:{either})\b(?={ends})") if either else None
        around = "|".join(
            f"({re.escape(first)}) [^.,;:]{{2,40}}? ({'|'.join(map(re.escape, seconds))})"
            for first, seconds in self._around.items()
        )
        self._both = re.compile(rf"\b(?:{around})\b") if around else None
        self._first = re.compile("|".join(map(re.escape, self._around)))

    def join(self, text: str, begin: int, finish: int, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a sentence with each such verb in one: at its first half, or behind the State's name."""
        met = self._both is not None and self._first.search(text, begin, finish)  # spares most searches
        for both in self._both.finditer(text, begin, finish) if self._both is not None and met else ():
            last = both.lastindex or 0
            between = [hit for hit in hits if both.end(last - 1) <= hit.start < both.start(last)]
            treaty = next((hit for hit in hits if hit.start >= both.end(last)), NONE)
            left = treaty.treaty and treaty.start - both.end(last) <= _ARTICLE
            leaver = between[-1] if between else NONE
            beside = leaver.name and not text[leaver.end : both.start(last)].strip()
            if left and beside and not any(hit.acts for hit in between):
                meaning = self._around[both[last - 1]][both[last]]
                joined = Hit(both.start(last), both.end(last), meaning.cues, meaning.acts)
                who = [hit for hit in between if hit.name or hit.cues & {Cue.ROLE, Cue.PRONOUN}]
                outside = [hit for hit in hits if not both.start() <= hit.start < both.end()]
                hits = sorted([*outside, *who, joined], key=lambda hit: hit.start)
        if self._second is None:
            return hits
        whole: set[int] = set()
        """Where the first halves stand that have found theirs."""
        for second in self._second.finditer(text, begin, finish):
            verbs = self._verbs[second.group()]
            words = _WORD.finditer(text, begin, second.start())
            firsts = [word for word in words if word.group() in verbs and word.start() not in whole]
            if firsts:
                first = firsts[-1]
                whole.add(first.start())
                meaning = verbs[first.group()]
                halves = {first.start(), second.start()}
                joined = Hit(first.start(), first.end(), meaning.cues, meaning.acts)
                hits = sorted(
                    [*(hit for hit in hits if hit.start not in halves), joined], key=lambda hit: hit.start
                )
        return hits


def ranked(
    text: str, hits: list[Hit], possessive: tuple[str, ...], stands: Callable[[str, Hit], int | None]
) -> list[Hit]:
    """Return the hits without ordinals that rank no doer, and mark those that do: `the 74th State`.

    A word for one State says something else where it stands for the one named before, or beside its adjective.
    """
    found: list[Hit] = []
    for index, hit in enumerate(hits):
        if hit.cues == _SINGLE:
            ordered = found[-1:] and found[-1].ordinal and not text[found[-1].end : hit.start].strip()
            if not ordered and _of_state(text, hits, index):
                hit.cues = _ROLE
            elif not ordered:
                start, before = stands(text, hit), hits[index - 1] if index else NONE
                if start is None or (start < before.end and Cue.IGNORE not in before.cues):
                    continue
                hit.start, hit.cues = start, _PRONOUN
        elif hit.ordinal is not None:
            after = hits[index + 1] if index + 1 < len(hits) else NONE
            ranks = bool(after.cues & _RANKED) or after.has(Form.AGENT)
            gap = text[hit.end : after.start].strip() if after else ""
            if after.has(Form.BARE) and len(gap) < _LINK:
                ranks, gap = True, ""  # `o 91.º a ratificar`
            if not ranks and not gap and after.has(Form.NOUN):
                found.append(hit)  # `the 60th ratification`
                continue
            if not ranks or (gap and not gap.isalpha()):
                continue
            hit.cues |= {Cue.BECOME}
            hit.ordinal = None if gap else hit.ordinal  # `the 14th African State`, of how many in all
        elif Cue.SINGLE in hit.cues and found and not text[found[-1].end : hit.start].strip():
            if (found[-1].number or 0) > 1:
                hit.cues |= {Cue.GROUP}  # `41 государство`, one word after all numbers that end in one
        elif _idle(text, found, hit, possessive):
            continue
        found.append(hit)
    return found


def _idle(text: str, before: list[Hit], hit: Hit, possessive: tuple[str, ...]) -> bool:
    """Say whether a word says nothing: `Decree No 41`, or a name right behind whose it is: `Kenya's Ruto`.

    `Kenyan President William Ruto`, `Burkina Faso's justice minister Ouattara`, `le ministre burkinabé Ouattara`
    """
    if Cue.NEGATION in hit.cues:
        return text[hit.end : hit.end + 2].strip().isdigit()
    if hit.name is None or Cue.ROLE not in hit.cues or not before:
        return False
    last, first = before[-1], before[-2] if before[1:] else NONE
    whose, office = (last, first) if last.name else (first, last)
    between, his = text[last.end : hit.start].strip(), text.startswith(possessive, whose.end)
    if whose.name is None or Cue.ROLE not in office.cues:
        return his and between in possessive
    return not between and (his or whose.adjective or whose is last)


def with_nouns(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits, each verb and noun but one of them: `Peru ratifikasi itu`, but `dukungan ratifikasi`."""
    for index, hit in enumerate(hits):
        if len(hit.acts) < 2 or not (hit.has(Form.BARE) and hit.has(Form.NOUN)):
            continue
        before = hits[index - 1] if index else NONE
        verb = (before.name or before.cues & _DOERS) and not text[before.end : hit.start].strip()
        form = Form.BARE if verb else Form.NOUN
        hit.acts = tuple(act for act in hit.acts if act[1] is form)
    return hits


def _of_state(text: str, hits: list[Hit], index: int) -> bool:
    """Say whether a word for a State stands beside the adjective that says which: `der peruanische Staat`."""
    around = pairwise(hits[max(0, index - 1) : index + 2])
    beside = [(one, two) for one, two in around if text[one.end : two.start] == " "]
    return any(one.adjective or two.adjective for one, two in beside)
