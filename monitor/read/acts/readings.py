"""Tell which words of a sentence are acts, and which finite verbs tell but what somebody wants others to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.read.act import Act
from monitor.read.acts import unnamed
from monitor.read.acts.home import decided, decides_at_home
from monitor.read.governor import PARTING, Governor, controlled, on_day
from monitor.read.hits import BODIES, Action, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence, Word

_OTHERS = (
    (Cue.BILL, unnamed.law_on, Form.DONE),
    (Cue.DEPOSIT, unnamed.bare_instrument, Form.PASSIVE),
    (Cue.LODGE, unnamed.bare_deposit, Form.NOUN),
    (Cue.SUBMIT, unnamed.submits, Form.DONE),
    (Cue.REJECT, unnamed.rejects, Form.NOUN),
)
"""Kinds of words that tell of a ratification without a word for it, when, and in which form."""
_ADVERB = 2  # words between: `must still approve it`, `will once again approve it`
_WANTS = frozenset({Cue.URGE, Cue.PUT})
_WITH_INFINITIVE = frozenset({Cue.PLAN, Cue.URGE, Cue.MODAL, Cue.NEED, Cue.TO, Cue.INVITE})
_DECIDED = frozenset({Cue.APPROVE, Cue.RESOLVE})
_HELD = _WANTS | _DECIDED | {Cue.MODAL}
"""Kinds of words behind which a clause tells what is wanted, decided or possible: `approved that Peru signs`."""


def act_of(sentence: Sentence, place: int) -> tuple[Action, Form] | None:
    """Return the act that a word tells and its form, or None: `signed`, or a house's yes, `approved it`."""
    hit = sentence.hits[place]
    if hit.acts and not _of_house(sentence, place):
        action, form = hit.acts[0]
        awaited = Cue.PLAN in sentence.at(place - 2).cues  # `se espera que Kenia firme el tratado`
        wished = Cue.WISHED in hit.cues and not awaited and wanted(sentence, place) is None
        waits = form is Form.PASSIVE or (form is Form.BARE and not sentence.language.verb_last)
        # `pide que la Convención sea ratificada por Kenia`
        in_mood = Cue.WISHED in sentence.at(place - 1).cues
        wished = wished or (waits and not in_mood and caused(sentence, place, Cue.URGE, Cue.PUT))
        if wished or _approves_act(sentence, place, action):
            return None
        half = sentence.nearest(place, lambda one: Cue.PARTED in one.cues)
        if Cue.PARTED in hit.cues and Cue.PLAN in half.cues:
            return action, Form.FUTURE  # `ستدخل المعاهدة حيز التنفيذ`
        law = unnamed.signs_law(Word(sentence, place, form))
        return (Action.RATIFICATION, Form.DONE) if law else (action, form)
    for cue, tells, form in _OTHERS:
        if cue in hit.cues and tells(sentence, place):
            return Action.RATIFICATION, form
    yes = Cue.APPROVE in hit.cues or (Cue.PASS in hit.cues and decides_at_home(sentence, place))
    if yes and not unnamed.opposed(sentence, place):
        if (approved := _approved(sentence, place)) is not None:
            return approved, Form.DONE
        if (before := unnamed.told_before(sentence, place)) is not None:
            return unnamed.named_with(sentence, before[0]), before[1]
    return None


def _of_house(sentence: Sentence, place: int) -> bool:
    """Say whether a yes is told by whose it is, and not to what: `signed it with the approval of the Kenyan Senate`."""
    whose = place + 1 + (sentence.at(place + 1).name is not None)
    return Cue.APPROVE in sentence.hits[place].cues and Cue.INSTITUTION in sentence.at(whose).cues


def halved(sentence: Sentence, place: int) -> bool:
    """Say whether the other half of a word stands on the other side of the treaty: `tritt dem Abkommen bei`."""
    before = sentence.hits[place]
    if before.action is Action.ENTRY_INTO_FORCE:
        return True
    for hit in until(sentence.hits[place + 1 :], lambda hit: hit.mark == ";"):
        if Cue.PARTED in hit.cues and Cue.REVOKE not in hit.cues:
            # `Der Konvention traten Kenia und Togo bei`
            return before.treaty or sentence.at(place - 1).treaty
        before = hit
    return False


def _approved(sentence: Sentence, place: int) -> Action | None:
    """Return what a yes at this place says yes to, if it is a treaty: `approved the convention`, `the exit bill`."""
    hit = sentence.hits[place]
    after = sentence.at(place + 1)
    object_ = (after.acts or Cue.BILL in after.cues) and not sentence.gap(hit, after)  # `aprovou o projeto`
    # `el Senado lo aprobó`
    named_before = Cue.ANAPHOR in hit.cues and Cue.INSTITUTION in sentence.cues and not object_
    if named_before or unnamed.approves_it(sentence, place):
        return Action.RATIFICATION
    if _wills(sentence, place) or fell_short(sentence, place):
        return None
    comma = False
    for at, other in sentence.rightward(place):
        if Cue.REJECT in other.cues:
            return None  # `voted 30 to 2 against the treaty`
        listed = comma and Cue.AND in other.cues
        if other.mark == "," and _has_object(sentence, place, at):
            return None  # `通过预算案，《公约》将于秋季审议`
        # `approved a plan to implement the treaty`, `approved talks on the treaty`
        planned = other.cues & {Cue.PLAN, Cue.MODAL}
        if other.acts or other.mark == ";" or other.cues & PARTING or listed or planned:
            return None
        if other.mention:
            noun = sentence.at(at + 1).form is Form.NOUN  # `backs Convention ratification`
            return None if noun else unnamed.named_with(sentence, other)
        comma = other.mark == ","
    return None


def fell_short(sentence: Sentence, place: int) -> bool:
    """Say whether a vote had too few votes: `voted 61-38 to ratify it, short of the two-thirds majority`."""
    behind = until(sentence.hits[place:], lambda hit: Cue.AFTER in hit.cues)
    return holds(behind, Cue.SHORT)


def _wills(sentence: Sentence, place: int) -> bool:
    """Say whether a vote is for something that nobody here knows: `voted to abandon the Escazú Agreement`."""
    for link, after in pairwise(sentence.hits[place : place + 5]):
        if sentence.links(link):
            words = sentence.gap(link, after).split()
            return words[0] not in sentence.small if words else Cue.REFUSE in after.cues
    return False


def _has_object(sentence: Sentence, place: int, comma: int) -> bool:
    """Say whether something that nobody here knows was approved before this comma: `passed the budget, and`."""
    if sentence.language.bracketed:
        return sentence.hits[place].end == sentence.hits[comma].start
    before = sentence.hits[comma - 1]
    if comma - 1 != place and before.name is None:
        return False
    return bool(sentence.strange(before, sentence.hits[comma]))


def _approves_act(sentence: Sentence, place: int, action: Action) -> bool:
    """Say whether a word for ratifying only says yes to the act behind it: `批准签署`, `ratifies the accession to`."""
    if Cue.APPROVE in sentence.hits[place].cues and sentence.at(place + 1).acts:
        return True
    return action is Action.RATIFICATION and _of_leaving(sentence, place)


def _of_leaving(sentence: Sentence, place: int) -> bool:
    """Say whether to leave is what is ratified: `The decision to leave the treaty was taken and ratified by`."""
    subject = Cue.AUX in sentence.hits[place].cues
    if not sentence.hits[place].has(Form.PASSIVE):
        return False
    for hit in reversed(sentence.hits[:place]):
        if hit.acts or hit.mark or (Cue.AND in hit.cues if subject else hit.treaty):
            return subject and hit.action is Action.WITHDRAWAL
        subject = subject or Cue.AUX in hit.cues
    return False


def looks_finite(sentence: Sentence, place: int) -> bool:
    """Say whether a word before makes an infinitive of a form that looks finite: `should put its name to`."""
    before, here = sentence.at(place - 1), sentence.hits[place]
    if decided(sentence, place) or (Cue.PAST not in here.cues and wanted(sentence, place) is not None):
        return True
    if not sentence.near(before, here, 0 if here.acts else _ADVERB) or sentence.unspaced:
        return False
    if Cue.TO in before.cues and Cue.PAST in here.cues:  # `was to have signed`, but `is proud to have signed`
        return Cue.AUX in sentence.at(place - 2).cues
    return not before.cues.isdisjoint(_WITH_INFINITIVE)


def wanted(sentence: Sentence, place: int) -> int | None:
    """Return the place of the word that wants the doer right before the act to do it: `experts want Peru to sign`."""
    hits = sentence.hits
    at = place - 1
    while hits[place].has(Form.NOUN) and hits[at].cues & {Cue.DEPOSIT, Cue.INSTRUMENT}:
        at -= 1  # `чтобы Кения сдала на хранение грамоту о ратификации`
    while at > 1 and Cue.AND in hits[at].cues and hits[at - 1].acts:
        at -= 2  # `that Fiji sign and ratify it`
    while at > 0 and (on_day(sentence, at) or (Cue.NEGATION in hits[at].cues and hits[at - 1].name)):
        at -= 1  # `чтобы Кения в пятницу подписала`, `that Fiji not sign it`, not `that it will not sign it`
    doer = hits[at].name is not None or not hits[at].cues.isdisjoint({Cue.PRONOUN, Cue.GROUP})
    if at < 1 or not doer:
        return None
    at -= hits[at].name is None
    while at and (hits[at].number is not None or Cue.MANY in hits[at].cues):
        at -= 1  # `чтобы 40 стран подписали`
    while at and (hits[at].name or (Cue.AND in hits[at].cues and hits[at - 1].name)):
        at -= 1
    while at and hits[at].cues.isdisjoint(_WANTS) and (Cue.THAT in hits[at].cues or on_day(sentence, at)):
        at -= 1
    held = _HELD | {Cue.AUX, Cue.ASK} if _subjunctive(sentence, place) else _HELD
    return at if hits[at].cues & held else None


def _subjunctive(sentence: Sentence, place: int) -> bool:
    """Say whether a bare form may tell what is wanted of those before it: `it is fitting that Peru sign`."""
    here = sentence.hits[place]
    return Cue.THAT in sentence.cues and here.form is Form.BARE and sentence.language.describes_before


def in_mood(sentence: Sentence, place: int) -> bool:
    """Say whether a clause tells what somebody agrees to or fears, in its mood: `a accepté que le Kenya signe`.

    The present looks alike, and the participle that has lost its accent; what was done is told by a perfect. So it is
    where the verb stands last: `Der Plan ist, dass Kenia sie ratifiziert`.
    """
    language = sentence.language
    if language.bracketed:
        comma = sentence.hits[sentence.mark_before(place)]
        opened = comma.end if comma.mark else sentence.start
        first = sentence.first_word(opened, sentence.hits[place].start)
        ends = not sentence.text[sentence.hits[place].end : sentence.end].lstrip()[:1].isalpha()
        return ends and first in language.subjunctive
    return language.moods_alike and sentence.at(place - 1).state and Cue.THAT in sentence.at(place - 2).cues


def caused(sentence: Sentence, place: int, *kinds: Cue) -> bool:
    """Say whether somebody is to have the treaty before the act do or done: `wants it signed`, `to have it signed`."""
    at = place - 1 - (Cue.AUX in sentence.at(place - 1).cues)  # `чтобы Конвенция была подписана`
    what, word = sentence.at(at), sentence.at(at - 1)
    return what.treaty and not (what.cues | word.cues).isdisjoint(kinds)  # `to have it signed`


def put_forward(sentence: Sentence, place: int, ruling: list[Governor]) -> list[Governor]:
    """Return what governs an act: to propose it is an appeal, or a plan of who decides: `the EU proposes to sign`."""
    mood = Cue.PUT in sentence.cues or _subjunctive(sentence, place)
    if not mood or (at := wanted(sentence, place)) is None or sentence.hits[at].cues & _DECIDED:
        return ruling
    word = sentence.hits[at]
    plans = Cue.PUT in word.cues and _decides(sentence.hits[:at], sentence.hits[at + 1 : place])
    kind = Governor(word, frozenset({Cue.PLAN if plans else Cue.URGE}), 0)
    return [*(one for one in ruling if one.hit is not word), kind]


def of_object(act: Act) -> Sequence[Governor]:
    """Return what governs an act, but for the plan to make its doer do it: `will help Peru sign` plans the help."""
    sentence, doer = act.sentence, act.who.place
    made_to = act.here.form is Form.BARE and act.here.action is not Action.WITHDRAWAL
    if doer < 0 or not made_to or not controlled(sentence, doer):
        return act.ruling
    who = sentence.hits[doer]  # but `welcomed the decision of Peru to sign`
    return [one for one in act.ruling if Cue.PLAN not in one.cues or not sentence.strange(one.hit, who)]


def _decides(before: list[Hit], between: list[Hit]) -> bool:
    """Say whether those who propose are of the State that shall do it: `the Commission proposes that the EU sign`."""
    name = next((hit.name for hit in reversed(before) if hit.name), None)
    doers = [hit for hit in between if hit.name or Cue.GROUP in hit.cues]
    if name is not None:
        return all(hit.name is not None and hit.name.code == name.code for hit in doers)
    return holds(before, *BODIES) and not holds(before, Cue.OUTSIDER)
