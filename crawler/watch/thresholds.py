"""`ALARM_THRESHOLDS`: other numbers for the measures of alarms, or none of a measure at all."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from crawler.watch.measures import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.watch.measures import Measure


def measures(text: str) -> tuple[Measure, ...]:
    """All measures, as `without_author.rise=0.4, lag=off` changes them. ValueError says what cannot be read."""
    found: dict[str, Measure] = {measure.name: measure for measure in ALL}
    for part in filter(None, re.split(r"[\s,]+", text)):
        name, _, value = part.partition("=")
        measure, _, number = name.partition(".")
        if measure not in found:
            known = ", ".join(one.name for one in ALL)
            raise ValueError(f"{part!r}: no measure is called {measure!r}, or it is off; there are {known}")
        if not number and value == "off":
            del found[measure]
        else:
            found[measure] = _changed(found[measure], number, value, part)
    return tuple(found.values())


def numbers(measure: Measure) -> Mapping[str, float]:
    """What of a measure can be set, with its value."""
    values = {own.name: getattr(measure, own.name) for own in fields(measure)}
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def _changed(measure: Measure, number: str, value: str, part: str) -> Measure:
    own = numbers(measure)
    if number not in own:
        raise ValueError(f"{part!r}: write {measure.name}=off, or one of {', '.join(own)} with a number")
    try:
        made = float(value)
    except ValueError:
        raise ValueError(f"{part!r}: {value!r} is no number") from None
    if not 0 <= made < float("inf"):
        raise ValueError(f"{part!r}: a number of 0 or more")
    kind = type(own[number])
    changes: dict[str, Any] = {number: kind(made)}  # Any: of a name that is known when it runs
    return replace(measure, **changes)
