"""Keep the words of alerts in an FTS5 index, and turn what a person types into a question to it."""

from __future__ import annotations

import re

_WORDS = (
    "(SELECT group_concat(atom, ' ') FROM json_tree({row}.body) WHERE type = 'text' AND key IS NOT 'url')"
)
_NEW = _WORDS.format(row="new")
_OLD = _WORDS.format(row="outbox")

SCHEMA = f"""
CREATE VIRTUAL TABLE outbox_text USING fts5(words, tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER outbox_text_new AFTER INSERT ON outbox BEGIN
  INSERT INTO outbox_text(rowid, words) VALUES (new.seq, {_NEW}); END;
CREATE TRIGGER outbox_text_changed AFTER UPDATE OF body ON outbox BEGIN
  UPDATE outbox_text SET words = {_NEW} WHERE rowid = new.seq; END;
CREATE TRIGGER outbox_text_gone AFTER DELETE ON outbox BEGIN
  DELETE FROM outbox_text WHERE rowid = old.seq; END;
INSERT INTO outbox_text(rowid, words) SELECT seq, {_OLD} FROM outbox;
"""  # noqa: S608 - the parts are ours
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
"""Scripts written without spaces: the index sees a whole clause as one word there."""


def condition(text: str) -> tuple[str, list[str]]:
    """Return the SQL condition on `outbox`, and its values, for what a person typed into the search box.

    Every word must be there, in any order, and may be the beginning of a longer one; "words in quotes" stand
    together. Case and accents do not matter. Any text at all is valid.
    """
    parts: list[str] = []
    values: list[str] = []
    phrases: list[str] = []
    for quoted, word in _TERM.findall(text):
        term = quoted or word
        if re.search(_UNSPACED, term):
            escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            parts.append("body LIKE ? ESCAPE '\\'")
            values.append(f"%{escaped}%")
        elif any(letter.isalnum() for letter in term):
            inside = term.replace('"', " ")
            phrases.append(f'"{inside}"' if quoted else f'"{inside}"*')
    if phrases:
        parts.append("seq IN (SELECT rowid FROM outbox_text WHERE outbox_text MATCH ?)")
        values.append(" AND ".join(phrases))
    return " AND ".join(parts) or "1", values
