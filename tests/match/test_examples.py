"""Examples are tests: the shipped rules pass theirs, and a wrong example is named with its place."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from monitor.match.examples import try_examples
from monitor.model import Level
from monitor.rules import load
from monitor.rules.lint import warnings
from monitor.system import folder
from tests.match.books import NOW

RULES = Path(__file__).parents[2] / "rules"


def test_shipped_rules_pass_their_examples_without_a_warning() -> None:
    loaded = load(folder.read(RULES))
    assert loaded.rulebook is not None, loaded.problems
    assert loaded.problems == ()
    assert try_examples(loaded.rulebook, NOW) == []
    assert warnings(loaded.rulebook, NOW.date()) == []


def test_shipped_levels_keep_what_changes_nothing_in_the_digest() -> None:
    rulebook = load(folder.read(RULES)).rulebook
    low = {rule.id for rule in rulebook.rules if rule.level is Level.LOW}
    assert low == {"treaty-withdrawn", "treaty-refused", "treaty-in-force"}


def test_a_wrong_example_is_named_with_what_was_read() -> None:
    texts = folder.read(RULES)
    texts["own.yaml"] = (
        "rules:\n  - id: own\n    title: Own\n    enabled: false\n    match: {treaty: tpnw, action: signature}\n"
        "    examples:\n      match: [Kenya signs the Nuclear Ban Treaty, Kenya ratifies the Nuclear Ban Treaty]\n"
        "      no_match: [{title: Chad signs the Nuclear Ban Treaty}]\n"
    )
    loaded = load(texts)
    assert loaded.rulebook is not None
    assert [str(problem) for problem in try_examples(loaded.rulebook, NOW)] == [
        'own.yaml:7:51: `own` must match "Kenya ratifies the Nuclear Ban Treaty" and does not:'
        " action signature is asked for, and ratification was read; read: KE ratification done (tpnw)",
        'own.yaml:8:18: `own` must not match "Chad signs the Nuclear Ban Treaty" and does,'
        " by treaty `Nuclear Ban Treaty`, action `signature`",
    ]


def test_the_examples_of_many_rules_cost_each_rule_its_own() -> None:
    """Each example once woke every rule that asks for its treaty: ten thousand rules took ten minutes."""
    texts = folder.read(RULES)
    texts["own.yaml"] = "rules:\n" + "".join(
        f"  - {{id: r{n}, title: T, match: {{any: [alpha{n}, beta{n}], treaty: tpnw}},"
        f" examples: {{match: [alpha{n} Nuclear Ban Treaty], no_match: [alpha{n}]}}}}\n"
        for n in range(1_000)
    )
    loaded = load(texts)
    assert loaded.rulebook is not None
    began = process_time()
    assert try_examples(loaded.rulebook, NOW) == []
    assert process_time() - began < 6  # 0.9 here, and 17 when all were woken
