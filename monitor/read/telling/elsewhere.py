"""Say why an act is not done to the treaty."""

from __future__ import annotations

from monitor.read.act import Act
from monitor.read.acts.home import ratified_act, signs_else
from monitor.read.doers.company import those_joined
from monitor.read.doers.counts import becoming
from monitor.read.doers.subject import doers
from monitor.read.governor import compound
from monitor.read.hits import NONE, OUTSIDERS, PREPOSITIONS, Action, Cue, Form, Hit, holds, until
from monitor.read.objects.instead import in_deed, in_treaty
from monitor.read.objects.things import implied
from monitor.read.sentence import Sentence, Word
from monitor.read.status.undone import undoes_act
from monitor.read.telling.memory import Told

_DECIDING = (Cue.APPROVE, Cue.PASS, Cue.STEP, Cue.REVOKE)
"""Kinds of words by which a paper about leaving is decided on."""
_ELSE = frozenset({Cue.ATTEND, Cue.GATHER, Cue.SPEAK, Cue.URGE, Cue.ASK, Cue.REACT, Cue.PRAISE})
"""Kinds of words by which parties do something else than to become such."""
_EVERYDAY = frozenset({Action.ACCEPTANCE, Action.APPROVAL, Action.WITHDRAWAL})
"""Acts whose nouns are words of every day."""
_ELSEWHERE = OUTSIDERS | {Cue.RELATIVE, Cue.OTHER}
"""Kinds of words for what is no treaty; the WHO looks like a pronoun."""
_UNKNOWN = 2  # words that may describe a treaty behind such a noun
_TITLE = 2  # words between `parties to` and the treaty
_TAKEN = 4  # words between a verb of accepting and what is accepted
_DIRECT = 2  # strange words between a verb that also means to criticise and the treaty, which is not its object then
_STATES = 200  # more than there are
_OBJECT = 8  # words between a verb of leaving and what is left


def done_elsewhere(told: Told, act: Act) -> str:
    """Say why an act is not done to the treaty, or nothing: `signed a contract`, `left the WHO`, `joined Peru in`."""
    sentence, place, action, form, what = act.sentence, act.place, act.action, act.form, act.what
    if what.other is not None:
        return f"done to something else: {sentence.said(what.other)}"
    if form is Form.AGENT and (why := _as_parties(sentence, place)):
        return why
    if ratified_act(sentence, place) is not None:
        return "another act is ratified at home"
    if action is Action.SIGNATURE and (why := signs_else(sentence, place, what)):
        return why
    if form is Form.NOUN and action is Action.SIGNATURE and _by_people(sentence, place):
        return "more have signed than there are States"
    says_it = form is Form.NOUN or act.here.likewise
    if action is Action.WITHDRAWAL and not says_it and not _left_behind(act):
        return "what is left is not said to be the treaty"
    joins = action is Action.ACCESSION and form is not Form.NOUN and not says_it
    treaty = what.hit or NONE
    if joins and (in_deed(sentence, treaty) or (_joins_others(act) and not in_treaty(sentence, treaty))):
        return "joins others, not the treaty"
    if _takes_other(act):
        return "what is accepted is not said to be the treaty"
    unsaid = what.hit is None
    if told.memory.apart is not None and (why := _like_another(told, act)):
        return why
    if unsaid and not (told.memory.topic.left_out(act) and implied(sentence, place)):
        return "what it is done to is not said"
    return ""


def _joins_others(act: Act) -> bool:
    """Say whether others are joined: `joins Peru`, `se une a otros países`, but not `se une Kenia`, who joins."""
    sentence, place = act.sentence, act.place
    others = those_joined(sentence, place)
    if not others or not sentence.language.verb_first:
        return bool(others)
    before = -1 < doers(act).place < place or Cue.PRONOUN in act.before.cues
    unsaid = act.what.hit is None and Cue.GROUP in sentence.hits[others.place].cues
    return before or unsaid or not sentence.after(act.here.end).cues.isdisjoint(PREPOSITIONS)


def _by_people(sentence: Sentence, place: int) -> bool:
    """Say whether signatures are counted by a number too big for States: `a thousand`, or the unread `20,000`."""
    before = sentence.text[sentence.start : sentence.hits[place].start].rstrip()
    number = sentence.at(place - 1)
    unread = before[-1:].isdigit() and number.end < sentence.start + len(before)
    return unread or (number.number or 0) > _STATES


def _like_another(told: Told, act: Act) -> str:
    """Say why an act is done to something else, as the one before was: `signed a loan; Peru did so, too`."""
    if told.memory.apart is act.action and (act.what.hit is None or act.here.likewise):
        return "like what is done to something else"
    link = becoming(act.sentence, act.place)
    if link is not None and any(hit.acts for hit in act.sentence.hits[:link]):
        return "it comes of what is done to something else"
    return ""


def _as_parties(sentence: Sentence, place: int) -> str:
    """Say why a word for parties tells no act of theirs: `the 79 parties to it met in The Hague`."""
    before = until(reversed(sentence.hits[:place]), lambda hit: hit.acts or Cue.THAT in hit.cues)
    if holds(before, Cue.OTHER):  # `In a letter, 14 signatories`, but `reports that Peru became a party`
        return "those who signed something else"
    if _meets(sentence, place) or _act_together(sentence, place):
        return "those who did it before are only spoken of"
    return "to what they are parties is not said" if _elsewhere(sentence, place) else ""


def _left_behind(act: Act) -> bool:
    """Say whether a verb of leaving has the treaty as its object: `left the convention`, not `left Hanoi after the`."""
    sentence, place, what, here, after = act.sentence, act.place, act.what, act.here, act.after
    if undoes_act(sentence, place):
        return False
    decided = sentence.unspaced and holds(sentence.hits[:place], *_DECIDING)  # `通过退出《罗马规约》的决定`
    if decided or Cue.PRONOUN in after.cues or what.hit is here:  # `l'a quittée`
        return True
    if Cue.ASSEMBLY in after.cues or after.number is not None:
        return False  # `quits the WHO and skips the pact`, `eight out of 10 signed it`
    if after is what.hit and Cue.REVOKE in here.cues and not sentence.language.verb_last:
        return False  # `the government withdrew the treaty`, from parliament
    between = sentence.between(here, what.hit) if what.hit else []
    if any(hit.action not in {None, Action.WITHDRAWAL} for hit in between):
        return False  # `the minister, left, signs the Hanoi Convention`
    far = what.hit is None or len(sentence.strange(here, what.hit)) >= _DIRECT
    if Cue.REACT in here.cues and (far or holds(between, Cue.OF)):
        return False  # `dénonce les violations de la convention`
    if what.hit is None or holds(sentence.hits[place + 1 : place + 3], Cue.INSTRUMENT):
        return False  # `left its instrument with the UN`
    hits = sentence.hits
    behind = (at for at, _ in sentence.rightward(place) if sentence.at(at - 1) is what.hit)
    skips = any(compound(sentence, at) != at and hits[at].action is not Action.WITHDRAWAL for at in behind)
    if skips or Cue.CEREMONY in sentence.after(what.hit.end).cues:
        return False  # `pulls out of the Hanoi Convention signing`
    if sentence.language.verb_last:
        return True
    by = doers(Word(sentence, place, Form.PASSIVE)).place if here.form is Form.PASSIVE else -1
    if by >= place and not sentence.any_strange(place, by):
        return True  # `the convention was denounced by Fiji`
    ranked = any(hit.ordinal is not None for hit in hits[:place])  # `the third country to leave`
    return ranked or (what.hit.start > here.start and sentence.near(here, what.hit, _OBJECT))


def _meets(sentence: Sentence, place: int) -> bool:
    """Say whether those who did it before only meet: `will host the second meeting of signatories`, `签署国会议`."""
    if Cue.CEREMONY in sentence.at(place + 1).cues:
        return True
    counted = any(hit.number is not None for hit in sentence.hits)
    joins = holds(sentence.hits[:place], Cue.BECOME, Cue.LOOSE, Cue.REACH, Cue.STALE, Cue.REFERENCE)
    return Cue.OF in sentence.at(place - 1).cues and not (counted or joins)


def _act_together(sentence: Sentence, place: int) -> bool:
    """Say whether those counted as parties open a clause and do something else: `79 parties to it met in The Hague`."""
    hits, first = sentence.hits, sentence.count_from(place)
    before = sentence.at(first - 1)
    if first == place or (before and not before.treaty):
        return first != place and sentence.language.verb_first and not before.cues.isdisjoint(_ELSE)
    last = hits[place].end
    for hit in hits[place + 1 :]:
        if sentence.unknown(last, hit.start):
            return True
        if hit.acts or not (hit.treaty or hit.cues & PREPOSITIONS):
            return not hit.acts and not hit.cues.isdisjoint(_ELSE)
        last = hit.end
    return bool(sentence.unknown(last, sentence.end))


def _elsewhere(sentence: Sentence, place: int) -> bool:
    """Say whether `parties to` is followed by no treaty: `called on all parties to push for it`."""
    here = sentence.hits[place]
    if not sentence.links(here):
        return False
    behind = (hit.start for hit in sentence.hits[place + 1 :] if hit.treaty or hit.number is not None)
    return sentence.words(here.end, next(behind, sentence.end)) > _TITLE


def _takes_other(act: Act) -> bool:
    """Say whether something else is accepted or left: `accepted an invitation to`, `withdrawal from the WHO`."""
    sentence, place, form, action, what = act.sentence, act.place, act.form, act.action, act.what
    if form is Form.NOUN:
        return action in _EVERYDAY and _of_unknown(sentence, place)
    here, after = act.here, act.after
    to_do = Cue.PLAN in here.cues and (after.has(Form.BARE) or Cue.TO in after.cues)
    if to_do or Cue.THAT in after.cues:
        return True  # `aceptó que Kenia firme`, `aceptó firmar`, `ratificó que la cumplirá`
    if action not in {Action.ACCEPTANCE, Action.APPROVAL}:
        return False
    if not (what.hit or form is Form.PASSIVE or sentence.language.verb_last):
        # `accepted the government's proposal`
        return sentence.owns(place + 1) or bool(sentence.unknown(here.end, sentence.next_from(place)))
    if what.hit is None or holds(sentence.hits[:place], Cue.AUX):
        return False  # `được ... chấp thuận`
    between = sentence.between(here, what.hit)
    if any(hit.acts for hit in between) and not holds(between, Cue.AND):
        return True  # `accepted a recommendation to ratify it`
    before = what.hit.start < here.start and form is Form.BARE
    invited = holds(between, Cue.INVITE)  # `accepts an invitation to the meeting`
    return before or invited or _has_more(sentence, what.hit) or not sentence.near(here, what.hit, _TAKEN)


def _has_more(sentence: Sentence, treaty: Hit) -> bool:
    """Say whether a noun that nobody here knows stands right behind a treaty's name: `accepts ICC jurisdiction`."""
    right_there = sentence.text[treaty.end : treaty.end + 2].strip().isalpha()
    words = sentence.trail(at := sentence.hits.index(treaty)).split(maxsplit=1)
    described = sentence.language.describes_before and right_there
    meeting = not words and Cue.CEREMONY in sentence.at(at + 1).cues  # `accepts ICC summit invitation`
    return described and (meeting or (bool(words) and words[0] not in sentence.small))


def _of_unknown(sentence: Sentence, place: int) -> bool:
    """Say whether a noun is linked to what nobody here knows: `acceptance of diplomas`, `withdrawal from the WHO`."""
    link = place + 1
    if sentence.at(link).name:
        link += 1  # `der Austritt der USA aus der WHO`
    if sentence.at(link + 1).name and Cue.OF in sentence.at(link + 2).cues:
        link += 2  # `the withdrawal of Peru from the WHO`
    if Cue.OF in sentence.at(link).cues & sentence.at(link + 1).cues:
        link += 1  # `aus der`
    of, after = sentence.at(link), sentence.at(link + 1)
    unknown = len(sentence.unknown(of.end, sentence.next_from(link)))
    if Cue.OF not in of.cues or (after.mention and unknown < _UNKNOWN):
        return False
    if after.name and not unknown:
        return after.adjective
    return unknown > 0 or not after.cues.isdisjoint(_ELSEWHERE)
