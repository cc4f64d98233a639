"""Tell pages of reference from news: encyclopaedias, tables, papers, whatever lists or explains."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.read.act import Found
from monitor.read.hits import Cue, Form, Status
from monitor.read.sentence import Sentence

_NAME = 1  # words that a heading holds besides the name of a treaty: the name of the page's publisher
_NAME_HAN = 2  # the same, in characters
_APART = frozenset("-|:([")
"""What stands between a name and its publisher."""
_BEFORE = 1  # words before the name of a treaty that is defined: its article


def refers(sentences: list[Sentence]) -> bool:
    """Say whether an entry lists or explains: by its heading, or as it begins with what the treaty is."""
    titles = [sentence for sentence in sentences if sentence.heads]
    if any(Cue.REFERENCE in one.cues or _registers(one) for one in titles) or _names_only(titles):
        return True
    texts = [sentence for sentence in sentences if not sentence.heads]
    if any(Cue.PAPER in sentence.cues for sentence in texts):
        return True
    told = any(hit.acts for one in titles for hit in one.hits)
    return not told and bool(texts) and _defines(texts[0])


def _registers(heading: Sentence) -> bool:
    """Say whether a heading is but a treaty's name and what is registered: `Hanoi Convention: signatures`."""
    if len(heading.hits) < 3 or heading.hits[0].mention is None or not heading.hits[1].mark:
        return False
    nouns = all(Cue.AND in hit.cues or hit.has(Form.NOUN, Form.AGENT) for hit in heading.hits[2:])
    first, last = heading.hits[0], heading.hits[-1]
    return nouns and not (heading.words(heading.start, first.start) or heading.words(last.end, heading.end))


def tells_first(heading: Sentence, told: Mapping[int, Found]) -> bool:
    """Say whether a heading tells an act and then explains it: `Uganda signs the pact: what it means for you`."""
    explains = next((index for index, hit in enumerate(heading.hits) if Cue.REFERENCE in hit.cues), 0)
    before = [
        one for place, one in told.items() if place < explains and one.form in {Form.DONE, Form.PASSIVE}
    ]
    news = [one for one in before if one.status is Status.DONE and not (one.past or one.loose)]
    return not heading.asks and any(one.doers.codes for one in news)


def _names_only(titles: list[Sentence]) -> bool:
    """Say whether a heading is but a treaty's name: `High Seas Treaty - Wikipedia`."""
    if len(titles) != 1 or not any(hit.mention for hit in titles[0].hits):
        return False
    one = titles[0]
    if any(hit.acts or hit.name for hit in one.hits):
        return False
    ends = [one.start, *(end for hit in one.hits if hit.mention for end in (hit.start, hit.end)), one.end]
    free = " ".join(one.text[end:start] for end, start in zip(ends[::2], ends[1::2], strict=True))
    words = "".join(letter if letter.isalnum() else " " for letter in free).split()
    if one.unspaced:
        return len("".join(words)) <= _NAME_HAN
    return not words or (len(words) <= _NAME and not _APART.isdisjoint(free))


def _defines(first: Sentence) -> bool:
    """Say whether a text begins with what a treaty is: `The Hanoi Convention is a multilateral treaty`."""
    name = next((hit for hit in first.hits if hit.mention), None)
    if name is None or first.words(first.start, name.start) > _BEFORE:
        return False
    rest = first.text[name.end : first.end].lstrip("\"'”»》 ")
    if rest.startswith("("):
        rest = rest.partition(")")[2].lstrip()
    space = "" if first.unspaced else " "
    return rest.startswith(tuple(f"{phrase}{space}" for phrase in first.language.defines))
