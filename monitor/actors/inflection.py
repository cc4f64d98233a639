"""Make the forms in which names and adjectives of States stand in sentences.

Rules of grammar for each language, not lists: masculine singular in, every gender, number and case out.
A form too many does no harm (nobody writes it); a form too few loses an actor.
"""

from __future__ import annotations

from collections.abc import Callable


def as_it_is(word: str) -> set[str]:
    """Return the word alone, for languages and words that do not change."""
    return {word}


def _ending(*rules: tuple[str, int, str]) -> Callable[[str], set[str]]:
    """Return what makes the forms of a word by the first rule for its ending, or leaves the word alone.

    A rule says what a word ends in, how many of its letters go, and what its other forms end in.
    """
    table = [(tuple(endings.split(" ")), cut, others.split()) for endings, cut, others in rules]

    def forms(word: str) -> set[str]:
        for endings, cut, others in table:
            if word.endswith(endings):
                stem = word[: len(word) - cut]
                return {word, *(stem + other for other in others)}
        return {word}

    return forms


french = _ending(
    ("grec", 0, "que s ques"), ("turc", 1, "que cs ques"), ("letton ien éen", 0, "ne s nes"), ("e è ï", 0, "s"),
    ("s x", 0, "e es"), ("", 0, "e s es"),
)  # fmt: skip
"""Make feminine and plurals: `français` to `française`, `françaises`."""
spanish = _ending(
    ("o", 1, "a os as"), ("és", 2, "esa eses esas"), ("án", 2, "ana anes anas"), ("ón", 2, "ona ones onas"),
    ("ín", 2, "ina ines inas"), ("í ú", 0, "es s"), ("a e", 0, "s"), ("", 0, "a es as"),
)  # fmt: skip
"""Make feminine and plurals: `español` to `española`, `españoles`, `españolas`."""
portuguese = _ending(
    ("eu", 2, "eia eus eias"), ("ão", 2, "ã ães ãos ãs ões"), ("o", 1, "a os as"), ("ês", 2, "esa eses esas"),
    ("ol", 2, "ola óis olas"), ("", 0, "s"),
)  # fmt: skip
"""Make feminine and plurals: `português` to `portuguesa`, `portugueses`, `portuguesas`."""
italian = _ending(
    ("co go", 1, "a hi i he"), ("io", 2, "ia i ie"), ("o", 1, "a i e"), ("ga", 1, "i hi he"), ("a", 1, "i e"),
    ("e", 1, "i"),
)  # fmt: skip
"""Make feminine and plurals: `tedesco` to `tedesca`, `tedeschi`, `tedesche`."""
german = _ending(("isch deutsch", 0, "e en er es em"))
"""Make the endings of an adjective: `französisch` to `französische`, `französischen` and so on."""
russian = _ending(("ий", 2, "ого ому им ом ая ой ую ое ие их ими"))
"""Make the cases of an adjective: `французский` to `французского`, `французскую` and so on."""
german_name = _ending(("s z x ß", 0, ""), ("", 0, "s"))
"""Make the genitive of a name: `Deutschland`, `Deutschlands`."""
_russian_word = _ending(
    ("ая яя", 2, "ой ую"), ("ый ий", 2, "ого ому ым им ом"), ("ия", 2, "ии ию ией"), ("ея", 2, "еи ее ею еей"),
    ("га ка ха жа ша ща ча", 1, "и е у ой"), ("а", 1, "ы е у ой"), ("й", 1, "я ю ем е"), ("ль", 1, "я ю ем е"),
    ("б в г д ж з к л м н п р с т ф х ц ч ш щ", 0, "а у ом е"),
)  # fmt: skip
"""Decline one word of a name; a word that no rule fits is left alone."""


def arabic(word: str) -> set[str]:
    """Return masculine, feminine and the plurals of people (`الكينيون`), with and without the article and particles."""
    stems = (word, word + "ة", word + "ون", word + "ين") if word.endswith("ي") else (word, word + "ة")
    return {form for stem in stems for form in arabic_name(stem) | arabic_name("ال" + stem)}


def arabic_name(name: str) -> set[str]:
    """Return a name alone and with the particles that are written together with it."""
    after = "لل" + name[2:] if name.startswith("ال") else "ل" + name
    return {name, "و" + name, "ب" + name, after, "و" + after}


def russian_name(name: str) -> set[str]:
    """Return the cases of a country's name: `Новая Зеландия` to `Новой Зеландии`, `Новую Зеландию`.

    Each word is declined in each case together with the others; only the last word of a name with a
    hyphen changes (`Шри-Ланка`). Capital abbreviations and foreign plurals stay as they are.
    """
    if name.isupper():
        return {name}
    words = name.split(" ")
    if len(words) == 1:
        head, hyphen, last = name.rpartition("-")
        return {head + hyphen + form for form in _russian_word(last)} | {name}
    if words[0] == "Республика":
        return {" ".join((form, *words[1:])) for form in _russian_word(words[0])}
    if len(words) == 2 and words[0].endswith("ая"):
        noun = _russian_word(words[1])
        return {name} | {
            f"{adjective} {form}"
            for adjective in _russian_word(words[0])
            for form in noun
            if form != words[1]
        }
    return {name}


ADJECTIVES: dict[str, Callable[[str], set[str]]] = {
    "en": as_it_is,
    "fr": french,
    "es": spanish,
    "pt": portuguese,
    "de": german,
    "ru": russian,
    "ar": arabic,
    "it": italian,
    "hi": as_it_is,
}
"""Language to the function that makes an adjective's forms. Chinese and Vietnamese have none to make."""

NAMES: dict[str, Callable[[str], set[str]]] = {
    "ru": russian_name,
    "ar": arabic_name,
    "de": german_name,
}
"""Language to the function that makes a name's forms, where names change at all."""
