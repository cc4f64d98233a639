"""Find to which thing an act is done: the treaty, a word that stands for it, a bill, or something else."""

from __future__ import annotations

from itertools import pairwise, takewhile

from msgspec import Struct

from monitor.languages import Cue, Form
from monitor.model import Action, Mention
from monitor.read.governor import is_noun
from monitor.read.hits import Hit, Sentence, holds
from monitor.read.objects.rivals import apposed, called, listed_with, rival


class Thing(Struct, frozen=True):
    """Say to what an act is done: a treaty by name, a word that stands for one, something else, or nothing said."""

    treaty: str | None = None
    stands_for: bool = False
    """A word such as `the convention`."""
    other: Hit | None = None
    bill: Hit | None = None
    hit: Hit | None = None


_THINGS = frozenset({Cue.BILL, Cue.OTHER, Cue.ANAPHOR})
"""Kinds of words to which an act may be done, besides a treaty's name."""
_JOINED = 3  # words between two verbs that share an object: `signed and later ratified`
_NEAR_OTHER = 7  # words after a verb within which a thing that is no treaty is its object
_LOOSE_END = 3  # words that may follow an act without its object
_MODIFIED = 4  # characters between a name that describes and the thing that it describes


def thing(sentence: Sentence, place: int, passive: bool) -> Thing:
    """Return what the act at this place is done to: first what follows it, otherwise what comes before.

    What a passive or a noun is done to may stand before it, so that of things behind it only a near one counts.
    """
    hits = sentence.hits
    here = hits[place]
    if (signed := _described(sentence, place)) is not None:
        return Thing(bill=signed) if Cue.BILL in signed.cues else Thing(other=signed)
    alone = bool(here.acts) and here.acts[0] == (Action.ENTRY_INTO_FORCE, Form.DONE)  # it has no object
    near = 3 if passive else _NEAR_OTHER
    aside = _aside(sentence, place) if passive else 0
    after: Thing | None = None
    bill: Hit | None = None
    for hit in hits[place + 1 :] if not _closes(sentence, place) else ():
        if hit.mark == ";" or hit.cues & {Cue.RELATIVE, Cue.BOUNDARY} or 0 < aside <= hit.start:
            break
        if hit.mention:
            nearest = after.other or after.hit if after is not None else None
            if not is_noun(here) and (other := rival(sentence, place, hit, nearest)) is not None:
                return Thing(other=other)
            apart = after is not None and after.other is not None and not apposed(sentence, after.other, hit)
            if after is not None and apart and not listed_with(sentence, after.other, hit):
                return after
            if not (is_noun(here) or after) and (link := _elsewhere(sentence, place, hit)) is not None:
                return Thing(other=link)
            if (other := _compound(sentence, hit)) is not None:
                return Thing(bill=other) if Cue.BILL in other.cues else Thing(other=other)
            return Thing(treaty=_last_of(sentence, hit, hit.mention).treaty, bill=bill, hit=hit)
        if not hit.acts and hit.cues.isdisjoint(_THINGS) and not hit.lookalike:
            continue
        distance = sentence.words(here.end, hit.start)
        if hit.acts and after is None and bill is None and distance > _JOINED:
            break
        if Cue.BILL in hit.cues and distance <= _NEAR_OTHER and bill is None:
            bill = hit
        elif (
            (Cue.OTHER in hit.cues or hit.lookalike)
            and distance <= near
            and not (after or bill or hit.acts or alone)
            and not _taker(sentence, place, hit)
        ):
            after = Thing(other=hit)
        elif Cue.ANAPHOR in hit.cues and after is None:
            unknown = _another(sentence, hit)
            after = Thing(other=hit) if unknown else Thing(stands_for=True, bill=bill, hit=hit)
    if after is not None:
        return after
    if bill is not None:
        return Thing(bill=bill)
    if Cue.ANAPHOR in here.cues:
        return Thing(stands_for=True, hit=here)  # `l'a approuvé`
    signs = is_noun(here) and here.action is Action.SIGNATURE
    it = place + 1 < len(hits) and Cue.PRONOUN in hits[place + 1].cues and not is_noun(here)
    if passive and (general := _general(sentence, place)) is not None:
        return Thing(other=general)
    for hit in reversed(hits[:place]):
        if (it or signs) and Cue.BILL in hit.cues:
            return Thing(bill=hit)
        if hit.mention:
            told = Cue.AUX in hits[place - 1].cues and not hits[place - 1].acts  # `the law on it was signed`
            # `указ о выходе из конвенции президент подписал`
            free = sentence.language.free_order and not signs
            far = it or told or free or sentence.language.verb_last
            named = _bill_on(sentence, hit)
            if named is not None and (far or (signs and _any_act(sentence, named, hit))):
                return Thing(treaty=hit.mention.treaty, bill=named, hit=hit)
            if sentence.language.verb_last and (other := _other_on(sentence, hit)) is not None:
                return Thing(other=other)
            return Thing(treaty=hit.mention.treaty, hit=hit)
        if Cue.ANAPHOR in hit.cues:
            return Thing(stands_for=True, hit=hit)
    return Thing()


def _any_act(sentence: Sentence, one: Hit, other: Hit) -> bool:
    """Say whether an act stands between two hits: `the law ratifying the treaty was sent for signature`."""
    return any(hit.acts for hit in sentence.between(one, other))


def implied(sentence: Sentence, place: int, form: Form, near: bool) -> bool:
    """Say whether an act without an object means the treaty that the text is about, named `near` by."""
    hits = sentence.hits
    here = hits[place]
    if not near:
        return False
    if here.likewise and not place:
        return True  # `These countries are Chad and Cuba`
    end = hits[place + 1].start if place + 1 < len(hits) else sentence.end
    told = not (place and Cue.AUX in hits[place - 1].cues)
    finite = told and here.has(Form.DONE, Form.PASSIVE)
    if finite and sentence.language.script not in {"han", "arabic"} and called(sentence, here.end, end):
        return False  # `signs Geneva Protocol while praising the Hanoi Convention`
    if place + 1 == len(hits):
        return sentence.words(here.end, sentence.end) <= _LOOSE_END
    after = hits[place + 1]
    if form is Form.AGENT:
        return True
    if any(Cue.SOLE in one.cues and two.number for one, two in pairwise(hits[place + 1 : place + 4])):
        return False  # `has ratified only 13`
    handed = place and Cue.DEPOSIT in hits[place - 1].cues and Cue.INSTRUMENT in here.cues
    if handed and not after.name and Cue.OTHER not in after.cues:
        return True  # `has deposited its instrument of accession with the UN`
    days = place + 2 < len(hits) and hits[place + 2].cues & {
        Cue.HISTORY,
        Cue.FRESH,
    }  # `ratified two days before`
    if ((after.number is not None and not days) or after.name) and not sentence.language.verb_first:
        return False
    return sentence.near(here, after, _LOOSE_END)


def _aside(sentence: Sentence, place: int) -> int:
    """Return where the brackets close that a participle opens, or 0: `the Hanoi Convention (signed by 72 States)`."""
    opens = sentence.text[: sentence.hits[place].start].rstrip()[-1:] in {"(", "["}
    return max(sentence.text.find(")", sentence.hits[place].end, sentence.end), 0) if opens else 0


def _closes(sentence: Sentence, place: int) -> bool:
    """Say whether a participle closes its clause behind its object: `hat A ratifiziert und B unterzeichnet`."""
    hits = sentence.hits
    if not sentence.language.verb_last or not hits[place].has(Form.PASSIVE):
        return False
    if place + 1 == len(hits) or not (Cue.AND in hits[place + 1].cues or hits[place + 1].mark == ","):
        return False
    before = next((hit for hit in reversed(hits[:place]) if hit.mention or hit.acts or hit.mark), None)
    return before is not None and before.mention is not None


def _bill_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the bill about a treaty, for which a later `it` stands: `a bill on withdrawal from the treaty`."""
    for hit in reversed(sentence.hits):
        if hit.start >= name.start:
            continue
        if hit.mark or hit.mention or Cue.BOUNDARY in hit.cues:
            return None
        if Cue.BILL in hit.cues:
            return hit
    return None


def _other_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing to whose description a treaty belongs: `ein Abkommen zur Umsetzung der Konvention`."""
    for hit in reversed(sentence.hits):
        if hit.start >= name.start or (hit.cues & {Cue.OF, Cue.APART} and not hit.name):
            continue
        told = Cue.OTHER in hit.cues and Cue.ANAPHOR not in hit.cues
        return (
            hit
            if told and sentence.near(hit, name, _NEAR_OTHER) and not sentence.near(hit, name, 1)
            else None
        )
    return None


def _described(sentence: Sentence, place: int) -> Hit | None:
    """Return the thing that a participle right behind describes: `a petition signed by`."""
    at = place - 1
    while at > 0 and (sentence.hits[at].mark == "," or sentence.hits[at].cues & {Cue.RELATIVE, Cue.AUX}):
        if not sentence.near(sentence.hits[at], sentence.hits[at + 1], 1):
            return None
        at -= 1  # `a letter, which was also signed by`
    if at < place - 1 and not holds(sentence.hits[at:place], Cue.RELATIVE):
        at = place - 1
    before = sentence.hits[at] if at >= 0 else None
    if before is None or not sentence.hits[place].has(Form.PASSIVE):
        return None
    thing_ = before.cues & {Cue.OTHER, Cue.BILL} and Cue.ANAPHOR not in before.cues and not before.acts
    return before if thing_ and sentence.near(before, sentence.hits[at + 1]) else None


def _elsewhere(sentence: Sentence, place: int, name: Hit) -> Hit | None:
    """Return the preposition that keeps a name from being the object: `approved new rules under the convention`.

    Words between the verb and the preposition that nobody here knows are taken for the object.
    """
    here = sentence.hits[place]
    link: Hit | None = None
    known = 0
    for hit in sentence.hits[place + 1 :]:
        if hit is name:
            break
        if link is not None:
            known += sentence.words(link.start, link.end)
        link = hit
    if link is None or Cue.APART not in link.cues or link.cues & {Cue.TO, Cue.OF, Cue.BY, Cue.BILL}:
        return None
    if sentence.language.script in {"arabic", "han"} or not sentence.near(link, name, 1):
        return None
    return link if not sentence.near(here, link, known) else None


def _last_of(sentence: Sentence, name: Hit, meant: Mention) -> Mention:
    """Return the treaty that a chain of names means: the last of `the Budapest Convention's Second Protocol`."""
    end = name.end
    for hit in sentence.hits:
        if hit.start >= end and hit.mention and sentence.text[end : hit.start].strip() == "'s":
            meant, end = hit.mention, hit.end
    return meant


def _compound(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing that a treaty's name only describes: `the Hanoi Convention talks`."""
    han = sentence.language.script == "han"
    for hit in sentence.hits:
        if hit.start >= name.end:
            between = sentence.text[name.end : hit.start].strip("》〉）) ")
            if not (hit.cues & {Cue.OTHER, Cue.BILL}):
                return None
            if not between or (sentence.language.describes_before and between.isalpha()):
                return hit  # `the Hanoi Convention cooperation deal`
            if han and Cue.OTHER in hit.cues and between.startswith("的") and len(between) <= _MODIFIED:
                return hit  # `《河内公约》的合作协议`
            return None
    return None


def in_treaty(sentence: Sentence, what: Thing) -> bool:
    """Say whether others are joined in the treaty: `junta-se a Portugal no tratado`, `joins others in the treaty`."""
    hit = what.hit
    before = next((one for one in reversed(sentence.hits) if hit is not None and one.end <= hit.start), None)
    if hit is None or hit.mention is None or before is None:
        return False
    return Cue.PLACE in before.cues and sentence.near(before, hit, 1)


def _another(sentence: Sentence, word: Hit) -> bool:
    """Say whether a word for a treaty is the beginning of a name that nobody here knows: `Convenção de Montreal`.

    So is one behind which it is said what the treaty is about, each in capitals: `the Convention on the Safety of`.
    """
    link = next((hit for hit in sentence.hits if hit.start >= word.end), None)
    if link is not None and Cue.OF in link.cues and (day := _dated(sentence, link)) is not None:
        link = day  # `the Convention of 23 November 2007 on the Recovery of`
    elif link is None or not link.cues & {Cue.OF, Cue.APART} or sentence.words(word.end, link.start):
        return False
    at = link.end + (sentence.text[link.end : link.end + 1] == " ")
    if Cue.OF not in link.cues:
        last = sentence.text.rfind(" ", word.start, word.end) + 1 or word.start
        if sentence.field == "title" or link.cues & {Cue.TO, Cue.BY} or not sentence.cased(last).isupper():
            return False
        word_end = sentence.text.find(" ", at, sentence.end)
        if word_end > 0 and sentence.text[at:word_end] in sentence.small:
            at = word_end + 1  # its article
    known = any(hit.start <= at < hit.end for hit in sentence.hits)
    return (
        not known
        and at < sentence.end
        and sentence.cased(at).isupper()
        and not sentence.cased(at + 1).isupper()
    )


def _dated(sentence: Sentence, link: Hit) -> Hit | None:
    """Return what stands right behind the day that a treaty is named by: `of 23 November 2007 on`."""
    behind = [hit for hit in sentence.hits if hit.start >= link.end]
    day = list(takewhile(lambda hit: hit.number is not None or hit.month or hit.year, behind))
    after = behind[len(day)] if 0 < len(day) < len(behind) else None
    return after if after and Cue.APART in after.cues and sentence.near(day[-1], after) else None


def _taker(sentence: Sentence, place: int, other: Hit) -> bool:
    """Say whether a thing behind a deposited paper only takes it: `deposited its instrument with the UN Office`."""
    if not (is_noun(sentence.hits[place]) and holds(sentence.hits[:place], Cue.DEPOSIT)):
        return False
    between = [hit for hit in sentence.hits[place + 1 :] if hit.start < other.start]
    return bool(between) and bool(between[0].cues & {Cue.APART, Cue.PLACE}) and Cue.OF not in between[0].cues


def _general(sentence: Sentence, place: int) -> Hit | None:
    """Return the subject of a passive that says what is done in general: `treaties must be signed`."""
    needed = False
    for hit in reversed(sentence.hits[:place]):
        if Cue.OTHER in hit.cues and not hit.acts:
            return hit if needed and sentence.words(sentence.start, hit.start) < _NEAR_OTHER else None
        if not hit.cues & {Cue.NEED, Cue.AUX, Cue.MODAL} or hit.acts or hit.mention:
            return None
        needed = True
    return None
