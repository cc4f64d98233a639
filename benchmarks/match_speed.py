"""Measure matching and reading on texts not scanned before.

    python benchmarks/match_speed.py [--items 2000]

1,000 rules of ten terms each against one `re` a rule (folded text); what an item costs at 100, 1,000 and 10,000
rules; matching and reading together at 100 rules. One core, CPU time. Items hold 1,500 characters; one in fifty is
about a treaty, as in a general news feed. One in ten holds a term that some rule asks for; what it costs where every
item holds two is shown beside. The plain way is measured in two forms: word boundaries around each term (as words of
all scripts need it), and once around all terms.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.farm import ACTS, WORDS
from monitor.decide.kit import Kit, compile_kit
from monitor.folding import fold
from monitor.model import Entry, Reading
from monitor.system import heap
from monitor.system.folder import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FORMS: dict[str, Callable[[list[str]], str]] = {
    "one re a rule, boundaries around each term": lambda ten: "|".join(
        rf"(?<!\w){term}(?!\w)" for term in ten
    ),
    "one re a rule, boundaries once": lambda ten: rf"(?<!\w)(?:{'|'.join(ten)})(?!\w)",
}
TURNS = 10
KINDS = ((10, False), (1, False), (10, True))
"""Which items hold terms (one in so many), and whether they are read too."""
SHIPPED = Path(__file__).parents[1] / "rules"


def main(items: int) -> None:
    chance = random.Random(11)
    heap.relax()
    made_up = [
        "".join(chance.choices("abcdefghiklmnoprstuvé", k=chance.randint(4, 10))) for _ in range(120_000)
    ]
    words = WORDS + made_up[100_000:]
    terms = [
        word if n % 2 else f"{word} {chance.choice(made_up)}" for n, word in enumerate(made_up[:100_000])
    ]
    kits = {rules: kit(terms, rules) for rules in (100, 1_000, 10_000)}
    heap.settle()
    alone, held, read_too = (in_turns(chance, kits, words, terms, items, kind) for kind in KINDS)
    for rules in kits:
        print(
            f"match, {rules:,} rules, {10 * rules:,} terms: {1e3 / alone[rules]:,.0f} items a second"
            f" ({alone[rules] * 1e3:.0f} us; where every item holds two terms {held[rules] * 1e3:.0f} us;"
            f" with reading {read_too[rules] * 1e3:.0f} us)"
        )
    for name, costs in (
        ("match", alone),
        ("the same, two terms an item", held),
        ("match and read", read_too),
    ):
        print(f"100 -> 10,000 rules, {name}: {costs[10_000] / costs[100]:.2f} times the cost")
    few = texts(chance, words, max(items // 200, 5), terms[:10_000])
    for name, form in FORMS.items():
        plain = one_re_a_rule(terms, 1_000, few, form)
        print(f"{name}, 1,000 rules: {1e3 / plain:.2f} items a second; ours {plain / alone[1_000]:,.0f}x")
    print(f"match and read, 100 rules: {1e3 / read_too[100]:,.0f} items a second")
    named = [
        entry(n, chance.choice(ACTS)[:-1], article(chance, words, terms[:1_000])) for n in range(items // 4)
    ]
    both = min(cost(kits[100], named[start::TURNS], reading=True) for start in range(TURNS))
    print(f"the same where every item tells a treaty act: {1e3 / both:,.0f} items a second")


def in_turns(
    chance: random.Random,
    kits: dict[int, Kit],
    words: list[str],
    terms: list[str],
    items: int,
    kind: tuple[int, bool],
) -> dict[int, float]:
    """Return the least CPU milliseconds an item of each kit, measured in turns so that other work falls on all."""
    every, reading = kind
    found: dict[int, list[float]] = {rules: [] for rules in kits}
    for _ in range(TURNS):
        for rules, made in kits.items():
            fresh = texts(chance, words, items // TURNS, terms[: 10 * rules], every)
            found[rules].append(cost(made, fresh, reading=reading))
    return {rules: min(costs) for rules, costs in found.items()}


def kit(terms: list[str], rules: int) -> Kit:
    """Compile the shipped treaties with rules of ten terms each, and beforehand what texts need, as a worker does."""
    chosen = [terms[10 * n : 10 * n + 10] for n in range(rules)]
    shipped = {name: text for name, text in read(SHIPPED).items() if name.startswith("treaties/")}
    lines = [
        f"  - {{id: r{n}, title: R {n}, match: {{any: [{', '.join(ten)}]}}}}" for n, ten in enumerate(chosen)
    ]
    made = {**shipped, "feeds.yaml": "feeds: []", "r.yaml": "rules:\n" + "\n".join(lines)}
    compiled = compile_kit(made, channel="#x", where="rules")
    compiled.prepare()
    return compiled


def article(chance: random.Random, words: list[str], terms: list[str]) -> str:
    text = f"{chance.choice(terms)} {chance.choice(words)} {chance.choice(terms)} "
    while len(text) < 1_420:
        text += (
            " ".join(chance.choices(words[:400] if chance.random() < 0.7 else words, k=12)).capitalize()
            + ". "
        )
    return text


def texts(
    chance: random.Random, words: list[str], items: int, terms: list[str], every: int = 10
) -> list[Entry]:
    titles = (
        chance.choice(ACTS)[:-1] if n % 50 == 0 else " ".join(chance.choices(words, k=9))
        for n in range(items)
    )
    return [
        entry(n, title, article(chance, words, terms if n % every == 0 else WORDS))
        for n, title in enumerate(titles)
    ]


def entry(number: int, title: str, text: str) -> Entry:
    return Entry(id=f"{number:016x}", feed="f", title=title, content=text, language="en")


def cost(made: Kit, items: list[Entry], *, reading: bool) -> float:
    """Return CPU milliseconds an item."""
    began = time.process_time()
    for item in items:
        made.matcher.match(item, made.reader.read(item) if reading else Reading(), None, NOW)
    return (time.process_time() - began) / len(items) * 1e3


def one_re_a_rule(
    terms: list[str], rules: int, items: list[Entry], form: Callable[[list[str]], str]
) -> float:
    folded_terms = [re.escape(fold(term).text) for term in terms[: 10 * rules]]
    patterns = [re.compile(form(folded_terms[10 * n : 10 * n + 10])) for n in range(rules)]
    began = time.process_time()
    for item in items:
        for text in (item.title, item.content):
            folded = fold(text).text
            for pattern in patterns:
                pattern.search(folded)
    return (time.process_time() - began) / len(items) * 1e3


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--items", type=int, default=2_000)
    main(arguments.parse_args().items)
