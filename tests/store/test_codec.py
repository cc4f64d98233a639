"""What is kept as JSON comes back as it was, whatever it holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from monitor.due import Schedule
from monitor.model import Entry, Reading, Reason, Telling
from monitor.store.codec import dump, load
from monitor.story import Story

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(timedelta, st.timedeltas(timedelta(0), timedelta(days=4000)))


def made(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: st.from_type(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", [Entry, Reading, Reason, Telling, Story, Schedule])
@given(data=st.data())
def test_what_is_kept_comes_back(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(made(kind))
    assert load(kind, dump(value)) == value
    needed = {field.name: getattr(value, field.name) for field in fields(kind) if field.required}
    assert json.loads(dump(kind(**needed))).keys() == needed.keys()  # defaults take no room
