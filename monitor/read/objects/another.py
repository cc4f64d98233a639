"""Tell another treaty from ours: one whose name nobody here knows, one of two States, one with its own verb."""

from __future__ import annotations

from itertools import takewhile

from monitor.read.hits import NONE, PREDICATES, Cue, Form, Hit, until
from monitor.read.sentence import Sentence

_ENDING = 2  # letters in which an adjective agrees with what it describes
_FOLLOW = frozenset(
    {Cue.AND, Cue.PLACE, Cue.APART, Cue.BY, Cue.BEHALF, Cue.CONDITION, Cue.CIRCUMSTANCE, Cue.FRESH, Cue.BOUNDARY,
     Cue.COMPANY, Cue.AFTER}
)  # fmt: skip
"""Kinds of words that may follow a list of treaties."""
_NOT = frozenset({Cue.NEGATION, Cue.REFUSE, Cue.UNDONE})
_CLOSING = "。》〉」』”"
_SHORTEST = 2  # letters of a word for what is signed
_NAMED = 1  # words between what joins a list and a name in it: its article


def another(sentence: Sentence, word: Hit) -> bool:
    """Say whether a word for a treaty is the beginning of a name that nobody here knows: `Convenção de Montreal`.

    So is one behind which it is said what the treaty is about, each in capitals (`the Convention on the Safety of`),
    and one right behind an unknown word in capitals or in marks of a title: `Парижское соглашение`, `《巴黎协定》`.
    """
    if explained_by(sentence, word) is not None:
        return False
    if _title_before(sentence, word) or _of_kind(sentence, word) or _title_behind(sentence, word):
        return True
    link = sentence.after(word.end)
    if _between(sentence, word, link):
        return True
    if Cue.OF in link.cues and (day := _behind_date(sentence, link)) is not None:
        link = day  # `the Convention of 23 November 2007 on the Recovery of`
    elif not link.cues & {Cue.OF, Cue.APART} or not sentence.near(word, link):
        return False
    at = link.end + (sentence.text[link.end : link.end + 1] == " ")
    if Cue.OF not in link.cues:
        last = sentence.text.rfind(" ", word.start, word.end) + 1 or word.start
        if sentence.heads or not sentence.upper(last):
            return False
        word_end = sentence.text.find(" ", at, sentence.end)
        if word_end > 0 and sentence.text[at:word_end] in sentence.small:
            at = word_end + 1  # its article
    known = _known_at(sentence, at)
    if known.capital:
        return sentence.near(link, known)  # `the Convention of Vienna on`, `Convención de Viena`
    if at >= sentence.end or known:
        return False
    return sentence.upper(at) and not sentence.upper(at + 1)


def _between(sentence: Sentence, word: Hit, link: Hit) -> bool:
    """Say whether a word that opens its clause tells with whom or between whom: `the pact with Nokia was signed`."""
    before = (hit for hit in sentence.hits if hit.start < word.start)
    if Cue.APART not in link.cues or any(hit.acts for hit in before):
        return False
    index = sentence.hits.index(link) + 1
    one = _known_at(sentence, whom := _behind_article(sentence, link.end + 1))
    two = one.state and Cue.AND in sentence.at(index + 1).cues and sentence.at(index + 2).state
    named = one.state or (not one and whom < sentence.end and sentence.upper(whom))
    return bool(two or (named and Cue.COMPANY in link.cues))


def _behind_article(sentence: Sentence, at: int) -> int:
    """Return where a name begins that an article may stand before."""
    first = sentence.first_word(at, sentence.end)
    return at + len(first) + 1 if first in sentence.small else at


def _known_at(sentence: Sentence, at: int) -> Hit:
    """Return the hit at this place of the text, or NONE."""
    return next((hit for hit in sentence.hits if hit.start <= at < hit.end), NONE)


def explained_by(sentence: Sentence, word: Hit) -> Hit | None:
    """Return the treaty's name in brackets behind what a word says of it: `the agreement on life at sea (BBNJ)`."""
    for hit in sentence.hits:
        if hit.start < word.end:
            continue
        if hit.mention is not None:
            around = sentence.text[hit.start - 1 : hit.end + 1]
            # not `the protocol on it (Budapest Convention)`
            same = Cue.UNSPECIFIC in word.cues or " " not in sentence.said(hit)
            return hit if same and around.startswith("(") and ")" in around else None
        if hit.mark or hit.acts or hit.name or not hit.cues.isdisjoint({Cue.COMPANY, Cue.ANAPHOR, Cue.OTHER}):
            return None
    return None


def _title_before(sentence: Sentence, word: Hit) -> bool:
    """Say whether a word ends a name in capitals or stands in a title: `Minamata Convention`, `《巴黎协定》`."""
    before = sentence.text[sentence.start : word.start].rstrip()
    opens = before.rfind("《")
    if opens > before.rfind("》"):  # but `以下简称《公约》`
        close = sentence.text.find("》", word.end)
        named = any(hit.mention and sentence.start + opens < hit.start < close for hit in sentence.hits)
        return before[opens:] != "《" and not named
    start = before.rfind(" ") + 1
    english = sentence.language.describes_before and sentence.upper(word.start)
    titled = sentence.heads and not in_capitals(sentence, sentence.start + start, word.start)
    if not start or titled or not (english or sentence.language.script == "cyrillic"):
        return False
    at = sentence.start + start
    known = _known_at(sentence, at)
    if known.name is not None and english:
        return known.capital  # `the Vienna Convention`
    return not known and sentence.upper(at)


def _title_behind(sentence: Sentence, word: Hit) -> bool:
    """Say whether an unknown word right behind names a treaty: `Công ước Basel`, `convention sur la circulation`."""
    link = sentence.after(word.end)
    about = Cue.ABOUT in link.cues
    language = sentence.language
    # in Arabic a word without its article belongs to the next: `اتفاقية بازل`
    bare = sentence.arabic and not sentence.said(word).startswith(language.definite)
    at = (link if about else word).end + 1
    if not (about or bare or language.uninflected) or at >= sentence.end:
        return False
    known = _known_at(sentence, at)
    if known and not known.capital:  # but `اتفاقية برن`
        return False
    if bare and sentence.text.startswith(language.genitive, at):
        return False  # `معاهدة للأمم المتحدة`
    return about or bare or sentence.upper(at)


def _of_kind(sentence: Sentence, word: Hit) -> bool:
    """Say whether a treaty is told apart by its kind, where no capitals do: `签署了渔业协定`, `ký hiệp định nghề cá`.

    A word for a treaty of the United Nations has no kind, unless it is told with which State it is.
    """
    at = sentence.hits.index(word)
    verb, definite = sentence.at(at - 1), sentence.language.definite
    if sentence.language.syllables:
        behind = sentence.trail(at).rstrip(".").split()
        kind = len(behind) > 1 and behind[0] not in sentence.small and behind[-1] not in definite
        named = sentence.at(at + 1).mention is not None  # `văn kiện gọi là Công ước Hà Nội`
        return kind and not named and bool(verb.acts) and Cue.UNSPECIFIC not in word.cues
    if sentence.language.agglutinates:  # `投資保護協定`, `条約の履行に関する協定`, but `ハノイで協定に`
        before = sentence.text[word.start - 1 : word.start] if word.start > sentence.start else ""
        ends = before in sentence.small and before not in sentence.language.possessive  # `漁業の協定`
        return before.isalnum() and not ends and Cue.UNSPECIFIC not in word.cues
    if not sentence.unspaced:
        return False
    told = bool(verb.acts)
    name, link = sentence.at(at - told - 1), sentence.at(at - told - 2)
    two = name.state and Cue.COMPANY in link.cues
    gap = sentence.gap(verb, word).strip("《〈“ ")
    if not told:
        return two  # `批准与瑞士的公约`
    if two:
        return bool(gap) or verb.has(Form.PASSIVE)  # `与瑞士签署的公约`
    return bool(gap) and Cue.UNSPECIFIC not in word.cues and not gap.startswith(definite)


def _behind_date(sentence: Sentence, link: Hit) -> Hit | None:
    """Return what stands right behind the day that a treaty is named by: `of 23 November 2007 on`."""
    behind = [hit for hit in sentence.hits if hit.start >= link.end]
    day = list(takewhile(lambda hit: hit.number is not None or hit.month or hit.year, behind))
    after = behind[len(day)] if 0 < len(day) < len(behind) else None
    return after if after and Cue.APART in after.cues else None


def of_two(sentence: Sentence, index: int) -> bool:
    """Say whether a treaty that has no name of its own is one with somebody: `signs cyber pact with Japan`."""
    here = sentence.hits[index]
    if Cue.ANAPHOR not in here.cues and (here.mention is None or here.mention.because == "named"):
        return False
    of = Cue.OF in sentence.at(index + 1).cues  # `un accord de pêche avec le Japon`
    link, name = sentence.at(index + 1 + of), sentence.at(index + 2 + of)
    if not link.cues >= {Cue.APART, Cue.COMPANY}:
        return False
    at = _behind_article(sentence, link.end + 1)
    end = min(at + len(sentence.first_word(at, sentence.end)), sentence.next_from(index + 1 + of))
    nouns = not sentence.language.cased or sentence.language.bracketed  # German: `mit Vorbehalt`
    known = name.state or Cue.OUTSIDER in name.cues
    if not known and (nouns or not in_capitals(sentence, at, end)):
        return False
    definite = sentence.word_before(here.start) in sentence.language.definite
    return not (sentence.language.describes_before and definite)


def rival(sentence: Sentence, place: int, name: Hit, after: Hit | None) -> Hit | None:
    """Return what an act is done to instead of the treaty whose name has a verb of its own, if something is.

    `after` is the nearest thing behind the act that may be one: a memorandum, or a word for a treaty that ends a name
    which nobody here knows (`signs Minamata Convention, hails Hanoi Convention`).
    """
    between = list(until(sentence.hits[place + 1 :], lambda hit: hit is name))
    joint = next((hit for hit in reversed(between) if hit.joint), None)
    if joint is None or not (_has_verb(sentence, joint, name) or _subject(sentence, joint, name)):
        return None
    here = sentence.hits[place]
    if after is not None:
        words = sentence.text[here.end : after.end].split()
        kind = words[1:] and set(words).isdisjoint(sentence.language.definite)
        own = Cue.UNSPECIFIC not in after.cues and sentence.strange(after, joint)
        if kind or own or Cue.OTHER in after.cues:
            return after  # `sign cybersecurity pact, welcome the Hanoi Convention`
    end = (after or sentence.hits[place + 1]).start
    said = sentence.text[here.end : end]
    if len(said.strip()) < _SHORTEST:
        return None  # `加纳签署后，《河内公约》`
    object_ = Hit(end - len(said.lstrip()), here.end + len(said.rstrip()))
    return object_ if in_capitals(sentence, here.end, end) or sentence.only_unknown(here.end, end) else None


def listed_with(sentence: Sentence, other: Hit, name: Hit) -> bool:
    """Say whether a name follows that of another thing in one list: `signed the A Convention and the B one`."""
    last = (sentence.between(other, name) or [NONE])[-1]
    return last.joint and sentence.near(last, name, _NAMED) and not _has_verb(sentence, last, name)


def apposed(sentence: Sentence, other: Hit, name: Hit) -> bool:
    """Say whether a name explains the thing before it: `an agreement, the Hanoi Convention`, or is one of such."""
    between = sentence.between(other, name)
    if any(Cue.INCLUDING in hit.cues for hit in between):
        return True
    gap = sentence.gap(other, name)
    if "," not in gap or gap.startswith("》") or not sentence.near(other, name, 2):
        return False  # `《巴塞尔公约》,《河内公约》`
    # `the Bern Convention, not the Hanoi one`
    return not any(
        Cue.NEGATION in hit.cues or (hit.mark == "," and _has_verb(sentence, hit, name)) for hit in between
    )


def stands_alone(sentence: Sentence, index: int) -> bool:
    """Say whether a treaty's name is no subject of what follows: `..., and the Hanoi Convention remains open`."""
    here = sentence.hits[index]
    after = sentence.at(index + 1)
    if not after:
        return not sentence.trail(index).strip(_CLOSING) or sentence.text[here.end] in ".\"'"
    return bool(after.mark or after.cues & _FOLLOW) and sentence.near(here, after)


def _subject(sentence: Sentence, joint: Hit, name: Hit) -> bool:
    """Say whether a heading goes on to tell something of the treaty: `signs trade deal, Hanoi Convention next`.

    So does any sentence that goes on to tell what was not done to it: `ratified A, the Hanoi Convention not yet`.
    """
    at = sentence.hits.index(name)
    link = sentence.at(at + 1)  # `..., Hanoi Convention in focus`, but `in New York`
    if joint.mark != ",":
        return False
    if not sentence.heads:  # `signed A and the Hanoi Convention as part of the visit`
        return bool(link.cues & _NOT)
    vague = Cue.PLACE in link.cues and not in_capitals(sentence, link.end, sentence.end)
    return vague or not stands_alone(sentence, at)


def _has_verb(sentence: Sentence, joint: Hit, name: Hit) -> bool:
    """Say whether a verb stands between what joins and a name: `, hails the`, not `, the landmark`."""
    text = sentence.text[joint.end : name.start]
    words = text.split()
    if not words or words[0] in sentence.small:
        return False
    first = next(iter(sentence.between(joint, name)), None)
    if first is not None and not sentence.gap(joint, first):
        verb = bool(first.acts) and not first.noun
        return verb or not first.cues.isdisjoint(PREDICATES)
    if not (sentence.language.cased or sentence.arabic):
        return False
    if sentence.language.script == "cyrillic" and joint.mark != ",":
        # `и новую Ханойскую`, but `и обсудил Ханойскую`
        return not agrees(sentence, words[-1], name)
    return joint.mark == "," or words[-1] in sentence.small or sentence.language.uninflected


def agrees(sentence: Sentence, word: str, name: Hit) -> bool:
    """Say whether a Russian word is an adjective of the name behind it, by its ending: `новую Ханойскую конвенцию`."""
    return sentence.said(name).split()[0].endswith(word[-_ENDING:])


def in_capitals(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a name in capitals stands there: `Minamata Convention`, but nothing in `SIGNS PACT` tells."""
    if not sentence.language.cased:
        return bool(sentence.text[start:end].strip())
    names = any(sentence.upper(at) for at in _word_starts(sentence, start, end))
    every = _word_starts(sentence, sentence.start, sentence.end) if names else ()
    return any(not sentence.upper(at) for at in every)


def _word_starts(sentence: Sentence, start: int, end: int) -> list[int]:
    """Return where the words begin that are not among the language's small ones."""
    found: list[int] = []
    at = start
    for word in sentence.text[start:end].split():
        at = sentence.text.index(word, at)
        if word not in sentence.small and word[0].isalpha():
            found.append(at)
        at += len(word)
    return found
