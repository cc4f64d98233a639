"""Tell an act that is done from one that is only spoken of: the matter of what somebody says, plans or wants."""

from __future__ import annotations

from monitor.read.act import Act
from monitor.read.doers.preceding import SPOKEN
from monitor.read.governor import compound, controlled, on_day
from monitor.read.hits import BODIES, Action, Cue, Form, holds, until
from monitor.read.sentence import Sentence

_DOING = frozenset(
    {Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.PLAN, Cue.STEP, Cue.APPROVE, Cue.BILL, Cue.REFUSE, Cue.URGE}
)
"""Kinds of words by which a doer does something about an act that stands as a noun."""
_LINKS = frozenset({Cue.OF, Cue.PLACE, Cue.FRESH, Cue.INSTRUMENT})
_WHEN = frozenset({Cue.FRESH, Cue.PLACE})
_TALKS = frozenset({Cue.PASS, Cue.OTHER})
"""Kinds of words for what is about an act: `a vote on ratification`, `the debate on it`."""
_MATTER = frozenset(
    {Cue.OF, Cue.BY, Cue.PLACE, Cue.APART, Cue.ABOUT, Cue.FOR, Cue.TO, Cue.AND, Cue.THAT, Cue.REJECT}
)
"""Kinds of words that only link an act to what it is the matter of."""


def only_named(act: Act) -> bool:
    """Say whether an act as a noun is only spoken of: `agreed on ratification`, `supports ratification`."""
    sentence = act.sentence
    first = compound(sentence, act.place)
    before = sentence.at(first - 1)
    if sentence.language.uninflected and Cue.APART in before.cues and act.form is Form.BARE:
        return sentence.near(before, act.here)  # `hội thảo về phê chuẩn`
    if not before or not act.here.noun:
        return False
    apart = Cue.APART in before.cues and Cue.PERFORM not in before.cues
    # `Con la firma de la Convención, Perú`
    with_it = Cue.COMPANY in before.cues and act.who.how == "postponed"
    guide = sentence.at(first - 2) if Cue.OF in before.cues else before  # `published a guide to ratification`
    about = (apart and not with_it) or Cue.REFERENCE in guide.cues
    about = about and sentence.near(before, sentence.hits[first])
    if about or (act.form is not Form.NOUN and first == act.place):
        return about
    if act.who.how == "before" and not act.governed(*_DOING):
        if holds(act.since_doer, Cue.APART, Cue.PRAISE, Cue.SPEAK) or act.governed(Cue.SPEAK):
            return True  # `Qatar welcomed the ratification`, `said that ratification helps trade`
        if _unknown_verb(sentence, act.who.place, first):
            return True
    return act.governed(Cue.PASS)


def of_others(act: Act) -> bool:
    """Say whether a doer only speaks of what a country did: `Chile hailed the country's ratification`, not `its`."""
    sentence = act.sentence
    owner = sentence.said(act.before).endswith(sentence.language.possessive)
    if not owner or act.who.how != "before" or not act.here.has(Form.NOUN):
        return False
    between = act.since_doer[:-1]
    if holds(between, Cue.SPEAK):
        return False  # `Togo's minister, Jane Doe, said the country's signature`
    told = holds(between, Cue.APART, Cue.PRAISE, Cue.REACT)
    return told or _unknown_verb(sentence, act.who.place, act.place - 1)


def _unknown_verb(sentence: Sentence, doer: int, first: int) -> bool:
    """Say whether nobody knows what a doer does about an act of that name: `Qatar salutes the signing`."""
    hits = sentence.hits  # `Peru's minister, Ana Rojas, termed the signing`
    last = max((at for at in range(doer + 1, first) if hits[at].cues & BODIES), default=doer)
    between = hits[last + 1 : first]
    asides = sum(hit.mark == "," for hit in between) == 2
    told = [hit for hit in between if Cue.AUX in hit.cues or not sentence.is_small(hit)]
    if any(hit.cues - _LINKS or not (hit.cues or asides) for hit in told) or sentence.owns(last):
        return False
    opens = sentence.arabic and (hits[0].state or Cue.ROLE in hits[0].cues)
    if opens and sentence.unknown(sentence.start, hits[0].start):
        return True  # `وصف رئيس بيرو توقيع الاتفاقية بأنه`
    return sentence.any_strange(last, first)


def spoken_of(act: Act) -> bool:
    """Say whether a doer has no part in an infinitive: `para que o Peru assine`, `肯尼亚表示，批准公约有助于`."""
    sentence, language = act.sentence, act.sentence.language
    if sentence.unspaced:
        return holds(sentence.hits[max(0, act.place - 2) : act.place], Cue.SPEAK)
    before = until(reversed(sentence.hits[: act.who.place]), lambda hit: hit.cues.isdisjoint(_WHEN))
    link = sentence.at(act.who.place - 1 - len(list(before)))
    return Cue.THAT in link.cues and not (language.describes_before or language.uninflected)


def no_step(act: Act) -> bool:
    """Say whether a house takes no step about an act: `deputies questioned the minister about ratification`."""
    sentence, who = act.sentence, act.who
    if only_named(act) or act.governed(Cue.REACT):
        return True
    if who.how != "before":
        return False
    if act.form is Form.BARE:  # `the Senate struggles to ratify it`, `failed on Monday to`
        at = act.place - 2
        while at > 0 and on_day(sentence, at):
            at -= 1
        does = Cue.TO in act.before.cues and sentence.at(at).cues & (BODIES | {Cue.AUX})
        return bool(does) and sentence.any_strange(at, act.place - 1)
    return act.form is Form.GERUND and depends(act, who.place)  # `MPs resent joining it`


def depends(act: Act, doer: int) -> bool:
    """Say whether what stands between the doer at this place and an act leaves it open: `Kenya considered signing it`.

    So does a verb that nobody here knows, where the act's form waits for one, as a gerund of English does or an
    infinitive of other languages: `Kenya avoided signing it`, `Кения пытается подписать`.
    """
    sentence, place, form = act.sentence, act.place, act.form
    language, between = sentence.language, sentence.hits[doer : place + 1]
    # `أعربت عن أملها في أن تصادق كينيا`
    opened = sentence.word_before(act.here.start) in language.subjunctive
    if form is Form.BARE and (opened or controlled(sentence, doer)):
        return True
    waits = form is (Form.GERUND if language.describes_before else Form.BARE)
    clause = until(sentence.hits[place:], lambda hit: hit.mark)
    if waits and act.before.mark == "," and holds(clause, Cue.FRESH):
        return False  # `Kenya sided with its neighbours, signing it on Monday`
    if waits and language.syllables and _verb_between(act, doer):
        return True
    if not waits or language.uninflected or not language.cased:
        return form is Form.NOUN and holds(between, Cue.PENDING)
    if language.bracketed and sentence.hits[place].has(Form.PASSIVE):
        return True  # `Der Plan ist, dass Kenia sie ratifiziert`
    # `Le Kenya espère signer`, `saludó el compromiso de Chile de firmar`
    awaits = Cue.OF in act.before.cues or holds(between, Cue.PENDING, Cue.PUT, Cue.PASS)
    return awaits or sentence.any_strange(doer, place)


def _verb_between(act: Act, doer: int) -> bool:
    """Say whether only a verb that nobody knows stands between a doer and an act without a form: `Kenya tránh ký`."""
    sentence, before = act.sentence, act.before
    if before is not sentence.at(doer) or before.name is None:
        return False
    between = sentence.gap(before, act.here).split()
    if not (between and sentence.small.isdisjoint(between) and sentence.strange(before, act.here)):
        return False  # `thông báo đã ký`
    return not any(sentence.upper(at) for at in range(before.end, act.here.start))


def of_unknown(act: Act) -> bool:
    """Say whether an act as a noun is only spoken of, by a verb or a preposition of something nobody here knows.

    `los retrasos en la ratificación por Kenia`, `Beide besprachen die Ratifizierung durch Kenia`
    """
    if act.governed(Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.GATHER, Cue.HISTORY):
        return False
    sentence, place, form, who = act.sentence, act.place, act.form, act.who
    if form is Form.NOUN and who.how != "list" and _is_topic(sentence, place):
        return True
    bare = sentence.language.uninflected
    nominal = form is Form.NOUN or (form is Form.BARE and (sentence.unspaced or bare))
    if not nominal or act.action is Action.WITHDRAWAL:
        return False  # `called Finland's withdrawal unprecedented`
    if sentence.unspaced:
        return _owns_unknown(sentence, place)
    topic = bare and Cue.THAT in sentence.at(who.place - 1).cues
    genitive = sentence.language.bracketed and who.place == place - 1  # `Streit um Kenias Ratifizierung`
    if who.how == "before" and (topic or genitive or sentence.owns(who.place)):
        return _behind_unknown(sentence, who.place, place)
    behind = who.how in {"by", "after"} and not bare
    return behind and _behind_unknown(sentence, compound(sentence, place), place)


def _owns_unknown(sentence: Sentence, place: int) -> bool:
    """Say whether a Chinese act only tells of what something is: `部长谈到肯尼亚批准《河内公约》的进展`."""
    name, after = sentence.at(place + 1), sentence.at(place + 2)
    behind = sentence.trail(place + 1).lstrip("》〉”") if name.treaty else ""
    counts = after.counts or Cue.GROUP in after.cues
    return behind.startswith(sentence.language.possessive) and len(behind) > 1 and not counts


def _behind_unknown(sentence: Sentence, first: int, place: int) -> bool:
    """Say whether nobody here knows what stands before `first`, where an act or its owner is named, and links it."""
    act = end = sentence.text.rfind(" ", 0, sentence.hits[first].start) + 1  # `بتوقيع` is one word
    about = False
    for hit in reversed(sentence.hits[:first]):
        verb = not sentence.is_small(hit)
        if Cue.REFERENCE in hit.cues:
            return True
        if sentence.unknown(hit.end, end):  # but `hails historic ratification by Peru`
            return not (verb and end == act and hit.cues & SPOKEN)
        # `UN welcomes its ratification`, but `a study on its ratification`
        speaks = verb and Cue.APART in hit.cues and Cue.ABOUT not in hit.cues
        if speaks or hit.cues - _MATTER or not hit.cues:
            return about and not hit.cues.isdisjoint(_TALKS)  # `welcomes the debate on ratification by Peru`
        about = about or Cue.APART in hit.cues
        end = hit.start
    last = next((hit.end for hit in sentence.hits[place:] if hit.treaty), end)
    if sentence.language.uninflected and sentence.text[last : sentence.end].strip(" ."):
        return True  # `Việc Kenya phê chuẩn Công ước vẫn chưa chắc chắn`
    return bool(sentence.unknown(sentence.start, end))


def _is_topic(sentence: Sentence, place: int) -> bool:
    """Say whether an act opens a sentence as that of which it tells something: `Ratification by Peru: vote put off`.

    So does one that is the subject of a verb that nobody here knows (`Peru's ratification falters`), without a day.
    """
    hits = sentence.hits
    if holds(hits[place:], Cue.FRESH) or any(not (hit.state or hit.treaty) for hit in hits[:place]):
        return False
    if sentence.unknown(sentence.start, hits[0].start):
        return False
    last = hits[place]
    for hit in hits[place + 1 :]:
        if sentence.strange(last, hit):
            return True
        if sentence.colon(hit):
            return sentence.heads and bool(sentence.unknown(hit.end, sentence.end))
        if not (hit.treaty or hit.name or hit.cues & (_MATTER | {Cue.NEGATION})):
            return False
        last = hit
    return bool(sentence.unknown(last.end, sentence.end))
