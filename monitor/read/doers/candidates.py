"""Tell which names and groups of a sentence may be doers: not places, not people, not the objects of others."""

from __future__ import annotations

from monitor.read.hits import BODIES, PREPOSITIONS, UNION, VERBS, Cue, Form, Hit, holds
from monitor.read.sentence import Sentence

_GOVERNING = VERBS | {Cue.TO, Cue.HISTORY}
"""Kinds of words that right behind a capital show that it stands for its government."""
_CITY = 4  # words of a city's name
_ACTING = BODIES | {Cue.GROUP, Cue.AND, Cue.MANY}
"""Kinds of words for those who act, behind where they do it."""
_ATTENDING = frozenset({Cue.GROUP, Cue.AND, Cue.MANY, Cue.PRONOUN})
_TOLD = frozenset({Cue.DEPOSIT, Cue.BECOME, Cue.PLAN, Cue.UNDONE, Cue.REFUSE})
"""Kinds of words that, behind whoever attends, tell what these do: `with Peru set to sign`."""
BUT_NOT = frozenset({Cue.BOUNDARY, Cue.UNDONE})
"""Kinds of which a word is that stands before who did not: `but not`."""
_DENYING = frozenset({Cue.NEGATION, Cue.UNDONE})
_MOST, _ALL = 0.6, 0.95  # of a headline's words: Vietnamese names, too, have a capital at each syllable
_OWNER = 6  # words between an office and the link to its State


def may_do(sentence: Sentence, index: int) -> bool:
    """Say whether the name or group here may do something: `Peru signed`, not `met Peru`, `in Peru`."""
    first = sentence.count_from(index)
    if first and _ruled_out(sentence, index, first):
        return False
    return sentence.hits[index].name is None or _acts_itself(sentence, index, first)


def _ruled_out(sentence: Sentence, index: int, first: int) -> bool:
    """Say whether what stands before those who begin at `first` keeps them from being doers."""
    hit, begin, before = sentence.hits[index], sentence.hits[first], sentence.hits[first - 1]
    beside = sentence.near(before, begin, 2 if hit.name is None else 1)  # `with our international partners`
    of_many = before.has(Form.BARE) and Cue.BECOME in sentence.at(first - 2).cues
    if (hit.name is None and of_many) or before.likewise is Form.BARE:
        return True  # `became the first out of 74 States`, `to follow Latvia out of the treaty`
    joined = sentence.hits[max(0, sentence.end_of_list(first, -1) - 1) : first]
    if sentence.language.verb_last and holds(joined, Cue.COMPANY):
        return True  # `Peru hat die Konvention wie auch Togo und Mali unterzeichnet`
    if Cue.COMPANY in before.cues and first == 1 and not before.likewise and Cue.APART not in before.cues:
        return True  # `Además de Chile, firmaron Perú y Bolivia`
    if met_in_clause(sentence, first):
        return True
    if beside and (denied(sentence, first) or linked(sentence, first - 1, index)):
        return True
    of_city = before.mark == "," and in_city(sentence, first - 1)
    ranked = Cue.GROUP in hit.cues and Cue.BECOME in before.cues
    other = sentence.near(before, begin) and _no_state(sentence, first - 1)
    return of_city or ranked or other or _explains_place(sentence, first)


def met_in_clause(sentence: Sentence, first: int) -> bool:
    """Say whether a clause about a group does something to those who begin here: `States which border Russia`."""
    first = sentence.end_of_list(first, -1)  # `States which border Russia and Belarus`
    group, link = sentence.at(first - 2), sentence.at(first - 1)
    about = link.cues & {Cue.RELATIVE, Cue.THAT} and group.cues & {Cue.GROUP, Cue.SINGLE, Cue.PRONOUN}
    return bool(about and sentence.strange(link, sentence.hits[first]))


def _explains_place(sentence: Sentence, first: int) -> bool:
    """Say whether a name in brackets says where a place is: `in New York (United States)`, `in Hanoi (Viet Nam)`."""
    begin, before = sentence.hits[first], sentence.hits[first - 1]
    opened = sentence.text[: begin.start].rstrip().endswith("(")
    return opened and (before.capital or Cue.PLACE in before.cues)


def denied(sentence: Sentence, first: int) -> bool:
    """Say whether those who begin here are the ones who did not: `Chad, but not Togo, signed`, `не Кения, а Чад`."""
    word, here = sentence.at(first - 1).cues, sentence.at(first)
    if word.isdisjoint(_DENYING) or not (here.may_act or here.counts):
        return False
    if word >= BUT_NOT:
        return True
    others = sentence.at(first + 1).mark == "," and sentence.at(first + 2).state
    return Cue.NEGATION in word and (
        others or Cue.AND in sentence.at(first - 2).cues
    )  # `Chad, y no Kenia, firmó`


def _acts_itself(sentence: Sentence, index: int, first: int) -> bool:
    """Say whether a name is that of somebody who may act here: `Peru`, not `a Peru-based group`, `Michael Jordan`."""
    hit, before, after = sentence.hits[index], sentence.at(first - 1), sentence.at(index + 1)
    if hit.name is None or sentence.compounded(hit) or has_members(sentence, index):
        return False
    by, last = sentence.end_of_list(index, -1) - 1, sentence.end_of_list(index, 1)
    asks, verb = (Cue.URGE, last + 1) if sentence.language.verb_last else (Cue.ASK, by - 1)
    if Cue.BY in sentence.at(by).cues and asks in sentence.at(verb).cues:
        return False  # `urged by Chile and the EU to sign`, `von Chile und Kenia aufgefordert`
    if before.has(Form.BARE, Form.GERUND) and after.mark == ",":
        return False  # `To join the EU, Serbia ratifies`
    if hit.adjective:
        return _of_body(sentence, index, first)
    if hit.capital:
        return seated(sentence, first) or _government(sentence, index, first)
    risky = hit.name.risky and sentence.language.script == "latin"  # `Michael Jordan`, `Melania Trump`
    office = sentence.language.uninflected and Cue.ROLE in before.cues and sentence.near(before, hit)
    return not risky or office or not _of_person(sentence, hit)  # `Ngoại trưởng Nga Lavrov`


def has_members(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index only tells whose members do it: `EU states`, `first of the EU`."""
    here, before, after = sentence.hits[index], sentence.at(index - 1), sentence.at(index + 1)
    whose = after.cues & ({Cue.GROUP, Cue.SINGLE} if sentence.language.describes_before else {Cue.GROUP})
    members = after.number is None and whose and Cue.AND not in after.cues
    if members and sentence.near(here, after):
        return True
    if here.name is None or not (here.name.code == UNION or "," in here.name.code) or Cue.AND in before.cues:
        return False
    of = sentence.at(index - 2) if before.cues & {Cue.OF, Cue.PLACE} else before
    if of.number == len(here.name.code.split(",")):
        return False  # `die drei baltischen Staaten`
    ranked = bool(of.cues & {Cue.BECOME, Cue.LOOSE})
    parts = {Cue.MANY} | ({Cue.GROUP, Cue.SINGLE} if here.name.code == UNION else set())
    counted = bool(of.cues & parts) or of.number is not None  # `năm nước EU`, `some Baltic States`
    return ranked or counted


def in_city(sentence: Sentence, comma: int) -> bool:
    """Say whether a State tells where the city before the comma lies: `in Hanoi, Viet Nam`, `in Nice, France, Peru`.

    Where nobody knows the city others act: `in Nadi, Fiji, ministers signed`, `Chad deposited in Nadi, Fiji, its`.
    """
    city, state = sentence.at(comma - 1), sentence.at(comma + 1).name
    if city.name is not None:
        own = city.capital and state is not None and city.name.code == state.code
        return own and Cue.AND not in sentence.at(comma + 2).cues  # `In Paris, France and Ghana signed`
    at = comma - 2 if city.mention else comma - 1
    link = sentence.at(at)
    words = sentence.text[link.end : sentence.hits[comma].start].split()
    if not sentence.language.cased or Cue.PLACE not in link.cues or not 0 < len(words) <= _CITY:
        return False
    if not all(sentence.upper(sentence.text.index(word, link.end)) for word in (words[0], words[-1])):
        return False  # `at UN headquarters, Peru`
    after, other, behind = (sentence.at(comma + step) for step in (2, 3, 4))
    seat = " ".join(words).endswith(sentence.language.seats)
    if after.mark != "," or (seat and behind.joint):
        return False  # `in New York, Chile, Peru and Cuba signed`, but `in Nice, France, Peru and Cuba`
    if any(hit.state or hit.cues & BODIES for hit in sentence.hits[:at]):
        return True
    acts = other.name or other.number is not None or other.cues & _ACTING
    return bool(acts or (sentence.language.verb_last and other.acts))


def _of_body(sentence: Sentence, index: int, first: int) -> bool:
    """Say whether an adjective tells whose an office, a body or a bill is: `the Peruvian parliament`."""
    # `the Kenyan, Ugandan and Rwandan ministers`
    first, index = sentence.end_of_list(first, -1), sentence.end_of_list(index, 1)
    before, after = sentence.at(first - 1), sentence.at(index + 1)
    if after.cues & (BODIES | {Cue.BILL}):
        return True
    link = sentence.at(first - 2)
    if Cue.OF in before.cues and sentence.strange(before, sentence.hits[first]):
        return bool(link.cues & BODIES)  # `el ministro de Exteriores keniano`
    if Cue.APART in link.cues:
        return False  # `على الحكومة المصرية التصديق`
    beside = sentence.text[before.end : sentence.hits[first].start] == " "
    return bool(before.cues & BODIES) or (beside and Cue.PRONOUN in before.cues)  # `الدولة الكينية`


def _government(sentence: Sentence, index: int, first: int) -> bool:
    """Say whether a capital stands for its government: `Ottawa and Canberra both signed`, `पेरिस ने`."""
    here, before = sentence.hits[index], sentence.at(first - 1)
    if sentence.text.startswith(sentence.language.subject, here.end + (not sentence.unspaced)):
        return True
    beside = sentence.near(before, here)
    if beside:
        asked = before.cues & {Cue.URGE, Cue.INVITE}
        if before.name or (sentence.links(before) and not asked):
            return False  # `在越南河内签署`, `travels to Hanoi to sign`
        told = before.cues & {Cue.DEPOSIT, Cue.PERFORM, Cue.BECOME} and Cue.ATTEND not in before.cues
        verb = told or before.has(Form.DONE, Form.FUTURE)
        if asked or (sentence.arabic and verb):  # whose doer stands behind it
            return True
    opens = not before or (beside and bool(before.mark or Cue.BOUNDARY in before.cues))
    return _does_something(sentence, index, opens=opens)


def _does_something(sentence: Sentence, index: int, *, opens: bool) -> bool:
    """Say whether a verb stands behind a capital: `Ottawa has now signed`, or a clause: `Moscow, which refused`.

    Where the capital `opens` its clause, a day may stand between: `Ottawa on Monday signed`.
    """
    last = index
    after, behind = sentence.at(index + 1), sentence.at(index + 2)
    if after.mark == ",":
        return Cue.RELATIVE in behind.cues
    many = Cue.MANY in after.cues
    while opens and (
        after.dated or Cue.AHEAD in after.cues or (sentence.at(last + 2).dated and after.cues == {Cue.APART})
    ):
        last += 1
        after = sentence.at(last + 1)
    after = behind if many else after
    if not after or after.mark or not sentence.near(sentence.hits[last], after, 2 if opens else 1):
        return False
    acts = any(form not in {Form.NOUN, Form.GERUND, Form.AGENT} for _, form in after.acts)
    return acts or bool(after.cues & _GOVERNING)


def _no_state(sentence: Sentence, index: int) -> bool:
    """Say whether the word at this index, right before a name, tells that it is no State's: `midfielder Chad`."""
    word, source, link = sentence.hits[index], sentence.at(index - 1), sentence.at(index - 2)
    if Cue.OUTSIDER in word.cues:  # `despite criticism from groups Kenya signed`
        return source.cues.isdisjoint(PREPOSITIONS)
    # `ambassador to Vietnam and Laos`
    return Cue.AND in word.cues and source.state and link.cues == {Cue.APART, Cue.TO}


def _of_person(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a name is a person's, by an unknown word in capitals beside it: `Michael Jordan`."""
    text = sentence.text
    many = sentence.language.syllables  # `Lê Đức Anh`
    hits = [other for other in sentence.hits if not (many and other.name and other.name.risky)]
    known = {other.start for other in hits} | {other.end for other in hits}
    after = hit.end + 1
    beside = text[hit.end : after] == " " and after < sentence.end and after not in known
    if beside and sentence.upper(after):
        return not _titled(sentence, but_names=True)
    if hit.start <= sentence.start or text[hit.start - 1] != " " or hit.start - 1 in known:
        return False
    before = max(text.rfind(" ", sentence.start, hit.start - 1) + 1, sentence.start)
    word = text[before : hit.start - 1]
    named = word.isalpha() and sentence.upper(before) and word not in sentence.small
    leads = hit.name is not None and hit.name.kind == "body"  # `Melania Trump signs`
    if leads and before == sentence.start and not sentence.heads:  # `Then Trump signed it.`
        return False
    return named and not _titled(sentence, but_names=leads)


def _titled(sentence: Sentence, *, but_names: bool) -> bool:
    """Say whether most words of a sentence have a capital, as in a headline: `Michael Jordan Signs The Pact`."""
    at, words, capitals = sentence.start, 0, 0
    hits = sentence.hits if but_names else ()
    named = {place for hit in hits if hit.name or hit.mention for place in range(hit.start, hit.end)}
    for word in sentence.text[at : sentence.end].split(" "):
        if word[:1].isalpha() and at not in named:
            words += 1
            capitals += sentence.upper(at)
        at += len(word) + 1
    return capitals > (_ALL if sentence.language.syllables else _MOST) * words


def linked(sentence: Sentence, link: int, index: int) -> bool:
    """Say whether the preposition at `link` keeps the name or group at this index from being a doer."""
    here, previous, owner = sentence.hits[index], sentence.hits[link], sentence.at(link - 1)
    if previous.cues.isdisjoint(PREPOSITIONS) or previous.cues & {Cue.BEHALF, Cue.BY}:
        return False
    behind = sentence.at(index + 1)
    last = index + (not behind.cues.isdisjoint(BODIES))
    if Cue.PLAN in sentence.at(last + 1).cues and sentence.owns(last):
        return False  # `welcomed Chile's decision to ratify`, `the Chilean government's plan to`
    if Cue.APART in previous.cues and sentence.unspaced and behind.has(Form.BARE, Form.DONE):
        return sentence.gap(here, behind) != ""  # `对加纳批准公约表示欢迎`
    if Cue.PLACE in previous.cues and _after_it(sentence, index) and Cue.PLAN not in owner.cues:
        return False
    crowd = here.name is None and link == index - 1  # `with our international partners`
    if (not crowd and _before_day(sentence, link)) or _attends(sentence, link):
        return False
    if not owner:
        return Cue.OF not in previous.cues
    if Cue.URGE in owner.cues and sentence.near(owner, previous, 1):
        return False
    if Cue.OF in previous.cues:
        return not _of_subject(sentence, link, index)
    return not seated(sentence, link + 1)


def _before_day(sentence: Sentence, link: int) -> bool:
    """Say whether a preposition stands before a word that is no known name: `on Friday Peru`, `в Гааге Кения`."""
    previous, script = sentence.hits[link], sentence.language.script
    between = sentence.gap(previous, sentence.hits[link + 1]).split()
    if not between or between[0] in sentence.small:
        return False
    return script == "latin" or (script == "cyrillic" and sentence.upper(previous.end + 1))


def _of_subject(sentence: Sentence, link: int, index: int) -> bool:
    """Say whether `of` is but the article of a subject, or tells whose a body is that acts.

    `hat der Bundestag`, `unterzeichnete der peruanische Minister`, `des États`, `minister of justice of Peru`
    """
    name, owner = sentence.hits[index].name, sentence.hits[link - 1]
    verb, counted = Cue.AUX in owner.cues or owner.has(Form.DONE), owner.number is not None
    if owner.mark or Cue.AND in owner.cues:
        return True
    if name is not None and name.kind in {"body", "adjective"} and verb:
        return True
    part = counted and Cue.PLACE in sentence.hits[link].cues  # `23 from the EU`
    return (counted and name is None) or (not part and _has_owner(sentence, link))


def _after_it(sentence: Sentence, index: int) -> bool:
    """Say whether a Chinese clause of time has the name at this index as its doer: `在洪都拉斯批准公约后`."""
    act, after = sentence.at(index + 1), sentence.at(index + 2)
    ends = after if after.treaty else act
    return bool(act) and sentence.behind_title(ends).startswith(sentence.language.afterwards)


def seated(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index tells where a body has its seat: `lawmakers in Ghana`."""
    body, link, here = sentence.at(index - 2), sentence.at(index - 1), sentence.hits[index]
    if Cue.INSTITUTION not in body.cues or Cue.PLACE not in link.cues or sentence.unspaced:
        return False
    return here.name is not None and sentence.near(body, link) and sentence.near(link, here)


def _has_owner(sentence: Sentence, link: int) -> bool:
    """Say whether an office, a body or a group stands before the link at this index: `minister of justice of`."""
    here = sentence.hits[link]
    apart = False
    for hit in reversed(sentence.hits[:link]):
        if not sentence.near(hit, here, _OWNER) or hit.mark or hit.name or hit.acts or hit.mention:
            return False
        if apart and Cue.GROUP in hit.cues:
            return False  # `urged States to follow the example of Kenya`
        apart = apart or not hit.cues.isdisjoint({Cue.TO, Cue.PLACE, Cue.APART})
        if hit.cues & (BODIES | {Cue.GROUP, Cue.INCLUDING, Cue.PLAN, Cue.REFUSE, Cue.URGE, Cue.PRONOUN}):
            return True
        if Cue.PERFORM in hit.cues and sentence.near(hit, here):
            return True  # `received from Kenya`
    return False


def _attends(sentence: Sentence, link: int) -> bool:
    """Say whether a clause of its own begins here, whose act accompanies another or leads to it.

    `opened, with 67 States signing`, `With Peru becoming the 40th to ratify, it enters into force`
    """
    opens = not link or sentence.at(link - 1).mark == ","
    if not opens or Cue.PERFORM not in sentence.hits[link].cues:
        return False
    for index, hit in sentence.rightward(link):
        if hit.acts or not hit.cues.isdisjoint(_TOLD):
            had = Cue.HISTORY in hit.cues and hit.has(Form.DONE)  # `having ratified`
            doing = had or hit.has(Form.GERUND)
            return index > link + 1 and (doing or not (hit.acts or sentence.owns(index - 1)))
        if not (hit.name or hit.number is not None or hit.mark == "," or hit.cues & _ATTENDING):
            return False
    return False
