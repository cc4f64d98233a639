"""Walk the clause around an act: which words govern it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from monitor.read.acts.readings import caused
from monitor.read.doers.candidates import denied, in_city
from monitor.read.doers.counts import tells_rank
from monitor.read.governor import (
    DENIAL,
    OPERATORS,
    Governor,
    aside,
    compound,
    controlled,
    other_object,
    relative,
)
from monitor.read.hits import RELATIVES, SUBJECTS, Action, Cue, Form, Hit, holds
from monitor.read.sentence import Sentence
from monitor.read.status.behind import closing, inverted, next_to, told_of
from monitor.read.status.reports import about_group, about_object, appeal_to, of_those_asked, verb_opens
from monitor.read.status.sense import sense
from monitor.read.status.undone import taken_back

_ACROSS = frozenset({Cue.URGE, Cue.INVITE, Cue.INSTITUTION, Cue.BILL, Cue.GATHER})
"""Kinds of words that govern across a comma."""
_ACROSS_LAST = frozenset({Cue.REFUSE, Cue.PLAN, Cue.DENY, Cue.MODAL, Cue.PERFORM, Cue.STEP})
"""Further ones where the infinitive stands last, behind a comma."""
_BESIDE = frozenset({Cue.PLAN, Cue.MODAL})
"""Further ones, right behind who does it, where a participle does: `will make history, ratifying the treaty`."""
_FINITE = frozenset({Cue.AUX, Cue.PAST, Cue.WAS})
"""Kinds of words by which a clause behind `and` has a verb of its own."""
_OPENING = frozenset({Cue.CONDITION, Cue.QUESTION, Cue.DENY})
"""Kinds of words that govern a whole clause, from before its subject."""
_ABLE = SUBJECTS - {Cue.PRONOUN}  # German has reflexive ones: `weigert sich, sie zu`
_ENTERS = ((Action.ENTRY_INTO_FORCE, Form.BARE),)
_MOTION = (Cue.BILL, Cue.STEP, Cue.PASS)
_WHEN = DENIAL | {Cue.HISTORY, Cue.UNDONE, Cue.PLAN}
"""Kinds of words that belong to the clause about those behind it, in which they open a Chinese one."""


def governors(sentence: Sentence, place: int) -> list[Governor]:
    """Return the words that govern an act, the nearest first: `refuse` and `will` in `will refuse to sign`."""
    found = _Walk(sentence, place).governors()
    if of_those_asked(sentence, place):
        found.insert(0, Governor(sentence.at(place - 1), frozenset({Cue.RELATIVE}), 0))
    noun = sentence.hits[place].noun
    waits = sentence.hits[place].has(Form.BARE) and not sentence.language.uninflected
    bill = sentence.at(place + 1)
    if noun and Cue.BILL in bill.cues:  # `submitted a ratification bill`
        found.insert(0, Governor(bill, frozenset({Cue.BILL}), 0))
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
        found.extend(one for one in told_of(sentence, place) if one.cues & {Cue.REFUSE, Cue.REVOKE})
    elif sentence.language.uninflected:  # `việc Kenya phê chuẩn Công ước là quan trọng`
        found.extend(one for one in told_of(sentence, place) if Cue.PUT in one.hit.cues)
    return [*found, *next_to(sentence, place)]


class _Walk:
    """Go left from an act to the start of its clause, and gather the words that govern it.

    Each word found lends its reach to the next (`has yet to deposit its instrument`). A comma ends it but for appeals.
    """

    def __init__(self, sentence: Sentence, place: int) -> None:
        act = sentence.hits[place]
        self.sentence, self.place, self.act = sentence, place, act
        self.found: list[Governor] = []
        self.anchor = act.start
        """Where the way to the next word begins."""
        self.skipped = place
        """Where something begins that says nothing of the act, such as a clause about a group."""
        self.subject: Hit | None = None
        self.comma = self.done_to = self.behalf = False
        self.own_verb = False
        """What governs another verb before `and` says nothing of this one, but for the clause that both are in."""
        self.first = compound(sentence, place)
        self.other = other_object(sentence, place)
        self.unspaced, self.last = sentence.unspaced, sentence.language.verb_last
        self.beside = sentence.at(place - 1).mark == "," and act.has(Form.GERUND)
        more = _ACROSS_LAST if self.last else _BESIDE if self.beside else frozenset()
        self.across = frozenset({Cue.HISTORY}) if sentence.language.agglutinates else _ACROSS | more
        self.done_for = act.has(Form.PASSIVE, Form.BARE) and caused(sentence, place, Cue.WISHED)

    def governors(self) -> list[Governor]:
        for index, hit in self.sentence.leftward(self.place):
            if index != self.other and (hit.name or not hit.cues.isdisjoint(_ABLE)):
                self.subject = hit
            if not self._is_passed_over(index, hit) and not self._goes_on(index, hit):
                break
        return self.found

    def _is_passed_over(self, index: int, hit: Hit) -> bool:
        """Say whether a word has no part in the clause of the act: `met Chad and` in `met Chad and signed it`."""
        other = self.other is not None and self.subject is None
        if other or index >= self.skipped or denied(self.sentence, index + 1):
            return True
        if not (hit.cues or hit.acts or hit.mark or hit.mention):
            return True
        if (clause := _clause_in_front(self.sentence, index)) is not None:
            self.skipped = clause
        return clause is not None

    def _goes_on(self, index: int, hit: Hit) -> bool:
        """Take in one word; say whether the clause goes on before it: not before `but`, `;` or another finite verb."""
        if Cue.BY in hit.cues and self.unspaced and self.act.has(Form.PASSIVE):
            return False
        if Cue.AFTER in hit.cues and self._brings_into_force(index):
            return False
        if hit.ends:
            return self._at_end(index, hit)
        after = self.sentence.hits[index + 1].cues
        finite = Cue.AND in hit.cues and after & _FINITE and Cue.WISHED not in after
        if finite and holds(self.found, Cue.BECOME):
            self.own_verb = True  # `announced it and was the first to sign`
        if hit.mark == ",":
            return self._at_comma(index)
        if hit.mention or (Cue.ANAPHOR in hit.cues and not (hit.acts or Cue.APPROVE in hit.cues)):
            return self._at_object(index, hit)
        return self._at_word(index, hit)

    def _brings_into_force(self, after: int) -> bool:
        """Say whether a treaty enters into force by the act: `takes effect after Peru became the 60th to ratify`."""
        enters = any(one.action is Action.ENTRY_INTO_FORCE for one in self.sentence.hits[:after])
        brings = self.sentence.hits[after + 1 : self.place]
        return enters and any(one.cues >= {Cue.BECOME, Cue.PAST} for one in brings)

    def _at_end(self, index: int, hit: Hit) -> bool:
        """Take in a word that ends the clause, if it governs it: `but`, `if`; say whether the clause goes on."""
        verb = self.sentence.at(index - 1)
        if self.sentence.language.bracketed and not hit.mark and verb.cues & {Cue.PLAN, Cue.REFUSE}:
            return True  # `weigert sich aber, sie zu ratifizieren`
        if hit.cues & OPERATORS and not self.comma:
            self._add(hit, hit.cues & OPERATORS, self.sentence.words(hit.end, self.anchor))
        return False

    def _at_comma(self, index: int) -> bool:
        """Pass over an aside that a comma closes; across any other comma only few kinds of words reach."""
        sentence = self.sentence
        # `deposited in Nadi, Fiji, its instrument`
        placed = index - 2 if not self.subject and in_city(sentence, index - 2) else None
        if (opened := aside(sentence, index) or relative(sentence, index) or placed) is not None:
            self._skip(opened)
        else:  # a relative clause belongs to the word before it: `der 98. Staat, der die Konvention ratifiziert`
            behind = sentence.hits[index + 1].cues
            german = self.last and not self.unspaced
            described = Cue.THAT in behind if german else tells_rank(sentence, self.place)
            self.comma = self.comma or not described
        return True

    def _at_object(self, index: int, hit: Hit) -> bool:
        """Pass over the object before its act, `die Konvention ratifizieren`; another treaty ends the clause."""
        sentence, place, act = self.sentence, self.place, self.act
        hits = sentence.hits
        parted = Cue.PARTED in act.cues and Cue.PARTED in sentence.at(index - 1).cues
        if index == self.first or parted or (self.done_for and index == place - 1):  # `لم تدخل الاتفاقية حيز`
            self.anchor = (hits[index - 1] if self.done_for else hit).start
            return True
        if self.last and not self.comma:
            self.anchor, self.done_to = hit.start, True  # but `昨年署名した条約を批准した`
            apart = not hits[index - 1].acts or bool(sentence.gap(hits[index - 1], hit))
            return apart or not sentence.language.agglutinates
        told_again = act.likewise or (sentence.language.uninflected and act.form is not Form.DONE)
        if told_again and (about := about_object(sentence, index)) is not None:
            self._skip(about)
            return True
        if index == place - 2 and Cue.TO in hits[place - 1].cues and not self.last:
            # `asked all signatories of the treaty to ratify it`
            self.found.extend(appeal_to(sentence, index))
        own = act.has(Form.FUTURE) or Cue.AUX in act.cues  # `sera signée`, `подписана`
        own = own or act.acts[:1] == _ENTERS  # `se espera que el tratado entre en vigor`
        if own or (act.has(Form.PASSIVE) and holds(self.found, Cue.AUX)):
            self.found.extend(_opener(sentence, index, place))
        return False

    def _at_word(self, index: int, hit: Hit) -> bool:
        """Take in a word within the clause: one that governs the act, as `plans to` does, or another act."""
        sentence = self.sentence
        distance = sentence.words(hit.end, self.anchor)
        if verb_opens(sentence, index):
            self._add(hit, frozenset({Cue.CONDITION}), distance)
            return False
        heads = Cue.TO in hit.cues and Cue.DEPOSIT not in hit.cues and _doer_right_before(sentence, index)
        if self.comma and heads:  # `Nigeria to sign, ratify`
            self._add(hit, frozenset({Cue.TO}), distance, headline=not self.act.noun)
            return False
        cues = self._lent(index, hit, distance)
        opens = heads and all(one.name or one.joint for one in sentence.hits[:index])
        if opens and Cue.BECOME in sentence.hits[index + 1].cues:
            cues |= {Cue.PLAN}  # `Peru to become 41st State to ratify`
        if Cue.CONDITION in cues and Cue.IF in hit.cues:
            cues |= {Cue.QUESTION}  # `will get help if it decides to join`
        if self.own_verb:
            cues &= RELATIVES
        if self.comma:
            cues = self._across_comma(index, hit, cues)
        if cues:
            self._add(hit, cues, distance, headline=heads and Cue.TO in cues)
            self.anchor = self.anchor if self.comma else hit.start
            # `announced that with the ratification of Peru`
            opens = Cue.PERFORM in cues and Cue.APART in hit.cues and Cue.THAT in sentence.at(index - 1).cues
            return not opens
        if hit.acts and not (self.unspaced and hit.has(Form.PASSIVE)):
            return self._at_act(index, hit, distance)
        return True

    def _lent(self, index: int, hit: Hit, distance: int) -> frozenset[Cue]:
        """Return of which kinds a word governs the act, with no comma between: `plans` in `plans to sign it`."""
        cues = sense(self.sentence, index, self.place, distance)
        if self.subject is not None and not hit.cues.isdisjoint(_OPENING):
            # however long its subject: `whether the minister of`
            before = self.sentence.words(hit.end, self.subject.start)
            cues |= sense(self.sentence, index, self.place, before) & _OPENING
        self.behalf = self.behalf or (self.unspaced and Cue.BEHALF in hit.cues)
        if self.behalf:
            cues -= {Cue.ATTEND, Cue.CEREMONY}  # `出席签署仪式并代表中国政府签署公约`
        if self.done_to and hit.acts:
            cues -= {Cue.APPROVE}  # it has an object of its own: `批准甲公约并签署乙公约`
        return cues

    def _across_comma(self, index: int, hit: Hit, cues: frozenset[Cue]) -> frozenset[Cue]:
        """Return which of these kinds govern an act behind a comma: `urged Peru, once more, to sign it`."""
        next_to_it = not self.beside or self.sentence.near(self.sentence.hits[index - 1], hit)
        cues &= self.across if next_to_it else _ACROSS
        if self.subject is not None or self.act.has(Form.DONE):
            cues -= {Cue.REFUSE}  # `Nachdem der Plan gescheitert war, unterzeichnete Peru`
        return cues

    def _at_act(self, index: int, hit: Hit, distance: int) -> bool:
        """Take in another act: one that undoes or shuns this one, or whose finite verb ends the clause."""
        place = self.place
        of = Cue.OF in self.sentence.at(index + 1).cues
        governed = index + (2 if of else 1) == place  # `abandonó la ratificación`
        shunned = self.first != place or (governed and self.act.noun)
        if taken_back(self.sentence, index) == place:
            self._add(hit, frozenset({Cue.REVOKE}), distance)
        elif shunned and hit.action is Action.WITHDRAWAL:
            # `pulls out of the Hanoi Convention signing`, `pulls out of signing the Hanoi Convention`
            self._add(hit, frozenset({Cue.REFUSE}), distance)
        about = about_group(self.sentence, index) if hit.finite else None
        if about is not None:
            self._skip(about)
            return True
        return hit.has(Form.AGENT) or not (hit.finite or (self.comma and not self.beside))

    def _skip(self, begin: int) -> None:
        """Pass over all from here on to the left up to where this begins."""
        self.skipped, self.anchor = begin, self.sentence.hits[begin].start

    def _add(self, hit: Hit, cues: frozenset[Cue], distance: int, *, headline: bool = False) -> None:
        self.found.append(Governor(hit, cues, distance, headline=headline))


def _clause_in_front(sentence: Sentence, index: int) -> int | None:
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


def _doer_right_before(sentence: Sentence, index: int) -> bool:
    """Say whether a doer stands right before a `to`: not `the envoy of Peru to the UN, in Hanoi, signed`."""
    before, here, after = sentence.at(index - 1), sentence.hits[index], sentence.at(index + 1)
    led = sentence.gap(here, after).split()[:1] if after.mark else []
    ranked = Cue.BECOME in sentence.at(index - 2).cues  # `became the sixth and seventh States to deposit`
    doer = before.name is not None or (Cue.GROUP in before.cues and not ranked)
    verb = after.name is None and sentence.near(here, after)  # not `the envoy to the UN`
    doer = doer or (verb and _office(sentence, index - 1))
    right_before = doer and sentence.small.isdisjoint(led) and sentence.near(before, here)
    return right_before and not controlled(sentence, index - 1)


def _office(sentence: Sentence, index: int) -> bool:
    """Say whether an office, and of which State it is, opens the sentence: `Albanian PM to sign`."""
    hits = sentence.hits[: index + 1]
    if Cue.ROLE not in sentence.at(index).cues or sentence.unknown(sentence.start, hits[0].start):
        return False
    offices = all(hit.name or hit.joint or Cue.ROLE in hit.cues for hit in hits)
    return offices and not sentence.any_strange(0, index)


def _opener(sentence: Sentence, name: int, place: int) -> Iterator[Governor]:
    """Yield what leaves open or denies the passive whose subject is the treaty here: `before the treaty is ratified`.

    What is planned or possible is told of a clause in its mood: `está previsto que el tratado sea firmado`.
    """
    word = sentence.at(name - 2) if sentence.at(name - 1).cues == {Cue.THAT} else sentence.at(name - 1)
    cues = word.cues & {Cue.DENY, Cue.QUESTION}
    if word.cues & {Cue.CONDITION, Cue.NEED} and word.cues.isdisjoint({Cue.AFTER, Cue.HISTORY}):
        cues |= {Cue.CONDITION}
    if Cue.WISHED in sentence.at(place - 1).cues or sentence.hits[place].has(Form.BARE):
        cues |= word.cues & {Cue.PLAN, Cue.MODAL}
    if cues:
        yield Governor(word, frozenset(cues), 0)
