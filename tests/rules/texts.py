"""Texts of a small rules folder for tests."""

from __future__ import annotations

from monitor.rules import Loaded, load

TREATY = """\
id: un-cybercrime
title: the UN Convention against Cybercrime
names:
  en: [UN Convention against Cybercrime, Hanoi Convention]
depositary: {name: UN Secretary-General, page: "https://treaties.example/18-16"}
in_force: {count: 40, rule: 90 days}
"""
FEEDS = """\
feeds:
  - id: un-news
    url: https://news.example/un.xml
    tags: [un]
"""
BASE = {"feeds.yaml": FEEDS, "treaties/un-cybercrime.yaml": TREATY}


def folder(**files: str) -> dict[str, str]:
    """Return the texts of a good folder with further files; `rules_` stands for rules.yaml, `a__b_` for a/b.yaml."""
    return BASE | {f"{name.rstrip('_').replace('__', '/')}.yaml": text for name, text in files.items()}


def said(loaded: Loaded) -> list[str]:
    """Return each problem as `file:line:column: message`."""
    return [str(problem) for problem in loaded.problems]


def problems(**files: str) -> list[str]:
    """Load a folder that must be refused and return what was said."""
    loaded = load(folder(**files))
    assert loaded.rulebook is None
    return said(loaded)


def problem(rule: str) -> str:
    """Return the one problem of one rule, written from column 5 on line 2, without file and id."""
    lines = "".join(f"    {line}\n" for line in rule.splitlines())
    found = problems(rules_=f"rules:\n  - id: x\n    title: t\n{lines}")
    assert len(found) == 1, found
    return found[0].removeprefix("rules.yaml:")
