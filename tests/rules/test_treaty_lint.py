"""Warnings of treaties that nobody is told of, and of names that mean something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.rules import load
from monitor.rules.treaty_lint import treaty_warnings
from monitor.system.folder import read
from tests.rules.texts import folder, said

SHIPPED = Path(__file__).parents[2] / "rules"
ASKS = "rules:\n  - {id: x, title: t, match: {treaty: un-cybercrime, action: signature}}\n"
CHANGES = "rules:\n  - {id: y, title: t, match: {treaty: any, action: withdrawal}}\n"
REFUSED = "  - {id: w, title: t, match: {treaty: any, action: signature, status: refused}}\n"
PACT = """\
id: pact
title: the Lake Pact
names: {en: [Lake Pact]}
depositary: {name: Geneva, page: "https://lakes.example"}
in_force: {count: 4, rule: 90 days}
"""
ASKED = ASKS.replace("un-cybercrime", "[un-cybercrime, pact]")


def warned(**files: str) -> list[str]:
    texts = folder(**files)
    loaded = load(texts)
    assert loaded.rulebook is not None, said(loaded)
    return [str(problem) for problem in treaty_warnings(loaded.rulebook, loaded.sources)]


def test_what_ships_gives_none() -> None:
    texts = read(SHIPPED)
    loaded = load(texts)
    assert loaded.rulebook is not None
    assert treaty_warnings(loaded.rulebook, loaded.sources) == []


def test_a_treaty_that_no_rule_asks_for_is_named() -> None:
    assert warned(rules_=ASKS, changes_=CHANGES + REFUSED, treaties__pact_=PACT) == [
        "treaties/pact.yaml:1:5: warning: no rule asks who joins `pact`; to be told, add it to the `treaty:` of a rule"
    ]


@pytest.mark.parametrize(
    "rules",
    [
        ASKED,
        ASKS.replace("un-cybercrime", "any"),
        ASKS.replace("treaty: un-cybercrime, ", ""),
        "rules:\n  - {id: x, title: t, match: lake pact}\n",
        "rules:\n  - {id: x, title: t, match: {any: [{all: [{treaty: [pact, un-cybercrime]}]}, lake]}}\n",
    ],
)
def test_a_treaty_that_some_rule_asks_for_is_not_named(rules: str) -> None:
    assert warned(rules_=rules, treaties__pact_=PACT) == []


def test_a_treaty_that_every_rule_leaves_out_is_named() -> None:
    rules = "rules:\n  - {id: x, title: t, match: {action: signature, none: [{treaty: pact}]}}\n"
    assert len(warned(rules_=rules, treaties__pact_=PACT)) == 1


def test_a_rule_that_asks_an_act_that_its_treaty_does_not_have_is_named() -> None:
    rules = ASKED + "  - {id: z, title: t, match: {treaty: pact, action: acceptance}}\n"
    assert warned(rules_=rules, treaties__pact_=PACT + "acts: [acceptance]\n") == [
        "rules.yaml:2:10: warning: `x` can never match for `pact`: it asks signature, and the treaty's `acts` are "
        "acceptance"
    ]


@pytest.mark.parametrize("name", ["a", "Treaty", "UN", "cybercrime", "{Lake Pact|pact}", "pact*", "约"])
def test_a_name_that_may_mean_anything_is_named(name: str) -> None:
    found = warned(rules_=ASKED, treaties__pact_=PACT.replace("[Lake Pact]", f"[Lake Pact, '{name}']"))
    assert len(found) == 1
    assert found[0].startswith("treaties/pact.yaml:3:")
    assert "alone may mean anything; put it under `ambiguous`" in found[0]


@pytest.mark.parametrize("name", ["BBNJ", "Atomwaffenverbotsvertrag", "kernwapenverbodsverdrag", "罗马规约"])
def test_a_name_of_one_word_may_mean_one_treaty(name: str) -> None:
    assert warned(rules_=ASKED, treaties__pact_=PACT.replace("Lake Pact]", f"{name}]")) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [("eng", "the language `eng` is written `en`"), ("chi", "the language `chi` is written `zh`")],
)
def test_a_language_by_another_code_is_named(code: str, says: str) -> None:
    written = PACT.replace("{en:", f"{{en: [Lake Pact], {code}:")
    assert warned(rules_=ASKED, treaties__pact_=written) == [f"treaties/pact.yaml:3:31: warning: {says}"]


def test_a_code_of_no_language_is_named() -> None:
    written = PACT + "lookalikes: {cn: [Lake Protocol]}\n"
    (found,) = warned(rules_=ASKED, treaties__pact_=written)
    assert found.startswith("treaties/pact.yaml:6:18: warning: `cn` is no language of ISO 639")


@pytest.mark.parametrize("code", ["uk", "fil", "is"])
def test_a_language_that_is_not_read_is_one(code: str) -> None:
    assert warned(rules_=ASKED, treaties__pact_=PACT.replace("{en:", f"{{{code}:")) == []


def test_a_name_of_another_treaty_is_named() -> None:
    assert warned(
        rules_=ASKED, treaties__pact_=PACT.replace("[Lake Pact]", "[Lake Pact, '{Hanoi|Lake} Convention']")
    ) == [
        "treaties/un-cybercrime.yaml:4:42: warning: `Hanoi Convention` is a name of `pact` too, in "
        "treaties/pact.yaml:3; one of them is `ambiguous`"
    ]


def test_a_file_that_is_not_called_by_its_id_is_named() -> None:
    assert warned(rules_=ASKED, treaties__lake_=PACT) == [
        "treaties/lake.yaml:1:5: warning: the file of `pact` is to be called pact.yaml"
    ]


def test_a_record_of_no_treaty_is_named_with_its_place() -> None:
    record = "kind: untc, reference: XXVII-9}"
    pact = PACT.replace('"https://lakes.example"}', '"https://lakes.example", ' + record)
    more = (
        "feeds:\n  - {id: good, kind: untc, url: 'https://un.example/Chapter%20XXVII/XXVII-9.en.xml'}\n"
        "  - {id: off, kind: untc, enabled: false, url: 'https://un.example/XXVII-77.en.xml'}\n"
        "  - {id: lost, kind: untc, url: 'https://un.example/XXVII-99.en.xml'}\n"
        "  - {id: chart, kind: coe, url: 'https://coe.example/?numSTE=9'}\n"
    )
    assert warned(rules_=ASKED, treaties__pact_=pact, more_=more) == [
        f"more.yaml:{place}: warning: `{feed}` is a record, and its address holds the `depositary.reference` of no "
        "treaty of this folder"
        for place, feed in (("4:33", "lost"), ("5:33", "chart"))
    ]


@pytest.mark.parametrize("draft", ["feeds: [a]\n", "feeds: 5\n", "feeds: [{id: [lost]}]\n", "- a\n"])
def test_a_draft_that_nobody_includes_may_hold_anything(draft: str) -> None:
    lost = "feeds:\n  - {id: lost, kind: untc, url: 'https://un.example/XXVII-99.en.xml'}\n"
    texts = folder(rules_=ASKED, treaties__pact_=PACT, more_=lost) | {"drafts/some.yaml": draft}
    loaded = load(texts)
    assert loaded.rulebook is not None
    (found,) = treaty_warnings(loaded.rulebook, loaded.sources)
    assert "`lost` is a record" in found.message


def test_codes_of_no_state_are_named() -> None:
    clause = "{count: 4, rule: 90 days, named: [QQ, FR], among: {at_least: 1, of: [CH, XX], name: Alps}}"
    assert warned(rules_=ASKED, treaties__pact_=PACT.replace("{count: 4, rule: 90 days}", clause)) == [
        "treaties/pact.yaml:5:45: warning: `QQ` is the code of no State",
        "treaties/pact.yaml:5:84: warning: `XX` is the code of no State",
    ]
