"""Tell whether the treaty is joined or left, or something of it, or other States in something else."""

from __future__ import annotations

from monitor.read.hits import NONE, Hit, Sentence
from monitor.read.kinds import Cue
from monitor.read.objects.rivals import agrees


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
        noun = bool(unread) and sentence.cased(sentence.text.index(unread[0], first.end)).isupper()
        return (link or here) if thing and noun else None
    if link.cues.isdisjoint({Cue.OF, Cue.TO, Cue.PLACE, Cue.FOR, Cue.BY}) or not sentence.near(link, name, 1):
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
    behind = sentence.at(at + 1)
    of = Cue.OF in link.cues and Cue.GROUP in group.cues and sentence.near(group, link)
    # `joined States of the pact to call for`
    of = of and not (Cue.TO in behind.cues and sentence.near(treaty, behind))
    return treaty.mention is not None and (of or Cue.PLACE in link.cues) and sentence.near(link, treaty, 1)


def in_deed(sentence: Sentence, treaty: Hit) -> bool:
    """Say whether others are joined in something else: `joined the members of the pact in condemning the attack`."""
    link = sentence.after(treaty.end)
    words = sentence.text[link.end : sentence.end].split(maxsplit=1)
    does = bool(words) and words[0].endswith(sentence.language.gerunds) and Cue.PLACE in link.cues
    return does and not sentence.gap(treaty, link) and not sentence.cased(link.end + 1).isupper()
