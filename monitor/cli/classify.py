"""Classify items from a file: what they tell, by the rules in force, without touching any state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from monitor.model import Entry


def classify(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE.jsonl", help="One JSON object a line: id, title ...; - is standard input."
        ),
    ],
) -> None:
    """Read items as JSON lines and print for each, in order, its alert, treaty, story, matches and events."""
    import sys
    from contextlib import nullcontext
    from datetime import UTC, datetime
    from pathlib import Path

    from monitor.answers.classification import Classifier
    from monitor.cli.access import rules_in_force
    from monitor.errors import TreatywatchError
    from monitor.match import Matcher
    from monitor.read import Reader

    rulebook = rules_in_force()
    classifier = Classifier(Reader(rulebook.treaties), Matcher(rulebook), datetime.now(UTC))
    name = "standard input" if file == "-" else file
    found: list[tuple[Any, Entry]] = []
    wrong: TreatywatchError | None = None
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
            found.extend(items(source, name))
    except TreatywatchError as error:
        wrong = error  # what came before the wrong line is classified all the same
    except OSError as error:
        raise TreatywatchError(f"{file}: cannot be read ({error.strerror})") from None
    for line in classifier.lines(found):
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
    if wrong is not None:
        raise wrong


def items(source: IO[bytes], name: str) -> Iterator[tuple[Any, Entry]]:
    """Yield (id as given, entry) for each line. Raises TreatywatchError with the number of a line that is wrong."""
    import json

    from monitor.errors import TreatywatchError

    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            yield _item(json.loads(line))
        except UnicodeDecodeError:
            raise TreatywatchError(f"{name}:{number}: the line is not UTF-8") from None
        except json.JSONDecodeError as error:
            raise TreatywatchError(
                f"{name}:{number}:{error.colno}: the line is not JSON: {error.msg}"
            ) from None
        except (ValueError, RecursionError) as error:
            raise TreatywatchError(f"{name}:{number}: {error}") from None


def _item(raw: Any) -> tuple[Any, Entry]:
    """Return one line's id and entry. Raises ValueError saying what is wrong with it."""
    from monitor.model import Entry
    from monitor.normalise import date, text

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
        language=language if isinstance(language, str) else None,
    )
