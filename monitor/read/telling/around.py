"""Answer small questions about the words right around an act."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.doers.lists import Doers
from monitor.read.governor import Governor, compound, is_noun
from monitor.read.hits import NONE, Sentence, holds, until
from monitor.read.kinds import Action, Cue, Form
from monitor.read.objects.things import Thing
from monitor.read.status.undone import undoes_act

_DOING = frozenset(
    {Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.PLAN, Cue.STEP, Cue.APPROVE, Cue.BILL, Cue.REFUSE, Cue.URGE}
)
"""Kinds of words by which a doer does something about an act that stands as a noun."""
_DECIDING = (Cue.APPROVE, Cue.PASS, Cue.STEP, Cue.REVOKE)
"""Kinds of words by which a paper about leaving is decided on."""
_LINKS = frozenset({Cue.OF, Cue.PLACE, Cue.FRESH})
_OF_TREATY = frozenset({Cue.OF, Cue.TO, Cue.APART, Cue.PLACE, Cue.ANAPHOR})
"""Kinds of words that link those who are bound to what binds them."""
_ELSE = frozenset({Cue.ATTEND, Cue.GATHER, Cue.SPEAK, Cue.URGE, Cue.ASK, Cue.REACT, Cue.PRAISE})
"""Kinds of words by which parties do something else than to become such."""
_EVERYDAY = frozenset({Action.ACCEPTANCE, Action.APPROVAL, Action.WITHDRAWAL})
"""Acts whose nouns are words of every day."""
_KNOWN = frozenset({Cue.ANAPHOR, Cue.BILL, Cue.INSTRUMENT, Cue.PRONOUN, Cue.OPENING})
"""Kinds of words to which such a noun may be linked."""
_ELSEWHERE = frozenset({Cue.RELATIVE, Cue.OTHER, Cue.ASSEMBLY, Cue.OUTSIDER})
"""Kinds of words for what is no treaty; the WHO looks like a pronoun."""
_UNKNOWN = 2  # words that may describe a treaty behind such a noun
_ABOUT = frozenset({Cue.APART, Cue.PRAISE, Cue.SPEAK})
"""Kinds of words behind which an act as a noun is only spoken of."""
_TITLE = 2  # words between `parties to` and the treaty
_TAKEN = 4  # words between a verb of accepting and what is accepted
_DIRECT = 4  # words between a verb that also means to criticise and the treaty as its object
_OBJECT = 8  # words between a verb of leaving and what is left


def left_behind(sentence: Sentence, place: int, what: Thing) -> bool:
    """Say whether a verb of leaving has the treaty as its object, close behind it where the verb stands first."""
    if Cue.REVOKE in sentence.cues and undoes_act(sentence, place):
        return False
    paper = what.bill is not None and sentence.language.script == "han"
    if paper and holds(sentence.hits[:place], *_DECIDING):
        return True  # `通过退出《罗马规约》的决定`
    here, after = sentence.hits[place], sentence.at(place + 1)
    if Cue.PRONOUN in after.cues and sentence.near(here, after):
        return True
    if Cue.ASSEMBLY in after.cues and sentence.near(here, after, 1):
        return False  # `quits the WHO and skips the pact`
    if what.hit is here:
        return True  # `l'a quittée`
    if after is what.hit and Cue.REVOKE in here.cues and not sentence.language.verb_last:
        return False  # `the government withdrew the treaty`, from parliament
    if Cue.REACT in here.cues and what.hit is not None:
        between = sentence.between(here, what.hit)
        if holds(between, Cue.OF) or not sentence.near(here, what.hit, _DIRECT):
            return False  # `dénonce les violations de la convention`
    if what.hit is None or holds(sentence.hits[place + 1 : place + 3], Cue.INSTRUMENT):
        return False  # `left its instrument with the UN`
    if Cue.OF in after.cues and is_noun(sentence.at(place + 2)):
        return False  # `pulls out of signing the Hanoi Convention`
    hits = sentence.hits
    behind = (at for at, _ in sentence.rightward(place) if sentence.at(at - 1) is what.hit)
    if Cue.CEREMONY in sentence.after(what.hit.end).cues:
        return False  # `pulls out of the Hanoi Convention ceremony`
    if any(compound(sentence, at) != at and hits[at].action is not Action.WITHDRAWAL for at in behind):
        return False  # `pulls out of the Hanoi Convention signing`
    if sentence.language.verb_last:
        return True
    ranked = any(hit.ordinal is not None for hit in sentence.hits[:place])  # `the third country to leave`
    return ranked or (what.hit.start > here.start and sentence.near(here, what.hit, _OBJECT))


def told_of_treaty(sentence: Sentence, place: int, form: Form, what: Thing, ruling: list[Governor]) -> bool:
    """Say whether a passive without a doer tells that the treaty was signed: `UN convention signed in Hanoi`."""
    here, after = sentence.hits[place], sentence.at(place + 1)
    if form not in {Form.PASSIVE, Form.DONE} or what.hit is None:
        return False
    if (form is Form.DONE or what.hit.start > here.start) and Cue.AUX not in here.cues:
        return False
    if Cue.BY in after.cues and not sentence.gap(here, after):
        return False  # by somebody who is no State
    finite = Cue.AUX in here.cues or holds(ruling, Cue.AUX)
    return finite or sentence.field == "title"


def denied_behind(sentence: Sentence, place: int) -> bool:
    """Say whether what was told of an act is called false behind it: `reports that Sudan signed it are false`."""
    if not (
        holds(sentence.hits[:place], Cue.THAT)
        or sentence.language.script == "han"
        or sentence.language.syllables
    ):
        return False
    behind = until(sentence.hits[place + 1 :], lambda hit: hit.mark == ";" or Cue.AND in hit.cues)
    return holds(behind, Cue.DENY)


def commands(sentence: Sentence, place: int) -> bool:
    """Say whether a sentence commands an act: `Ratify the treaty now, experts say`, `Plea: sign the treaty`."""
    here, before = sentence.hits[place], sentence.at(place - 1)
    if before:
        opens = sentence.said(before) == ":" and holds(sentence.hits[: place - 1], Cue.ASK, Cue.URGE)
        return opens and sentence.near(before, here)
    told = not sentence.cues.isdisjoint({Cue.SPEAK, Cue.ASK, Cue.URGE})
    named = any(hit.mention for hit in sentence.hits[place + 1 : place + 3])
    return here.start == sentence.start and told and named


def left_open(sentence: Sentence, place: int) -> bool:
    """Say whether what follows leaves a plan open: `its decision to sign the treaty will depend on ...`."""
    passed = is_noun(sentence.hits[place])
    for hit in sentence.hits[place + 1 :]:
        if hit.treaty:
            passed = True
        elif hit.mark == "," and passed:
            continue
        elif not passed or hit.mark or hit.acts or hit.cues & {Cue.CONDITION, Cue.BOUNDARY}:
            return False
        elif Cue.MODAL in hit.cues:
            return Cue.PLAN not in hit.cues
    return False


def appeals(sentence: Sentence, doer: int, place: int) -> bool:
    """Say whether the name at `doer` only appeals to others to do the act: `Russia called for ratification`."""
    hits = sentence.hits
    first = hits[doer - 1] if doer == 1 and sentence.language.script == "arabic" else None
    # the verb that opens a sentence has its subject behind it
    if first is not None and Cue.ASK in first.cues:
        return first.start == sentence.start and sentence.near(first, hits[doer])
    for index in range(doer + 1, place):
        if Cue.ASK not in hits[index].cues:
            continue
        passive = Cue.AUX in hits[index - 1].cues and sentence.near(hits[index - 1], hits[index])
        if holds(hits[index + 1 : place], Cue.PRONOUN, Cue.ROLE):
            return False  # a parliament asks its own government
        after = hits[index + 1]
        asked = bool(after.cues & {Cue.TO, Cue.BY}) and sentence.near(hits[index], after)
        return not passive and not asked
    return False


def only_named(sentence: Sentence, place: int, form: Form, ruling: list[Governor], who: Doers) -> bool:
    """Say whether an act as a noun is only spoken of: `agreed on ratification`, `supports ratification`."""
    first = compound(sentence, place)
    before = sentence.at(first - 1)
    if sentence.language.syllables and Cue.APART in before.cues and form is Form.BARE:
        return sentence.near(before, sentence.hits[place])  # `hội thảo về phê chuẩn`
    if not before or not is_noun(sentence.hits[place]):
        return False
    apart = Cue.APART in before.cues and Cue.PERFORM not in before.cues
    about = apart and sentence.near(before, sentence.hits[first])
    if about or (form is not Form.NOUN and first == place):
        return about
    if who.how == "before" and not holds(ruling, *_DOING):
        between = sentence.hits[who.place + 1 : place]
        if any(hit.cues & _ABOUT and not hit.acts for hit in between):
            return True  # `Qatar welcomed the ratification`, `said that ratification helps trade`
        if _unknown_verb(sentence, who.place, first):
            return True
    return holds(ruling, Cue.PASS)


def _unknown_verb(sentence: Sentence, doer: int, first: int) -> bool:
    """Say whether nobody knows what a doer does about an act of that name: `Qatar salutes the signing`."""
    hits = sentence.hits  # `Peru's minister, Ana Rojas, termed the signing`
    last = max((at for at in range(doer + 1, first) if Cue.ROLE in hits[at].cues), default=doer)
    between = hits[last + 1 : first]
    asides = sum(hit.mark == "," for hit in between) == 2
    known = any(hit.cues - _LINKS or not (hit.cues or (asides and hit.mark)) for hit in between)
    if known or sentence.text.startswith(("'s", "' "), hits[last].end):
        return False
    opens = sentence.language.script == "arabic" and (hits[0].state or Cue.ROLE in hits[0].cues)
    if opens and sentence.unknown(sentence.start, hits[0].start):
        return True  # `وصف رئيس بيرو توقيع الاتفاقية بأنه`
    return any(sentence.unknown(one.end, two.start) for one, two in pairwise(hits[last : first + 1]))


def spoken_of(sentence: Sentence, doer: int, place: int) -> bool:
    """Say whether a verb nobody knows governs an infinitive: `41 países debatieron cómo ratificar la Convención`."""
    language = sentence.language
    if language.script == "han":  # `肯尼亚表示，批准公约有助于打击犯罪`
        comma = sentence.at(place - 1).mark == ","
        return Cue.SPEAK in sentence.at(place - 2 if comma else place - 1).cues
    if language.script != "latin" or language.syllables or language.describes_before:
        return False
    first = doer - 1
    while first > 0 and sentence.hits[first].cues & {Cue.FRESH, Cue.PLACE}:
        first -= 1
    link = sentence.at(first)
    if language.verb_first and not language.verb_last and Cue.THAT in link.cues and not link.acts:
        # `para que o Peru assine`, in the subjunctive
        return sentence.near(link, sentence.hits[first + 1], 1)
    return any(sentence.unknown(one.end, two.start) for one, two in pairwise(sentence.hits[doer : place + 1]))


def kept_from(sentence: Sentence, place: int, form: Form) -> bool:
    """Say whether others keep a State from the act: `sanctions keep Syria from signing`, `nothing stops it from`."""
    if form is not Form.GERUND or Cue.OF not in sentence.at(place - 1).cues:
        return False
    who, link = sentence.at(place - 2), sentence.hits[place - 1]
    named = who.name is not None or not who.cues.isdisjoint({Cue.GROUP, Cue.PRONOUN})
    return named and sentence.near(who, link) and sentence.near(link, sentence.hits[place])


def fronted(sentence: Sentence, place: int) -> bool:
    """Say whether a German verb opens a condition or a question: `Unterzeichnet Kenia sie, ändert sich alles`."""
    here = sentence.hits[place]
    if here.start != sentence.start or not here.acts or here.likewise:
        return False
    name = sentence.at(place + 1)
    return sentence.language.bracketed and name.state and sentence.near(here, name)


def told_apart(sentence: Sentence, place: int, who: Doers, ruling: list[Governor]) -> bool:
    """Say whether a word for those who did it tells who or how many they are, or that one becomes one of them."""
    link, before = sentence.at(place - 2), sentence.at(place - 1)
    if before.number is not None and Cue.PLACE in link.cues:
        return False  # `delegates from 160 parties`
    told = bool(who.codes) or who.count is not None or holds(ruling, Cue.BECOME)
    return told or Cue.MANY in before.cues


def elsewhere(sentence: Sentence, place: int) -> bool:
    """Say whether `parties to` is followed by no treaty: `called on all parties to push for it`."""
    here = sentence.hits[place]
    if not sentence.said(here).endswith((" to", " of")) or place + 1 == len(sentence.hits):
        return False
    behind = (hit.start for hit in sentence.hits[place + 1 :] if hit.treaty or hit.number is not None)
    return sentence.words(here.end, next(behind, sentence.end)) > _TITLE


def meets(sentence: Sentence, place: int) -> bool:
    """Say whether those who did it before only meet: `will host the second meeting of signatories`, `签署国会议`."""
    here, link, after = sentence.hits[place], sentence.at(place - 1), sentence.at(place + 1)
    if Cue.CEREMONY in after.cues and not sentence.gap(here, after):
        return True
    counted = any(hit.number is not None for hit in sentence.hits)
    joins = holds(sentence.hits[:place], Cue.BECOME, Cue.LOOSE, Cue.REACH, Cue.STALE, Cue.REFERENCE)
    return Cue.OF in link.cues and sentence.near(link, here) and not (counted or joins)


def act_together(sentence: Sentence, place: int) -> bool:
    """Say whether those counted as parties open a clause and do something else: `79 parties to it met in The Hague`."""
    hits, first = sentence.hits, sentence.count_from(place)
    before = sentence.at(first - 1)
    if first == place or (before and not before.mark and not before.treaty):
        return first != place and sentence.language.verb_first and not before.cues.isdisjoint(_ELSE)
    if before.mark and sentence.at(first - 2).name:
        return False  # `Cuba and Mali: the two parties to it in the region`
    begins = before.end if before else sentence.start
    if not before.treaty and sentence.unknown(begins, hits[first].start):
        return sentence.language.verb_first and not before
    last = hits[place].end
    for hit in hits[place + 1 :]:
        if sentence.unknown(last, hit.start):
            return True
        if hit.acts or not (hit.treaty or hit.cues & _OF_TREATY):
            return not hit.acts and not hit.cues.isdisjoint(_ELSE)
        last = hit.end
    return bool(sentence.unknown(last, sentence.end))


def of_a_letter(sentence: Sentence, place: int) -> bool:
    """Say whether signatories are those of something named before: `In a letter, 14 signatories call on Peru`."""
    before = until(
        reversed(sentence.hits[:place]), lambda hit: hit.treaty or hit.acts or Cue.THAT in hit.cues
    )
    return holds(before, Cue.OTHER)  # but `Reuters reports that Peru became a party`


def takes_other(sentence: Sentence, place: int, action: Action, form: Form, what: Thing) -> bool:
    """Say whether a word for accepting or leaving has something else than the treaty as its object."""
    here = sentence.hits[place]
    if form is Form.NOUN:
        return action in _EVERYDAY and _of_unknown(sentence, place)
    if action not in {Action.ACCEPTANCE, Action.APPROVAL}:
        return False
    if not (what.hit or what.bill or form is Form.PASSIVE or sentence.language.verb_last):
        after = sentence.at(place + 1)
        other = sentence.owns(place + 1) or Cue.ASK in after.cues  # `accepted the government's proposal`
        return other or bool(sentence.unknown(here.end, sentence.next_from(place)))
    if what.hit is None or holds(sentence.hits[:place], Cue.AUX):
        return False  # `được ... chấp thuận`
    before = what.hit.start < here.start and form is Form.BARE
    invited = holds(sentence.between(here, what.hit), Cue.INVITE)  # `accepts an invitation to the meeting`
    return before or invited or not sentence.near(here, what.hit, _TAKEN)


def _of_unknown(sentence: Sentence, place: int) -> bool:
    """Say whether a noun is linked to what nobody here knows: `acceptance of diplomas`, `withdrawal from the WHO`."""
    at = place + 1
    if sentence.at(at).name:
        at += 1  # `der Austritt der USA aus der WHO`
    name, further = sentence.at(at + 1), sentence.at(at + 2)
    if name.name and Cue.OF in further.cues and sentence.near(name, further):
        at += 2  # `the withdrawal of Peru from the WHO`
    at += Cue.OF in sentence.at(at).cues & sentence.at(at + 1).cues  # `aus der`
    link, after = sentence.at(at), sentence.at(at + 1)
    if Cue.OF not in link.cues or not sentence.near(sentence.hits[at - 1], link):
        return False
    unknown = len(sentence.unknown(link.end, sentence.next_from(at)))
    if unknown < _UNKNOWN and (after.mention or not after.cues.isdisjoint(_KNOWN)):
        return False
    if after.name and not unknown:
        return after.name.kind == "adjective" and not sentence.at(at + 2).mention
    return unknown > 0 or not after.cues.isdisjoint(_ELSEWHERE)


def hands_in_beside(sentence: Sentence, ruling: list[Governor]) -> bool:
    """Say whether an instrument goes in by a verb that is joined to another: `is authorised to sign and deposit`."""
    verb = next((one.hit for one in ruling if Cue.DEPOSIT in one.cues), None)
    before = next((one for one, two in pairwise(sentence.hits) if two is verb), NONE)
    return Cue.AND in before.cues


def approved(sentence: Sentence, place: int) -> bool:
    """Say whether a parliament says yes to the treaty, whosever it is: `deputies approve the Convention`."""
    hits = sentence.hits
    return Cue.APPROVE in hits[place].cues and holds(hits[:place], Cue.INSTITUTION)


def signed_by_office(sentence: Sentence, place: int, form: Form, what: Thing) -> bool:
    """Say whether an office, of whatever State, signs a treaty by name: `the minister signed the Convention`."""
    hits = sentence.hits
    signs = form is Form.DONE and hits[place].acts[:1] == ((Action.SIGNATURE, form),)
    if not signs or what.hit is None or what.hit.mention is None:
        return False
    office = next((hit for hit in hits[:place] if hit.cues & {Cue.ROLE, Cue.OUTSIDER, Cue.ASSEMBLY}), NONE)
    return Cue.ROLE in office.cues
