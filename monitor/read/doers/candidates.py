"""Tell which names and groups of a sentence may be doers: not places, not people, not the objects of others."""

from __future__ import annotations

from itertools import pairwise

from monitor.languages import Cue, Form
from monitor.read.hits import Hit, Sentence

BODIES = frozenset({Cue.ROLE, Cue.INSTITUTION})
_TOLD_OF_CAPITALS = frozenset(
    {
        Cue.PLAN, Cue.REFUSE, Cue.APPROVE, Cue.PASS, Cue.DEPOSIT, Cue.NEGATION, Cue.BECOME, Cue.URGE, Cue.NEED,
        Cue.PERFORM, Cue.TO, Cue.AUX, Cue.HISTORY,
    }
)  # fmt: skip
"""Kinds of words that right behind a capital show that it stands for its government."""
_LISTED = frozenset({Cue.GROUP, Cue.AND, Cue.MANY})
_OWNER = 6  # words between an office and the link to its State
_SUBJECT = 3  # words of who praises, between their verb and whom they praise
_NUMBER = 4  # words between a number and the group that it counts


def of_another(sentence: Sentence, index: int) -> bool:
    """Say whether the State of a body is named behind it: `the Bundesrat of Switzerland`."""
    hits = sentence.hits
    after = next((hit for hit in hits[index + 1 : index + 3] if Cue.OF not in hit.cues or hit.name), None)
    return after is not None and after.name is not None and sentence.near(hits[index], after, 1)


def possessive(sentence: Sentence, one: Hit, other: Hit) -> bool:
    """Say whether the first owns the second: `Qatar's ratification`."""
    return sentence.gap(one, other) in {"", "'s", "'"}


def may_do(sentence: Sentence, index: int) -> bool:
    """Say whether the name or group at this index may be a doer: not a place, not the object of a preposition."""
    hits = sentence.hits
    hit = hits[index]
    first = hit
    before = index - 1
    while (
        before >= 0
        and (hits[before].number is not None or Cue.MANY in hits[before].cues)
        and sentence.words(hits[before].end, first.start) <= (_NUMBER if first is hit else 0)
    ):
        first = hits[before]
        before -= 1
    previous = hits[before] if before >= 0 else None
    if first is hit and hit.name is None and _what_they_became(sentence, index):
        return False
    if previous is not None and Cue.COMPANY in previous.cues and sentence.language.verb_last:
        return False  # `Peru hat die Konvention zusammen mit 70 anderen Staaten unterzeichnet`
    if previous is not None and sentence.near(previous, first, 1):
        between = sentence.text[previous.end : first.start].split()
        day = bool(between) and between[0] not in sentence.small and sentence.language.script == "latin"
        if (
            not day
            and previous.cues & {Cue.PLACE, Cue.OF, Cue.APART}
            and not previous.cues & {Cue.BEHALF, Cue.BY}
        ):
            owner = sentence.before(before)
            asked = owner is not None and Cue.URGE in owner.cues and sentence.near(owner, previous, 1)
            article = Cue.OF in previous.cues and (
                owner is None
                or bool(owner.mark)
                or bool(owner.cues & {Cue.AND})
                or (owner.number is not None and hit.name is None)
            )
            # `lawmakers in Ghana`
            seated = (
                owner is not None
                and Cue.INSTITUTION in owner.cues
                and sentence.language.script != "han"
                and hit.name is not None
                and hit.name.kind != "capital"
                and Cue.OF not in previous.cues
                and Cue.PLACE in previous.cues
                and sentence.near(owner, previous)
                and sentence.near(previous, hit)
            )
            part = owner is not None and owner.number is not None and Cue.PLACE in previous.cues
            owned = Cue.OF in previous.cues and not part and _owned(sentence, before)  # `23 from the EU`
            if not (asked or article or seated or owned or attends(sentence, before)):
                return False
        if previous.mark == "," and first is hit and previous.start and before:
            owner = hits[before - 1]
            if (
                owner.name
                and owner.name.kind == "capital"
                and not may_do(sentence, before - 1)
                and sentence.near(owner, previous)
            ):
                return False
    if (
        Cue.GROUP in hit.cues
        and previous is not None
        and Cue.BECOME in previous.cues
        and sentence.near(previous, first, 3)
    ):
        return False
    if hit.name is None:
        return True
    if previous is not None and Cue.OUTSIDER in previous.cues and sentence.near(previous, first):
        source = sentence.before(before)
        if (
            source is None
            or not source.cues & {Cue.PLACE, Cue.APART, Cue.OF}
            or not sentence.near(source, previous, 2)
        ):
            return False  # `midfielder Chad`, but `despite criticism from groups Kenya signed`
    if previous is not None and Cue.AND in previous.cues and before > 1 and sentence.near(previous, first):
        one = hits[before - 1]
        if one.state and sentence.near(one, previous):
            link = hits[before - 2]
            if link.cues == {Cue.APART, Cue.TO} and sentence.near(link, one):
                return False  # `ambassador to Vietnam and Laos`
    if (
        index + 1 < len(hits)
        and Cue.GROUP in hits[index + 1].cues
        and hits[index + 1].number is None
        and Cue.AND not in hits[index + 1].cues
        and sentence.near(hit, hits[index + 1])
    ):
        return False  # `EU member states` are not the EU
    if (
        hit.name.risky
        and hit.name.kind in {"name", "official"}
        and sentence.language.script == "latin"
        and _is_person(sentence, hit)
    ):
        return False
    following = sentence.after(index)
    if hit.name.kind == "adjective":
        after = (
            following is not None
            and following.cues & (BODIES | {Cue.BILL})
            and sentence.near(hit, following, 2)
        )
        body = previous is not None and previous.cues & BODIES and sentence.near(previous, hit, 2)
        return bool(after or body)
    if hit.name.kind == "capital":
        own = previous is not None and previous.name is not None and previous.name.code == hit.name.code
        if own and previous is not None and sentence.near(previous, hit):
            return False  # `在越南河内签署`
        if previous is not None and previous.cues & {Cue.URGE, Cue.INVITE} and sentence.near(previous, hit):
            return True
        if (
            sentence.language.script == "arabic"
            and previous is not None
            and previous.has(Form.DONE, Form.FUTURE)
            and sentence.near(previous, hit)
        ):
            return True  # the doer stands behind its verb
        if following is not None and Cue.MANY in following.cues and index + 2 < len(hits):
            following = hits[index + 2]  # `Ottawa and Canberra both signed`
        if following is not None and following.mark == "," and index + 2 < len(hits):
            told = hits[index + 2]
            return Cue.RELATIVE in told.cues and sentence.near(following, told)  # `Moscow, which refused`
        if following is None or following.mark or not sentence.near(hit, following, 1):
            return False
        acts = any(form not in {Form.NOUN, Form.GERUND, Form.AGENT} for _, form in following.acts)
        return acts or bool(following.cues & _TOLD_OF_CAPITALS)
    return True


def attends(sentence: Sentence, link: int) -> bool:
    """Say whether a clause of its own begins here, whose act accompanies another: `opened, with 67 States signing`."""
    hits = sentence.hits
    if not link or not {Cue.APART, Cue.PERFORM} <= hits[link].cues or hits[link - 1].mark != ",":
        return False
    for hit in hits[link + 1 :]:
        if hit.acts:
            return hit.form is Form.GERUND
        if not (hit.name or hit.number is not None or hit.mark == "," or hit.cues & _LISTED):
            return False
    return False


def vowed_in(sentence: Sentence, index: int) -> bool:
    """Say whether a body is but the place where a plan was told: `vowed in parliament to ratify`."""
    hits = sentence.hits
    if index < 2 or Cue.PLACE not in hits[index - 1].cues or Cue.PLAN not in hits[index - 2].cues:
        return False
    return sentence.near(hits[index - 2], hits[index - 1]) and sentence.near(hits[index - 1], hits[index], 1)


def _owned(sentence: Sentence, link: int) -> bool:
    """Say whether an office, a body or a group stands before the link at this index: `minister of justice of`."""
    hits = sentence.hits
    for index in range(link - 1, -1, -1):
        hit = hits[index]
        if not sentence.near(hit, hits[link], _OWNER) or hit.mark or hit.name or hit.acts or hit.mention:
            return False
        if hit.cues & (BODIES | {Cue.GROUP, Cue.INCLUDING, Cue.PLAN, Cue.REFUSE, Cue.URGE, Cue.PRONOUN}):
            return True
        if Cue.PERFORM in hit.cues and Cue.APART not in hit.cues and sentence.near(hit, hits[link]):
            return True  # `received from Kenya`
    return False


def _is_person(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a name that is an everyday word stands beside another capital letter: `Michael Jordan`."""
    return _beside_capital(sentence, hit) and not _titled(sentence)


def _beside_capital(sentence: Sentence, hit: Hit) -> bool:
    text = sentence.text
    known = {other.start for other in sentence.hits} | {other.end for other in sentence.hits}
    after = hit.end + 1
    beside = text[hit.end : after] == " " and after < sentence.end and after not in known
    if beside and text[after].isalpha() and sentence.cased(after).isupper():
        return True
    if hit.start <= sentence.start or text[hit.start - 1] != " " or hit.start - 1 in known:
        return False
    before = max(text.rfind(" ", sentence.start, hit.start - 1) + 1, sentence.start)
    word = text[before : hit.start - 1]
    return word.isalpha() and sentence.cased(before).isupper() and word not in sentence.small


def _titled(sentence: Sentence) -> bool:
    """Say whether most words of a sentence begin with a capital, as in headlines."""
    at, words, capitals = sentence.start, 0, 0
    for word in sentence.text[at : sentence.end].split(" "):
        if word[:1].isalpha():
            words += 1
            capitals += sentence.cased(at).isupper()
        at += len(word) + 1
    return capitals > 0.6 * words


def tells_who(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index tells who a group is that is counted behind it: `阿曼、约旦三国`."""
    hits = sentence.hits
    after = sentence.after(index)
    named = sentence.language.script == "han" and hits[index].name is not None and after is not None
    return bool(
        named
        and after
        and (after.number is not None or Cue.GROUP in after.cues)
        and sentence.near(hits[index], after)
    )


def received(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is taken in, and is nobody's by name: `received instruments from Kenya`."""
    if taken_in(sentence, place):
        return True
    for hit in reversed(sentence.hits[:place]):
        taken = Cue.RECEIVE in hit.cues
        if (
            hit.name
            or hit.mark
            or (hit.cues & {Cue.APART, Cue.OTHER} and not taken)
            or (hit.acts and not taken)
        ):
            return False
        if Cue.RECEIVE in hit.cues:
            return True
    return False


def _what_they_became(sentence: Sentence, index: int) -> bool:
    """Say whether a group is what those before it have become: `became the 13th and 14th members to accept it`."""
    hits = sentence.hits
    if index + 1 == len(hits) or not hits[index + 1].cues & {Cue.TO, Cue.THAT}:
        return False
    for hit in reversed(hits[max(index - 4, 0) : index]):
        if Cue.BECOME in hit.cues:
            return not hit.acts
        if not (Cue.AND in hit.cues or hit.ordinal is not None):
            break
    return False


def taken_in(sentence: Sentence, place: int) -> bool:
    """Say whether the instrument is said to be taken in behind it: `instruments were received from Kenya`."""
    for before, hit in pairwise(sentence.hits[place:]):
        if Cue.RECEIVE in hit.cues:
            return Cue.AUX in before.cues
        if hit.mark or (hit.acts and not hit.mention) or hit.name:
            break
    return False


def praised(sentence: Sentence, place: int) -> int | None:
    """Return the place of the State praised or blamed for an act: `thanked Ghana on Tuesday for ratifying`."""
    hits = sentence.hits
    if not sentence.cues & {Cue.PRAISE, Cue.REACT}:
        return None
    linked = False
    for index in range(place - 1, 0, -1):
        hit = hits[index]
        if hit.mark or hit.mention or (hit.acts and Cue.BECOME not in hit.cues):
            return None
        if linked and hit.name and hit.name.kind != "adjective":
            before = hits[index - 1]
            small = before.cues & {Cue.PLACE, Cue.APART, Cue.OF} and not before.cues & {Cue.PRAISE, Cue.REACT}
            before = hits[index - 2] if small and index > 1 else before  # `felicitó a Perú`
            words = _SUBJECT if sentence.language.verb_first else 1
            told = before.cues & {Cue.PRAISE, Cue.REACT} and sentence.near(before, hit, words)
            return index if told else None
        linked = linked or bool(hit.cues & {Cue.FOR, Cue.APART, Cue.BY})
    return None


def entered(sentence: Sentence, place: int) -> bool:
    """Say whether an act is entered under the State that opens the sentence: `JAMAICA: RATIFICATION.`."""
    hits = sentence.hits
    if place != 2 or sentence.field == "title" or hits[1].mark != ";" or hits[0].name is None:
        return False
    opens = not sentence.words(sentence.start, hits[0].start) and hits[0].name.kind != "adjective"
    colon = sentence.said(hits[1]) == ":"
    near = sentence.near(hits[0], hits[1]) and sentence.near(hits[1], hits[2])
    return opens and colon and near
