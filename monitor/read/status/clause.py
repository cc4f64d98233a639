"""Walk the clause around an act: which words govern it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from monitor.read.acts.wanted import caused
from monitor.read.asides import aside, cleft, copula, numbered, relative, sets_scene
from monitor.read.doers.candidates import BODIES, vowed_in
from monitor.read.doers.counts import ranked
from monitor.read.doers.preceding import excepted
from monitor.read.governor import (
    DENIAL,
    OPERATORS,
    REACH,
    Governor,
    compound,
    controlled,
    ends,
    is_noun,
    other_object,
    struggles_with,
    taken_back,
)
from monitor.read.hits import PREPOSITIONS, RELATIVES, Hit, Sentence, holds
from monitor.read.kinds import Action, Cue, Form
from monitor.read.status.behind import closing, inverted, next_to, told_of
from monitor.read.status.opened import opener, verb_first
from monitor.read.status.reports import perfect, reported

_ALL_REACH = min(REACH.values())
_ACROSS = frozenset({Cue.URGE, Cue.INVITE, Cue.INSTITUTION, Cue.BILL, Cue.GATHER})
"""Kinds of words that govern across a comma."""
_ACROSS_LAST = frozenset({Cue.REFUSE, Cue.PLAN, Cue.DENY, Cue.MODAL, Cue.PERFORM, Cue.STEP})
"""Further ones where the infinitive stands last, behind a comma."""
_BESIDE = frozenset({Cue.PLAN, Cue.MODAL})
"""Further ones, right behind who does it, where a participle does: `will make history, ratifying the treaty`."""
_REACH_LAST = REACH | dict.fromkeys((Cue.MODAL, Cue.AUX, Cue.NEGATION, Cue.REFUSE), 14)
"""The same where such words open a bracket which the verb closes at the end of its clause: `kann noch ... werden`."""
_INVERTED = frozenset({Cue.URGE, Cue.IF})
_OPENING = frozenset({Cue.CONDITION, Cue.QUESTION, Cue.DENY})
"""Kinds of words that govern a whole clause, from before its subject."""
_SUBJECT = BODIES | {Cue.GROUP}
_ENTERS = ((Action.ENTRY_INTO_FORCE, Form.BARE),)
_MOTION = (Cue.BILL, Cue.STEP, Cue.PASS)
_WHEN = DENIAL | {Cue.HISTORY, Cue.UNDONE, Cue.PLAN}
"""Kinds of words that belong to the clause about those behind it, in which they open a Chinese one."""


def governors(sentence: Sentence, place: int) -> list[Governor]:
    """Return the words that govern the act at this place, the nearest first."""
    found = _before(sentence, place)
    noun = is_noun(sentence.hits[place])
    waits = sentence.hits[place].has(Form.BARE) and not sentence.language.syllables
    if sentence.language.verb_last:
        behind = list(closing(sentence, place))
        denied = noun and holds(behind, *DENIAL)  # `fordern, die Ratifizierung auszusetzen`
        found = [*behind, *found] if denied else [*found, *behind]
    elif sentence.language.free_order and not found:
        found.extend(inverted(sentence, place))
    if noun:
        law = holds(found, Cue.BILL)  # what a law makes possible is told of the law
        told = [one for one in told_of(sentence, place) if not (law and Cue.MODAL in one.cues)]
        verbs = any(one.cues - {Cue.INSTRUMENT} for one in found)
        found.extend(one for one in told if not (verbs and one.cues <= {Cue.UNDONE, Cue.URGE}))
    elif holds(found, *_MOTION) or (waits and not found):  # `the motion to ratify it was rejected`
        found.extend(one for one in told_of(sentence, place) if Cue.REFUSE in one.cues)
    elif sentence.language.syllables:  # `việc Kenya phê chuẩn Công ước là quan trọng`
        found.extend(one for one in told_of(sentence, place) if Cue.PUT in one.hit.cues)
    return [*found, *next_to(sentence, place)]


def _before(sentence: Sentence, place: int) -> list[Governor]:
    """Return what governs an act from before it.

    The walk goes left to the start of the clause. Each word found lends its own reach to the next, so that
    `has yet to deposit its instrument of ratification` is one chain. A comma ends it for all but appeals.
    """
    found: list[Governor] = []
    hits = sentence.hits
    anchor = hits[place].start
    first = compound(sentence, place)
    comma = False
    done_to = behalf = False
    skipped = place  # the rest of a clause about a group says nothing of the act
    han, last = sentence.language.script == "han", sentence.language.verb_last
    subject: Hit | None = None
    other = other_object(sentence, place)
    beside = sentence.at(place - 1).mark == "," and hits[place].has(Form.GERUND)
    across = _ACROSS | (_ACROSS_LAST if last else _BESIDE if beside else frozenset())
    done_for = hits[place].has(Form.PASSIVE, Form.BARE) and caused(sentence, place, Cue.WISHED)
    for index, hit in sentence.leftward(place):
        if index != other and (hit.name or not hit.cues.isdisjoint(_SUBJECT)):
            subject = hit
        if other is not None and subject is None:
            continue
        if (
            index >= skipped
            or excepted(sentence, index + 1)
            or not (hit.cues or hit.acts or hit.mark or hit.mention)
        ):
            continue
        if (clause := _described(sentence, index)) is not None:
            skipped = clause
            continue
        if Cue.BY in hit.cues and han and hits[place].has(Form.PASSIVE):
            break
        if Cue.AFTER in hit.cues and _brought_about(sentence, index, place):
            break
        if ends(hit):
            if verb_first(sentence, index):
                continue  # `weigert sich aber, sie zu ratifizieren`
            if hit.cues & OPERATORS and not comma:
                found.append(Governor(hit, hit.cues & OPERATORS, sentence.words(hit.end, anchor)))
            break
        if hit.mark == ",":
            if holds(found, Cue.SPEAK):
                break  # `Moving the motion, the minister said that Ghana had signed`
            if (opened := aside(sentence, index) or relative(sentence, index)) is not None:
                skipped, anchor = opened, hits[opened].start
            else:  # a relative clause belongs to the word before it: `der 98. Staat, der die Konvention ratifiziert`
                described = Cue.THAT in hits[index + 1].cues if last and not han else ranked(sentence, place)
                comma = comma or not described
            continue
        if hit.mention or (Cue.ANAPHOR in hit.cues and not (hit.acts or Cue.APPROVE in hit.cues)):
            parted = Cue.PARTED in hits[place].cues and Cue.PARTED in sentence.at(index - 1).cues
            if index == first or parted or (done_for and index == place - 1):  # `لم تدخل الاتفاقية حيز`
                anchor = (hits[index - 1] if done_for and Cue.WISHED not in hit.cues else hit).start
                continue
            if last and not comma:
                anchor, done_to = hit.start, True
                continue
            if hits[place].likewise and (about := _about_object(hits, index)) is not None:
                skipped, anchor = about, hits[about].start
                continue
            if index == place - 2 and Cue.TO in hits[place - 1].cues and not last:
                found.extend(_asked(sentence, index))  # `asked all signatories of the treaty to ratify it`
            own = hits[place].has(Form.FUTURE) or Cue.AUX in hits[place].cues  # `sera signée`, `подписана`
            own = own or hits[place].acts[:1] == _ENTERS  # `se espera que el tratado entre en vigor`
            if own or (hits[place].has(Form.PASSIVE) and holds(found, Cue.AUX)):
                found.extend(opener(sentence, index, place))
            break
        distance = sentence.words(hit.end, anchor)
        if not hit.cues.isdisjoint(_INVERTED) and _inverted(sentence, index):
            found.append(Governor(hit, frozenset({Cue.CONDITION}), distance))
            break
        headline = Cue.TO in hit.cues and Cue.DEPOSIT not in hit.cues and _doer_right_before(sentence, index)
        if comma and headline:
            found.append(Governor(hit, frozenset({Cue.TO}), distance, headline=not is_noun(hits[place])))
            break  # `Nigeria to sign, ratify`
        cues = _kinds(sentence, index, place, distance)
        if subject is not None and not hit.cues.isdisjoint(_OPENING):
            # however long its subject: `whether the minister of`
            before = sentence.words(hit.end, subject.start)
            cues |= _kinds(sentence, index, place, before) & _OPENING
        if headline and _to_become(hits, index):
            cues |= {Cue.PLAN}
        behalf = behalf or (han and Cue.BEHALF in hit.cues)
        if behalf:
            cues -= {Cue.ATTEND, Cue.CEREMONY}  # `出席签署仪式并代表中国政府签署公约`
        if done_to and hit.acts:
            cues -= {Cue.APPROVE}  # it has an object of its own: `批准甲公约并签署乙公约`
        if comma:
            cues &= across if not beside or sentence.near(hits[index - 1], hit) else _ACROSS
            if subject is not None or hits[place].has(Form.DONE):
                cues -= {Cue.REFUSE}  # `Nachdem der Plan gescheitert war, unterzeichnete Peru`
        if cues:
            found.append(Governor(hit, cues, distance, headline=headline and Cue.TO in cues))
            if Cue.PERFORM in cues and Cue.APART in hit.cues and Cue.THAT in sentence.at(index - 1).cues:
                break  # `announced that with the ratification of Peru`
            if Cue.RELATIVE in hit.cues and sentence.at(index - 1).name:
                break  # `following Barbados which did so`
            anchor = anchor if comma else hit.start
        elif hit.acts and not (han and hit.has(Form.PASSIVE)):
            after = sentence.at(index + 1)
            governed = index + (2 if Cue.OF in after.cues else 1) == place  # `abandonó la ratificación`
            shunned = first != place or (governed and is_noun(hits[place]))
            if taken_back(sentence, index) == place:
                found.append(Governor(hit, frozenset({Cue.REVOKE}), distance))
            elif shunned and hit.action is Action.WITHDRAWAL and not comma:
                # `pulls out of the Hanoi Convention signing`, `pulls out of signing the Hanoi Convention`
                found.append(Governor(hit, frozenset({Cue.REFUSE}), distance))
            if comma and not beside:
                break
            if hit.finite:
                if (about := _about_group(hits, index)) is None:
                    break
                skipped, anchor = about, hits[about].start
    return found


def _to_become(hits: list[Hit], index: int) -> bool:
    """Say whether a heading opens with those who are to become something: `Peru to become 41st State to ratify`."""
    opens = all(hit.name or hit.mark == "," or Cue.AND in hit.cues for hit in hits[:index])
    return opens and Cue.BECOME in hits[index + 1].cues


def _kinds(sentence: Sentence, index: int, place: int, distance: int) -> frozenset[Cue]:
    """Return of which kinds the word at this index governs the act at `place`, so many words away."""
    hit, here = sentence.hits[index], sentence.hits[place]
    verb = not is_noun(here) and here.action is not Action.ENTRY_INTO_FORCE
    cues = hit.cues & OPERATORS
    if distance >= _ALL_REACH:
        reach = _REACH_LAST if sentence.language.bracketed else REACH
        cues = frozenset(cue for cue in cues if distance <= reach[cue])
    told = Cue.THAT in hit.cues and Cue.PLAN not in hit.cues  # but `kündigte an, dass`
    if told and distance <= REACH[Cue.RELATIVE] and _behind_noun(sentence, index):
        cues |= RELATIVES
    if Cue.RELATIVE in cues and cleft(sentence, index):
        cues -= RELATIVES
    if Cue.ASK in hit.cues and Cue.URGE not in hit.cues and _asks_state(sentence, index, place):
        cues |= {Cue.URGE}
    if Cue.HISTORY in cues and sets_scene(sentence, index, place):
        cues -= {Cue.HISTORY, Cue.CONDITION}
    if Cue.CONDITION in cues and sentence.language.bracketed and verb and hit.cues & PREPOSITIONS:
        cues -= {Cue.CONDITION}  # `will sie vor der Wahl ratifizieren`
    if Cue.PERFORM in cues and Cue.APART in hit.cues and sentence.hits[place].has(Form.BARE):
        cues -= {Cue.PERFORM}  # `to sign it with others and ratify it`
    made = Cue.THAT in sentence.at(index + 1).cues and sentence.hits[place].has(Form.BARE)
    if Cue.PERFORM in cues and (made or struggles_with(sentence, index)):
        cues -= {Cue.PERFORM}  # `logró que Kenia ratifique`
    if Cue.INSTITUTION in cues and vowed_in(sentence, index):
        cues -= {Cue.INSTITUTION}
    if Cue.PLAN in cues and (numbered(sentence, index) or perfect(sentence, index, place)):
        cues -= {Cue.PLAN}  # `elle compte 74 signataires`
    if Cue.PLAN in cues and copula(sentence, index, place):
        cues -= {Cue.PLAN}
    if Cue.MODAL in cues and Cue.PLAN in hit.cues:
        unreal = Cue.PAST in sentence.hits[place].cues  # `said that Peru would have signed`
        cues -= {Cue.MODAL if reported(sentence, index) and not unreal else Cue.PLAN}
    if Cue.URGE in cues and Cue.PLAN in hit.cues:  # `hopes to sign it`, `hopes that Peru signs it`
        others = any(one.name or one.cues & _SUBJECT for one in sentence.hits[index + 1 : place])
        cues -= {Cue.PLAN if others else Cue.URGE}
    if Cue.RECOMMEND in cues:
        seated = holds(sentence.hits[:index], Cue.INSTITUTION)  # a committee, to its own house
        cues = cues - {Cue.URGE} if seated else cues - {Cue.RECOMMEND} | {Cue.URGE}
    if Cue.REFUSE in cues and Cue.APART in hit.cues and hit.start == sentence.start:
        # `Without Peru's ratification, it cannot enter into force`
        cues = cues - {Cue.REFUSE} | {Cue.CONDITION}
    if Cue.INVITE in cues and Cue.PLAN in hit.cues:
        asked = holds(sentence.hits[:index], Cue.ASK)  # `its request to be invited to accede`
        cues -= {Cue.INVITE if asked else Cue.PLAN}
    return cues


def _brought_about(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether an act brought what is told before: `will take effect after Morocco became the 60th to ratify`."""
    effect = any(hit.action is Action.ENTRY_INTO_FORCE for hit in sentence.hits[:index])
    return effect and any(hit.cues >= {Cue.BECOME, Cue.PAST} for hit in sentence.hits[index + 1 : place])


def _asks_state(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether States are asked by a word that else asks others too: `asked the signatories to ratify`."""
    to_do = sentence.at(place - 1).cues & {Cue.TO, Cue.REFUSE}  # `asked the government not to sign`
    whom = {Cue.GROUP, Cue.ROLE, Cue.PRONOUN} if to_do else {Cue.GROUP}
    for hit in sentence.hits[index + 1 : index + 4]:
        if hit.name or hit.cues & whom or hit.has(Form.AGENT):
            return Cue.INSTITUTION not in hit.cues and (hit.name is None or hit.name.kind != "body")
        if hit.number is None and Cue.MANY not in hit.cues:
            return False
    return False


def _about_group(hits: list[Hit], index: int) -> int | None:
    """Return where a clause begins that says which States are asked: `pediu aos que não assinaram que adiram`."""
    for before in range(index - 1, max(index - 5, 0), -1):
        if hits[before].cues & RELATIVES:
            asked = holds(hits[:before], Cue.URGE)
            return before if asked and Cue.GROUP in hits[before - 1].cues else None
    return None


def _about_object(hits: list[Hit], name: int) -> int | None:
    """Return where a clause about those who are asked begins, whose object stands here."""
    for before in range(name - 1, max(name - 4, 0), -1):
        if hits[before].mark or hits[before].mention:
            return None
        if hits[before].acts:
            return _about_group(hits, before)
    return None


def _described(sentence: Sentence, index: int) -> int | None:
    """Return where a Chinese clause begins that describes those named here: `尚未签署的国家`, `去年签署公约的72国`."""
    hits = sentence.hits
    first = sentence.count_from(index)
    if not sentence.text.endswith(sentence.language.possessive, 0, hits[first].start):
        return None
    begin = first - 2
    if begin >= 0 and hits[first - 1].treaty and hits[begin].acts:
        while begin and (hits[begin - 1].month or hits[begin - 1].cues & _WHEN):
            begin -= 1
        return begin
    return next((at for at, hit in islice(sentence.leftward(index), 5) if hit.cues & DENIAL), None)


def _asked(sentence: Sentence, name: int) -> Iterator[Governor]:
    """Yield the appeal to those who are described by the treaty's name at this place."""
    for hit in reversed(sentence.hits[:name]):
        if hit.mark or hit.mention:
            return
        distance = sentence.words(hit.end, sentence.hits[name].start)
        if Cue.URGE in hit.cues and distance <= REACH[Cue.URGE]:
            yield Governor(hit, frozenset({Cue.URGE}), distance)
            return


def _inverted(sentence: Sentence, index: int) -> bool:
    """Say whether a verb opens a condition: `Should Brazil ratify the treaty, ...`, `Had Peru signed it, ...`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    either = sentence.language.verb_first and not sentence.language.verb_last
    if here.start != sentence.start or Cue.TO in sentence.cues or either:
        return False
    return after.name is not None and sentence.near(here, after, 1)


def _behind_noun(sentence: Sentence, index: int) -> bool:
    """Say whether a name or a group stands right before, with at most a comma between."""
    here, before, after = sentence.hits[index], sentence.at(index - 1), sentence.at(index + 1)
    apart = 0 if before.name else 1  # `the Kremlin said that` begins no relative clause
    if before.mark == ",":
        before = sentence.at(index - 2)
    if before.mention and apart:
        return after.name is not None or bool(after.acts)  # `el tratado que firmó Perú`
    if Cue.SPEAK in sentence.at(index - 2).cues:
        return False  # `told the Dáil that`
    if after.state and Cue.GROUP in before.cues and any(hit.state for hit in sentence.hits[: index - 1]):
        return False  # `Peru informed other States that Chile ratified`
    told = before.name is not None or not before.cues.isdisjoint({Cue.GROUP, Cue.SINGLE})
    person = Cue.ROLE in before.cues and after.finite and Cue.PLAN not in sentence.at(index - 2).cues
    return (told or person) and sentence.near(before, here, apart)  # `el ministro que la firmó`


def _doer_right_before(sentence: Sentence, index: int) -> bool:
    before, here, after = sentence.at(index - 1), sentence.hits[index], sentence.at(index + 1)
    to = sentence.gap(here, after).split() if after.mark else []
    if to and to[0] in sentence.small:
        return False  # `the envoy of Peru to the UN, in Hanoi, signed`
    doer = (before.name is not None or Cue.GROUP in before.cues) and not before.acts
    return doer and sentence.near(before, here) and not controlled(sentence, index - 1)
