"""Know that a text is in a language that is not read: by its script, by its letters, or by its function words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from importlib import resources

_SCRIPTS = re.compile(
    "[\u0370-\u03ff\u0530-\u058f\u0590-\u05ff\u0700-\u10ff\u1200-\u139f\u1780-\u17ff\u1f00-\u1fff"
    "\uac00-\ud7af]"
)
"""A letter of a script in which no language is read: Greek, Hebrew, the scripts of India, Thai, Hangul ..."""
_KANA = re.compile("[\u3041-\u306d\u306f-\u3096\u30a1-\u30cd\u30cf-\u30fa]")
"""A letter of Japanese, but `の` and `ノ`, which Chinese borrows."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = {
    "latin": re.compile("[łąężźśćńőűşșğıřěůťďčšžțāēīūķļņģėįųåøæþðəħċġ]"),
    "cyrillic": re.compile("[іїєґўђѓјљњћќџѕәғқңөұүһѝ]"),
    "arabic": re.compile("[پچژگکیےںٹڈڑہھې]"),
}
"""Letters that a script has for languages that are not read."""
_MOST = {"latin": 0, "cyrillic": 0, "arabic": 1}
"""How many words with such letters a text that is read may hold; a name or two is nothing in Arabic."""
_ASCII = bytes(range(128))
_WEIGHT = 2  # letters of Latin words that one of another script outweighs: names are quoted as they are


def beyond_ascii(text: str) -> str:
    """Return the characters of a text that ASCII has not: few in Latin letters, and soon searched."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def other_script(text: str) -> bool:
    """Say whether a text is written in a script in which no language is read."""
    rare = beyond_ascii(text)
    if _KANA.search(rare):
        return True
    strange = len(_SCRIPTS.findall(rare))
    return bool(strange) and strange * _WEIGHT > len(_LETTER.findall(text)) - strange


def foreign_words(text: str, script: str) -> int:
    """Count the words with letters that no language has which is read in this script; capitals begin names."""
    letters = _FOREIGN.get(script)
    if letters is None or not letters.search(beyond_ascii(text)):
        return 0
    words = (word for word in _WORD.findall(text) if not word[0].isupper())
    found = sum(1 for word in words if letters.search(word))
    return found if found > _MOST[script] else 0


def telling(known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each function word of `unread.tsv` with its language, of the languages that are not `known`.

    They are in Latin letters, met in the news and not read.
    """
    for line in resources.files("monitor.languages").joinpath("unread.tsv").read_text("utf-8").splitlines():
        code, words = line.split("\t")
        if code not in known:
            yield from ((word, code) for word in words.split())
