"""Check a rules folder before it goes live."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor import languages
from monitor.errors import TreatywatchError
from monitor.match.examples import try_examples
from monitor.rules import Problem, load
from monitor.rules.lint import quiet_warnings, warnings, written_warnings
from monitor.rules.treaty_lint import treaty_warnings
from monitor.settings import read_settings
from monitor.system import folder
from monitor.wording import counts

Format = Literal["text", "github", "json"]


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The rules folder; TREATYWATCH_RULES by default.")
    ] = None,
    format: Annotated[
        Format, typer.Option(help="text for people, github for annotations, json for machines.")
    ] = "text",
) -> None:
    """Validate feeds, rules, treaties and languages, and try every rule's examples; exit 1 on any error."""
    place = folder if folder is not None else read_settings().rules
    problems, summary = _examine(place)
    errors = sum(problem.severity == "error" for problem in problems)
    typer.echo(_printed(place, problems, summary, format), nl=False)
    if errors:
        typer.echo(f"{place}: {errors} to mend", err=True)
        raise typer.Exit(1)


def _examine(place: Path) -> tuple[list[Problem], dict[str, object]]:
    """Return every problem of a folder, and what was found in it."""
    now = datetime.now(UTC)
    loaded = load(folder.read(place))
    problems = list(loaded.problems)
    rulebook = loaded.rulebook
    if rulebook is None:
        return problems, {}
    problems += try_examples(rulebook, now) + warnings(rulebook, now.date())
    problems += treaty_warnings(rulebook, loaded.sources) + written_warnings(loaded.sources)
    with suppress(TreatywatchError):  # settings that are wrong are `doctor`'s affair
        problems += quiet_warnings(rulebook, loaded.sources, read_settings().slack_channel)
    examples = sum(len(rule.match_examples) + len(rule.no_match_examples) for rule in rulebook.rules)
    summary: dict[str, object] = {
        "version": rulebook.version,
        "feeds": len(rulebook.feeds),
        "rules": len(rulebook.rules),
        "treaties": len(rulebook.treaties),
        "languages": len(languages.load()),
        "examples": examples,
    }
    return sorted(problems), summary


def _printed(place: Path, problems: Sequence[Problem], summary: dict[str, object], format: Format) -> str:
    if format == "json":
        listed = [
            {
                "file": str(place / problem.file),
                "line": problem.line,
                "column": problem.column,
                "severity": problem.severity,
                "message": problem.message,
            }
            for problem in problems
        ]
        return json.dumps({"problems": listed, **summary}, ensure_ascii=False) + "\n"
    if format == "github":
        return "".join(_annotation(place, problem) for problem in problems)
    lines = [f"{place}/{problem}" for problem in problems]
    if not any(problem.severity == "error" for problem in problems):
        found = counts({name: number for name, number in summary.items() if isinstance(number, int)})
        lines.append(f"{place}: good ({found}; version {summary['version']})")
    return "".join(f"{line}\n" for line in lines)


def _annotation(place: Path, problem: Problem) -> str:
    """Write a workflow command of GitHub's; it escapes %, line ends, and in properties : and , too."""
    file = str(place / problem.file).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{problem.severity} file={file},line={problem.line},col={problem.column}::{message}\n"
