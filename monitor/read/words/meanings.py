"""Say what the phrases of a language mean to the grammar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from monitor.actors import leaders
from monitor.languages import Language
from monitor.languages.phrases import Phrases
from monitor.read.hits import ACTING, Action, Cue, Form, Name

_BODY, _OFFICE = frozenset({Cue.INSTITUTION}), frozenset({Cue.ROLE})
_IMPLIED = {
    Cue.UNSPECIFIC: frozenset({Cue.ANAPHOR}),
    Cue.GRANTED: frozenset({Cue.BOUNDARY, Cue.HISTORY, Cue.LEADS}),
}
"""Further kinds of which the words of a kind are."""


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
