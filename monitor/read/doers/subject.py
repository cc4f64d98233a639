"""Find who does an act, by any way of naming a doer: ask here."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from monitor.read.doers import following
from monitor.read.doers.candidates import has_members
from monitor.read.doers.counts import count_of, is_rank, raised, rank_of, reached, tells_rank
from monitor.read.doers.lists import Doers, How, cluster
from monitor.read.doers.preceding import SPOKEN, head_of_clause, left_of, of_two_verbs
from monitor.read.hits import BODIES, Cue, Form
from monitor.read.sentence import Sentence, Word

_PRAISED = frozenset({Form.GERUND, Form.NOUN, Form.BARE, Form.PASSIVE, Form.DONE, Form.AGENT})
"""Forms of an act for which somebody is praised: `for ratifying`, `on becoming the 60th State to ratify`."""
_BEHALF = 5
_PRAISES = frozenset({Cue.PRAISE, Cue.REACT})


def doers(word: Word) -> Doers:
    """Return who does the act at this place, or nobody: by the first way of naming a doer that fits.

    Otherwise it is the subject before the act, unless it is told behind it who did, or the verb stands first.
    """
    sentence = word.sentence
    for way in _WAYS:
        if (found := way(word)) is not None:
            return found
    subject = left_of(word)
    if (told := _told_behind(word, subject)) is not None:
        return told
    nobody = not subject and subject.body is None
    if nobody and word.form not in {Form.DONE, Form.FUTURE}:
        subject = following.postponed(sentence, word.place)
    if (right := _behind_verb(word, subject)) is not None:
        return right
    opens = word.form is Form.DONE and word.here.start == sentence.start
    opens = opens and (Cue.FRESH in sentence.cues or not sentence.language.describes_before)
    # `Having ratified it on Monday, Ghana`, `Al firmarla, Kenia reafirma`
    return following.postponed(sentence, word.place) if opens and nobody else subject


def _told_behind(word: Word, subject: Doers) -> Doers | None:
    """Return who is told behind an act to have done it: `signed: Chad, Niger`, `the 40th to ratify it was Peru`."""
    sentence, place = word.sentence, word.place
    free = sentence.language.free_order and word.form is Form.NOUN
    if free and (handing := following.handed_by(sentence, place)):
        return handing
    if subject.codes:
        return None
    if last := following.told_last(sentence, place):
        return last
    if (ranked := _ranked(word)) is not None:
        # `Als 60. Staat ratifizierte Kenia die Konvention`
        right = following.right_of(sentence, place)
        return right if right.codes and sentence.language.verb_first else ranked
    listed = following.listed_after(sentence, place)
    return listed if listed and (listed.codes[1:] or not subject) else None


def _behind_verb(word: Word, subject: Doers) -> Doers | None:
    """Return who stands behind a verb that comes first, unless a subject is nearer: `Gestern unterzeichnete Peru`."""
    sentence, place, form = word.sentence, word.place, word.form
    here = word.here
    given = sentence.arabic and form is Form.PASSIVE  # `الموقعة`: `by` names its doer
    if not ((sentence.language.verb_first and not given) or (here.likewise and not subject)):
        return None
    right = following.right_of(sentence, place)
    owned = form is Form.NOUN and right.place == place + 1 and bool(right.codes or not subject.codes)
    if sentence.arabic:  # `وستوقعها تشيلي`, `بعد زيارة الصين وقع رئيس كينيا`
        office = form is Form.DONE and Cue.ROLE in word.after.cues
        ahead = right.place == place + 1 and form in {Form.FUTURE, Form.BARE}
        owned = owned or ahead or office
    nearer = subject and not owned and sentence.near(sentence.hits[subject.place], here, 3)
    return right if right and not nearer else None


def _crowd(place: int, count: int | None, how: How = "count") -> Doers:
    return Doers(group=True, count=count, how=how, place=place)


def _brought_up(word: Word) -> Doers | None:
    """Return how many they have become, and who made them so many: `bringing the number of parties to 83`."""
    sentence, place = word.sentence, word.place
    if (total := raised(sentence, place)) is None:
        return None
    by = left_of(word).codes if not any(hit.acts for hit in sentence.hits[:place]) else ()
    return Doers(by, group=True, count=total, how="count", place=place)


def _praised(word: Word) -> Doers | None:
    """Return the State praised or blamed for an act: `thanked Ghana on Tuesday for ratifying`."""
    sentence = word.sentence
    hits = sentence.hits
    if word.form not in _PRAISED or sentence.cues.isdisjoint(_PRAISES | {Cue.BOUNDARY}):
        return None
    linked, praises = False, _PRAISES
    verb = word.form in {Form.DONE, Form.PASSIVE} and Cue.AND in word.before.cues
    for index, hit in sentence.leftward(word.place):
        if hit.mark or hit.mention or hit.acts:
            return None
        after = sentence.at(index + 1)  # `welcomed Tonga becoming a party`
        doing = after.has(Form.GERUND) or Cue.BECOME in after.cues
        linked = linked or (doing and sentence.near(hit, after, 1))
        if index and linked and hit.name and not hit.adjective:
            before = hits[index - 1]
            if Cue.AND in before.cues:
                continue
            if verb:
                return None  # `accuses Peru of hacking and signs it`
            small = before.cues & {Cue.PLACE, Cue.APART, Cue.OF} and before.cues.isdisjoint(praises)
            # `felicitó a Perú`, `هنأت تشيلي بيرو`
            small = small or (sentence.arabic and before.state)
            before = hits[index - 2] if small and index > 1 else before
            return cluster(sentence, index, 1, "praised") if before.cues & praises else None
        linked = linked or bool(hit.cues & {Cue.FOR, Cue.APART, Cue.BY, Cue.OF})
    return None


def _entered(word: Word) -> Doers | None:
    """Return the State under which an act is entered: `JAMAICA: RATIFICATION.`, `The Convention - Fiji: Accession`.

    So it may be with the paper that is handed in: `Fiji: deposit of the instrument of accession to the Treaty`.
    """
    sentence = word.sentence
    first = word.place
    while sentence.at(first - 1).cues & {Cue.DEPOSIT, Cue.INSTRUMENT}:
        first -= 1
    name, colon, before = sentence.at(first - 2), sentence.at(first - 1), sentence.at(first - 3)
    if word.form is not Form.NOUN or first < 2 or not sentence.colon(colon) or not name.state:
        return None
    # `C.N.7.2026.TREATIES-XVIII.16 Kenya: Ratification`
    opens = before.mark or before.mention if before else not sentence.words(sentence.start, name.start)
    alone = opens and _tells_no_more(sentence, word.place)
    return cluster(sentence, first - 2, -1, "list") if alone else None


def _tells_no_more(sentence: Sentence, place: int) -> bool:
    """Say whether nothing is told of an act but of which treaty and when: `Fiji: Accession to the Treaty, 3 May`."""
    end = sentence.hits[place].end
    for _, hit in sentence.rightward(place):
        if sentence.unknown(end, hit.start) or hit.mark or hit.dated or hit.number is not None:
            return not sentence.unknown(end, hit.start)
        if not (hit.treaty or hit.cues & {Cue.OF, Cue.TO}):
            return False
        end = hit.end
    return not sentence.unknown(end, sentence.end)


def _reached(word: Word) -> Doers | None:
    total = reached(word.sentence, word.place)
    return None if total is None else _crowd(word.place, total, "reached")


def _and_more(sentence: Sentence, place: int) -> bool:
    """Say whether others are counted right before the verb here: `Five sign and two ratify`."""
    link, count = sentence.at(place - 2), sentence.at(place - 1)
    joined = Cue.AND in link.cues or (link.joint and sentence.at(place - 3).acts)  # `14 sign, 6 ratify`
    return bool(joined) and count.number is not None


def _counted(word: Word) -> Doers | None:
    """Return a number right before the act: `60 ratifications`, `74 had signed`."""
    sentence, place, form = word.sentence, word.place, word.form
    here, before = sentence.hits[place], sentence.at(place - 1)
    if Cue.DEPOSIT in before.cues and form is Form.NOUN and _and_more(sentence, place - 1):
        return _crowd(place, sentence.hits[place - 2].number)
    if before.number is None or sentence.text[before.end : before.end + 1] == ")":
        return None  # `aprovou nesta terça-feira (8) a adesão`
    if Cue.GROUP in before.cues and Cue.AND in sentence.at(place - 2).cues:
        return None  # `加纳、多哥等三国签署`
    if form is Form.NOUN:
        # `vingt ans de ratification`, `par 50 voix contre 3 la ratification`
        years = Cue.HISTORY in here.cues
        first = sentence.text[before.end : here.end].split()[0]
        votes = first in sentence.language.articles and Cue.REACH not in sentence.cues
        counts = not (years or votes) and sentence.near(before, here, 1)
    else:
        decree = Cue.BILL in sentence.at(place - 2).cues  # `Decree No 41 ratifies`
        acts = (form in {Form.DONE, Form.PASSIVE} or _and_more(sentence, place)) and before.number > 1
        counts = acts and not decree and sentence.near(before, here) and not is_rank(sentence, place - 1)
    return _crowd(place, count_of(sentence, place)) if counts else None


def _agents(word: Word) -> Doers | None:
    """Return those whom a word for who did it counts or lists: `Among the 72 signatories are Peru and Togo`."""
    sentence, place = word.sentence, word.place
    if word.form is not Form.AGENT:
        return None
    count = None if is_rank(sentence, place - 1) else count_of(sentence, place)
    if count is None:
        here, after = sentence.hits[place], sentence.at(place + 1)
        if after.number and sentence.text[here.end : after.start] == " ":
            return _crowd(place, after.number, "table")
        # `Fiji and Samoa, all parties`
        apposed = sentence.at(place - 2).mark == "," and sentence.at(place - 3).name
        many = Cue.MANY in sentence.at(place - 1).cues and not apposed
        return _crowd(place, None) if many else None
    if sentence.at(place + 1).mark == "," and sentence.at(place + 2).state:
        named = cluster(sentence, place + 2, 1, "list")
        if len(named.codes) == count:
            return named  # `gained two new signatories, Peru and Togo`
    listed = following.listed_after(sentence, place)
    if listed.codes:
        return replace(listed, group=True, count=count)
    return _all_named(sentence, place, count) or _crowd(place, count)


def _all_named(sentence: Sentence, place: int, count: int) -> Doers | None:
    """Return those said to be the ones counted, if as many are named: `Fiji and Tonga are the two new signatories`."""
    is_said = False
    for index, hit in sentence.leftward(place):
        if hit.state:
            named = cluster(sentence, index, -1, "before")
            after = sentence.hits[index + 1]
            is_said = is_said or sentence.gap(hit, after).startswith(sentence.language.copula)
            return replace(named, count=count) if is_said and len(named.codes) == count else None
        is_said = is_said or Cue.AUX in hit.cues
    return None


def _by_adjective(word: Word) -> Doers | None:
    """Return the State whose adjective stands right behind the act: `la ratification kényane de la convention`."""
    after = word.after
    if word.form is not Form.NOUN or after.name is None or not after.adjective:
        return None
    return Doers((after.name.code,), how="owner", place=word.place + 1)


def _in_front(word: Word) -> Doers | None:
    """Return whom a Chinese clause in front of them describes: `签署公约的72国将开会`, `去年签署公约的加纳`."""
    sentence = word.sentence
    name = word.after
    if not sentence.unspaced or not name.treaty or word.form not in {Form.BARE, Form.DONE}:
        return None
    if not sentence.behind_title(name).startswith(sentence.language.possessive):
        return None
    for index, hit in sentence.rightward(word.place + 1):
        if hit.name and has_members(sentence, index):
            return None  # `首个批准公约的欧盟国家`
        if hit.state or Cue.GROUP in hit.cues:
            found = cluster(sentence, index, 1, "clause")
            if found.count is not None or not found.group:
                return found
            before = word.before
            gap = sentence.gap(before, word.here)  # an unknown verb: `赞扬已批准公约的国家`
            ranks = any(begin in gap for begin in sentence.language.ordinal_begins)
            verb = before.name is not None and len(gap) > 1 and not ranks
            return found if verb or before.cues & SPOKEN else None
        if hit.number is None and Cue.MANY not in hit.cues:
            return None
    return None


def _signing_for(word: Word) -> Doers | None:
    """Return the State for which somebody acts right behind the act or its treaty: `signed the pact for Ghana`."""
    sentence = word.sentence
    at = word.place + 1
    told = word.form in {Form.DONE, Form.PASSIVE} and sentence.at(at).mention is not None
    if told and not left_of(word).codes:
        at += 1
    if word.form is Form.NOUN or Cue.FOR not in sentence.at(at).cues:
        return None
    name = sentence.at(at + 1)
    body = sentence.at(at + 2)
    acting = not body.cues.isdisjoint(BODIES) and sentence.near(name, body, 1)
    if name.name is None or (name.adjective and not acting):
        return None  # `signs for Swiss club`
    acts = sentence.near(sentence.hits[at - 1], name, 2)
    return cluster(sentence, at + 1, 1, "on behalf") if acts else None


def _on_behalf(word: Word) -> Doers | None:
    """Return the State for which somebody acts, wherever it is named: `On behalf of Kenya, the envoy signed it`."""
    sentence = word.sentence
    if Cue.BEHALF not in sentence.cues:
        return None
    hits = sentence.hits
    for index, hit in enumerate(hits):
        if Cue.BEHALF not in hit.cues:
            continue
        for at, after in sentence.rightward(index):
            if not sentence.near(hit, after, _BEHALF) or Cue.PLACE in after.cues:
                break
            if after.name or Cue.GROUP in after.cues:
                found = cluster(sentence, at, 1, "on behalf")
                left = left_of(word)
                if not found.codes:
                    return left if left.codes else found
                codes = tuple(code for code in left.codes if after.name is None or code != after.name.code)
                # `after the minister spoke on behalf of Kenya, Peru signed`
                marks = [one for one, hit in enumerate(hits[: word.place]) if one > at and hit.mark]
                parted = bool(marks) and marks[-1] < left.place
                return replace(left, codes=codes) if parted and codes else found
            if Cue.PRONOUN in after.cues and not left_of(word).codes:
                of = [one for link, one in pairwise(hits[:index]) if one.state and Cue.OF in link.cues]
                return cluster(sentence, hits.index(of[0]), 1, "on behalf") if len(of) == 1 else None
    return None


def _ranked(word: Word) -> Doers | None:
    """Return how many have done the act that has this rank, or whose it is: `Cuba: 42nd ratification`."""
    sentence, place = word.sentence, word.place
    headed = sentence.at(place - 2).mark == ";" and sentence.at(place - 3).state and sentence.heads
    rank = rank_of(word)
    if headed and (rank is not None or tells_rank(sentence, place)):
        return replace(cluster(sentence, place - 3, -1, "list"), place=place - 3)
    return None if rank is None else _crowd(place, rank)


_WAYS = (
    _brought_up, _praised, _entered, _reached, _in_front, _by_adjective, _agents, _signing_for, _counted, _on_behalf,
    following.named_by, head_of_clause, of_two_verbs,
)  # fmt: skip
"""All ways of naming a doer but plain subjects; each returns None where it is not met."""
