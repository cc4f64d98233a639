"""Leave out what stands between a State and its verb, or before both, and has no part in the act.

It describes the State (`Kenya, a close ally of China, signed`, `Backed by China, Kenya signed`), or is an adverb that
looks as if it began a clause: `Togo, however, signed`.
"""

from __future__ import annotations

import re

from monitor.read.hits import NONE, PREPOSITIONS, VERBS, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence

_LISTS = frozenset({Cue.AND, Cue.COMPANY, Cue.INCLUDING, Cue.AFTER, Cue.BEHALF})
"""Kinds of words that begin what is no description: others who act, or acted before, or for whom one acts."""
_APART = _LISTS - {Cue.AND}
_MANY = frozenset({Cue.ROLE, Cue.GROUP, Cue.MANY})
"""Kinds of words before a list of States: `the presidents of Peru, Chile`."""
_TELLS = (
    Cue.UNDONE, Cue.INSTITUTION, Cue.BILL, Cue.IF, Cue.CONDITION, Cue.QUESTION, Cue.DENY, Cue.MODAL, Cue.AHEAD,
)  # fmt: skip
"""Kinds of words that say something of the act wherever they stand."""
_FRONTED = 2  # words of a phrase in front, up to the State it names; fewer describe one of two
_RELATED = frozenset({Cue.GROUP, Cue.SINGLE, Cue.MANY, Cue.PRONOUN}) | PREPOSITIONS
"""Kinds of words that tell what one is to another."""
_OFFICE = frozenset({Cue.ROLE, Cue.INSTITUTION, Cue.OF, Cue.PRONOUN})
_PERSON = 3  # words of a person's name behind the office
_NOT = (Cue.NEGATION, Cue.UNDONE, Cue.BOUNDARY)
"""Kinds of words by which asides name those who do not act: `Kenya (but not Peru) signed`, `Kenya, not Peru, did`."""
_BRACKETS = re.compile(r"\([^()]{3,40}\)|,[^,()]{3,40}(?=(,))")
_ASIDE = 12  # words of an aside between commas


def leave_out_descriptions(sentence: Sentence) -> None:
    """Leave out what stands between a State and its verb in commas, or before both, and those named in it."""
    if sum(hit.may_act for hit in sentence.hits) < 2:
        return
    for bracket in _BRACKETS.finditer(sentence.text, sentence.start, sentence.end):
        end = max(bracket.end(), bracket.end(1))
        inside = [hit for hit in sentence.hits if bracket.start() <= hit.start < end]
        first, name = (*(hit for hit in inside if not hit.mark), NONE, NONE)[:2]
        not_they = Cue.NEGATION in first.cues and name.state and sentence.near(first, name, 1)
        named = not_they or (bracket.end(1) < 0 and holds(inside, *_NOT))  # commas stand around much else
        if named and not any(hit.acts or hit.mention for hit in inside):
            sentence.hits = [hit for hit in sentence.hits if hit not in inside]
    for comma in range(len(sentence.hits) - 2, 0, -1):
        hits = sentence.hits
        if sentence.at(comma).mark != ",":
            continue  # of another kind, or behind what was left out
        verb = _is_verb(sentence, comma + 1)
        if (begin := _description(sentence, comma, verb=verb)) is None:
            begin = 0 if _of_other_state(sentence, comma) else None if verb else _fronted(sentence, comma)
        elif not verb:
            hits[begin - 1].end = hits[comma].end  # `by Kenya, an ally of Peru, and Togo` is a list
        if begin is not None:
            dated = [hit for hit in hits[begin:comma] if hit.dated]
            if not (begin or sentence.language.bracketed):  # a German verb that opens one is a condition
                sentence.begin_behind(hits[comma])
            sentence.hits = [*hits[:begin], *dated, *hits[comma + 1 :]]


def leave_out_attributes(sentence: Sentence) -> None:
    """Leave out those who stand in what describes the treaty before its name: `die von China geförderte Konvention`.

    What they did to it is no other act's: `hat die von Peru unterzeichnete Konvention ratifiziert`.
    """
    if sentence.language.bracketed or sentence.language.participles:
        _leave_out_participles(sentence)
    if not sentence.language.bracketed or Cue.BY not in sentence.cues:
        return
    for by in range(len(sentence.hits) - 2, -1, -1):
        hits = sentence.hits
        if Cue.BY not in hits[by].cues:
            continue
        named = list(until(hits[by + 1 :], lambda hit: not (hit.state or hit.joint)))
        last, treaty = sentence.at(by + len(named)), sentence.at(by + len(named) + 1)
        if named and treaty.treaty and sentence.only_unknown(last.end, treaty.start):
            sentence.hits = [*hits[:by], *hits[by + len(named) + 1 :]]


def _leave_out_participles(sentence: Sentence) -> None:
    """Leave out an act that only describes the treaty: `das von Peru unterzeichnete Abkommen hat Chile ratifiziert`."""
    bracketed = sentence.language.bracketed
    for name in range(len(sentence.hits) - 1, 0, -1):
        hits = sentence.hits
        if name >= len(hits) or not hits[name].treaty:
            continue
        acts = [hit for hit in hits if hit.acts]
        before = list(until(reversed(hits[:name]), lambda hit: hit.acts or not _in_attribute(hit)))
        act = name - len(before) - 1
        if len(acts) < 2 or act < 0 or not hits[act].has(Form.PASSIVE, Form.DONE):
            continue
        if bracketed and not before:  # `das von Peru und 71 anderen unterzeichnete Abkommen`
            inside = list(until(reversed(hits[:act]), lambda hit: not _in_attribute(hit)))
            by = next((at for at in range(act - len(inside), act) if Cue.BY in hits[at].cues), act)
            opened = sentence.text[sentence.start : hits[by].start].rstrip().rpartition(" ")[2]
            if by < act and opened in sentence.language.articles:
                sentence.hits = [*hits[:by], *hits[name:]]
        elif not bracketed and sentence.said(hits[act]).endswith(sentence.language.participles):
            sentence.hits = [*hits[:act], *hits[name:]]


def _in_attribute(hit: Hit) -> bool:
    """Say whether a word may stand between `das` and its participle in German: `von Peru und 71 anderen`."""
    kinds = {Cue.BY, Cue.OF, Cue.AND, Cue.PLACE, Cue.GROUP, Cue.MANY, Cue.ROLE, Cue.APART}
    return bool(hit.name or hit.number is not None or hit.month or hit.year or hit.cues & kinds)


def _is_verb(sentence: Sentence, place: int, far: int = 1) -> bool:
    """Say whether a verb stands here, at most so many words behind what is before it: `Kenya formally signed`."""
    hit = sentence.at(place)
    verb = (hit.acts and hit.form not in {Form.NOUN, Form.AGENT}) or hit.cues & VERBS
    return bool(verb) and sentence.near(sentence.at(place - 1), hit, far)


def _description(sentence: Sentence, close: int, *, verb: bool) -> int | None:
    """Return where the comma stands that opens a description closed by this one, which a `verb` may follow."""
    hits = sentence.hits
    opening = sentence.mark_before(close)
    head, first = sentence.at(opening - 1), sentence.at(opening + 1)
    if hits[opening].mark != "," or first.cues & _LISTS:
        return None
    office = Cue.ROLE in head.cues
    if not sentence.near(head, hits[opening], _PERSON if office else 0):
        return None
    says = Cue.SPEAK in sentence.at(opening + 2).cues  # `Kenya, Uganda says, has signed`
    if first.state and sentence.near(hits[opening], first) and not (says or sentence.owns(opening + 1)):
        return None  # `Kenya, Uganda and Chad join hands, ratify`
    acts = (head.state or office) and (verb or sentence.arabic)
    if not acts and not ((head.state or Cue.GROUP in head.cues) and _linked(sentence, opening)):
        return None
    phrase = hits[opening + 1 : close]
    said = says and first.state and not any(hit.acts or hit.mention for hit in phrase)
    told = said or _describes_state(sentence, phrase, hits[opening].end, hits[close].start)
    return opening if told else None


def _linked(sentence: Sentence, opening: int) -> bool:
    """Say whether those behind a comma are named by what another is to them: `Kenya, an ally of Peru, and Togo`."""
    told = list(until(sentence.hits[opening + 1 :], lambda hit: hit.name or not hit.cues <= _RELATED))
    link = told[-1] if told else NONE
    name = sentence.at(opening + len(told) + 1)
    # `the Republic of Guinea`
    theirs = any(Cue.PRONOUN in hit.cues and sentence.near(hit, link) for hit in told)
    related = not link.cues.isdisjoint(PREPOSITIONS) and name.state and sentence.near(link, name, 1)
    return related and not theirs and sentence.words(sentence.hits[opening].end, link.start) > 0


def _fronted(sentence: Sentence, comma: int) -> int | None:
    """Return where a phrase begins that names another State in front: `Backed by China, Kenya signed`."""
    hits = sentence.hits
    begin = comma - len(list(until(reversed(hits[:comma]), lambda hit: hit.mark)))
    phrase = hits[begin:comma]
    start = hits[begin - 1].end if begin else sentence.start
    if begin == 0 and _done_by(sentence, phrase):
        return begin if _describes_state(sentence, phrase, start, hits[comma].start) else None
    who = list(until(hits[comma + 1 :], lambda hit: not (hit.name or hit.cues & _OFFICE)))
    named = sum(hit.name is not None for hit in who)
    if named > 1 or not who or not _is_verb(sentence, comma + len(who) + 1, _PERSON):
        return None
    first = next((at for at, hit in enumerate(phrase) if hit.name), 0)
    apart = holds(phrase, *_APART) or holds(phrase[:first], *_MANY) or not (named or holds(phrase, Cue.BY))
    where = holds(phrase[:1], Cue.HISTORY) and holds(phrase[1:2], Cue.PLACE)
    if apart or where:
        return None  # `Setahun lalu di Hanoi, Kenya menandatangani`, but `Praised by Chad, it signed`
    end = phrase[first].start if phrase else start
    few = 1 if sentence.language.free_order else _FRONTED
    few += sentence.heads and not holds(phrase[:first], Cue.BY)  # `Landlocked Chad, Niger sign it`
    described = sentence.words(start, end) >= few and _describes_state(sentence, phrase, start, end)
    return begin if described else None


def _of_other_state(sentence: Sentence, comma: int) -> bool:
    """Say whether a clause of another State opens the sentence, up to a comma: `While Peru waits, Kenya signs`."""
    hits = sentence.hits
    phrase, name = hits[1:comma], sentence.at(1)
    opens = Cue.BOUNDARY in hits[0].cues and name.state and sentence.near(hits[0], name, 1)
    if not opens or any(hit.acts or hit.mark or hit.mention for hit in phrase):
        return False
    rest = list(until(hits[comma + 1 :], lambda hit: hit.name))
    other = sentence.at(comma + len(rest) + 1)
    while rest and (Cue.OF in rest[-1].cues or sentence.near(rest[-1], other, 1)):
        rest.pop()  # `le gouvernement kényan`, `le gouvernement du Kenya`
    if not other or holds(rest, Cue.PRONOUN) or holds(hits[:comma], *_TELLS):
        return False
    return bool(sentence.strange(name, hits[comma]))


def _done_by(sentence: Sentence, phrase: list[Hit]) -> bool:
    """Say whether a participle opens a sentence, with who did that: `Backed by Norway, the Senate of Kenya voted`."""
    by = next((at for at, hit in enumerate(phrase) if Cue.BY in hit.cues), None)
    if by is None or sentence.language.bracketed:
        return False
    told = any(hit.cues - {Cue.PASS, Cue.APPROVE} for hit in phrase[:by])
    return not told and sentence.words(sentence.start, phrase[by].start) == 1


def _describes_state(sentence: Sentence, phrase: list[Hit], start: int, end: int) -> bool:
    """Say whether a phrase describes a State by another, and tells no act: `a close ally of China`."""
    who = any(hit.name for hit in phrase) or any(hit.cues >= {Cue.GROUP, Cue.SINGLE} for hit in phrase[:1])
    if not who or holds(phrase, *_TELLS):
        return False
    if any(hit.acts or hit.mention or hit.number is not None for hit in phrase):
        return False
    known = [hit for hit in phrase if hit.name or hit.month or Cue.FRESH in hit.cues]
    named = {word for hit in known for word in sentence.said(hit).split()}
    words = (word.strip(".,") for word in sentence.text[start:end].split())
    return any(word not in sentence.small and word not in named for word in words)


def leave_out_adverbs(sentence: Sentence) -> None:
    """Leave out words between a doer and its verb that look as if they began a clause: `Togo, however, signed`."""
    if Cue.BOUNDARY not in sentence.cues:
        return
    for index in range(len(sentence.hits) - 2, 0, -1):
        here = sentence.hits[index]
        if Cue.BOUNDARY in here.cues and here.cues.isdisjoint({Cue.UNDONE, Cue.NEGATION}):
            first = index - 1 if sentence.at(index - 1).mark == "," else index
            last = index if first == index else _comma(sentence, index)
            if last is not None and _interrupts(sentence, first, last):
                sentence.hits = [*sentence.hits[:first], *sentence.hits[last + 1 :]]


def _comma(sentence: Sentence, index: int) -> int | None:
    """Return where the comma stands that closes the aside which begins here, as behind `Togo, however,`."""
    for at, hit in sentence.rightward(index):
        if hit.mark or hit.acts or not sentence.near(sentence.hits[index], hit, _ASIDE):
            return at if hit.mark == "," else None
    return None


def _interrupts(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether what stands here parts a doer or an auxiliary from its verb: `Togo, however, signed`."""
    before, here, after = sentence.at(first - 1), sentence.hits[first], sentence.at(last + 1)
    if not after or after.may_act:
        return False
    if here.mark:
        return (before.may_act or Cue.PLAN in before.cues) and sentence.near(before, here)
    if Cue.AUX in before.cues:
        return sentence.near(before, here)
    between = sentence.gap(before, here).split()
    finite = after.finite or Cue.AUX in after.cues
    return finite and before.may_act and sentence.near(here, after) and sentence.small.issuperset(between)
