"""Make the JSON Schemas by which editors complete, explain and check the files of a rules folder.

`python -m monitor.rules.schema DIR` writes them to DIR (rules/schema in this project); a test holds them up to
date with the structs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec import json as js

from monitor.rules.files import DefaultsFile, FeedsFile, GroupsFile, RulesFile
from monitor.rules.values import in_order
from monitor.treaties import Treaty

FILES: dict[str, type[Struct]] = {
    "feeds.json": FeedsFile,
    "rules.json": RulesFile,
    "defaults.json": DefaultsFile,
    "groups.json": GroupsFile,
    "treaty.json": Treaty,
}


def schemas() -> dict[str, str]:
    """Return the text of each schema by its file name."""
    return {
        name: json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n" for name, kind in FILES.items()
    }


def schema(kind: type[Struct]) -> dict[str, Any]:
    """Return the schema of one struct."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidy(js.schema(kind))}


def _tidy(schema: Any) -> Any:
    """Leave out what says nothing to a person: null where a key may be left out, and titles made from keys."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {
        key: _tidy(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))
    }
    if "enum" in tidy:
        tidy["enum"] = in_order(tidy["enum"])
    if tidy.get("default", ...) is None:
        del tidy["default"]
    choices = [choice for choice in tidy.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del tidy["anyOf"]
        tidy = {**choices[0], **tidy}
    elif choices:
        tidy["anyOf"] = choices
    return tidy


def write(folder: Path) -> None:
    """Write every schema to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "rules/schema"))
