"""Find who does an act where they are named behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from monitor.read.doers.candidates import has_members, may_do
from monitor.read.doers.counts import tells_rank
from monitor.read.doers.lists import NOBODY, Doers, How, cluster
from monitor.read.hits import BODIES, CLAUSES, OUTSIDERS, RELATIVES, Cue, Form, Hit, holds
from monitor.read.sentence import Sentence, Word

_LINKS = frozenset({Cue.BY, Cue.OF})
_EQUALS = frozenset({Cue.BECOME, Cue.GROUP, Cue.SINGLE, Cue.AUX, Cue.PRONOUN})
"""Kinds of words between what one is ranked by and who it is."""
_OF_IT = BODIES | {Cue.DEPOSIT, Cue.BECOME, Cue.GROUP, Cue.AND, Cue.APPROVE, Cue.PASS, Cue.STEP, Cue.FRESH}
"""Kinds of words behind those listed under a heading for an act that may be of the act."""
_COUNTED = frozenset({Cue.AND, Cue.OF, Cue.INCLUDING, Cue.SOFAR, Cue.STALE, Cue.BOUNDARY})
"""Kinds of words right behind a number that counts States unnamed."""
_ALL = 200  # more than there are States
_OF_TREATY = 4  # hits from a noun to whose it is behind its treaty: `ratificación del Convenio de Kenia`
_OPENING = 4  # hits before an act that opens its sentence


def listed_after(sentence: Sentence, place: int) -> Doers:
    """Return those listed behind the object: `among the signatories were Peru and Togo`, `signed: Chad; Niger`."""
    act, before = sentence.hits[place], sentence.at(place - 1)
    noun, agents = act.has(Form.NOUN), act.has(Form.AGENT)
    named = agents or any(hit.treaty for hit in sentence.hits[: place + 1])
    named = named or not before.cues.isdisjoint(RELATIVES)  # `the countries that ratified are Peru`
    for index, hit in sentence.rightward(place):
        after = sentence.at(index + 1)
        colon = hit.mark == ";" and _opens_list(sentence, index, agents=agents)
        if hit.acts or Cue.BOUNDARY in hit.cues or (hit.mark and not colon):
            break
        it = Cue.PRONOUN in hit.cues and index == place + 1 and Cue.AND not in after.cues
        named = named or hit.treaty or it
        verb = not noun and hit.cues & {Cue.AUX, Cue.INCLUDING}
        opens = colon or verb or sentence.gap(hit, after).strip(" (") == "-"
        first = _first_state_behind(sentence, index) if named and opens else None
        if first is not None:
            heads = colon and not (act.finite or agents)
            return NOBODY if heads and _does_else(sentence, index) else cluster(sentence, first, 1, "list")
    return NOBODY


def _opens_list(sentence: Sentence, index: int, *, agents: bool) -> bool:
    """Say whether a colon or such a dash stands here: `signed by two States - Chad and Niger`, not `New York - Mỹ`."""
    here, last = sentence.hits[index], sentence.hits[index - 1]
    if not sentence.spells(here) or sentence.colon(here):
        return sentence.colon(here)
    counted = Cue.GROUP in last.cues or (last.treaty and agents)
    return counted or _lists_states(sentence, index)


def _first_state_behind(sentence: Sentence, opening: int) -> int | None:
    """Return where the first State of a list stands, behind the number of its line: `signed by: 1. Chad`."""
    here, after = sentence.hits[opening], sentence.at(opening + 1)
    numbered = after.number is not None and sentence.text[after.start - 1] == "\n"
    first = opening + 1 + numbered
    return first if sentence.near(here, after, 1) and sentence.at(first).state else None


def _does_else(sentence: Sentence, colon: int) -> bool:
    """Say whether those named behind a colon do something of their own: `Ratifying the pact: Peru must amend laws`."""
    last = sentence.end_of_list(colon + 1, 1)
    while sentence.at(last + 1).cues & BODIES:
        last += 1
    after, tail = sentence.at(last + 1), sentence.trail(last)
    counts = after.counts or after.month
    own = after and not (after.mark or counts or after.acts or after.cues & _OF_IT)
    return bool(own) or any(map(str.isalpha, tail))


def _lists_states(sentence: Sentence, dash: int) -> bool:
    """Say whether two States or more are listed behind a dash: `Three signed it in Rome - Peru and Mali`."""
    last = sentence.end_of_list(dash + 1, 1)
    more = sentence.at(last + 1)
    end = last + more.joint  # a text may break off: `- Peru, Mali and`
    after = sentence.at(end + 1)
    ends = (not after or after.mark) and not any(map(str.isalnum, sentence.trail(end)))
    return sentence.at(dash + 1).state and last > dash + 1 and (ends or more.mark == ",")


def postponed(sentence: Sentence, place: int) -> Doers:
    """Return the doer named after its own act: `Ten years after ratifying it, France ...`."""
    here, language, comma = sentence.hits[place], sentence.language, False
    with_it = Cue.PERFORM in sentence.at(place - 1).cues
    named = here.treaty  # `Aunque nunca llegó a ratificarlo, Rusia firmó`
    if place > _OPENING:
        return NOBODY
    for index, hit in sentence.rightward(place):
        strange = named and not comma and sentence.strange(sentence.hits[index - 1], hit)
        if strange and here.has(Form.NOUN):
            break  # `With ratification of the treaty stalled, Kenya`
        if named and language.bracketed and (strange or hit.cues & {Cue.AUX, Cue.PLAN, Cue.MODAL}):
            comma = True  # `Mit der Unterzeichnung bekräftigt`
        # `Con la firma della Convenzione il Kenya`
        bare = with_it and sentence.hits[index - 1].treaty and not (strange or language.describes_before)
        if hit.ends or (comma and (hit.acts or hit.cues & (CLAUSES | {Cue.SPEAK, Cue.OTHER}))):
            break
        if hit.treaty or (Cue.PRONOUN in hit.cues and not named):
            named = True  # `By signing it, Kenya`
        elif hit.mark == "," and named:
            comma = True
        elif (comma or bare) and hit.name and may_do(sentence, index):
            return cluster(sentence, index, 1, "postponed")
    return NOBODY


def told_last(sentence: Sentence, place: int) -> Doers:
    """Return who is said last to be the one ranked: `40-й страной, ратифицировавшей ее, стал Чад`."""
    if not tells_rank(sentence, place):
        return NOBODY
    named = False
    for index, hit in sentence.rightward(place):
        if hit.state and named:
            return cluster(sentence, index, 1, "list")
        if not (hit.treaty or hit.mark == "," or hit.cues & _EQUALS):
            break
        named = named or hit.treaty
    return NOBODY


def named_by(word: Word) -> Doers | None:
    """Return who is named behind `by`, or by `of` as the owner of a noun."""
    sentence, place, form = word.sentence, word.place, word.form
    if form is Form.DONE or sentence.cues.isdisjoint(_LINKS):
        return None
    taken = Cue.RECEIVE in sentence.cues and _received(sentence, place)
    for index, hit in sentence.rightward(place):
        clause = hit.acts or hit.ends or hit.cues & RELATIVES  # `signed it in Rome, which was attended by`
        if clause or _ends_clause(sentence, index, form) or _furthered(sentence, place, index, form):
            break
        owns = form in {Form.NOUN, Form.AGENT} and Cue.OF in hit.cues
        owns = owns and (taken if Cue.PLACE in hit.cues else _right_behind(sentence, place, index))
        if (owns or Cue.BY in hit.cues) and (found := _named_behind(sentence, index)) is not None:
            return found if found or found.body is Cue.OUTSIDER else None
    return None


def _ends_clause(sentence: Sentence, index: int, form: Form) -> bool:
    """Say whether an act's clause ends here: those behind did something else, as in `signed the pact drafted by`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    if form is Form.PASSIVE:
        # `the convention, which Kenya signed, was drafted by Chile`, `Kenya signed the convention backed by Chile`
        parted = here.mark and Cue.AUX in after.cues
        it = Cue.PRONOUN in here.cues and sentence.at(index - 1).has(Form.PASSIVE)
        return bool(parted) or ((here.treaty or it) and not sentence.language.verb_first)
    if form in {Form.NOUN, Form.AGENT} and here.mark:
        return after.cues.isdisjoint(_LINKS)
    # `the accession was a riposte to withdrawals by Hungary`
    verb = form is Form.NOUN and Cue.AUX in here.cues and after and not sentence.near(here, after)
    return bool(verb or (here.mark and form in {Form.BARE, Form.FUTURE}))


def _furthered(sentence: Sentence, place: int, by: int, form: Form) -> bool:
    """Say whether the link here tells who did something else for the treaty: `to sign the pact championed by Chile`."""
    if Cue.BY not in sentence.hits[by].cues:
        return False
    told = sentence.hits[place + 1 : by]
    before = sentence.nearest(by, lambda one: not one.mark)
    if before.cues & {Cue.PRAISE, Cue.REACT} and not before.acts:
        return True  # `its plans to sign the pact were welcomed by Chile`
    # `the bill to ratify the treaty was rejected by Chile`, but `Kenya will sign the pact rejected by Chile`
    refused = holds(told, Cue.REFUSE) and not any(one.state for one in sentence.hits[:place])
    active = form in {Form.BARE, Form.FUTURE} and not (refused or holds(told, Cue.AUX))
    if active and any(one.treaty for one in told):
        return True
    return before.treaty and sentence.only_unknown(before.end, sentence.hits[by].start)


def _right_behind(sentence: Sentence, place: int, index: int) -> bool:
    """Say whether a link stands right behind a noun, its adjective or its treaty.

    `la retirada oficial de Hungría`, `el depósito de la ratificación del Convenio de Kenia`
    """
    here, link, name = sentence.hits[place], sentence.hits[index], sentence.at(index + 1)
    if sentence.near(here, link):
        return True
    if sentence.hits[index - 1].mention and name.state:
        return index - place < _OF_TREATY
    described = not sentence.language.describes_before and sentence.near(here, link, 1)
    return described and name.state


def _named_behind(sentence: Sentence, index: int) -> Doers | None:
    """Return whom the link at this index names, if it names somebody: `by Peru and Chad`, `of Kenya`, `by 72`."""
    link = sentence.hits[index]
    body: Cue | None = None
    count = _counted_alone(sentence, index) if Cue.BY in link.cues else None
    if count is not None:
        after = index + 3 if sentence.at(index + 2).mark else index + 2
        led = Cue.INCLUDING in sentence.at(after).cues
        codes = cluster(sentence, after + 1, 1, "by").codes if led else ()
        how: How = "by" if sentence.heads else "table"  # a text tells so how things stand
        return Doers(codes, group=True, count=count, how=how, place=index + 1)
    for at, hit in sentence.rightward(index):
        if hit.mention or hit.acts or hit.ends or hit.cues & {Cue.AFTER, Cue.HISTORY}:
            break
        if Cue.INSTITUTION in hit.cues and not hit.name:
            body = Cue.INSTITUTION  # `ratificado por el Senado mexicano`
        if Cue.ANAPHOR in hit.cues and Cue.BY not in link.cues:
            break  # `ratification of the convention, a move that Japan welcomed`
        if hit.cues & OUTSIDERS:
            return Doers(body=Cue.OUTSIDER)
        if hit.cues & {Cue.PLACE, Cue.TO} and Cue.OF not in hit.cues:
            break
        if (hit.state and not has_members(sentence, at)) or Cue.GROUP in hit.cues:
            found = cluster(sentence, at, 1, "by")
            more = _goes_on_to(sentence, at, link)
            return replace(found, codes=(*found.codes, *more), body=body or found.body)
    return None


def _counted_alone(sentence: Sentence, index: int) -> int | None:
    """Return the number of those who are only counted, right behind `by`: `signed by 72 and ratified by 40`."""
    number, after = sentence.at(index + 1), sentence.at(index + 2)
    if number.number is None or not 1 < number.number < _ALL:
        return None
    ends = not after or after.mark or after.cues & _COUNTED
    return number.number if ends and not sentence.trail(index + 1).strip(" .-()\"'”»") else None


def _goes_on_to(sentence: Sentence, first: int, link: Hit) -> Iterator[str]:
    """Yield whom a list goes on to, behind the same word as its first: `by Peru on Monday and by Chad on Tuesday`."""
    for index, hit in sentence.rightward(first):
        if hit.ends or hit.acts or hit.mention:
            return
        by, name = sentence.at(index + 1), sentence.at(index + 2)
        if hit.joint and name.name and by.cues & link.cues & {Cue.BY, Cue.OF}:
            yield from cluster(sentence, index + 2, 1, "by").codes


def handed_by(sentence: Sentence, place: int) -> Doers:
    """Return who stands behind the verb that hands in the instrument before it: `грамоты сдали Намибия и Эквадор`."""
    for index, hit in sentence.rightward(place):
        if Cue.DEPOSIT in hit.cues and sentence.at(index + 1).state:
            return cluster(sentence, index + 1, 1, "after")
        if hit.mark or hit.acts or hit.name:
            break
    return NOBODY


def right_of(sentence: Sentence, place: int) -> Doers:
    """Return who stands right behind an act that its doer may follow: `وقعت تشيلي`, `unterzeichnete Kenia`."""
    hits = sentence.hits
    here = hits[place]
    body: Cue | None = None
    far = 0 if here.noun else 5  # `Причиной ратификации стало желание Армении`
    if Cue.AND in sentence.at(place + 1).cues and sentence.at(place + 2).acts:
        place += 2
        here = hits[place]  # `unterzeichneten und ratifizierten Kenia und Togo`
    for index, hit in sentence.rightward(place):
        joins_next = index == place + 1 and Cue.AND in hit.cues
        if hit.mark or hit.acts or joins_next or not hit.cues.isdisjoint({Cue.BOUNDARY, Cue.RELATIVE}):
            break  # `hat unterzeichnet und Chile hat ratifiziert`
        if hit.treaty:
            here = hit
            continue
        if not sentence.near(here, hit, far):
            break
        if not far and (hit.number is not None or Cue.MANY in hit.cues):
            here = hit  # `توقيع ما يقرب من 60 دولة`
        if hit.cues & OUTSIDERS:
            return Doers(body=Cue.OUTSIDER)
        if Cue.INSTITUTION in hit.cues:
            body = Cue.INSTITUTION
        if (hit.name or Cue.GROUP in hit.cues) and may_do(sentence, index):
            found = cluster(sentence, index, 1, "after")
            return replace(found, place=index, body=body or found.body)
    return Doers(body=body)


def _received(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is taken in, and is nobody's by name: `received instruments from Kenya`."""
    # `instruments were received from Kenya`
    words = pairwise(sentence.hits[place:])
    if any(Cue.RECEIVE in hit.cues and Cue.AUX in before.cues for before, hit in words):
        return True
    for hit in reversed(sentence.hits[:place]):
        if Cue.RECEIVE in hit.cues:
            return True
        if hit.name or hit.mark or hit.acts or hit.cues & {Cue.APART, Cue.OTHER}:
            break
    return False
