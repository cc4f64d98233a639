"""Say in plain words why a text is no YAML, and where; lines and columns count from 0 here."""

from __future__ import annotations

import re

import yaml

from monitor.rules.problem import short

Said = tuple[int, int, str]
"""(line, column, message)"""

_GLUED = re.compile(r"\s*(?:- +)?([a-z_]+:)[^\s/]")
"""A key without the space that makes it one."""
_ODD_INDENT = re.compile("[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])")
"""Blanks that come with text from web pages and word processors, where a line is indented."""
_BREAKS = frozenset("\x85\u2028\u2029")
"""What ends a line in YAML 1.1 (its chapter 4.2), not in 1.2, and in hardly any editor: nobody sees where."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""These, what YAML forbids (its chapter 5.1), and lone surrogates: bytes that were no UTF-8."""
ESCAPED = "a backslash means something else in double quotes (`\\b` a control character); use single quotes"

_PLAINLY = {
    "could not find expected ':'": "a `:` is missing, or the line is indented unlike its neighbours",
    "mapping values are not allowed here": "a `: ` where none may stand; put the text in quotes",
    "mapping values are not allowed in this context": "a `: ` where none may stand; put the text in quotes",
    "did not find expected <document start>": "the text goes on where the file should have ended",
    "did not find expected key": "the indentation does not fit the lines above",
    "did not find expected '-' indicator": "the indentation does not fit the list above",
    "did not find expected ',' or ']'": "a `[` is never closed, or a `,` is missing",
    "did not find expected ',' or '}'": "a `{` is never closed, or a `,` is missing",
    "did not find expected node content": "a text is missing here, or a `[` or `{` is never closed",
    "found unexpected end of stream": "a quote is opened and never closed",
    "block sequence entries are not allowed in this context": "a `- ` where no list may begin",
    "found unknown escape character": ESCAPED,
    "found undefined tag handle": "tags (words that begin with `!`) are not allowed here; quote the text",
    "did not find expected alphabetic or numeric character": "`*` or `&` at the start of a text needs quotes",
}


def unreadable(text: str) -> Said | None:
    """Return the first character that may not stand in a file, None where there is none."""
    odd = _UNREADABLE.search(text)
    if odd is None:
        return None
    line = text.count("\n", 0, odd.start())
    column = odd.start() - (text.rfind("\n", 0, odd.start()) + 1)
    if "\ud800" <= odd[0] <= "\udfff":
        return line, column, "the file is not UTF-8 here; save it as UTF-8"
    if odd[0] in _BREAKS:
        return line, column, f"an invisible end of a line (U+{ord(odd[0]):04X}) stands here; delete it"
    return line, column, f"a control character (U+{ord(odd[0]):04X}) may not stand here"


def mistake(error: yaml.YAMLError, text: str, before: int) -> Said:
    """Return what libyaml finds wrong with a text; `before` are the lines of its file above it."""
    if not isinstance(error, yaml.MarkedYAMLError):  # a reader's error has a position and no line
        return 0, 0, f"this is not YAML: {short(error)}"
    problem = str(error.problem or error)
    mark = error.problem_mark or error.context_mark
    if "end of stream" in problem and error.context_mark:
        mark = error.context_mark  # where the quote was opened
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = re.split("\r\n|[\n\r]", text, maxsplit=line + 1)
    at = "".join(lines[line : line + 1])[column : column + 1]
    odd = _ODD_INDENT.match(lines[line]) if line < len(lines) else None
    glued = _GLUED.match(lines[line - 1]) if line and "mapping values" in problem else None
    if odd:
        column = odd.start(1)
        message = f"a blank of another kind (U+{ord(odd[1]):04X}) cannot indent; use spaces"
    elif glued:
        line, column, message = line - 1, glued.start(1), f"a space is missing behind `{glued[1]}`"
    elif "\\t" in problem or "'\t'" in problem or "tab" in problem or at == "\t":
        message = "a tab cannot indent YAML; use spaces"
    elif "mapping values" in problem and lines[line][:column].strip().isidentifier():
        message = "the line is indented too far, or the text above it needs quotes"
    elif "cannot start any token" in problem:
        message = f"`{at}` at the start of a text needs quotes around the text"
    else:
        message = next((said for known, said in _PLAINLY.items() if known in problem), problem)
        if error.context_mark and error.context_mark.line != line:
            message += f" (in what begins on line {before + error.context_mark.line + 1})"
    return line, column, message
