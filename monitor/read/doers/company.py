"""Find who else does an act, whom the doer joins, and the names of those who are counted."""

from __future__ import annotations

from msgspec.structs import replace

from monitor.model import CONSENT
from monitor.read.doers.candidates import has_members
from monitor.read.doers.counts import count_of
from monitor.read.doers.lists import NOBODY, Doers, cluster, followed_by, joins, spelt_out
from monitor.read.hits import CLAUSES, Action, Cue, Form, holds, until
from monitor.read.sentence import Sentence, Word

_BESIDE = frozenset({Cue.COMPANY, Cue.INCLUDING})
"""Kinds of words behind which those may stand who do the act too."""
_BEFORE = frozenset({Cue.HISTORY, Cue.CONDITION, Cue.COMPANY})
"""Kinds of words behind which those may stand who did it before."""
_TO_DO = frozenset({Cue.TO, Cue.APART, Cue.BOUNDARY})  # `pour signer`, `as a party to`
_ELSEWHERE = frozenset({Cue.BOUNDARY, Cue.SPEAK})
"""Kinds of words behind which another clause tells the act: `signed, as did Peru, but withdrew`."""
_RANK = 4  # words of meaning between a rank and the act: `the 61st State party to`
_COMPANY = 5  # words between a word of company and who is in it
_ELSE = frozenset({Cue.BOUNDARY, Cue.AND, Cue.STALE, Cue.SOFAR})
"""Kinds of words behind which those counted are others than those who speak."""
_PAIR = 2  # States, whom `two States` may not mean


def company(sentence: Sentence, place: int) -> Doers:
    """Return who else does the act at this place: `alongside 64 others`, `joining Canada`, `including Peru`."""
    return _behind(sentence, place, _BESIDE) or Doers(_each_on_its_day(sentence, place))


def _each_on_its_day(sentence: Sentence, place: int) -> tuple[str, ...]:
    """Return who does the same on a later day, with no verb: `Fiji ratified it on Monday and Samoa on Tuesday`."""
    hits, codes = sentence.hits, list[str]()
    day = next((at for at, hit in sentence.rightward(place) if hit.dated or hit.acts or hit.mark == ";"), 0)
    while day and hits[day].dated:
        link = day + 1 + (sentence.at(day + 1).mark == ",")
        link += bool(sentence.at(link).cues & {Cue.AND, Cue.BOUNDARY})
        name = sentence.at(link)
        after = link + 1 + bool(sentence.at(link + 1).cues & {Cue.PLACE, Cue.APART})
        later = sentence.at(after)
        same = name.state and later.dated
        rest, further = sentence.at(after + 1), sentence.unknown(later.end, sentence.next_from(after))
        closed = (not rest or rest.mark or Cue.AND in rest.cues) and not further
        if not (link > day + 1 and same and closed and name.name):
            break
        codes.append(name.name.code)
        day = after
    return tuple(codes)


def followed(sentence: Sentence, place: int) -> tuple[str, ...]:
    """Return who is said to have done the act at this place before: `..., after Peru and Chile`."""
    return _behind(sentence, place, _BEFORE).codes


def _joined_by_rank(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether those are joined here whose number the act makes larger: `the 61st to ratify it, joining Ghana`.

    Instruments come one by one, so that no rank need be told: `deposited its instrument, joining Ghana`.
    """
    if index < place or sentence.at(index - 1).mark != ",":
        return False
    here = sentence.hits[index]
    if here.acts and sentence.hits[place].action in CONSENT and sentence.at(index + 1).name:
        return True
    before = sentence.hits[max(place - _RANK, 0) : place]
    become = next((hit for hit in before if Cue.BECOME in hit.cues), None)
    if become is None:
        return False
    rank = sentence.text[become.start : sentence.hits[place].start]
    return any(hit.ordinal is not None for hit in before) or any(map(str.isdigit, rank))


def _behind(sentence: Sentence, place: int, kinds: frozenset[Cue]) -> Doers:
    """Return who also does or did the act, named behind words of these kinds: `alongside Peru`, `after Chile`."""
    if kinds.isdisjoint(sentence.cues):
        return NOBODY
    words = [at for at, hit in enumerate(sentence.hits) if not kinds.isdisjoint(hit.cues)]
    told = [_named_next(sentence, at) for at in words if _speaks_of_others(sentence, at, place, kinds)]
    codes = tuple(dict.fromkeys(code for found in told for code in found.codes))
    count = next((found.count for found in told if found.count), None)
    last = next((found.place for found in reversed(told) if found), -1)
    return Doers(codes, any(found.group for found in told), count, place=last)


def _speaks_of_others(sentence: Sentence, index: int, place: int, kinds: frozenset[Cue]) -> bool:
    """Say whether the word at this index speaks of others who do or did the act at `place`."""
    hits, hit = sentence.hits, sentence.hits[index]
    between = hits[place + 1 : index]
    if Cue.GRANTED in hit.cues or (Cue.APART in hit.cues and not _counted_in(sentence, index)):
        return False  # `is one of 72 to sign it, although Chile has not`
    if any(sentence.said(one) == ";" or one.cues & _ELSEWHERE for one in hits[index + 1 : place]):
        return False  # `followed by Sierra Leone; Indonesia ratified`, `alongside Peru, he said that Chile ratified`
    if holds(between, Cue.BOUNDARY, Cue.INVITE) or any(other.acts for other in between):
        return False  # `Peru signed it while Chile, like Togo, hesitated`, `Peru, invited with Chile`
    led = followed_by(sentence, index + 1) or _joined_by_rank(sentence, index, place)
    follows = kinds is _BEFORE and (led or _follows(sentence, index, place))
    if not (follows or (kinds is _BESIDE and not led and (Cue.COMPANY in hit.cues or index > place))):
        return False
    none = holds(hits[place:index], Cue.NEGATION)  # `50 have signed it, none of the six, including Peru, has`
    if Cue.INCLUDING in hit.cues and (none or holds(hits[:index], Cue.REACH)):
        return False  # `brought the number of parties to 83, including Peru`, which had ratified before
    behind = list(until(reversed(between), lambda one: one.treaty))
    backed = len(behind) < len(between) and holds(behind, Cue.BY) and not hits[place].noun
    if Cue.INCLUDING in hit.cues and backed:
        return False  # `refused to sign a treaty endorsed by 70 nations, including Peru`
    before = sentence.at(index - 1).cues
    # `After joining the EU, Croatia ratified`, `签署公约，此前曾与智利总统会谈`
    return Cue.AFTER not in before and not (sentence.unspaced and Cue.HISTORY in before)


def _named_next(sentence: Sentence, index: int) -> Doers:
    """Return those named next behind a word that speaks of others: `Peru` and `Chile` in `alongside Peru and Chile`."""
    for after, other in sentence.rightward(index):
        if other.acts or other.mention or Cue.INVITE in other.cues:
            break
        behind = sentence.at(after + 1)
        if other.name and Cue.GROUP in behind.cues:
            continue  # `alongside twelve EU members`
        if not (other.name or Cue.GROUP in other.cues):
            continue
        if Cue.INCLUDING in sentence.hits[index].cues and Cue.NEGATION in behind.cues:
            break  # `72国签署,其中美国没有签署`
        if (sentence.owns(after) or other.capital) and behind.cues & {Cue.OTHER, Cue.ANAPHOR}:
            break  # `以及与智利的贸易协定`, `alongside the Paris Agreement`
        found = cluster(sentence, after, 1)
        return replace(found, codes=found.codes or spelt_out(sentence, after, found.count), place=after)
    return NOBODY


def _counted_in(sentence: Sentence, index: int) -> bool:
    """Say whether those listed behind this word are among those before it: `72 signed, with Peru among them`."""
    for at, hit in sentence.rightward(index):
        if hit.cues & {Cue.INCLUDING, Cue.BECOME}:
            return sentence.near(sentence.hits[at - 1], hit)
        if not (hit.state or joins(hit)):
            return False
    return False


def _follows(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether those who follow did the same before: `the second State to do so, after Peru and Chile`."""
    hits, here, name = sentence.hits, sentence.hits[index], sentence.at(index + 1)
    if here.acts or name.name is None:
        return False
    after = sentence.at(sentence.end_of_list(index + 1, 1) + 1)
    if index > place and hits[index - 1].mark == "," and (not after or after.mark == ";"):
        return True  # `Fiji ratified on Monday, following Palau and Tonga`
    return holds(hits[:index], Cue.BECOME)


def those_joined(sentence: Sentence, place: int) -> Doers:
    """Return whom the one who joins at this place joins: `joined China and Russia in signing`, or nobody."""
    here = sentence.hits[place]
    for after, hit in sentence.rightward(place):
        if not sentence.near(here, hit, _COMPANY) or hit.acts or hit.mention or hit.mark:
            break
        behind = sentence.at(after + 1)
        if hit.name and Cue.ANAPHOR in behind.cues:
            return NOBODY  # `join the Hanoi pact`
        if Cue.OUTSIDER in hit.cues:
            return Doers(group=True)
        if (hit.name and not hit.adjective and not has_members(sentence, after)) or Cue.GROUP in hit.cues:
            return cluster(sentence, after, 1)
    return NOBODY


def joining(word: Word) -> int | None:
    """Return the place of the joining that leads to this act: `joined others in signing`, `joined them as a party`."""
    sentence = word.sentence
    for index, hit in sentence.leftward(word.place):
        if hit.acts:
            joining = hit.action is Action.ACCESSION and hit.form is not Form.NOUN
            others = those_joined(sentence, index) if joining else NOBODY
            between = sentence.hits[others.place + 1 : word.place]  # `joined Peru and Chile to sign`
            close = all(hit.state or joins(hit) or hit.cues & _TO_DO for hit in between)
            return index if others and (close or word.form not in {Form.BARE, Form.AGENT}) else None
    return None


def full_with(sentence: Sentence, who: Doers, form: Form) -> Doers:
    """Return those counted by name if as many are listed, or with whom they are: `With Peru, 41 have ratified`."""
    counted = who.group and not who.codes and who.place > 0
    listed = (before_colon(sentence, who.place) or _spoken_for(sentence, who.place)).codes if counted else ()
    listed = listed or (_listed_behind(sentence, who) if who.group and not who.codes and who.count else ())
    if len(listed) > 1 and len(listed) == who.count and form is not Form.AGENT:
        return Doers(listed, how="list", place=who.place)  # `Ghana, Togo and Chad: all three have ratified`
    told = form in {Form.DONE, Form.PASSIVE, Form.AGENT} or Cue.REACH in sentence.cues
    if who.count is None or who.how == "by" or not told or Cue.COMPANY not in sentence.cues:
        return who
    for index, hit in enumerate(sentence.hits):
        first = sentence.at(index + 1)
        if Cue.COMPANY in hit.cues and not index and first.state and _untold(sentence, index):
            return replace(who, codes=cluster(sentence, index + 1, 1).codes, how="reached")
    return who


def _untold(sentence: Sentence, link: int) -> bool:
    """Say whether nothing is told of those listed here: `With Peru, 41`, but `With Peru's help, 41`."""
    last = sentence.end_of_list(link + 1, 1)
    after = sentence.at(last + 1)
    parts = after.cues & {Cue.PLACE, Cue.APART, Cue.FOR, Cue.BY}
    closed = after.mark == "," if sentence.language.describes_before else not parts
    return closed and not sentence.any_strange(link + 1, last + 1)


def before_colon(sentence: Sentence, place: int) -> Doers:
    """Return those listed before the colon behind which others stand for them: `Ghana and Togo: both have ratified`."""
    for index, hit in sentence.leftward(place):
        if hit.mark == ";":
            colon = sentence.colon(hit) and sentence.at(index - 1).state
            return cluster(sentence, index - 1, -1, "list") if colon else NOBODY
    return NOBODY


def _spoken_for(sentence: Sentence, place: int) -> Doers:
    """Return those listed who say what the ones counted here do: `Peru, Chad and Mali said the three would sign`."""
    after = sentence.at(place + 1)
    for index, hit in sentence.leftward(place):
        if hit.acts or hit.mark == ";" or hit.cues & _ELSE or CLAUSES & after.cues:
            break
        if hit.state and len((listed := cluster(sentence, index, -1, "list")).codes) > _PAIR:
            return listed
    return NOBODY


def _listed_behind(sentence: Sentence, who: Doers) -> tuple[str, ...]:
    """Return those listed in brackets or at the end: `Dos países la han firmado y van a ratificarla: Cuba y Perú`."""
    for index, hit in sentence.rightward(max(who.place, 0)):
        if hit.state and sentence.gap(sentence.hits[index - 1], hit).startswith("("):
            return cluster(sentence, index, 1, "list").codes
        if hit.mark == ";":
            opens = sentence.colon(hit) and sentence.at(index + 1).state
            return cluster(sentence, index + 1, 1, "list").codes if opens else ()
    return ()


def among(sentence: Sentence, who: Doers, place: int) -> int | None:
    """Return how many did what the doer did as one of them: `Peru is among the 72 countries that signed`.

    Of whom one is the first, they have not: `the first of 72 to ratify it`, `72个签署国中首个`.
    """
    if not who.codes or who.place < 0 or Cue.BECOME not in sentence.cues:
        return None
    one_of = False
    for index, hit in enumerate(sentence.hits[who.place + 1 : place], who.place + 1):
        one_of_them = sentence.text.startswith(sentence.language.partitive, hit.end)
        if one_of_them or (not one_of and _first_of(sentence, index)):
            return None
        if Cue.BECOME in hit.cues and Cue.SOLE in sentence.at(index - 1).cues:
            return None  # `the only one of the five to ratify it`
        one_of = one_of or Cue.BECOME in hit.cues
        if one_of and Cue.GROUP in hit.cues and (count := count_of(sentence, index)):
            return count
    return None


def _first_of(sentence: Sentence, index: int) -> bool:
    """Say whether somebody becomes the first of many here, which the many do not: `the first of 74 to ratify it`."""
    here, link = sentence.hits[index], sentence.hits[index + 1]
    of = Cue.OF in link.cues or link.has(Form.BARE)  # `the first out of 74`
    # `was the first`, `became the first`
    first = Cue.WAS in here.cues or bool(sentence.strange(here, link))
    return Cue.BECOME in here.cues and of and first
