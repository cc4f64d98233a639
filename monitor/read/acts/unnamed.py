"""Tell acts that no word names: a parliament's yes or no, a bill that takes a step, a paper that is deposited."""

from __future__ import annotations

from monitor.read.governor import DECIDED, PARTING, relative
from monitor.read.hits import PREPOSITIONS, RELATIVES, Action, Cue, Form, Hit, holds, until
from monitor.read.objects.things import thing
from monitor.read.sentence import Sentence, Word

_TITLE = 2  # words between a law and the treaty in its title
_OPEN = frozenset({Cue.PLAN, Cue.MODAL, Cue.NEED})
"""Kinds of words by which a yes is still to come."""
_LINKS = frozenset({Cue.OF, Cue.APART, Cue.PLACE, Cue.FOR, Cue.TO, Cue.BY, Cue.BILL, Cue.OTHER})
"""Kinds of words by which a treaty right behind them only describes something."""
_WAY = 2  # words between a verb and the parliament to which its subject comes: `avanza en el Congreso`
_HOUSE = frozenset({Cue.BY, Cue.PLACE, Cue.OF, Cue.PASS, Cue.INSTITUTION})
"""Kinds of words from a yes to the parliament that says it: `passed in second reading by the lower house`."""
_PUT_OFF = (Cue.REFUSE, Cue.PENDING, Cue.UNDONE, Cue.NEED)
"""Kinds of words behind which a yes that a heading names was not said: `approval by parliament delayed`."""
_FREE = frozenset({Cue.PLACE, Cue.AND, Cue.FRESH, Cue.BOUNDARY, Cue.APART})
"""Kinds of words before which a deposit needs no object."""
_VOTE = frozenset({Cue.TO, Cue.APART, Cue.PASS, Cue.APPROVE, Cue.FRESH, Cue.PLACE})
"""Kinds of words that may stand between a vote and what it is against, or tell the vote."""


def approves_it(sentence: Sentence, place: int) -> bool:
    """Say whether a parliament says yes to what was named before: `The assembly approved it`, `the convention`."""
    it, before = sentence.at(place + 1), sentence.hits[:place]
    if not it.cues & {Cue.PRONOUN, Cue.ANAPHOR}:
        return False
    # `the report was long, and the assembly approved it`
    alone = not (holds(before, Cue.BILL, Cue.OTHER) or any(hit.acts for hit in sentence.hits))
    return alone and holds(before, Cue.INSTITUTION)


def told_before(sentence: Sentence, place: int) -> tuple[Hit, Form] | None:
    """Return the treaty before a parliament's yes to it, and the form of that yes.

    `the treaty was approved by parliament`, `das Parlament hat den Vertrag gebilligt`, and in a heading, that leaves
    `was` out, `Treaty approved by parliament`, `Treaty gets approval of parliament`
    """
    hits = sentence.hits
    passive = own = Cue.AUX in hits[place].cues  # `obtient le feu vert du parlement`
    if Cue.INSTITUTION not in sentence.cues:
        return None
    opened: int | None = place
    for index, hit in sentence.leftward(place):
        if opened is not None and index >= opened:
            continue  # `the treaty, which protects whales, was approved`
        opened = relative(sentence, index) if hit.mark else None
        if opened is not None:
            continue
        passive = passive or Cue.AUX in hit.cues
        open_ = _OPEN | {Cue.NEGATION} if own else _OPEN - {Cue.PLAN} if passive else _OPEN
        if hit.acts or hit.mark or hit.cues & (PARTING | open_):
            return None
        if hit.mention:
            # `hat den Beitritt zur Konvention gebilligt`
            noun = sentence.nearest(index, lambda hit: hit.cues.isdisjoint(PREPOSITIONS)).noun
            # `soll die Konvention billigen`
            opens = holds(until(reversed(hits[:index]), lambda hit: hit.acts), *_OPEN)
            if noun or _only_described(sentence, index) or (opens and sentence.language.verb_last):
                return None
            body = holds(hits[:place] if sentence.language.verb_last else hits[place:], Cue.INSTITUTION)
            body = body or (passive and holds(sentence.between(hit, hits[place]), Cue.INSTITUTION))
            if _heads(sentence, index, place):
                return hit, Form.PASSIVE
            told = body and (passive or sentence.language.verb_last or sentence.language.free_order)
            return (hit, Form.DONE if sentence.language.verb_last else Form.PASSIVE) if told else None
    return None


def _heads(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a heading has a house's yes right behind the treaty: `Hanoi Convention approved by parliament`."""
    hits = sentence.hits
    if not sentence.heads or index + 1 != place:
        return False
    for at, hit in sentence.rightward(place):
        if sentence.strange(hits[at - 1], hit) or not (hit.name or hit.cues & _HOUSE):
            return False
        if Cue.INSTITUTION in hit.cues:
            after = sentence.at(at + 1)
            behind = sentence.unknown(hit.end, after.start if after else sentence.end)
            other = sentence.language.describes_before and len(behind) == 1  # `backed by parliament speaker`
            return not other and not holds(hits[at + 1 :], *_PUT_OFF)
    return False


def _only_described(sentence: Sentence, index: int) -> bool:
    """Say whether the treaty here only describes what is approved: `a report on the treaty`, `the treaty's budget`."""
    small, name, link = sentence.small, sentence.hits[index], sentence.at(index - 1)
    words = sentence.text[link.end if link else sentence.start : name.start].split()
    if Cue.OF in link.cues and sentence.near(link, name):  # `hat der Konvention zugestimmt` has no owner
        owner = sentence.at(index - 2)
        begin = owner.end if owner else sentence.start
        return bool(sentence.unknown(begin, link.start))
    if len(words) < _WAY and not link.cues.isdisjoint(_LINKS):
        return True
    if not sentence.language.verb_last and any(word not in small for word in words[-_WAY:]):
        return True
    return bool(sentence.strange(name, sentence.hits[index + 1]))


def named_with(sentence: Sentence, name: Hit) -> Action:
    """Return what a parliament decides of a treaty: to leave it where its name says so, as in `the ICC exit bill`."""
    leaves = sentence.after(name.end).action is Action.WITHDRAWAL
    return Action.WITHDRAWAL if leaves else Action.RATIFICATION


def submits(sentence: Sentence, place: int) -> bool:
    """Say whether the treaty comes before a parliament, whatever that shall do with it: `sent it to the Senate`."""
    hits = sentence.hits
    named = next((at for at, hit in enumerate(hits) if hit.mention), None)
    goes = next((at for at, hit in sentence.rightward(place) if hit.cues & {Cue.INSTITUTION, Cue.STEP}), None)
    if Cue.INSTITUTION in sentence.at(place - 1).cues:
        goes = place - 1  # `will die Konvention dem Parlament vorlegen`
    if named is None or goes is None:
        return False
    first, last = min(place, named), max(named, goes)
    if any(hit.acts and (Action.SIGNATURE, Form.PASSIVE) not in hit.acts for hit in hits[: last + 1]):
        return False
    parted = any(hit.mark == ";" or hit.cues >= {Cue.REJECT, Cue.APART} for hit in hits[first:last])
    if parted or any(hit.mark for hit in hits[place:last]):
        return False
    told = named > place or Cue.AUX in sentence.at(place - 1).cues
    return told or sentence.near(hits[place], hits[goes], _WAY)


def rejects(sentence: Sentence, place: int) -> bool:
    """Say whether a parliament says no to the treaty itself: `the Senate rejected the convention`."""
    here, after, before = sentence.hits[place], sentence.at(place + 1), sentence.hits[:place]
    against = Cue.APART in here.cues
    if against and Cue.APPROVE in after.cues:  # `against approval of the treaty`
        at = next((at for at, hit in sentence.rightward(place + 1) if Cue.OF not in hit.cues), place)
        here, after = sentence.hits[place + 1], sentence.hits[at]
    if not after.treaty or not sentence.near(here, after, 2):
        return False
    if holds(before, Cue.ASK) or (against and not voted(sentence, place)):
        return False  # `asked Congress to reject it`
    return holds(before, Cue.INSTITUTION)


def opposed(sentence: Sentence, place: int) -> bool:
    """Say whether a yes is what somebody is against: `wrote to parliament against approval of the treaty`."""
    return sentence.at(place - 1).cues >= {Cue.REJECT, Cue.APART}


def voted(sentence: Sentence, place: int) -> bool:
    """Say whether a vote stands before, with no more than its numbers, its day and who votes between.

    `voted 30 to 2 against`, `a voté lundi contre`, `صوت البرلمان ضد`
    """
    behind = _VOTE | {Cue.INSTITUTION} if sentence.language.verb_first else _VOTE
    before = reversed(sentence.hits[:place])
    said = until(before, lambda hit: hit.number is None and not hit.name and hit.cues.isdisjoint(behind))
    return holds(said, Cue.PASS, Cue.APPROVE)


def law_on(sentence: Sentence, place: int) -> bool:
    """Say whether a bill about the treaty takes a step, with no word for an act: `tables a bill on the ...`."""
    here, before = sentence.hits[place], sentence.at(place - 1)
    if any(hit.acts for hit in sentence.hits):
        return False
    if _says_yes(sentence, place):
        return True
    if before.mention and not sentence.gap(before, here):
        return bool(sentence.cues & DECIDED - {Cue.INSTITUTION})  # `the Hanoi Convention bill`
    title = until(sentence.hits[place + 1 :], lambda hit: hit.ends or hit.cues & RELATIVES)
    named = any(hit.mention and sentence.near(here, hit, _TITLE + 1) for hit in title)
    return named and not sentence.cues.isdisjoint(DECIDED)


def _says_yes(sentence: Sentence, place: int) -> bool:
    """Say whether a bill says yes to the treaty told last: `مشروع القانون الذي يوافق على هذه الاتفاقية`."""
    yes = False
    for hit in sentence.hits[place + 1 : place + 6]:
        if yes and Cue.ANAPHOR in hit.cues:
            return True
        if not (hit.cues & {Cue.RELATIVE, Cue.APPROVE, Cue.APART} or hit.number is not None):
            break
        yes = yes or Cue.APPROVE in hit.cues
    return False


def signs_law(word: Word) -> bool:
    """Say whether a law that only carries the treaty's name is signed: `signed the Hanoi Convention bill`."""
    sentence = word.sentence
    if Cue.BILL not in sentence.cues:
        return False
    bill = thing(word).bill
    signed = (Action.SIGNATURE, Form.NOUN)  # `подписал указ о подписании`
    acts = [hit for hit in sentence.hits if hit.acts]
    if bill is None or any(hit.action is not Action.SIGNATURE or signed in hit.acts for hit in acts):
        return False
    names = [hit for hit in sentence.hits if hit.mention]
    before = any(hit.end <= bill.start and not sentence.gap(hit, bill) for hit in names)
    titles = [hit for hit in names if hit.start > bill.end and sentence.near(bill, hit, _TITLE)]
    # `ký luật ngân sách; Công ước được thảo luận`
    return before or any(not any(one.mark for one in sentence.between(bill, hit)) for hit in titles)


def bare_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is deposited, of whatever kind: `deposited its instrument with the UN`."""
    before = sentence.at(place - 1)
    if Cue.AUX in before.cues:  # `the instruments of Palau and Niue were deposited`
        return Cue.INSTRUMENT in sentence.cues and not any(hit.acts for hit in sentence.hits)
    # `hat seine Urkunde hinterlegt`
    instrument = sentence.language.bracketed and Cue.INSTRUMENT in before.cues and not before.acts
    for hit in sentence.hits[place + 1 :]:
        if hit.mark == ";" or (hit.mark and instrument):
            break
        if hit.acts:
            return False
        instrument = instrument or Cue.INSTRUMENT in hit.cues
    return instrument


def bare_deposit(sentence: Sentence, place: int) -> bool:
    """Say whether a State is said to deposit, and not what: `Peru and Chile deposit at UN`."""
    before, here, after = sentence.at(place - 1), sentence.hits[place], sentence.at(place + 1)
    whose = sentence.at(place + 2)  # `with the deposits of Brazil and Kenya`
    if after.cues & {Cue.OF, Cue.BY} and whose.name is not None:
        return True
    if any(hit.action is Action.WITHDRAWAL for hit in sentence.hits[place + 1 :]):
        return False  # `deposited with the UN an instrument of withdrawal`
    named = before.name is not None or before.cues & {Cue.GROUP, Cue.FRESH}
    free = not after or after.mark or after.cues & _FREE
    return bool(named and free) and sentence.words(here.end, sentence.next_from(place)) <= 1
