"""Tell which words of a sentence are acts, and answer small questions about the words right around one."""

from __future__ import annotations

from itertools import pairwise

from monitor.languages import Cue, Form
from monitor.model import Action
from monitor.read.candidates import touches
from monitor.read.clause import Governor, is_noun
from monitor.read.doers import Doers
from monitor.read.hits import Hit, Sentence, holds
from monitor.read.home import decides_at_home
from monitor.read.instruments import bare_deposit, bare_instrument
from monitor.read.things import Thing, thing
from monitor.read.undone import undoes_act
from monitor.read.wanted import wanted

_DOING = frozenset(
    {Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.PLAN, Cue.STEP, Cue.APPROVE, Cue.BILL, Cue.REFUSE, Cue.URGE}
)
"""Kinds of words by which a doer does something about an act that stands as a noun."""
_TITLE = 2  # words between a law and the treaty in its title
_WAY = 2  # words between a verb and the parliament to which its subject comes: `avanza en el Congreso`
_TAKEN = 4  # words between a verb of accepting and what is accepted
_OBJECT = 8  # words between a verb of leaving and what is left


def acts_of(sentence: Sentence, place: int) -> list[tuple[Action, Form]]:
    """Return the readings of a hit as an act; a yes of parliament to a treaty is one too."""
    hit = sentence.hits[place]
    if hit.acts:
        action, form = hit.acts[0]
        if Cue.WISHED in hit.cues and wanted(sentence, place) is None:
            return []
        if _approves_act(sentence, place, action, Cue.APPROVE in hit.cues):
            return []
        if action is Action.SIGNATURE and form is not Form.NOUN and _signs_law(sentence, place):
            return [(Action.RATIFICATION, Form.DONE)]
        return [(action, form)]
    if Cue.BILL in hit.cues and _law_on(sentence, place):
        return [(Action.RATIFICATION, Form.DONE)]
    if Cue.DEPOSIT in hit.cues and bare_instrument(sentence, place):
        return [(Action.RATIFICATION, Form.PASSIVE)]
    if Cue.LODGE in hit.cues and bare_deposit(sentence, place):
        return [(Action.RATIFICATION, Form.PASSIVE)]
    if Cue.SUBMIT in hit.cues and _submits(sentence, place):
        return [(Action.RATIFICATION, Form.DONE)]
    if Cue.REJECT in hit.cues and _rejects(sentence, place):
        return [(Action.RATIFICATION, Form.NOUN)]
    if Cue.APPROVE in hit.cues or (Cue.PASS in hit.cues and decides_at_home(sentence)):
        if Cue.ANAPHOR in hit.cues and Cue.INSTITUTION in sentence.cues:
            return [(Action.RATIFICATION, Form.DONE)]  # `el Senado lo aprobó`
        comma = False
        for at, other in enumerate(sentence.hits[place + 1 :], place + 1):
            if _clears(sentence, at):
                continue
            if (
                other.acts
                or other.mark == ";"
                or other.cues & {Cue.BOUNDARY, Cue.THAT, Cue.RELATIVE, Cue.REVOKE}
                or (comma and Cue.AND in other.cues)
            ):
                return []
            comma = other.mark == ","
            if other.mention:
                return (
                    [(_named_with(sentence, other), Form.DONE)]
                    if Cue.APPROVE in hit.cues or decides_at_home(sentence)
                    else []
                )
    return []


def _clears(sentence: Sentence, at: int) -> bool:
    """Say whether a relative clause tells that a bill is a yes: `approved the bill that clears the way for`."""
    hits = sentence.hits
    if Cue.THAT not in hits[at].cues or Cue.BILL not in hits[at - 1].cues or at + 1 == len(hits):
        return False
    yes = Cue.APPROVE in hits[at + 1].cues and touches(sentence, hits[at], hits[at + 1], 1)
    return yes and touches(sentence, hits[at - 1], hits[at])


def _named_with(sentence: Sentence, name: Hit) -> Action:
    """Return what a parliament decides of a treaty: to leave it where its name says so, as in `the ICC exit bill`."""
    after = next((hit for hit in sentence.hits if hit.start >= name.end), None)
    leaves = after is not None and after.acts and after.acts[0][0] is Action.WITHDRAWAL
    return Action.WITHDRAWAL if leaves and after and touches(sentence, name, after) else Action.RATIFICATION


def _approves_act(sentence: Sentence, place: int, action: Action, approves: bool) -> bool:
    """Say whether a word for ratifying only says yes to the act behind it: `批准签署`, `ratifies the accession to`."""
    if place + 1 >= len(sentence.hits):
        return False
    here, after = sentence.hits[place], sentence.hits[place + 1]
    if approves and _about_act(sentence, place):
        return True
    if not after.acts:
        return False
    if approves and not sentence.text[here.end : after.start].strip():
        return True
    joins = after.acts[0] == (Action.ACCESSION, Form.NOUN)
    return action is Action.RATIFICATION and joins and sentence.words(here.end, after.start) <= 1


def _about_act(sentence: Sentence, place: int) -> bool:
    """Say whether what is approved is a proposal about another act: `批准部长关于签署公约的提案`."""
    for hit, after in pairwise(sentence.hits[place + 1 : place + 5]):
        if hit.mention or hit.acts or hit.mark:
            return False
        if Cue.APART in hit.cues:
            return bool(after.acts) and sentence.language.script == "han"
    return False


def _submits(sentence: Sentence, place: int) -> bool:
    """Say whether the treaty comes before a parliament, with no word for what that shall do with it."""
    hits = sentence.hits
    named = next((at for at, hit in enumerate(hits) if hit.mention), None)
    if named is None:
        return False
    first = place if named > place else named
    goes = next(
        (at for at in range(place + 1, len(hits)) if hits[at].cues & {Cue.INSTITUTION, Cue.STEP}), None
    )
    if goes is None:
        return False
    last = max(named, goes)
    if any(hit.acts and (Action.SIGNATURE, Form.PASSIVE) not in hit.acts for hit in hits[: last + 1]):
        return False
    begin = first if named > place else place
    if any(hit.mark == ";" for hit in hits[first:last]) or any(hit.mark for hit in hits[begin:last]):
        return False
    told = place > 0 and Cue.AUX in hits[place - 1].cues
    return named > place or told or touches(sentence, hits[place], hits[goes], _WAY)


def _rejects(sentence: Sentence, place: int) -> bool:
    """Say whether a parliament says no to the treaty itself: `the Senate rejected the convention`."""
    after = sentence.hits[place + 1] if place + 1 < len(sentence.hits) else None
    if after is None or after.mention is None or sentence.words(sentence.hits[place].end, after.start) > 1:
        return False
    if holds(sentence.hits[:place], Cue.ASK):
        return False  # `asked Congress to reject it`
    return holds(sentence.hits[:place], Cue.INSTITUTION)


def _law_on(sentence: Sentence, place: int) -> bool:
    """Say whether a bill about the treaty takes a step, with no word for an act: `tables a bill on the ...`."""
    if place + 1 == len(sentence.hits) or any(hit.acts for hit in sentence.hits):
        return False
    for hit in sentence.hits[place + 1 :]:
        if sentence.words(sentence.hits[place].end, hit.start) > _TITLE + 1:
            return False
        if hit.mark == ";" or hit.cues & {Cue.THAT, Cue.RELATIVE, Cue.BOUNDARY}:
            return False
        if hit.mention:
            return bool(sentence.cues & {Cue.PASS, Cue.STEP, Cue.APPROVE, Cue.INSTITUTION})
    return False


def _signs_law(sentence: Sentence, place: int) -> bool:
    """Say whether a law that carries the treaty's name is signed, with no other word for what it does."""
    what = thing(sentence, place, False)
    if what.bill is None or any(hit.acts and hit.acts[0][0] is not Action.SIGNATURE for hit in sentence.hits):
        return False
    return any(
        hit.mention
        and (
            (hit.end <= what.bill.start and not sentence.text[hit.end : what.bill.start].strip())
            or (hit.start > what.bill.end and sentence.words(what.bill.end, hit.start) <= _TITLE)
        )
        for hit in sentence.hits
    )


def left_behind(sentence: Sentence, place: int, what: Thing) -> bool:
    """Say whether a verb of leaving has the treaty as its object, close behind it where the verb stands first."""
    if Cue.REVOKE in sentence.cues:
        if undoes_act(sentence, place):
            return False
        if what.bill is not None and sentence.language.script == "han":
            return True  # `撤销退出《罗马规约》的决定`
    after = sentence.hits[place + 1] if place + 1 < len(sentence.hits) else None
    if (
        after is not None
        and Cue.PRONOUN in after.cues
        and sentence.words(sentence.hits[place].end, after.start) < 1
    ):
        return True
    if what.hit is None or holds(sentence.hits[place + 1 : place + 3], Cue.INSTRUMENT):
        return False  # `left its instrument with the UN`
    if sentence.language.verb_last:
        return True
    return _ranked_to(sentence, place) or (
        what.hit.start > sentence.hits[place].start
        and sentence.words(sentence.hits[place].end, what.hit.start) <= _OBJECT
    )


def _ranked_to(sentence: Sentence, place: int) -> bool:
    """Say whether an infinitive follows a rank: `the third country to leave`."""
    for hit in reversed(sentence.hits[:place]):
        if hit.mark or hit.acts or hit.mention:
            return False
        if hit.ordinal is not None:
            return True
    return False


def hangs(sentence: Sentence, place: int) -> bool:
    """Say whether a condition follows the act: `will become a party once ...`."""
    return holds(sentence.hits[place + 1 :], Cue.CONDITION)


def told_of_treaty(sentence: Sentence, place: int, form: Form, what: Thing, ruling: list[Governor]) -> bool:
    """Say whether a passive without a doer tells that the treaty was signed: `UN convention signed in Hanoi`."""
    here = sentence.hits[place]
    if (
        form not in {Form.PASSIVE, Form.DONE}
        or what.hit is None
        or (form is Form.DONE and Cue.AUX not in here.cues)
    ):
        return False
    if form is Form.PASSIVE and what.hit.start > here.start and Cue.AUX not in here.cues:
        return False
    after = sentence.hits[place + 1] if place + 1 < len(sentence.hits) else None
    if after is not None and Cue.BY in after.cues and not sentence.text[here.end : after.start].strip():
        return False  # by somebody who is no State
    finite = Cue.AUX in here.cues or holds(ruling, Cue.AUX)
    return finite or sentence.field == "title"


def left_open(sentence: Sentence, place: int) -> bool:
    """Say whether what follows leaves a plan open: `its decision to sign the treaty will depend on ...`."""
    passed = is_noun(sentence.hits[place])
    for hit in sentence.hits[place + 1 :]:
        if hit.mention or Cue.ANAPHOR in hit.cues:
            passed = True
        elif hit.mark == "," and passed:
            continue
        elif not passed or hit.mark or hit.acts or Cue.CONDITION in hit.cues:
            return False
        elif Cue.MODAL in hit.cues:
            return Cue.PLAN not in hit.cues
    return False


def appeals(sentence: Sentence, doer: int, place: int) -> bool:
    """Say whether the name at `doer` only appeals to others to do the act: `Russia called for ratification`."""
    hits = sentence.hits
    first = hits[doer - 1] if doer == 1 and sentence.language.script == "arabic" else None
    if (
        first is not None and Cue.ASK in first.cues
    ):  # the verb that opens a sentence has its subject behind it
        return first.start == sentence.start and touches(sentence, first, hits[doer])
    for index in range(doer + 1, place):
        if Cue.ASK not in hits[index].cues:
            continue
        passive = Cue.AUX in hits[index - 1].cues and not sentence.words(
            hits[index - 1].end, hits[index].start
        )
        if holds(hits[index + 1 : place], Cue.PRONOUN, Cue.ROLE):
            return False  # a parliament asks its own government
        after = hits[index + 1]
        asked = Cue.TO in after.cues and not sentence.words(hits[index].end, after.start)
        return not passive and not asked
    return False


def only_named(sentence: Sentence, place: int, form: Form, ruling: list[Governor], who: Doers) -> bool:
    """Say whether an act as a noun is only spoken of: `agreed on ratification`, `supports ratification`."""
    here = sentence.hits[place]
    before = sentence.hits[place - 1] if place else None
    if before is None or not is_noun(here):
        return False
    about = Cue.APART in before.cues and touches(sentence, before, here)
    if about or form is not Form.NOUN:
        return about
    if who.how == "before" and not holds(ruling, *_DOING):
        between = sentence.hits[who.place + 1 : place]
        if any(Cue.APART in hit.cues and not hit.acts for hit in between):
            return True  # `Qatar welcomed the ratification`
    return holds(ruling, Cue.PASS)


def told_apart(sentence: Sentence, place: int, who: Doers, ruling: list[Governor]) -> bool:
    """Say whether a word for those who did it tells who or how many they are, or that one becomes one of them."""
    before = sentence.hits[place - 1] if place else None
    many = before is not None and Cue.MANY in before.cues
    link = sentence.hits[place - 2] if place > 1 else None
    if before is not None and before.number is not None and link is not None and Cue.PLACE in link.cues:
        return False  # `delegates from 160 parties`
    return many or bool(who.codes) or who.count is not None or holds(ruling, Cue.BECOME)


def elsewhere(sentence: Sentence, place: int) -> bool:
    """Say whether `parties to` is followed by no treaty: `called on all parties to push for it`."""
    here = sentence.hits[place]
    if not sentence.text[here.start : here.end].endswith((" to", " of")) or place + 1 == len(sentence.hits):
        return False
    for hit in sentence.hits[place + 1 :]:
        if hit.mention or Cue.ANAPHOR in hit.cues or hit.number is not None:
            return sentence.words(here.end, hit.start) > _TITLE
    return sentence.words(here.end, sentence.end) > _TITLE


def of_a_letter(sentence: Sentence, place: int) -> bool:
    """Say whether signatories are those of something named before: `In a letter, 14 signatories call on Peru`."""
    for hit in reversed(sentence.hits[:place]):
        if hit.mention or Cue.ANAPHOR in hit.cues or hit.acts:
            return False
        if Cue.OTHER in hit.cues:
            return True
    return False


def takes_other(sentence: Sentence, place: int, action: Action, form: Form, what: Thing) -> bool:
    """Say whether a verb of accepting has something else than the treaty as its object."""
    here = sentence.hits[place]
    if action not in {Action.ACCEPTANCE, Action.APPROVAL} or form is Form.NOUN:
        return False
    apart = what.hit is not None and sentence.words(here.end, what.hit.start) > _TAKEN
    before = what.hit is not None and what.hit.start < here.start and form is Form.BARE
    told = holds(sentence.hits[:place], Cue.AUX)  # `được ... chấp thuận`
    return (apart or before) and not told


def approved(sentence: Sentence, place: int, what: Thing) -> bool:
    """Say whether a parliament says yes to the treaty, whosever it is: `deputies approve the Convention`."""
    hits = sentence.hits
    yes = Cue.APPROVE in hits[place].cues and what.hit is not None
    return yes and holds(hits[:place], Cue.INSTITUTION)


def signed_by_office(sentence: Sentence, place: int, form: Form, what: Thing) -> bool:
    """Say whether an office, of whatever State, signs a treaty by name: `the minister signed the Convention`."""
    hits = sentence.hits
    signs = form is Form.DONE and hits[place].acts[:1] == ((Action.SIGNATURE, form),)
    if not signs or what.hit is None or what.hit.mention is None:
        return False
    office = next((hit for hit in hits[:place] if hit.cues & {Cue.ROLE, Cue.OUTSIDER, Cue.ASSEMBLY}), None)
    return office is not None and Cue.ROLE in office.cues
