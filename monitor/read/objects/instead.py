"""Find what an act is done to instead of the treaty: what its name only describes, dates or belongs to."""

from __future__ import annotations

from monitor.read.hits import NONE, Action, Cue, Form, Hit, holds
from monitor.read.objects.another import agrees, another, explained_by
from monitor.read.sentence import Sentence

NEAR_OTHER = 7  # words after a verb within which a thing that is no treaty is its object
_LINKED = frozenset({Action.ACCESSION, Action.WITHDRAWAL})
"""Acts whose verbs have a preposition before their object."""


def not_object(sentence: Sentence, place: int, word: Hit) -> bool:
    """Say whether a word for a treaty is no object: it names another, or owns the object: `the pact's annex`."""
    if another(sentence, word) or described_by(sentence, word) is not None:
        return True
    if sentence.hits[place].noun or Cue.AND in sentence.at(place + 1).cues:
        return False  # `agreed to ratify and is making laws to implement the treaty`
    return (owned(sentence, word) or set_apart(sentence, place, word)) is not None


def described_thing(sentence: Sentence, place: int) -> Hit | None:
    """Return the thing that a participle or clause right behind describes: `a petition signed by`, `he signed`."""
    if (signed := _of_clause(sentence, place)) is not None:
        return signed
    hits, at = sentence.hits, place - 1
    while at > 0 and (hits[at].mark == "," or hits[at].cues & {Cue.RELATIVE, Cue.AUX}):
        at -= 1  # `a letter, which was also signed by`
    if not holds(hits[at:place], Cue.RELATIVE):
        at = place - 1
    before = sentence.at(at)
    thing_ = before.cues & {Cue.OTHER, Cue.BILL}
    passive = sentence.hits[place].has(Form.PASSIVE)
    return before if thing_ and passive and sentence.near(before, sentence.hits[at + 1]) else None


def _of_clause(sentence: Sentence, place: int) -> Hit | None:
    """Return the thing of which a clause tells who signed it: `a letter Peru signed`, `an order that he signed`.

    It is none where the treaty stands right behind the verb: `In a letter Peru signed the Convention`.
    """
    here, who, link = sentence.hits[place], sentence.at(place - 1), sentence.at(place - 2)
    before = sentence.at(place - 3) if Cue.THAT in link.cues else link
    signed = here.has(Form.PASSIVE, Form.DONE) and sentence.language.describes_before
    if Cue.OTHER not in before.cues or not signed:
        return None
    hits, end = sentence.hits, place + 1
    while hits[end:] and (hits[end].dated or Cue.APART in hits[end].cues):
        end += 1  # `on Monday`
    clause = who.state or Cue.PRONOUN in who.cues
    own = sentence.at(end).treaty and not sentence.any_strange(place, end)
    return before if clause and not own else None


def set_apart(sentence: Sentence, place: int, name: Hit) -> Hit | None:
    """Return the preposition that keeps a name from being the object: `approved new rules under the convention`.

    Words between the verb and the preposition that nobody here knows are taken for the object.
    """
    here = sentence.hits[place]
    between = sentence.between(here, name)
    if (link := _unknown_thing(sentence, here, between, name)) is not None:
        return link
    if sentence.unspaced:
        return name if _plan_of(sentence, here, name) else None
    link = between[-1] if between else NONE
    if Cue.APART not in link.cues or link.cues & {Cue.TO, Cue.OF, Cue.BY, Cue.BILL}:
        return None
    known = sum(sentence.words(hit.start, hit.end) for hit in between[:-1])
    return link if not sentence.arabic and not sentence.near(here, link, known) else None


def _plan_of(sentence: Sentence, here: Hit, name: Hit) -> bool:
    """Say whether what nobody knows is done to a treaty by a thing that is signed: `签署了实施《河内公约》的计划`."""
    behind = sentence.behind_title(name)
    after = sentence.after(name.end)
    owns = behind.startswith(sentence.language.possessive)
    group = after.cues & {Cue.GROUP, Cue.ROLE} or after.name or after.number is not None
    return owns and not group and len(sentence.gap(here, name).strip("了过《〈“")) > 1


def _unknown_thing(sentence: Sentence, here: Hit, between: list[Hit], name: Hit) -> Hit | None:
    """Return the link behind a thing that nobody knows and to which an act is done: `signed a pledge to back it`.

    The thing stands right behind the verb, so that no day, place, person or other act may come between.
    """
    language, arabic = sentence.language, sentence.arabic
    while arabic and between and between[0].name:  # whose doer stands behind its verb
        here, between = Hit(here.start, between[0].end, acts=here.acts), between[1:]
    unread = language.unspaced or (arabic and here.action not in _LINKED)
    apart = any(hit.acts or hit.name or hit.dated or hit.number is not None for hit in between)
    apart = apart or holds(between, Cue.ROLE, Cue.REFERENCE)
    if unread or not (here.acts or Cue.APPROVE in here.cues) or apart:
        return None  # no day, State, office or act is part of such a thing's name
    if here.action in _LINKED:
        part = something_of(sentence, here, between, name)
    else:
        part = _part(sentence, here, between, name) if here.acts else None
    if part is not None or language.bracketed or arabic:
        return part
    link = next((hit for hit in between if hit.cues & {Cue.TO, Cue.APART, Cue.PLAN}), None)
    if link is not None and Cue.PLAN in link.cues:
        return link if sentence.strange(link, name) else None  # `signed a pledge to uphold it`
    return link if link is not None and sentence.strange(here, link) else None


def _part(sentence: Sentence, here: Hit, between: list[Hit], name: Hit) -> Hit | None:
    """Return the link behind a thing that nobody knows and that is the treaty's: `ratifica enmiendas al Tratado`."""
    link = between[-1] if between else NONE
    if link.cues.isdisjoint({Cue.OF, Cue.TO, Cue.PLACE}) or not sentence.near(link, name, 1):
        return None
    return link if sentence.strange(here, link) else None


def about(sentence: Sentence, word: Hit, name: Hit) -> bool:
    """Say whether a word for a treaty names another, made for the one behind it: `a protocol to implement the pact`."""
    between = sentence.between(word, name)
    if any(hit.mark or hit.acts for hit in between) or explained_by(sentence, word) is name:
        return False
    linked = holds(between, Cue.TO, Cue.APART, Cue.PLACE, Cue.FOR)
    return linked and bool(sentence.strange(word, name))


def resolved(sentence: Sentence, place: int) -> bool:
    """Say whether the act here is what a paper behind it decides: `关于签署《河内公约》的决定`, `签署该公约的决定`."""
    here, name, paper = (sentence.at(place + step) for step in (0, 1, 2))
    owned = sentence.said(paper).startswith(sentence.language.possessive) and Cue.BILL in paper.cues
    named = name.treaty and sentence.near(here, name, 0) and not sentence.gap(name, paper).strip("》〉”")
    return owned and named


def described_by(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing that a treaty's name only describes: `the Hanoi Convention talks`."""
    unspaced, end = sentence.unspaced, name.end
    for hit in sentence.hits:
        if hit.start >= name.end:
            if unspaced and hit.capital:  # `《河内公约》的内罗毕宣言`
                end = hit.end
                continue
            between = sentence.text[end : hit.start].strip("》〉) ")
            if not (hit.cues & {Cue.OTHER, Cue.BILL}):
                return None
            owns = (between or sentence.said(hit)).startswith(sentence.language.possessive)
            if not (between or owns) or (sentence.language.describes_before and between.isalpha()):
                return hit  # `the Hanoi Convention cooperation deal`, but `批准该公约的决定`
            # `《河内公约》的合作协议`, `《河内公约》起草委员会`
            return hit if unspaced and Cue.OTHER in hit.cues else None
    return None


def owned(sentence: Sentence, name: Hit) -> Hit | None:
    """Return what a treaty's name only owns: `the Rome Statute's amendments`, but `the Hanoi Convention's text`."""
    words = sentence.text[name.end : sentence.end].split(maxsplit=2)
    if not words[1:] or words[0] not in sentence.language.possessive:
        return None
    at = sentence.text.index(words[1], name.end)
    after = sentence.after(at)
    return None if after.acts or after.treaty else Hit(at, at + len(words[1]))


def other_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing to whose description a treaty belongs: `ein Abkommen zur Umsetzung der Konvention`.

    It may be one that nobody knows, at the start of a sentence: `The annex to the Convention was signed`.
    """
    link = sentence.hits[0]
    opens = sentence.language.describes_before and sentence.at(1) is name and sentence.near(link, name, 1)
    strange = link.cues & {Cue.OF, Cue.TO} and sentence.unknown(sentence.start, link.start)
    if opens and (strange or Cue.OTHER in link.cues):
        return link
    before = (hit for hit in reversed(sentence.hits) if hit.start < name.start)
    hit = next((hit for hit in before if not hit.cues & {Cue.OF, Cue.APART}), NONE)
    return hit if Cue.OTHER in hit.cues and 2 <= sentence.words(hit.end, name.start) <= NEAR_OTHER else None


def only_takes(sentence: Sentence, place: int, other: Hit) -> bool:
    """Say whether a thing behind a noun is not what is done: `ratification shows its commitment`.

    So is what only takes a deposited paper: `deposited its instrument with the UN Office`.
    """
    if not sentence.hits[place].noun:
        return False
    between = [hit for hit in sentence.hits[place + 1 :] if hit.start < other.start]
    if not between:
        return sentence.words(sentence.hits[place].end, other.start) > 1
    return between[0].cues.isdisjoint({Cue.OF, Cue.TO}) and holds(sentence.hits[:place], Cue.DEPOSIT)


def something_of(sentence: Sentence, here: Hit, between: list[Hit], name: Hit) -> Hit | None:
    """Return the link behind something of a treaty that is joined or left: `se retira de la mesa del Tratado`.

    An adverb may stand behind the verb, which has no article: `withdraws officially from the Convention`.
    """
    link, language = between[-1] if between else NONE, sentence.language
    if link.cues & {Cue.URGE, Cue.MODAL, Cue.CIRCUMSTANCE}:  # `a rejoint le débat sur la convention`
        return link
    words = sentence.unknown((link or here).end, name.start)
    if sentence.arabic:  # whose adjectives stand behind: `انضمت إلى لجنة صياغة الاتفاقية`
        return link if words or Cue.ABOUT in link.cues else None
    if language.free_order and between == [link]:  # `присоединилась к философии Ханойской конвенции`
        return link if words and not agrees(sentence, words[-1], name) else None
    first = between[0] if between and not sentence.strange(here, between[0]) else here
    thing = first is not here or _has_article(sentence, here.end, name.start)
    if language.bracketed:  # `trat aus der Arbeitsgruppe zur Konvention aus`
        unread = sentence.strange(first, name)
        noun = bool(unread) and sentence.upper(sentence.text.index(unread[0], first.end))
        return (link or here) if thing and noun else None
    if link.cues.isdisjoint({Cue.OF, Cue.TO, Cue.PLACE, Cue.FOR, Cue.BY}):
        return None
    of = language.describes_before or language.uninflected
    thing = thing or (of and link.cues.isdisjoint({Cue.TO, Cue.PLACE}))
    return link if thing and sentence.strange(first, link) else None


def _has_article(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether what stands between two places begins with an article, as a thing does and an adverb does not.

    The article may be part of the verb: `trat dem`.
    """
    articles, said = sentence.language.articles, sentence.text[start:end].lstrip()
    begins = said.startswith(tuple(f"{word} " for word in articles))
    return begins or sentence.text.endswith(tuple(f" {word}" for word in articles), sentence.start, start)


def in_treaty(sentence: Sentence, treaty: Hit) -> bool:
    """Say whether others are joined in the treaty: `junta-se a Portugal no tratado`, `joins members of the pact`."""
    at = next((at for at, one in enumerate(sentence.hits) if one is treaty), 0)
    link, group = sentence.at(at - 1), sentence.at(at - 2)
    of = Cue.OF in link.cues and Cue.GROUP in group.cues
    of = of and Cue.TO not in sentence.at(at + 1).cues  # `joined States of the pact to call for`
    return treaty.mention is not None and (of or Cue.PLACE in link.cues)


def in_deed(sentence: Sentence, treaty: Hit) -> bool:
    """Say whether others are joined in something else: `joined the members of the pact in condemning the attack`."""
    link = sentence.after(treaty.end)
    words = sentence.text[link.end : sentence.end].split(maxsplit=1)
    return bool(words) and words[0].endswith(sentence.language.gerunds) and Cue.PLACE in link.cues
