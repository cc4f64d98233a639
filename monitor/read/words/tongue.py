"""Choose the language of a text by its script and its function words, or know that it is none that is read.

A feed's own word is only a hint.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import chain

from monitor.folding import INDIC, fold
from monitor.languages import Language, Languages
from monitor.read.words.phrases import as_written

_WORD = re.compile(rf"[^\W\d_{INDIC}]+|[{INDIC}]+")
_SPACED = bytes(byte if byte > 127 or chr(byte).isalpha() else 32 for byte in range(256))
_SCRIPTS = (
    ("cyrillic", re.compile("[\u0400-\u04ff]+")),
    ("arabic", re.compile("[\u0600-\u06ff]+")),
    ("han", re.compile("[\u4e00-\u9fff]+")),
    ("devanagari", re.compile("[\u0900-\u097f]+")),
)
_OTHER = re.compile("[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3041-\u30fa\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_HINT = 1.5  # function words that a hint is worth
_STRANGE_HINT = 0.5  # ... that one for a language that is not read is worth: it decides where no word does
_SURE = 0.3  # share of words that are a language's own by which a text is sure to be in it
_FEW = 12  # words below which the rest of an entry helps
_REST = 0.3  # ... that a function word there is worth
_ABROAD = 2
"""Function words by which another language outdoes English where a treaty's English name says nothing."""
_NAME = 4.0  # ... that the languages of the treaty names are worth together
_UNREAD = re.compile(
    "[\u0370-\u03ff\u0530-\u058f\u0590-\u05ff\u0700-\u08ff\u0980-\u10ff\u1200-\u139f\u1780-\u17ff\u1f00-\u1fff"
    "\uac00-\ud7af]"
)
"""A letter of a script in which no language is read: Greek, Hebrew, other scripts of India, Thai, Hangul ..."""
_KANA = re.compile("[\u3041-\u306d\u306f-\u3096\u30a1-\u30cd\u30cf-\u30fa]")
"""A letter of Japanese, but `の` and `ノ`, which Chinese borrows."""
_QUOTED = 14
"""Chinese characters to one of kana from which on a text only quotes Japanese: the name of a firm."""
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = {
    "latin": re.compile("[łąężźśćńőűşșğıřěůťďčšžțāēīūķļņģėįųåøæþðəħċġ]"),
    "cyrillic": re.compile("[іїєґўђѓјљњћќџѕәғқңөұүһѝ]"),
    "arabic": re.compile("[پچژگکیےںٹڈڑہھې]"),
    "devanagari": re.compile("ळ|ऱ"),
}
"""Letters that a script has for languages that are not read."""
_MOST = {"latin": 0, "cyrillic": 0, "arabic": 1, "devanagari": 0}
"""How many words with such letters a text that is read may hold; a name or two is nothing in Arabic."""
_ASCII = bytes(range(128))
_WEIGHT = 2  # letters of Latin words that one of another script outweighs: names are quoted as they are


class Tongues:
    """Tell the languages of texts apart."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._scripts: dict[str, list[str]] = defaultdict(list)
        """The codes of the languages of each script."""
        self._small: dict[str, list[str]] = defaultdict(list)
        """For each function word, the codes of the languages that use it, those that are not read too."""
        self._own: dict[str, list[str]] = defaultdict(list)
        """The same for function words and words for acts; a word that is both counts twice."""
        self._called = {also: code for code, language in languages.heads.items() for also in language.also}
        for code, language in languages.heads.items():
            self._scripts[language.script].append(code)
            words = {as_written(word) for word in language.small}
            forms = chain.from_iterable(forms.values() for forms in language.acts.values())
            acts = list(chain.from_iterable(forms))
            for word in words | {fold(word).text for word in words}:
                self._small[word].append(code)
                self._own[word].append(code)
            for word in {as_written(phrase) for phrase in acts if " " not in phrase}:
                self._own[word].append(code)
        for word, code in _unread(languages):
            self._small[as_written(word)].append(code)
            self._own[as_written(word)].append(code)

    def choose(
        self, text: str, words: Sequence[str], hint: str | None, rest: Iterable[str], spoken: Iterable[str]
    ) -> Language | None:
        """Return the language of a text, or None where none of ours fits.

        `words` are the text's own; `rest`, the words of the whole entry, helps a short text; `spoken` lists the
        languages of the treaty names that it uses.
        """
        script = script_of(text)
        candidates = self._scripts.get(script, [])
        if not candidates or (script != "kana" and _other_script(text)):
            return None
        hint = self._called.get(hint, hint) if hint else None
        own = _count(self._own, words)
        foreign = _foreign_words(text, script)
        if len(candidates) < 2:
            return None if foreign > own.get(candidates[0], 0) else self._languages[candidates[0]]
        short = len(words) < _FEW
        more = _count(self._small, rest if short else ())
        names = list(spoken)
        counted = {code: own.get(code, 0) + more.get(code, 0) * _REST for code in candidates}
        scores = {code: count + _HINT * (code == hint) for code, count in counted.items()}
        known = max(scores.values())
        doubtful = foreign or short or known < len(words) * _SURE
        if doubtful and self._strange(own, more, hint, names) + foreign > known:
            return None
        abroad = max(counted.values()) >= counted.get("en", 0) + _ABROAD
        for code in names:
            if code in scores and not (abroad and code == "en"):
                scores[code] += _NAME / len(names)
        best = max(candidates, key=scores.__getitem__)
        return self._languages["en" if scores[best] <= 0 and "en" in self._languages else best]

    def _strange(
        self, own: Counter[str], more: Counter[str], hint: str | None, names: Sequence[str]
    ) -> float:
        """Return how many function words of one language that is not read a text holds, or what its name is worth.

        A treaty's name in a language that is read says nothing here: `Hanoi Convention` is met in every language.
        """
        called = {code for code in names if code not in self._languages}
        others = {*own, *more, *called}.difference(self._languages)
        share = _NAME / len(names) if called else 0
        best = max((own[code] + more[code] * _REST + share * names.count(code) for code in others), default=0)
        return best + (_STRANGE_HINT if hint is not None and hint not in self._languages else 0)


def words_of(text: str) -> list[str]:
    """Return the words of a text, as written but in one case: runs of letters.

    What ASCII has besides letters is made space first, which leaves few words to the pattern.
    """
    letters = as_written(text).encode("utf-8", "surrogatepass").translate(_SPACED)
    spaced = letters.decode("utf-8", "surrogatepass")
    words = spaced.split()
    rare = "".join(_beyond_ascii(spaced).split())
    if not rare or rare.isalpha():
        return words
    return [piece for word in words for piece in ((word,) if word.isalpha() else _WORD.findall(word))]


def _count(known: Mapping[str, list[str]], words: Iterable[str]) -> Counter[str]:
    """Return for each language how many of the words are among its own."""
    return Counter(chain.from_iterable(filter(None, map(known.get, words))))


def script_of(text: str) -> str:
    """Return the script in which most of a text is written; a letter of Chinese or Japanese counts for three."""
    script = "latin"
    if not _OTHER.search(_beyond_ascii(text)):
        return script
    latin = sum(map(len, _LATIN.findall(text)))
    for name, pattern in _SCRIPTS:
        if sum(map(len, pattern.findall(text))) * (3 if name == "han" else 1) > latin:
            script = name
    kana = len(_KANA.findall(text))
    both = kana + sum(map(len, _SCRIPTS[2][1].findall(text))) if kana else 0
    return "kana" if kana * _QUOTED > both and both * 3 > latin else script


def _beyond_ascii(text: str) -> str:
    """Return the characters of a text that ASCII has not: few in Latin letters, and soon searched."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _other_script(text: str) -> bool:
    """Say whether a text is written in a script in which no language is read."""
    rare = _beyond_ascii(text)
    if _KANA.search(rare):
        return True
    strange = len(_UNREAD.findall(rare))
    return bool(strange) and strange * _WEIGHT > len(_LETTER.findall(text)) - strange


def _foreign_words(text: str, script: str) -> int:
    """Count the words with letters that no language has which is read in this script; capitals begin names."""
    letters = _FOREIGN.get(script)
    if letters is None or not letters.search(_beyond_ascii(text)):
        return 0
    words = (word for word in _WORD.findall(text) if not word[0].isupper())
    found = sum(1 for word in words if letters.search(word))
    return found if found > _MOST[script] else 0


def _unread(known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each function word of `unread.tsv` with its language, of the languages that are not `known`.

    They are in Latin letters, met in the news and not read.
    """
    for line in resources.files("monitor.languages").joinpath("unread.tsv").read_text("utf-8").splitlines():
        code, words = line.split("\t")
        if code not in known:
            yield from ((word, code) for word in words.split())
