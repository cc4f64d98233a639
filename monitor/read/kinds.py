"""Name the kinds of words, forms, acts and statuses in a way that is quick to ask.

They are the members of the enumerations in `monitor.languages` and `monitor.model`. Up to Python 3.11 an enumeration
runs a hook of its class for each name that it is asked for, which takes eight times as long as an attribute of a plain
object, and the grammar asks for some 1,600 an item: a tenth of all reading.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from monitor import languages, model

__all__ = ["Action", "Cue", "Form", "Status"]

if TYPE_CHECKING:
    from monitor.languages import Cue, Form
    from monitor.model import Action, Status
else:
    Cue, Form, Action, Status = (
        SimpleNamespace(**enumeration.__members__)
        for enumeration in (languages.Cue, languages.Form, model.Action, model.Status)
    )
