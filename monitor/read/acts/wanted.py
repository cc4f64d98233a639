"""Tell what somebody only wants others to do, though its verb is finite: `experts want Norway signs the pact`."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.read.act import Act
from monitor.read.acts.home import decided
from monitor.read.asides import on_day
from monitor.read.governor import Governor, controlled
from monitor.read.hits import BODIES, Hit, holds
from monitor.read.kinds import Action, Cue, Form
from monitor.read.sentence import Sentence

_ADVERB = 2  # words between: `must still approve it`, `will once again approve it`
_WANTS = frozenset({Cue.URGE, Cue.PUT})
_WITH_INFINITIVE = frozenset({Cue.PLAN, Cue.URGE, Cue.MODAL, Cue.NEED, Cue.TO, Cue.INVITE})
_DECIDED = frozenset({Cue.APPROVE, Cue.RESOLVE})
_GRANTS = _DECIDED | {Cue.MODAL}
"""Further kinds of words behind which a clause with `that` tells what may be, or is decided, and not what is."""


def looks_finite(sentence: Sentence, place: int) -> bool:
    """Say whether a word before makes an infinitive of a form that looks finite: `should put its name to`."""
    if not place or decided(sentence, place):
        return bool(place)
    before, here = sentence.hits[place - 1], sentence.hits[place]
    if Cue.PAST not in here.cues and wanted(sentence, place) is not None:
        return True
    if not sentence.near(before, here, 0 if here.acts else _ADVERB) or sentence.unspaced:
        return False
    if Cue.TO in before.cues and Cue.PAST in here.cues:  # `was to have signed`, but `is proud to have signed`
        verb = sentence.at(place - 2)
        return Cue.AUX in verb.cues and sentence.near(verb, before)
    return bool(before.cues & _WITH_INFINITIVE) and not before.acts


def wanted(sentence: Sentence, place: int) -> int | None:
    """Return the place of the word that wants the doer right before the act to do it: `experts want Peru to sign`."""
    hits = sentence.hits
    at = place - 1
    while hits[place].has(Form.NOUN) and hits[at].cues & {Cue.DEPOSIT, Cue.INSTRUMENT}:
        at -= 1  # `чтобы Кения сдала на хранение грамоту о ратификации`
    while at > 1 and Cue.AND in hits[at].cues and hits[at - 1].acts:
        at -= 2  # `that Fiji sign and ratify it`
    while at > 0 and (on_day(sentence, at) or Cue.NEGATION in hits[at].cues):
        at -= 1  # `чтобы Кения в пятницу подписала`, `that Fiji not sign it`
    doer = hits[at].name is not None or not hits[at].cues.isdisjoint({Cue.PRONOUN, Cue.GROUP})
    if at < 1 or not doer:
        return None
    at -= hits[at].name is None
    while at and (hits[at].name or (Cue.AND in hits[at].cues and hits[at - 1].name)):
        at -= 1
    that = False
    while at and hits[at].cues.isdisjoint(_WANTS) and (Cue.THAT in hits[at].cues or on_day(sentence, at)):
        that = that or Cue.THAT in hits[at].cues
        at -= 1
    held = _WANTS | _GRANTS if that else _WANTS  # `possible that Peru signs`, `approved that Peru signs`
    if that and _subjunctive(sentence, place):
        held |= {Cue.AUX, Cue.ASK}
    return at if hits[at].cues & held and not hits[at].acts else None


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
    passive = Cue.AUX in sentence.at(place - 1).cues and not sentence.unspaced
    at = place - 1 - passive  # `чтобы Конвенция была подписана`
    what, word = sentence.at(at), sentence.at(at - 1)
    if not what.treaty:
        return False
    own = not what.cues.isdisjoint(kinds)  # `to have it signed`
    return own or (not word.cues.isdisjoint(kinds) and not word.acts and sentence.near(word, what, 3))


def put_forward(sentence: Sentence, place: int, ruling: list[Governor]) -> list[Governor]:
    """Return what governs an act: to propose it is an appeal, or a plan of who decides: `the EU proposes to sign`."""
    mood = Cue.PUT in sentence.cues or _subjunctive(sentence, place)
    if not mood or (at := wanted(sentence, place)) is None or sentence.hits[at].cues & _DECIDED:
        return ruling
    word = sentence.hits[at]
    plans = Cue.PUT in word.cues and _decides(sentence.hits[:at], sentence.hits[place - 1])
    kind = Governor(word, frozenset({Cue.PLAN if plans else Cue.URGE}), 0)
    return [*(one for one in ruling if one.hit is not word), kind]


def of_object(act: Act) -> Sequence[Governor]:
    """Return what governs an act, but for the plan to make its doer do it: `will help Peru sign` plans the help."""
    sentence, doer = act.sentence, act.who.place
    if doer < 0 or act.here.form is not Form.BARE or act.here.action is Action.WITHDRAWAL:
        return act.ruling
    if not controlled(sentence, doer):
        return act.ruling
    who = sentence.hits[doer]  # but `welcomed the decision of Peru to sign`
    return [one for one in act.ruling if Cue.PLAN not in one.cues or not sentence.strange(one.hit, who)]


def _decides(before: list[Hit], doer: Hit) -> bool:
    """Say whether those who propose are of the State that shall do it: `the Commission proposes that the EU sign`."""
    name = next((hit.name for hit in reversed(before) if hit.name), None)
    if name is not None:
        return doer.name is None or name.code == doer.name.code
    return holds(before, *BODIES) and not holds(before, Cue.OUTSIDER)
