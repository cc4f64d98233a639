"""Classify items from a file: what they tell, by the rules in force, without touching any state."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from monitor.answers.classification import Classifier
from monitor.cli.access import rules_in_force
from monitor.errors import TreatywatchError
from monitor.match import Matcher
from monitor.model import Entry
from monitor.normalise import date, text
from monitor.parse.item import primary
from monitor.read import Reader

NAMED = 20
"""Wrong lines that are named; a file of another kind has thousands."""


def classify(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE.jsonl", help="One JSON object a line: id, title ...; - is standard input."
        ),
    ],
) -> None:
    """Read items as JSON lines and print for each, in order, its alert, treaty, story, matches and events.

    Lines that are wrong are left out, and named at the end; exit code 1 where there are any.
    """
    rulebook = rules_in_force()
    classifier = Classifier(Reader(rulebook.treaties), Matcher(rulebook), datetime.now(UTC))
    name = "standard input" if file == "-" else file
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
            found = list(items(source, name))
    except OSError as error:
        raise TreatywatchError(f"{file}: cannot be read ({error.strerror})") from None
    for line in classifier.lines(item for item in found if not isinstance(item, str)):
        # Half of a pair, as `\ud83d` of a cut emoji, is written as it was read: it has no UTF-8.
        sys.stdout.buffer.write(line.encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    wrong = [item for item in found if isinstance(item, str)]
    wrong += [
        f"{name}: `{key}` cannot be read, by a bug of Treatywatch: report it" for key in classifier.stumbled
    ]
    if wrong:  # the other lines are classified all the same
        more = [f"{name}: and {len(wrong) - NAMED} more lines that are wrong"] if len(wrong) > NAMED else []
        raise TreatywatchError("\n".join([*wrong[:NAMED], *more]))


def items(source: IO[bytes], name: str) -> Iterator[tuple[Any, Entry] | str]:
    """Yield (id as given, entry) for each line, or what is wrong with it, with its number."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            yield _item(json.loads(line))
        except UnicodeDecodeError:
            yield f"{name}:{number}: the line is not UTF-8"
        except json.JSONDecodeError as error:
            yield f"{name}:{number}:{error.colno}: the line is not JSON: {error.msg}"
        except (ValueError, RecursionError) as error:
            yield f"{name}:{number}: {error}"


def _item(raw: Any) -> tuple[Any, Entry]:
    """Return one line's id and entry. Raises ValueError saying what is wrong with it."""
    if not isinstance(raw, dict):
        raise ValueError("a line must be one JSON object")
    for name in ("id", "title"):
        if name not in raw:
            raise ValueError(f"`{name}` is missing")
    if not isinstance(raw["id"], (str, int)):
        raise ValueError("`id` must be text")
    for name in ("title", "summary", "url", "date"):
        if not isinstance(raw.get(name, ""), (str, type(None))):
            raise ValueError(f"`{name}` must be text")
    language = raw.get("language")  # only a hint, so what is wrong with it stops nothing
    return raw["id"], Entry(
        id=str(raw["id"]),
        feed="classify",
        title=text.clean(raw["title"] or ""),
        summary=text.clean(raw.get("summary") or ""),
        url=raw.get("url"),
        published=date.parse(raw["date"]) if raw.get("date") else None,
        language=primary(language) if isinstance(language, str) else None,
    )
