"""Make the forms in which names and adjectives of States stand in sentences.

Rules of grammar for each language, not lists: masculine singular in, every gender, number and case out.
A form too many does no harm (nobody writes it); a form too few loses an actor.
"""

from __future__ import annotations

from collections.abc import Callable


def as_it_is(word: str) -> set[str]:
    """Return the word alone, for languages and words that do not change."""
    return {word}


def french(word: str) -> set[str]:
    """Return feminine and plurals: `français` to `française`, `françaises`."""
    irregular = {"grec": "grecque", "turc": "turque", "letton": "lettonne"}
    if word in irregular:
        feminine = irregular[word]
    elif word.endswith(("e", "è", "ï")):
        feminine = word
    elif word.endswith(("ien", "éen")):
        feminine = word + "ne"
    else:
        feminine = word + "e"
    plural = word if word.endswith(("s", "x")) else word + "s"
    return {word, feminine, plural, feminine + "s"}


def spanish(word: str) -> set[str]:
    """Return feminine and plurals: `español` to `española`, `españoles`, `españolas`."""
    if word.endswith("o"):
        stem = word[:-1]
        return {word, stem + "a", stem + "os", stem + "as"}
    if word.endswith(("és", "án", "ón", "ín")):
        plain = {"é": "e", "á": "a", "ó": "o", "í": "i"}
        stem = word[:-2] + plain[word[-2]] + word[-1]
        return {word, stem + "a", stem + "es", stem + "as"}
    if word.endswith(("í", "ú")):
        return {word, word + "es", word + "s"}
    if word.endswith(("a", "e")):
        return {word, word + "s"}
    return {word, word + "a", word + "es", word + "as"}


def portuguese(word: str) -> set[str]:
    """Return feminine and plurals: `português` to `portuguesa`, `portugueses`, `portuguesas`."""
    if word.endswith("eu"):
        return {word, word[:-2] + "eia", word + "s", word[:-2] + "eias"}
    if word.endswith("ão"):
        stem = word[:-2]
        return {word, stem + "ã", stem + "ães", stem + "ãos", stem + "ãs", stem + "ões"}
    if word.endswith("o"):
        stem = word[:-1]
        return {word, stem + "a", stem + "os", stem + "as"}
    if word.endswith("ês"):
        stem = word[:-2] + "es"
        return {word, stem + "a", stem + "es", stem + "as"}
    if word.endswith("ol"):
        return {word, word + "a", word[:-2] + "óis", word + "as"}
    return {word, word + "s"}


def german(word: str) -> set[str]:
    """Return the endings of an adjective: `französisch` to `französische`, `französischen` and so on."""
    if not word.endswith(("isch", "deutsch")):
        return {word}
    return {word} | {word + ending for ending in ("e", "en", "er", "es", "em")}


def russian(word: str) -> set[str]:
    """Return the cases of an adjective: `французский` to `французского`, `французскую` and so on."""
    stem = word[:-2]
    endings = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
    return {stem + ending for ending in endings}


def arabic(word: str) -> set[str]:
    """Return masculine and feminine, with and without the article, after `and`, `for` and `with`."""
    return {form for stem in (word, word + "ة") for form in arabic_name(stem) | arabic_name("ال" + stem)}


def arabic_name(name: str) -> set[str]:
    """Return a name alone and with the particles that are written together with it."""
    after = "لل" + name[2:] if name.startswith("ال") else "ل" + name
    return {name, "و" + name, "ب" + name, after, "و" + after}


def german_name(name: str) -> set[str]:
    """Return a name and its genitive: `Deutschland`, `Deutschlands`."""
    return {name} if name.endswith(("s", "z", "x", "ß")) else {name, name + "s"}


_SOFT = {"ия": ("ии", "ию", "ией"), "ея": ("еи", "ее", "ею", "еей")}
_HARD = set("бвгджзклмнпрстфхцчшщ")


def _russian_word(word: str) -> set[str]:
    """Decline one word of a name; a word that no rule fits is left alone."""
    if word.endswith(("ая", "яя")):
        stem = word[:-2]
        return {word, stem + "ой", stem + "ую"}
    if word.endswith(("ый", "ий")):
        stem = word[:-2]
        return {word, stem + "ого", stem + "ому", stem + "ым", stem + "им", stem + "ом"}
    for ending, others in _SOFT.items():
        if word.endswith(ending):
            return {word} | {word[:-2] + other for other in others}
    if word.endswith("а"):
        stem = word[:-1]
        soft = "и" if stem[-1:] in set("гкхжшщч") else "ы"
        return {word, stem + soft, stem + "е", stem + "у", stem + "ой"}
    if word.endswith("й"):
        stem = word[:-1]
        return {word, stem + "я", stem + "ю", stem + "ем", stem + "е"}
    if word.endswith("ль"):
        stem = word[:-1]
        return {word, stem + "я", stem + "ю", stem + "ем", stem + "е"}
    if word[-1:] in _HARD and len(word) > 2:
        return {word} | {word + ending for ending in ("а", "у", "ом", "е")}
    return {word}


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
}
"""Language to the function that makes an adjective's forms. Chinese and Vietnamese have none to make."""

NAMES: dict[str, Callable[[str], set[str]]] = {
    "ru": russian_name,
    "ar": arabic_name,
    "de": german_name,
}
"""Language to the function that makes a name's forms, where names change at all."""
