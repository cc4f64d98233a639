"""Tell of which kinds a word governs an act: many words are of some, and each has uses in which it governs nothing."""

from __future__ import annotations

from collections.abc import Callable

from monitor.read.governor import OPERATORS, REACH, controlled
from monitor.read.hits import PREPOSITIONS, RELATIVES, SUBJECTS, Action, Cue, Form, holds, until
from monitor.read.sentence import Sentence
from monitor.read.status.reports import perfect, reported

_ALL_REACH = min(REACH.values())
_REACH_LAST = REACH | dict.fromkeys((Cue.MODAL, Cue.AUX, Cue.NEGATION, Cue.REFUSE), 14)
"""The same where such words open a bracket which the verb closes at the end of its clause: `kann noch ... werden`."""


def sense(sentence: Sentence, index: int, place: int, distance: int) -> frozenset[Cue]:
    """Return of which kinds the word at this index governs the act at `place`, so many words away."""
    hit = sentence.hits[index]
    cues = hit.cues & OPERATORS
    if distance >= _ALL_REACH:
        reach = _REACH_LAST if sentence.language.bracketed else REACH
        cues = frozenset(cue for cue in cues if distance <= reach[cue])
    told = Cue.THAT in hit.cues and Cue.PLAN not in hit.cues  # but `kündigte an, dass`
    if told and distance <= REACH[Cue.RELATIVE] and _behind_noun(sentence, index):
        cues |= RELATIVES
    if Cue.ASK in hit.cues and Cue.URGE not in hit.cues and _asks_state(sentence, index, place):
        cues |= {Cue.URGE}
    for cue, used_so, taken in _OTHER_USES:
        if cue in cues and used_so(sentence, index, place):
            cues -= taken
    return _one_of_two(sentence, index, place, cues)


def _one_of_two(sentence: Sentence, index: int, place: int, cues: frozenset[Cue]) -> frozenset[Cue]:
    """Return which of two kinds a word is of here: `hopes to sign` is a plan, `hopes that Peru signs` an appeal."""
    hit = sentence.hits[index]
    if Cue.PLAN in hit.cues:
        if Cue.MODAL in cues:
            unreal = Cue.PAST in sentence.hits[place].cues  # `said that Peru would have signed`
            cues -= {Cue.MODAL if reported(sentence, index) and not unreal else Cue.PLAN}
        if Cue.URGE in cues:  # `hopes to sign it`, `hopes that Peru signs it`
            others = any(one.may_act for one in sentence.hits[index + 1 : place])
            cues -= {Cue.PLAN if others else Cue.URGE}
        if Cue.NEED in cues:  # `doit signer samedi`, `doit signer, estime une ONG`
            clause = until(sentence.hits[index:], lambda one: one.mark)
            due = any(one.dated or Cue.AHEAD in one.cues for one in clause)
            cues -= {Cue.NEED if due else Cue.PLAN}
        if Cue.INVITE in cues:
            asked = holds(sentence.hits[:index], Cue.ASK)  # `its request to be invited to accede`
            cues -= {Cue.INVITE if asked else Cue.PLAN}
    if Cue.RECOMMEND in cues:
        seated = holds(sentence.hits[:index], Cue.INSTITUTION)  # a committee, to its own house
        cues = cues - {Cue.URGE} if seated else cues - {Cue.RECOMMEND} | {Cue.URGE}
    if Cue.REFUSE in cues and Cue.APART in hit.cues and hit.start == sentence.start:
        # `Without Peru's ratification, it cannot enter into force`
        cues = cues - {Cue.REFUSE} | {Cue.CONDITION}
    return cues


def _only_dates(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word for a day dates what is done: `on the day of the summit`, not `the day Kenya signs it`."""
    here, at = sentence.hits[index], index + 1
    at += Cue.THAT in sentence.at(at).cues
    doer = sentence.hits[min(at, place)]
    opens = doer.acts or doer.may_act
    return Cue.LEADS in here.cues and not (opens and sentence.near(here, doer, 1))


def _before_what(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word that may open a condition is a preposition: `will sie vor der Wahl ratifizieren`."""
    act = sentence.hits[place]
    verb = not act.noun and act.action is not Action.ENTRY_INTO_FORCE
    return sentence.language.bracketed and verb and bool(sentence.hits[index].cues & PREPOSITIONS)


def _does_another(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word for doing means something else than the act: `to sign it with others and ratify it`."""
    if _struggles_with(sentence, index) or _about_it(sentence, index, place):
        return True
    bare = sentence.hits[place].has(Form.BARE)
    made = Cue.THAT in sentence.at(index + 1).cues  # `logró que Kenia ratifique`
    return bare and (made or Cue.APART in sentence.hits[index].cues)


def _about_it(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether what is done is a thing that an act is only for or about: `completed a study on ratification`."""
    here, link, act = sentence.hits[index], sentence.at(place - 1), sentence.hits[place]
    apart = link.cues & {Cue.APART, Cue.FOR, Cue.OTHER}  # `completed a review of its ratification`
    if not (apart and act.noun and link is not here):
        return False
    thing = holds(sentence.hits[index + 1 : place], Cue.OTHER, Cue.REFERENCE)
    return thing or sentence.any_strange(index, place - 1)


def _plans_nothing(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word for a plan counts, helps a past tense, or only links: `elle compte 74 signataires`."""
    agent = sentence.hits[place].has(Form.AGENT) and Cue.AUX in sentence.hits[index].cues
    links = agent and sentence.language.bracketed and not holds(sentence.hits[place:], Cue.PLAN)
    # `wird 41. Vertragsstaat`
    return links or _numbered(sentence, index) or perfect(sentence, index, place)


def _struggles_with(sentence: Sentence, index: int) -> bool:
    """Say whether a verb nobody knows keeps `with` from performing the act behind: `rechnet mit der Ratifizierung`.

    With an object of its own it tells what is done by the act: `setzt mit der Ratifizierung ein Zeichen`.
    """
    link, doer = sentence.hits[index], sentence.at(index - 1)
    if index and sentence.is_small(link) and controlled(sentence, index - 1):
        return True  # `helps Kenya with its ratification`
    named = (doer.state or doer.cues & SUBJECTS) and not sentence.owns(index - 1)
    if not named or not sentence.is_small(link) or len(sentence.strange(doer, link)) != 1:
        return False
    treaty = next((hit.end for hit in sentence.hits[index:] if hit.treaty), sentence.end)
    return not sentence.unknown(treaty, sentence.end)


def _numbered(sentence: Sentence, index: int) -> bool:
    """Say whether a number stands right behind the word here: `compte 74 signataires`, not `第98个`."""
    for hit in sentence.hits[index + 1 : index + 4]:
        if hit.number is not None:
            return not sentence.in_order(hit)
        if not hit.cues & {Cue.MANY, Cue.STALE, Cue.SOFAR}:
            break
    return False


def _sets_scene(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word of time has a phrase of its own before the doer: `After months of debate Peru signed`."""
    for at, hit in enumerate(sentence.hits[index + 1 : place], index + 1):
        if hit.name or Cue.GROUP in hit.cues:
            first = sentence.hits[sentence.count_from(at)]
            first = first if sentence.near(first, hit, 1) else hit  # `После двух лет обсуждений Кения`
            return len(sentence.strange(sentence.hits[index], first)) > 1
        if hit.acts or hit.mention or Cue.PRONOUN in hit.cues:
            return False
    word, act = sentence.hits[index], sentence.hits[place]
    own = act.has(Form.NOUN)  # `der Jahrestag seiner Ratifizierung`
    # `Ein Jahr nach dem Angriff ratifiziert Peru`
    return sentence.language.bracketed and Cue.LEADS in word.cues and not own


def _cleft(sentence: Sentence, index: int) -> bool:
    """Say whether a clause only tells who it is that does the act: `c'est le Bénin qui`, `fue Perú quien`."""
    named = turned = False
    for at, hit in sentence.leftward(index):
        turned = turned or Cue.BOUNDARY in hit.cues  # `ce n'est pas le Kenya mais le Pérou qui`
        if not (hit.state or hit.mark == "," or hit.cues & {Cue.AND, Cue.OF, Cue.ROLE, Cue.BOUNDARY}):
            is_ = Cue.AUX in hit.cues or bool(hit.likewise) or (turned and Cue.NEGATION in hit.cues)
            return named and is_ and _leads(sentence, at)
        named = named or hit.state
    return False


def _leads(sentence: Sentence, index: int) -> bool:
    """Say whether a verb opens its sentence, but for a day or a word such as `it`."""
    before = sentence.at(index - 1)
    begin = before.end if before else sentence.start
    opens = not before or (index == 1 and before.cues & {Cue.PRONOUN, Cue.FRESH})
    return bool(opens) and sentence.words(begin, sentence.hits[index].start) <= 1


_OTHER_USES: tuple[tuple[Cue, Callable[[Sentence, int, int], bool], frozenset[Cue]], ...] = (
    (Cue.RELATIVE, lambda sentence, index, _: _cleft(sentence, index), RELATIVES),
    (Cue.HISTORY, _sets_scene, frozenset({Cue.HISTORY, Cue.CONDITION})),
    (Cue.CONDITION, _before_what, frozenset({Cue.CONDITION})),
    (Cue.CONDITION, _only_dates, frozenset({Cue.CONDITION})),
    (Cue.PERFORM, _does_another, frozenset({Cue.PERFORM})),
    (Cue.PLAN, _plans_nothing, frozenset({Cue.PLAN})),
    # `sẽ tới Hà Nội để ký` tells for what, `để Kenya ký` what it takes
    (
        Cue.NEED,
        lambda sentence, index, place: Cue.TO in sentence.hits[index].cues and index == place - 1,
        frozenset({Cue.NEED}),
    ),
)
"""Kinds of words, when one governs nothing as such, and of which kinds it then is not."""


def _asks_state(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether States are asked by a word that else asks others too: `asked the signatories to ratify`."""
    to_do = sentence.at(place - 1).cues & {Cue.TO, Cue.REFUSE}  # `asked the government not to sign`
    if Cue.SPEAK in sentence.hits[index].cues and not (Cue.TO in to_do and sentence.at(place - 2).may_act):
        return False  # `told Peru that it would not sign`
    whom = {Cue.GROUP, Cue.ROLE, Cue.PRONOUN} if to_do else {Cue.GROUP}
    for hit in sentence.hits[index + 1 : index + 4]:
        if hit.name or hit.cues & whom or hit.has(Form.AGENT):
            return hit.name is None or hit.name.kind != "body"
        if hit.number is None and Cue.MANY not in hit.cues:
            return False
    return False


def _behind_noun(sentence: Sentence, index: int) -> bool:
    """Say whether `that` begins a clause about who stands right before: `the State that ratified`, not `said that`."""
    here, before, after = sentence.hits[index], sentence.at(index - 1), sentence.at(index + 1)
    apart = 0 if before.name else 1  # `the Kremlin said that` begins no relative clause
    if before.mark == ",":
        before = sentence.at(index - 2)
    if before.mention and apart:
        return after.name is not None or bool(after.acts)  # `el tratado que firmó Perú`
    if after.state and Cue.GROUP in before.cues and any(hit.state for hit in sentence.hits[: index - 1]):
        return False  # `Peru informed other States that Chile ratified`
    told = before.name is not None or not before.cues.isdisjoint({Cue.GROUP, Cue.SINGLE})
    person = Cue.ROLE in before.cues and after.finite and Cue.PLAN not in sentence.at(index - 2).cues
    return (told or person) and sentence.near(before, here, apart)  # `el ministro que la firmó`
