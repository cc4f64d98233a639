"""Find to which thing an act is done: the treaty, a word that stands for it, a bill, or something else."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from monitor.model import Mention
from monitor.read.hits import Action, Cue, Form, Hit, holds, until
from monitor.read.objects import instead
from monitor.read.objects.another import (
    another,
    apposed,
    in_capitals,
    listed_with,
    of_two,
    rival,
    stands_alone,
)
from monitor.read.sentence import Sentence, Word
from monitor.read.words.marked import marked_object

_THINGS = frozenset({Cue.BILL, Cue.OTHER, Cue.ANAPHOR})
"""Kinds of words to which an act may be done, besides a treaty's name."""
_PAPERS = frozenset({Cue.OTHER, Cue.INSTRUMENT, Cue.CEREMONY})
"""Kinds of words for what is signed instead of the treaty."""
_WHEN = frozenset({Cue.PLACE, Cue.CONDITION, Cue.ATTEND})
"""Kinds of words before something at, before or during which an act was done."""
_PRECEDED = frozenset({Form.PASSIVE, Form.NOUN, Form.AGENT})
"""Forms of an act whose object may stand before it: `the contract was signed`, `the Convention's signatories`."""
_JOINED = 3  # words between two verbs that share an object: `signed and later ratified`
_LOOSE_END = 3  # words that may follow an act without its object


class Thing(Struct, frozen=True):
    """Say to what an act is done: a treaty by name, a word that stands for one, something else, or nothing said."""

    treaty: str | None = None
    stands_for: bool = False
    """A word such as `the convention`."""
    other: Hit | None = None
    bill: Hit | None = None
    hit: Hit | None = None


def thing(word: Word) -> Thing:
    """Return what an act is done to: first what follows it, otherwise what comes before.

    What a passive or a noun is done to may stand before it, so that of things behind it only a near one counts.
    """
    if Cue.ANAPHOR in word.here.cues:
        return Thing(stands_for=True, hit=word.here)  # `ratificarla`
    if (signed := instead.described_thing(word.sentence, word.place)) is not None:
        return _no_treaty(signed)
    if word.sentence.language.objective:  # `संधि पर हस्ताक्षर किए`
        return _before(word)
    return _behind(word) or _unread(word.sentence, word.place) or _before(word)


def _unread(sentence: Sentence, place: int) -> Thing | None:
    """Return the object of a German verb, which nobody here knows, behind its subject: `signierte Peru ein Papier`."""
    here, language = sentence.hits[place], sentence.language
    at = place + sentence.at(place + 1).state
    words = sentence.trail(at).split()
    if not language.bracketed or not here.has(Form.DONE) or not set(words[:1]) <= set(language.articles):
        return None
    last = sentence.at(place - 1)  # `Die Hanoi-Konvention signierte Peru einen Tag nach Chile`
    if last.treaty and set(sentence.text[sentence.start : last.start].split()) <= set(language.articles):
        return None
    unknown = [word for word in words[1:] if word not in sentence.small]
    if not unknown:
        return None
    begin = sentence.text.index(unknown[0], sentence.hits[at].end)
    return Thing(other=Hit(begin, begin + len(unknown[0])))


def _no_treaty(hit: Hit) -> Thing:
    return Thing(bill=hit) if Cue.BILL in hit.cues else Thing(other=hit)


def _behind(word: Word) -> Thing | None:
    """Return the object of an act behind it, if one is: `signed the Hanoi Convention`, `signed a contract`."""
    sentence, place, here, preceded = word.sentence, word.place, word.here, word.form in _PRECEDED
    it = pronoun(sentence, place + 1) and not here.has(Form.NOUN)  # `will sign it to help fight fraud`
    if _participle_closes(sentence, place):
        return None
    if it and not any(hit.mention for hit in sentence.hits[place + 2 :]):
        return None
    alone = (here.action, here.form) == (Action.ENTRY_INTO_FORCE, Form.DONE)  # it has no object
    near = 3 if preceded else instead.NEAR_OTHER
    # `the Hanoi Convention (signed by 72 States)`
    opened = preceded and sentence.text[: here.start].rstrip().endswith(("(", "["))
    brackets = sentence.text.find(")", here.end, sentence.end) if opened else 0
    said = here.has(Form.PASSIVE) and Cue.AUX in word.before.cues
    after: Thing | None = None
    bill: Hit | None = None
    for index, hit in sentence.rightward(place):
        if after is not None and after.other is not None and _opens_list(sentence, index, after.other):
            after = None  # `signed two treaties: the Hanoi Convention and the Rome Statute`
            continue
        if hit.mark == ";" or hit.cues & {Cue.RELATIVE, Cue.BOUNDARY} or 0 < brackets <= hit.start:
            break
        if said and Cue.AUX in hit.cues:
            break  # `The treaty, which was signed in May, is the first UN convention on it`
        if of_two(sentence, index):
            return Thing(other=hit)
        if hit.mention:
            return _by_name(sentence, place, hit, hit.mention, after, bill)
        if not hit.acts and hit.cues.isdisjoint(_THINGS) and not hit.lookalike:
            continue
        distance = sentence.words(here.end, hit.start)
        if hit.acts and after is None and distance > _JOINED:
            break
        if Cue.BILL in hit.cues and bill is None:
            bill = hit
        elif after is None:
            far = alone or bill is not None or distance > near
            after = _thing_at(sentence, place, index, bill, far=far)
    return after or (Thing(bill=bill) if bill is not None else None)


def _thing_at(sentence: Sentence, place: int, index: int, bill: Hit | None, *, far: bool) -> Thing | None:
    """Return the object that a word behind an act is: a word for the treaty, or something else that is not `far`."""
    hit = sentence.hits[index]
    if (Cue.OTHER in hit.cues or hit.lookalike) and not far:
        placed = _only_placed(sentence, place, index) or instead.only_takes(sentence, place, hit)
        return None if placed else Thing(other=hit)
    if Cue.ANAPHOR not in hit.cues:
        return None
    if instead.not_object(sentence, place, hit):
        return Thing(other=hit)
    return Thing(stands_for=True, bill=bill, hit=hit)


def pronoun(sentence: Sentence, index: int) -> bool:
    """Say whether a pronoun for a thing stands here right behind a word: `sign it`, but not `sign its report`."""
    before, here, after = sentence.at(index - 1), sentence.at(index), sentence.at(index + 1)
    owns = after.name is not None or not after.cues.isdisjoint(_THINGS | {Cue.GROUP})
    return Cue.PRONOUN in here.cues and sentence.near(before, here) and not owns


def _only_placed(sentence: Sentence, place: int, index: int) -> bool:
    """Say whether the thing here is but where or when an act was done: `signed at the meeting the pact`."""
    leaves = sentence.hits[place].action is Action.WITHDRAWAL  # what is left stands behind `from`
    return not leaves and not sentence.at(index - 1).cues.isdisjoint(_WHEN)


def _opens_list(sentence: Sentence, index: int, what: Hit) -> bool:
    """Say whether a colon opens the list of what was done something to: `two treaties: the Hanoi Convention and`."""
    colon, many = sentence.hits[index], sentence.nearest(index, lambda hit: hit.end <= what.start)
    counted = many.number is not None or Cue.MANY in many.cues
    if not sentence.colon(colon) or sentence.heads or not counted:
        return False  # `Two deals signed: Hanoi Convention discussed`
    at = next((at for at, hit in sentence.rightward(index) if hit.mention or hit.acts), index)
    first = sentence.hits[at]  # not `Two deals: talks on the Hanoi Convention follow`
    return first.mention is not None and (sentence.near(colon, first, 1) or stands_alone(sentence, at))


def _by_name(
    sentence: Sentence, place: int, name: Hit, mention: Mention, after: Thing | None, bill: Hit | None
) -> Thing:
    """Return what an act is done to with a treaty's name behind it; `after` and `bill` stand between."""
    verb = not sentence.hits[place].noun
    nearest = after.other or after.hit if after is not None else None
    if verb and (other := rival(sentence, place, name, nearest)) is not None:
        return Thing(other=other)
    other = after.other if after is not None else None
    if other and not (apposed(sentence, other, name) or listed_with(sentence, other, name)):
        return Thing(other=other)
    if not other and nearest and instead.about(sentence, nearest, name):
        return Thing(other=nearest)
    if verb and after is None and (link := instead.set_apart(sentence, place, name)) is not None:
        return Thing(other=link)
    thing_ = instead.described_by(sentence, name) or (instead.owned(sentence, name) if verb else None)
    if thing_ is not None and not instead.resolved(sentence, place):
        return _no_treaty(thing_)
    before = sentence.at(sentence.hits.index(name) - 1)
    # `the Convention on ..., known as the Hanoi Convention`
    known_as = nearest is not None and Cue.INCLUDING in before.cues and sentence.near(before, name, 1)
    return Thing(treaty=mention.treaty, bill=bill, hit=nearest if known_as else name)


def _before(word: Word) -> Thing:
    """Return the object of an act before it, if one is: `the Convention was signed`, `the law on it was`."""
    sentence, here = word.sentence, word.here
    if sentence.language.agglutinates and (marked := _marked(sentence, word.before, here)) is not None:
        return Thing(other=marked)
    for hit in reversed(sentence.hits[: word.place]):
        if Cue.BILL in hit.cues and (_has_pronoun(word) or _of_bill(word)):
            return Thing(bill=hit)
        if hit.mention:
            return _by_name_before(word, hit, hit.mention)
        if _is_other(word, hit):
            return Thing(other=hit)
        if Cue.ANAPHOR in hit.cues:
            unknown = (sentence.language.agglutinates or not here.noun) and another(sentence, hit)
            return Thing(other=hit) if unknown else Thing(stands_for=True, hit=hit)
    return Thing()


def _by_name_before(word: Word, name: Hit, mention: Mention) -> Thing:
    """Return what an act is done to with a treaty's name before it."""
    sentence, here, language = word.sentence, word.here, word.sentence.language
    stands = language.verb_last or _is_told(word) or Cue.AUX in here.cues
    if stands and (other := instead.other_on(sentence, name)) is not None:
        return Thing(other=other)
    if language.objective and (other := marked_object(sentence, name, here)) is not None:
        return Thing(other=other)
    before = (hit for hit in reversed(sentence.hits) if hit.start < name.start)
    # `a bill on withdrawal from the treaty`
    bill = next((hit for hit in until(before, lambda hit: hit.mark) if Cue.BILL in hit.cues), None)
    # `указ о выходе из конвенции президент подписал`
    far = _has_pronoun(word) or language.verb_last or (language.free_order and not here.noun)
    # `the law ratifying the treaty was sent for signature`, `the law that ratifies it was signed`
    act = bill is not None and _of_bill(word) and any(one.acts for one in sentence.between(bill, name))
    return Thing(treaty=mention.treaty, bill=bill if far or act else None, hit=name)


def _is_told(word: Word) -> bool:
    """Say whether an auxiliary right before an act tells it of what stands before: `the law on it was signed`."""
    return Cue.AUX in word.before.cues and not word.before.acts


def _of_bill(word: Word) -> bool:
    """Say whether an act may be done to a bill named before it: `the law was signed`, `法案将送总统签署`."""
    signs = word.here.action is Action.SIGNATURE and (word.sentence.unspaced or word.here.noun)
    return signs or _is_told(word)


def _has_pronoun(word: Word) -> bool:
    """Say whether a pronoun behind an act stands for what is named before: `ratified it`."""
    return Cue.PRONOUN in word.after.cues and not word.here.noun


def _is_other(word: Word, hit: Hit) -> bool:
    """Say whether an act is done to something before it that is no treaty: `ein Abkommen wurde unterzeichnet`."""
    sentence, language, preceded = word.sentence, word.sentence.language, word.form in _PRECEDED
    at = sentence.hits.index(hit)  # `die Hanoi-Konvention und ein Abkommen` is a list
    listed = sentence.at(at - 2).mention and Cue.AND in sentence.at(at - 1).cues
    if Cue.OTHER in hit.cues and not listed:
        right_before = language.objective or (preceded and language.verb_last)
        if right_before or _is_subject(word, hit):
            return True
    return hit.lookalike


def _marked(sentence: Sentence, last: Hit, here: Hit) -> Hit | None:
    """Return what is marked as the object right before an act, and is no treaty: `条約の会合でリヤド憲章に署名した`."""
    begin = last.end + (sentence.text[last.end] in "」』》")
    gap = sentence.text[begin : here.start].strip()
    if gap in sentence.language.objective:  # `12の文書に署名した`, but `「ハノイ条約」に署名した`
        return last if last.cues & _PAPERS else None
    named = gap.endswith(sentence.language.objective) and ("」" in gap or sentence.unknown(begin, here.start))
    return Hit(last.end, here.start) if named else None


def _is_subject(word: Word, other: Hit) -> bool:
    """Say whether a passive is told of a thing, with no treaty before it in its clause: `The contract was signed`.

    Where verbs have no forms a word behind the thing makes it one: `Bản ghi nhớ được Peru ký`, `备忘录由秘鲁签署`.
    """
    sentence = word.sentence
    at = sentence.hits.index(other)
    formless = sentence.unspaced or sentence.language.syllables
    if not _is_told(word) and not (formless and sentence.at(at + 1).cues & {Cue.AUX, Cue.BY}):
        return False
    between = sentence.hits[at + 1 : word.place]
    if any(hit.mark for hit in between) or holds(between, Cue.PRONOUN):
        return False
    return not any(hit.treaty for hit in until(reversed(sentence.hits[:at]), lambda hit: hit.mark))


def implied(sentence: Sentence, place: int) -> bool:
    """Say whether an act without an object means the treaty that the text is about, named near by."""
    here, after = sentence.hits[place], sentence.at(place + 1)
    if here.likewise:
        return True  # `These countries are Chad and Cuba`
    told = here.has(Form.DONE, Form.PASSIVE, Form.BARE)
    end = sentence.next_from(place)
    if told and sentence.language.cased and in_capitals(sentence, here.end, end):
        return False  # `signs Geneva Protocol while praising the Hanoi Convention`
    quantity = after.number is not None and not after.dated
    counted = quantity and not any(hit.mention for hit in sentence.hits[place:])
    own = counted or sentence.first_word(here.end, end) in sentence.language.articles
    what = sentence.unknown(here.end, sentence.next_from(place + 1) if counted else end)
    if told and own and Cue.LOOSE not in here.cues and not after.dated and what:
        return False  # `signed an annex to it`, `sign 17 cooperation papers`
    if not after:
        return sentence.words(here.end, sentence.end) <= _LOOSE_END
    if after.name and not sentence.language.verb_first:
        return False
    return sentence.near(here, after, _LOOSE_END) and not (told and _with_partner(sentence, place + 1))


def _with_partner(sentence: Sentence, link: int) -> bool:
    """Say whether somebody signs with one other, so a deal of the two: `Kenya signed with Uganda on Monday`."""
    with_, partner = sentence.hits[link], sentence.at(link + 1)
    if not with_.cues >= {Cue.APART, Cue.COMPANY}:
        return False
    one = partner.state and not sentence.at(link + 2).joint
    return one or in_capitals(sentence, with_.end, sentence.next_from(link))


def _participle_closes(sentence: Sentence, place: int) -> bool:
    """Say whether a participle closes its clause behind its object: `hat A ratifiziert und B unterzeichnet`."""
    participle = sentence.language.verb_last and sentence.hits[place].has(Form.PASSIVE)
    # `hat einen Vertrag über Software unterzeichnet und lobte die Konvention`
    return participle and sentence.at(place + 1).joint and holds(sentence.hits[:place], Cue.AUX)


def beside(sentence: Sentence, place: int, what: Thing) -> Iterator[str]:
    """Yield the treaties listed with the one an act is done to: `accede to A and to B`, `A and B were ratified`."""
    last, linked = what.hit, False
    if last is None or not last.mention:
        return
    before = last.start < sentence.hits[place].start
    if before and sentence.hits[place - 1].mark == ",":
        return  # `under the UN treaty and the Budapest Convention, signed in June`
    at = sentence.hits.index(last)
    for index, hit in sentence.leftward(at) if before else sentence.rightward(at):
        linked = linked or sentence.joined(last, hit)
        if hit.mention and linked:
            if not (before or stands_alone(sentence, index)):
                return
            if hit.mention.treaty != what.treaty:
                yield hit.mention.treaty
            last, linked = hit, False
        elif hit.joint:
            linked = True
        elif before or not linked or not hit.cues or hit.cues - {Cue.TO, Cue.APART, Cue.OF, Cue.MANY}:
            return
