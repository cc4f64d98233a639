"""Mistakes that only two places together make, or one that hides others, are named where they are mended."""

from __future__ import annotations

from monitor.rules import load
from tests.rules.texts import TREATY, problems, said


def test_what_is_used_twice_names_both_places() -> None:
    feeds = (
        "feeds:\n  - {id: a, url: 'https://a.example/'}\n  - {id: a, url: 'https://b.example/'}\n"
        "  - {id: c, url: 'https://a.example/'}\n"
    )
    assert problems(feeds_=feeds) == [
        "feeds.yaml:3:10: `id: a` is used twice, first in feeds.yaml:2:10",
        "feeds.yaml:4:18: this `url` is used twice, first in feeds.yaml:2:18",
    ]
    rule = "rules:\n  - {id: x, title: t, match: a}\n"
    assert problems(one_=rule, two_=rule) == ["two.yaml:2:10: `id: x` is used twice, first in one.yaml:2:10"]


def test_a_missing_feeds_file_names_the_remedy() -> None:
    loaded = load({})
    assert loaded.rulebook is None
    assert said(loaded) == [
        "feeds.yaml:1:1: the file is missing; `treatywatch init` writes a folder to start from"
    ]


def test_mistakes_behind_a_broken_item_are_found_too() -> None:
    rules = (
        "rules:\n  - id: a\n    titel: A\n    match: x\n  - id: b\n    title: 'open\n    match: x\n"
        "  - id: c\n\ttitle: C\n  - id: d\n    title: D\n    match: *x\n  - id: e\n    title: E\n    macht: x\n"
    )
    assert problems(rules_=rules) == [
        "rules.yaml:2:5: `title` is missing from a rule",
        "rules.yaml:3:5: `titel` is not a key of a rule; did you mean `title`?",
        "rules.yaml:6:12: a quote is opened and never closed",
        "rules.yaml:9:1: a tab cannot indent YAML; use spaces",
        "rules.yaml:12:12: `*x`: aliases are not allowed; write it out, or quote a text that begins with `*`",
        "rules.yaml:13:5: `match` is missing from a rule",
        "rules.yaml:15:5: `macht` is not a key of a rule; did you mean `match`?",
    ]


def test_defaults_groups_and_treaties_are_checked_alike() -> None:
    found = problems(
        defaults_="defaults: {levl: low}\n",
        groups_="groups:\n  - {id: G2, members: [US, XX, Latvia, UK]}\n  - {id: FR, members: [FR]}\n"
        "  - {id: any, members: [FR]}\n",
        treaties__bad_="id: bad\ntitle: t\nnames: {en: [x]}\nin_force: {count: many, rule: 90 dayz}\n",
    )
    assert found == [
        "defaults.yaml:1:12: `levl` is not a key of `defaults`; did you mean `level`?",
        "groups.yaml:2:28: `XX` is no actor; write an ISO 3166-1 code or EU",
        "groups.yaml:2:32: `Latvia` is no actor; did you mean `LV`?",
        "groups.yaml:2:40: `UK` is no actor; did you mean `GB`?",
        "groups.yaml:3:10: `FR` is the code of a State; name the group otherwise",
        "groups.yaml:4:10: `any` means every actor; name the group otherwise",
        "treaties/bad.yaml:1:1: `depositary` is missing from a treaty",
        "treaties/bad.yaml:4:19: `count` must be a whole number, not text (`many`)",
        "treaties/bad.yaml:4:31: `90 dayz` is not a possible `rule`: "
        'write it as "90 days", "3 months" or "first of month after 3 months"',
    ]


def test_a_treaty_hears_what_is_possible_and_one_mistake_once() -> None:
    found = problems(
        treaties__bad_="id: bad\ntitle: t\nnames: {en: [Lake Pact]}\nacts: [sign]\nopened_in: Viet Nam\n"
        "depositary: {name: n, page: lakes.example}\nin_force: {count: 4, rule: 90 days}\n"
    )
    assert [line.partition(": ")[2].partition("; did")[0] for line in found] == [
        "`sign` is not a possible `acts`",
        '`Viet Nam` is not a possible `opened_in`: write a code of two capitals, such as "VN"',
        "`lakes.example` is not a possible `page`: write an address that begins with https:// or http://",
    ]


def test_days_that_contradict_each_other_are_named_at_their_key() -> None:
    late = TREATY.replace("names:", "adopted: 2025-01-01\nopened: 2024-02-20\nnames:")
    assert problems(treaties__late_=late.replace("un-cybercrime", "late")) == [
        "treaties/late.yaml:4:9: opened (2024-02-20) is before adopted (2025-01-01)"
    ]
    since = TREATY.replace("{count: 40", "{since: 2020-01-01, count: 40").replace(
        "names:", "opened: 2024-02-20\nnames:"
    )
    assert problems(treaties__since_=since.replace("un-cybercrime", "since")) == [
        "treaties/since.yaml:7:19: in_force.since (2020-01-01) is before opened (2024-02-20)"
    ]


def test_a_copied_treaty_does_not_take_over_the_record_of_its_model() -> None:
    model = TREATY.replace("{name:", "{kind: untc, reference: XVIII-16, name:").replace(
        "un-cybercrime", "model"
    )
    copy = model.replace("model", "copy").replace("XVIII", "xviii")
    assert problems(treaties__copy_=copy, treaties__model_=model) == [
        "treaties/model.yaml:5:37: this `reference` is used twice, first in treaties/copy.yaml:5:37"
    ]


def test_a_clause_that_can_never_be_met_is_named() -> None:
    group = "among: {at_least: 3, of: [FR, DE, FR], name: two States}"
    odd = TREATY.replace("un-cybercrime", "odd").replace("{count: 40,", f"{{count: 40, {group},")
    assert problems(treaties__odd_=odd) == [
        "treaties/odd.yaml:6:41: at_least (3) is more than the States of its group"
    ]


def test_rules_about_a_broken_treaty_are_not_wrong_as_well() -> None:
    found = problems(
        treaties__lake_pact_="id: lake-pact\ntitle: t\nnames: {en: 5}\n",
        treaties__pond_="nonsense",
        rules_="rules:\n  - {id: a, title: A, match: {treaty: [pond, pund]}}\n",
    )
    assert [line for line in found if line.startswith("rules.yaml")] == [
        "rules.yaml:2:46: `pund` is no treaty of this folder; did you mean `pond`?"
    ]


def test_thousands_of_mistakes_are_counted_not_listed() -> None:
    rules = "rules:\n" + "".join(f"  - {{id: r{n}, title: t, match: x, mach: y}}\n" for n in range(1500))
    found = problems(rules_=rules)
    assert len(found) == 1001
    assert found[-1].endswith("... and 500 more problems")
