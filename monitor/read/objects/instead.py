"""Find what an act is done to instead of the treaty: what its name only describes, dates or belongs to."""

from __future__ import annotations

from itertools import takewhile

from monitor.read.governor import is_noun
from monitor.read.hits import NONE, Hit, Sentence, holds, until
from monitor.read.kinds import Action, Cue, Form
from monitor.read.objects.rivals import agrees

NEAR_OTHER = 7  # words after a verb within which a thing that is no treaty is its object
_AROUND = frozenset({Cue.URGE, Cue.MODAL, Cue.CIRCUMSTANCE})
"""Kinds of words that stand between who joins something about a treaty and its name."""
_OWNED = 3  # words from an owner to what it owns
_LINKED = frozenset({Action.ACCESSION, Action.WITHDRAWAL})
"""Acts whose verbs have a preposition before their object."""
_OTHERS = frozenset({Cue.COMPANY, Cue.ANAPHOR, Cue.OTHER})
_KIND = 2  # characters between such a name and the thing that say of which kind it is
_MODIFIED = 4  # characters between a name that describes and the thing that it describes


def in_passing(sentence: Sentence, place: int, word: Hit) -> bool:
    """Say whether a word for a treaty behind an act names another, or only what is done belongs to it."""
    if another(sentence, word) or described_by(sentence, word) is not None:
        return True
    if is_noun(sentence.hits[place]) or Cue.AND in sentence.at(place + 1).cues:
        return False  # `agreed to ratify and is making laws to implement the treaty`
    return (owned(sentence, word) or set_apart(sentence, place, word)) is not None


def described(sentence: Sentence, place: int) -> Hit | None:
    """Return the thing that a participle right behind describes: `a petition signed by`."""
    at = place - 1
    while at > 0 and (sentence.hits[at].mark == "," or sentence.hits[at].cues & {Cue.RELATIVE, Cue.AUX}):
        at -= 1  # `a letter, which was also signed by`
    if at < place - 1 and not holds(sentence.hits[at:place], Cue.RELATIVE):
        at = place - 1
    before = sentence.at(at)
    thing_ = before.cues & {Cue.OTHER, Cue.BILL} and Cue.ANAPHOR not in before.cues and not before.acts
    passive = sentence.hits[place].has(Form.PASSIVE)
    return before if thing_ and passive and sentence.near(before, sentence.hits[at + 1]) else None


def set_apart(sentence: Sentence, place: int, name: Hit) -> Hit | None:
    """Return the preposition that keeps a name from being the object: `approved new rules under the convention`.

    Words between the verb and the preposition that nobody here knows are taken for the object.
    """
    here = sentence.hits[place]
    link: Hit | None = None
    known = 0
    for hit in sentence.hits[place + 1 :]:
        if hit is name:
            break
        if link is not None:
            known += sentence.words(link.start, link.end)
        link = hit
    if (paper := _paper(sentence, place, name)) is not None:
        return paper
    if sentence.language.script == "han":
        return name if _plan_of(sentence, here, name) else None
    if link is None or Cue.APART not in link.cues or link.cues & {Cue.TO, Cue.OF, Cue.BY, Cue.BILL}:
        return None
    if sentence.language.script == "arabic":
        return None
    return link if not sentence.near(here, link, known) else None


def _plan_of(sentence: Sentence, here: Hit, name: Hit) -> bool:
    """Say whether what nobody knows is done to a treaty by a thing that is signed: `签署了实施《河内公约》的计划`."""
    behind = sentence.text[name.end : sentence.end].lstrip("》〉”")
    after = sentence.after(name.end)
    owns = behind.startswith(sentence.language.possessive) and len(behind) > 1
    group = after.cues & {Cue.GROUP, Cue.ROLE} or after.name or after.number is not None
    return owns and not group and len(sentence.gap(here, name).strip("了过《〈“")) > 1


def _paper(sentence: Sentence, place: int, name: Hit) -> Hit | None:
    """Return the link behind a thing that nobody knows and that is signed for the treaty: `signed a pledge to back it`.

    Its object stands right behind a verb of signing, so that only a day, a place or a person may come between.
    """
    here, language = sentence.hits[place], sentence.language
    between = sentence.between(here, name)
    if language.script == "arabic":  # whose doer stands behind its verb
        while between and between[0].name:
            here, between = Hit(here.start, between[0].end, acts=here.acts), between[1:]
    unread = language.script == "han" or (language.script == "arabic" and here.action not in _LINKED)
    if (
        unread
        or not (here.acts or Cue.APPROVE in here.cues)
        or any(
            hit.acts
            or hit.name
            or hit.dated
            or hit.number is not None
            or hit.cues & {Cue.ROLE, Cue.REFERENCE}
            for hit in between
        )
    ):
        return None
    if here.acts and (part := _part(sentence, here, between, name)) is not None:
        return part
    if language.bracketed or language.script == "arabic":
        return None
    apart = (hit for hit in between if hit.cues & {Cue.TO, Cue.APART, Cue.PLAN})
    link = next((hit for hit in apart if hit.cues.isdisjoint({Cue.OF, Cue.BY, Cue.BILL})), None)
    if link is not None and Cue.PLAN in link.cues:
        return link if sentence.unknown(link.end, name.start) else None  # `signed a pledge to uphold it`
    return link if link is not None and sentence.unknown(here.end, link.start) else None


def _part(sentence: Sentence, here: Hit, between: list[Hit], name: Hit) -> Hit | None:
    """Return the link behind a thing that nobody knows and that is the treaty's: `ratifica enmiendas al Tratado`."""
    if here.action in _LINKED:
        return _joined(sentence, here, between, name)
    link = between[-1] if between else NONE
    if link.cues.isdisjoint({Cue.OF, Cue.TO, Cue.PLACE}) or not sentence.near(link, name, 1):
        return None
    return link if sentence.unknown(here.end, link.start) else None


def _joined(sentence: Sentence, here: Hit, between: list[Hit], name: Hit) -> Hit | None:
    """Return the same where somebody joins or leaves it, by a link of its own: `se retira de la mesa del Tratado`.

    An adverb may stand behind the verb, which has no article: `withdraws officially from the Convention`.
    """
    link, language = between[-1] if between else NONE, sentence.language
    if link.cues & _AROUND:  # `a rejoint le débat sur la convention`
        return link
    words = sentence.unknown((link or here).end, name.start)
    if language.script == "arabic":  # whose adjectives stand behind: `انضمت إلى لجنة صياغة الاتفاقية`
        return link if words or Cue.ABOUT in link.cues else None
    if language.free_order and between == [link]:  # `присоединилась к философии Ханойской конвенции`
        return link if words and not agrees(sentence, words[-1], name) else None
    first = between[0] if between and not sentence.unknown(here.end, between[0].start) else here
    thing = first is not here or _has_article(sentence, here.end, name.start)
    if language.bracketed:  # `trat aus der Arbeitsgruppe zur Konvention aus`
        return (link or here) if thing and _noun(sentence, first.end, name.start) else None
    if link.cues.isdisjoint({Cue.OF, Cue.TO, Cue.PLACE}) or not sentence.near(link, name, 1):
        return None
    of = language.describes_before or language.syllables
    thing = thing or (of and link.cues.isdisjoint({Cue.TO, Cue.PLACE}))
    return link if thing and sentence.unknown(first.end, link.start) else None


def _noun(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a German noun that nobody knows stands between two places, first of what stands there."""
    words = sentence.unknown(start, end)
    return bool(words) and sentence.cased(sentence.text.index(words[0], start)).isupper()


def _has_article(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether what stands between two places begins with an article, as a thing does and an adverb does not.

    The article may be part of the verb: `trat dem`.
    """
    articles, said = sentence.language.articles, sentence.text[start:end].lstrip()
    verb = sentence.text[sentence.start : start]
    return said.startswith(tuple(f"{word} " for word in articles)) or verb.endswith(
        tuple(f" {word}" for word in articles)
    )


def about(sentence: Sentence, word: Hit, name: Hit) -> bool:
    """Say whether a word for a treaty names another, made for the one behind it: `a protocol to implement the pact`."""
    between = sentence.between(word, name)
    if Cue.BILL in word.cues or any(hit.mark or hit.acts for hit in between):
        return False
    if explained_by(sentence, word) is name:
        return False
    linked = holds(between, Cue.TO, Cue.APART, Cue.PLACE, Cue.FOR) and not holds(between, Cue.INCLUDING)
    return linked and bool(sentence.unknown(word.end, name.start))


def resolved(sentence: Sentence, place: int) -> bool:
    """Say whether the act here is what a paper behind it decides: `关于签署《河内公约》的决定`."""
    about = sentence.at(place - 1)
    return (
        sentence.language.script == "han"
        and Cue.APART in about.cues
        and about.end == sentence.hits[place].start
    )


def described_by(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing that a treaty's name only describes: `the Hanoi Convention talks`."""
    han = sentence.language.script == "han"
    for hit in sentence.hits:
        if hit.start >= name.end:
            between = sentence.text[name.end : hit.start].strip("》〉）) ")
            if not (hit.cues & {Cue.OTHER, Cue.BILL}):
                return None
            if not between or (sentence.language.describes_before and between.isalpha()):
                return hit  # `the Hanoi Convention cooperation deal`
            room = _MODIFIED if between.startswith(sentence.language.possessive) else _KIND
            if han and Cue.OTHER in hit.cues and len(between) <= room:
                return hit  # `《河内公约》的合作协议`, `《河内公约》起草委员会`
            return None
    return None


def owned(sentence: Sentence, name: Hit) -> Hit | None:
    """Return what a treaty's name only owns: `the Rome Statute's amendments`, but `the Hanoi Convention's text`."""
    words = sentence.text[name.end : sentence.end].split(maxsplit=2)
    if not words[1:] or words[0] not in sentence.language.possessive:
        return None
    at = sentence.text.index(words[1], name.end)
    after = sentence.after(at)
    own = after and sentence.words(at, after.start) < _OWNED and (after.acts or after.treaty)
    return None if own else Hit(at, at + len(words[1]))


def explained_by(sentence: Sentence, word: Hit) -> Hit | None:
    """Return the treaty's name in brackets behind what a word says of it: `the agreement on life at sea (BBNJ)`."""
    for hit in sentence.hits:
        if hit.start < word.end:
            continue
        if hit.mention is not None:
            around = sentence.text[hit.start - 1 : hit.end + 1]
            same = Cue.UNSPECIFIC in word.cues or " " not in sentence.said(
                hit
            )  # not `the protocol on it (Budapest Convention)`
            return hit if same and around.startswith("(") and ")" in around else None
        if hit.mark or hit.acts or hit.name or not hit.cues.isdisjoint(_OTHERS):
            return None
    return None


def another(sentence: Sentence, word: Hit) -> bool:
    """Say whether a word for a treaty is the beginning of a name that nobody here knows: `Convenção de Montreal`.

    So is one behind which it is said what the treaty is about, each in capitals (`the Convention on the Safety of`),
    and one right behind an unknown word in capitals or in marks of a title: `Парижское соглашение`, `《巴黎协定》`.
    """
    if explained_by(sentence, word) is not None:
        return False
    if _named_before(sentence, word) or _of_kind(sentence, word) or _named_behind(sentence, word):
        return True
    link = sentence.after(word.end)
    if Cue.OF in link.cues and (day := _dated(sentence, link)) is not None:
        link = day  # `the Convention of 23 November 2007 on the Recovery of`
    elif not link.cues & {Cue.OF, Cue.APART} or not sentence.near(word, link):
        return False
    at = link.end + (sentence.text[link.end : link.end + 1] == " ")
    if Cue.OF not in link.cues:
        last = sentence.text.rfind(" ", word.start, word.end) + 1 or word.start
        if sentence.field == "title" or not sentence.cased(last).isupper():
            return False
        word_end = sentence.text.find(" ", at, sentence.end)
        if word_end > 0 and sentence.text[at:word_end] in sentence.small:
            at = word_end + 1  # its article
    known = next((hit for hit in sentence.hits if hit.start <= at < hit.end), NONE)
    if known.name is not None and known.name.kind == "capital":
        return sentence.near(link, known)  # `the Convention of Vienna on`, `Convención de Viena`
    if at >= sentence.end or known:
        return False
    return sentence.cased(at).isupper() and not sentence.cased(at + 1).isupper()


def _named_behind(sentence: Sentence, word: Hit) -> bool:
    """Say whether an unknown word right behind names a treaty: `Công ước Basel`, `convention sur la circulation`."""
    link = sentence.after(word.end)
    about = Cue.ABOUT in link.cues and sentence.near(word, link)
    language = sentence.language
    # in Arabic a word without its article belongs to the next: `اتفاقية بازل`
    bare = language.script == "arabic" and not sentence.said(word).startswith(language.definite)
    if not (about or bare or language.syllables):
        return False
    at = (link if about else word).end + 1
    if at >= sentence.end or any(hit.start <= at < hit.end for hit in sentence.hits):
        return False
    if bare and sentence.text.startswith(language.genitive, at):
        return False  # `معاهدة للأمم المتحدة`
    return about or bare or sentence.cased(at).isupper()


def _of_kind(sentence: Sentence, word: Hit) -> bool:
    """Say whether Chinese tells with which State, and of what kind, a treaty is: `与日本签署了渔业协定`."""
    if sentence.language.script != "han":
        return False
    at = sentence.hits.index(word)
    verb, name, link = sentence.at(at - 1), sentence.at(at - 2), sentence.at(at - 3)
    two = bool(verb.acts) and name.state and Cue.COMPANY in link.cues
    return two and not sentence.gap(link, name) and bool(sentence.gap(verb, word).strip("《〈“ "))


def _named_before(sentence: Sentence, word: Hit) -> bool:
    """Say whether an unknown word in capitals stands right before a word, or the marks of a title open before it."""
    before = sentence.text[sentence.start : word.start].rstrip()
    opens = before.rfind("《")
    if opens > before.rfind("》"):  # but `以下简称《公约》`
        return before[opens:] != "《" and not any(
            hit.mention and hit.start > sentence.start + opens for hit in sentence.hits
        )
    start = before.rfind(" ") + 1
    english = sentence.language.describes_before and sentence.cased(word.start).isupper()
    if not start or sentence.field == "title" or not (english or sentence.language.script == "cyrillic"):
        return False
    at = sentence.start + start
    known = next((hit for hit in sentence.hits if hit.start <= at < hit.end), NONE)
    if known.name is not None and english:
        return known.name.kind == "capital"  # `the Vienna Convention`
    return not known and before[start:].isalpha() and sentence.cased(at).isupper()


def _dated(sentence: Sentence, link: Hit) -> Hit | None:
    """Return what stands right behind the day that a treaty is named by: `of 23 November 2007 on`."""
    behind = [hit for hit in sentence.hits if hit.start >= link.end]
    day = list(takewhile(lambda hit: hit.number is not None or hit.month or hit.year, behind))
    after = behind[len(day)] if 0 < len(day) < len(behind) else None
    return after if after and Cue.APART in after.cues and sentence.near(day[-1], after) else None


def bill_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the bill about a treaty, for which a later `it` stands: `a bill on withdrawal from the treaty`."""
    before = reversed([hit for hit in sentence.hits if hit.start < name.start])
    told = until(before, lambda hit: hit.mark)
    return next((hit for hit in told if Cue.BILL in hit.cues), None)


def other_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing to whose description a treaty belongs: `ein Abkommen zur Umsetzung der Konvention`."""
    for hit in reversed(sentence.hits):
        if hit.start >= name.start or hit.cues & {Cue.OF, Cue.APART}:
            continue
        told = Cue.OTHER in hit.cues and Cue.ANAPHOR not in hit.cues
        return hit if told and 2 <= sentence.words(hit.end, name.start) <= NEAR_OTHER else None
    return None


def taker(sentence: Sentence, place: int, other: Hit) -> bool:
    """Say whether a thing behind a noun is not what is done: `ratification shows its commitment`.

    So is what only takes a deposited paper: `deposited its instrument with the UN Office`.
    """
    if not is_noun(sentence.hits[place]):
        return False
    between = [hit for hit in sentence.hits[place + 1 :] if hit.start < other.start]
    if not between:
        return sentence.words(sentence.hits[place].end, other.start) > 1
    return between[0].cues.isdisjoint({Cue.OF, Cue.TO}) and holds(sentence.hits[:place], Cue.DEPOSIT)
